"""The search tree over a stream's pages: a root that stays small however long the stream grows.

A build writes pages and closes them; no page is ever added to. The root names the newest ones, and nodes above the
others, four to a node, those again four to a node. Which pages a node holds follows from their order alone, so that
a node, once there, never changes. After a build, a client that is up to date reads the root and the build's own pages.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

__all__ = ["Node", "Page", "find_node", "tree_of"]

_BUNDLE = 4
"""Nodes that one above them holds."""
_WAITING = 2 * _BUNDLE
"""Nodes of one level that wait in the root, at most: then the older half goes into one above."""


@dataclass(frozen=True, slots=True)
class Page:
    """A closed page of members in the order of their times."""

    name: str
    first: datetime
    last: datetime
    members: int


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the tree: a page, or one that leads to others; the root's name is empty."""

    name: str
    first: datetime | None
    last: datetime | None
    """The times of the earliest and the latest member below it; None in a stream without any."""
    members: int
    """How many there are below it."""
    children: tuple["Node", ...] = ()
    """The earliest first."""

    @property
    def is_page(self) -> bool:
        """Tell whether the node has members of its own."""
        return bool(self.name) and not self.children


def tree_of(pages: Iterable[Page]) -> Node:
    """Give the root of the tree over pages, the earliest first."""
    levels: list[list[Node]] = [[]]
    for page in pages:
        levels[0].append(Node(page.name, page.first, page.last, page.members))
        for level, nodes in enumerate(levels):
            if len(nodes) < _WAITING:
                break
            if level + 1 == len(levels):
                levels.append([])
            levels[level + 1].append(_above(nodes[:_BUNDLE]))
            del nodes[:_BUNDLE]
    return _above([node for nodes in reversed(levels) for node in nodes], name="")


def _above(children: Sequence[Node], name: str | None = None) -> Node:
    first = children[0].first if children else None
    last = children[-1].last if children else None
    if name is None:
        start, end = children[0].name.partition("_")[0], children[-1].name.rpartition("_")[2]
        name = f"{start}_{end}"
    return Node(name, first, last, sum(node.members for node in children), tuple(children))


def find_node(root: Node, name: str) -> Node | None:
    """Find the node of a name."""
    if root.name == name:
        return root
    return next((found for child in root.children if (found := find_node(child, name))), None)
