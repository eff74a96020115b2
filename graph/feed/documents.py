"""The documents of the feed: the root of a stream with all that a client needs to know, and the nodes below it.

A document's address is its node's IRI, so that each format has a feed of its own, and any web host can serve one: at
`feed/agreements` the format is negotiated and the links have no extension; at `feed/agreements.ttl` every link ends in
`.ttl`. Streams, members and what they say are the same in all.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from releasegraph.graph.feed.chain import Node, Page, find_node, nodes_of
from releasegraph.graph.feed.members import ADDED, CHANGED, WITHDRAWN, printed
from releasegraph.graph.feed.pages import pages_of, read_page
from releasegraph.graph.feed.terms import (
    CREATED,
    DATE_TIME,
    FEED_PREFIXES,
    LDES,
    STREAMS,
    TREE,
    VERSION_OF,
    Stream,
    stream_named,
)
from releasegraph.graph.triples.lines import A, boolean, english, integer, iri, predicate, text
from releasegraph.graph.vocabulary import DCT, PREFIXES, RDFS

__all__ = ["FeedDocument", "feed_document", "feed_paths"]

_SHACL = PREFIXES["sh"]
_POLLED = 24 * 60 * 60
"""Seconds between visits that miss nothing for long: the register appears monthly."""


@dataclass(frozen=True)
class FeedDocument:
    """A node of a stream's chain, in a generation's folder."""

    stream: Stream
    node: Node
    base: str
    folder: Path

    @property
    def path(self) -> str:
        """Give the document's path under the base, without an extension."""
        return _path(self.stream, self.node)

    @property
    def is_closed(self) -> bool:
        """Tell whether the node never changes: every one but the root."""
        return bool(self.node.name)

    def prefixes(self, extension: str = "") -> Mapping[str, str]:
        """Give the prefixes that shorten the document: those of its terms, and of the nodes and relations it names."""
        own = self.base + self.path
        return {**FEED_PREFIXES, "node": f"{self.base}{self.stream.path}/", "relation": f"{own}{extension}#"}

    def earlier(self) -> Sequence[Page]:
        """Give the pages before it, the latest first: of the root all, of a page the one that it leads to."""
        if self.is_closed:
            return (self.node.leads_to,) if self.node.leads_to else ()
        return tuple(reversed(pages_of(self.folder).get(self.stream.name, ())))

    @cached_property
    def members(self) -> bytes:
        """The node's own members as N-Triples."""
        return read_page(self.stream, self.node.name, self.folder) if self.is_closed else b""

    def ntriples(self, extension: str = "") -> bytes:
        """Give all of the document; `extension` (`.ttl`, or none) is that of its address and of those it links to."""
        return "".join(self._head(extension)).encode() + self.members

    def _head(self, extension: str) -> Iterator[str]:
        stream, own = iri(self.stream.iri(self.base)), iri(f"{self.base}{self.path}{extension}")
        yield f"{own}{A}{iri(TREE + 'Node')} .\n"
        if self.is_closed:
            yield f"{own}{predicate(LDES + 'immutable')}{boolean(True)} .\n"
        else:
            yield from self._context(stream, own)
        if self.node.leads_to:
            yield from self._relation(self.node.leads_to, own, extension)

    def _context(self, stream: str, own: str) -> Iterator[str]:
        """Give what a client must know of this view and of its stream (LDES, "Context information")."""
        if self.node.first:
            # without a policy a client may think the same; said, it is a promise
            kept = self._part("retention")
            yield f"{own}{predicate(LDES + 'retentionPolicy')}{kept} .\n"
            yield f"{kept}{A}{iri(LDES + 'RetentionPolicy')} .\n"
            yield f"{kept}{predicate(LDES + 'startingFrom')}{_moment(printed(self.node.first))} .\n"
        for middle, term in (
            (A, iri(LDES + "EventStream")),
            (predicate(DCT.title), english(self.stream.title)),
            (predicate(TREE + "view"), own),
            (predicate(LDES + "timestampPath"), iri(CREATED)),
            (predicate(LDES + "versionOfPath"), iri(VERSION_OF)),
            (predicate(LDES + "versionCreateObject"), iri(ADDED)),
            (predicate(LDES + "versionUpdateObject"), iri(CHANGED)),
            (predicate(LDES + "versionDeleteObject"), iri(WITHDRAWN)),
            (predicate(LDES + "pollingInterval"), integer(_POLLED)),
            (predicate(TREE + "shape"), self._part("shape")),
        ):
            yield f"{stream}{middle}{term} .\n"
        yield from self._shape()
        for other in STREAMS:
            if other != self.stream:
                yield f"{stream}{predicate(RDFS.seeAlso)}{iri(other.iri(self.base))} .\n"

    def _shape(self) -> Iterator[str]:
        """Give the shape of every member, ever: it is of an entity and has a time (TREE, `tree:shape`)."""
        shape = self._part("shape")
        yield f"{shape}{A}{iri(_SHACL + 'NodeShape')} .\n"
        for name, path, kind, value in (
            ("entity", VERSION_OF, "nodeKind", f"{_SHACL}IRI"),
            ("time", CREATED, "datatype", DATE_TIME),
        ):
            own = self._part(name)
            yield f"{shape}{predicate(_SHACL + 'property')}{own} .\n"
            yield f"{own}{predicate(_SHACL + 'path')}{iri(path)} .\n"
            yield f"{own}{predicate(_SHACL + kind)}{iri(value)} .\n"
            yield f"{own}{predicate(_SHACL + 'minCount')}{integer(1)} .\n"

    def _part(self, name: str) -> str:
        """Give the term of something that the root of the stream describes, the same in every format."""
        return iri(f"{self.base}{self.stream.path}#{name}")

    def _relation(self, page: Page, own: str, extension: str) -> Iterator[str]:
        """Give up to when the members are that a page leads to: who has those need not read on."""
        relation = iri(f"{self.base}{self.path}{extension}#to-{page.name}")
        yield f"{own}{predicate(TREE + 'relation')}{relation} .\n"
        yield f"{relation}{A}{iri(TREE + 'LessThanOrEqualToRelation')} .\n"
        yield f"{relation}{predicate(TREE + 'node')}{iri(f'{self.base}{self.stream.path}/{page.name}{extension}')} .\n"
        yield f"{relation}{predicate(TREE + 'path')}{iri(CREATED)} .\n"
        yield f"{relation}{predicate(TREE + 'value')}{_moment(printed(page.last))} .\n"


def _path(stream: Stream, node: Node) -> str:
    return f"{stream.path}/{node.name}" if node.name else stream.path


def _moment(value: str) -> str:
    return f"{text(value)}^^{iri(DATE_TIME)}"


def feed_document(path: str, base: str, folder: Path) -> FeedDocument | None:
    """Find the document at a path under the base, without an extension; None where the feed has none there."""
    _, *segments = path.split("/")
    named = stream_named(segments[0]) if segments else None
    stream, below = (STREAMS[0], segments) if named is None else (named, segments[1:])
    if len(below) > 1 or "" in segments:
        return None
    name = "".join(below)
    node = find_node(pages_of(folder).get(stream.name, ()), name)
    return None if node is None else FeedDocument(stream, node, base, folder)


def feed_paths(folder: Path) -> Iterator[str]:
    """Give the path of every document of a generation's feed, without extensions."""
    for stream in STREAMS:
        for node in nodes_of(pages_of(folder).get(stream.name, ())):
            yield _path(stream, node)
