"""The chain of a stream's pages: a root that leads to the newest page, and each page to the one before it.

A build writes pages and closes them; what a page leads to was there before it, so that it never changes. After a build,
a client that is up to date reads the root, of the same size however long the stream grows, and the build's own pages.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

__all__ = ["Node", "Page", "find_node", "nodes_of"]


@dataclass(frozen=True, slots=True)
class Page:
    """A closed page of members in the order of their times."""

    name: str
    first: datetime
    last: datetime
    members: int


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the chain: the root, whose name is empty, or a page."""

    name: str
    first: datetime | None
    last: datetime | None
    """The times of the earliest and the latest member, on a page or of the whole stream; None where there are none."""
    members: int
    """How many there are, on a page or in the whole stream."""
    leads_to: Page | None = None
    """The newest page before it; None of the earliest page, and of the root of a stream without any."""


def nodes_of(pages: Sequence[Page]) -> Iterator[Node]:
    """Give the nodes over pages, of which the earliest is first: the root, then the pages, the newest first."""
    first, last = (pages[0].first, pages[-1].last) if pages else (None, None)
    yield Node("", first, last, sum(page.members for page in pages), pages[-1] if pages else None)
    for page, before in pairwise((*reversed(pages), None)):
        assert page is not None
        yield Node(page.name, page.first, page.last, page.members, before)


def find_node(pages: Sequence[Page], name: str) -> Node | None:
    """Find the node of a name."""
    return next((node for node in nodes_of(pages) if node.name == name), None)
