"""The terms and the addresses of the feed: its streams, and the vocabularies of events, trees and activities."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from releasegraph.graph.vocabulary import DCT, PREFIXES

__all__ = [
    "ACTIVITIES",
    "CREATED",
    "DATE_TIME",
    "DCAT",
    "FEED_PREFIXES",
    "LDES",
    "STREAMS",
    "TREE",
    "VERSION_OF",
    "Stream",
    "stream_named",
]

LDES: Final = "https://w3id.org/ldes#"
TREE: Final = "https://w3id.org/tree#"
ACTIVITIES: Final = "https://www.w3.org/ns/activitystreams#"
DCAT: Final = PREFIXES["dcat"]
CREATED: Final = DCT.created
"""The time of a member: `ldes:timestampPath`."""
VERSION_OF: Final = f"{PREFIXES['dct']}isVersionOf"
"""The entity of a member: `ldes:versionOfPath`."""
DATE_TIME: Final = f"{PREFIXES['xsd']}dateTime"

FEED_PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {name: PREFIXES[name] for name in ("dcat", "dct", "rdfs", "rg", "sh", "xsd")}
    | {"as": ACTIVITIES, "ldes": LDES, "tree": TREE}
)
"""The prefixes of the feed's documents."""


@dataclass(frozen=True, slots=True)
class Stream:
    """An event stream of entities of some kinds."""

    name: str
    """Its segment below `feed`, "" for the one of everything."""
    kinds: tuple[str, ...]
    title: str

    @property
    def path(self) -> str:
        """Give the path of its root node under the base."""
        return f"feed/{self.name}" if self.name else "feed"

    def iri(self, base: str) -> str:
        """Give the IRI of the stream: it is described by its root node."""
        return f"{base}{self.path}#stream"


STREAMS = (
    Stream("", ("agreement", "dataset", "edition"), "What changed in the register graph"),
    Stream("agreements", ("agreement",), "What changed of agreements"),
    Stream("datasets", ("dataset",), "What changed of NHS datasets"),
    Stream("editions", ("edition",), "What changed of editions"),
)
"""Everything in one stream, and each kind in one of its own: nothing need be followed that is not wanted."""

_BY_NAME = {stream.name: stream for stream in STREAMS}


def stream_named(name: str) -> Stream | None:
    """Give the stream of a name."""
    return _BY_NAME.get(name)
