"""A document of the feed as people read it: which pages there are, and on a page what became of what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from releasegraph.api.links import Links
from releasegraph.graph.feed.documents import FeedDocument
from releasegraph.graph.feed.json_ld import feed_nodes
from releasegraph.graph.feed.members import ADDED, CHANGED, WITHDRAWN
from releasegraph.graph.feed.terms import CREATED, STREAMS, VERSION_OF, Stream
from releasegraph.graph.vocabulary import DCT, RDF, RG

__all__ = ["FeedView", "view_feed"]

_WORDS = {ADDED: "added", CHANGED: "changed", WITHDRAWN: "withdrawn"}


@dataclass(frozen=True, slots=True)
class Event:
    """What became of an entity."""

    word: str
    """Added, changed or withdrawn."""
    name: str
    title: str
    href: str | None
    """None for what is withdrawn: its page may be gone."""
    day: str


@dataclass(frozen=True, slots=True)
class Part:
    """A page before."""

    href: str
    days: str
    members: int


@dataclass(frozen=True, slots=True)
class FeedView:
    """What the template shows."""

    title: str
    path: str
    days: str
    members: int
    is_root: bool
    events: Sequence[Event]
    parts: Sequence[Part]
    """The latest first."""
    streams: Sequence[Stream]
    stream: Stream


def view_feed(document: FeedDocument, links: Links) -> FeedView:
    """Read a document of the feed for its page."""
    node = document.node
    parts = [
        Part(links.path(f"{document.stream.path}/{page.name}"), _days(page.first, page.last), page.members)
        for page in document.earlier()
    ]
    return FeedView(
        title=document.stream.title,
        path=document.path,
        days=_days(node.first, node.last),
        members=node.members,
        is_root=not document.is_closed,
        events=_events(document, links),
        parts=parts,
        streams=STREAMS,
        stream=document.stream,
    )


def _days(first: datetime | None, last: datetime | None) -> str:
    if first is None or last is None:
        return ""
    start, end = (f"{moment:%Y-%m-%d}" for moment in (first, last))
    return start if start == end else f"{start} to {end}"


def _events(document: FeedDocument, links: Links) -> list[Event]:
    found = []
    for node in feed_nodes(document.members):
        if VERSION_OF not in node:
            continue
        entity = node[VERSION_OF][0]["@id"]
        word = next(_WORDS[one["@id"]] for one in node[RDF.type] if one["@id"] in _WORDS)
        title = _first(node, DCT.title)
        name = _first(node, RG.reference) or title or entity.rpartition("/")[2]
        href = None if word == "withdrawn" else links.href(entity)
        found.append(Event(word, name, title if title != name else "", href, _first(node, CREATED)[:10]))
    return found


def _first(node: dict[str, list[dict[str, str]]], term: str) -> str:
    return node[term][0].get("@value", "") if term in node else ""
