"""The formats graphs and query results are written in: one table owns name, media types and extension of each."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["FORMATS", "ONLY_DUMPS", "Format", "Kind", "format_named"]


class Kind(StrEnum):
    """What a format can hold."""

    TRIPLES = "triples"
    QUADS = "quads"
    SOLUTIONS = "solutions"


@dataclass(frozen=True, slots=True)
class Format:
    """A serialisation: its name on our command line, its media types (ours first), its extension, what it holds."""

    name: str
    media_types: tuple[str, ...]
    extension: str
    kinds: frozenset[Kind]

    @property
    def media_type(self) -> str:
        """Give the media type we answer with."""
        return self.media_types[0]


_TRIPLES = frozenset({Kind.TRIPLES})
_QUADS = frozenset({Kind.QUADS, Kind.TRIPLES})
_SOLUTIONS = frozenset({Kind.SOLUTIONS})

FORMATS: tuple[Format, ...] = (
    Format("turtle", ("text/turtle", "application/x-turtle"), "ttl", _TRIPLES),
    Format("jsonld", ("application/ld+json",), "jsonld", _QUADS),
    Format("ntriples", ("application/n-triples",), "nt", _TRIPLES),
    Format("rdfxml", ("application/rdf+xml",), "rdf", _TRIPLES),
    Format("nquads", ("application/n-quads",), "nq", _QUADS),
    Format("trig", ("application/trig", "application/x-trig"), "trig", _QUADS),
    Format("json", ("application/sparql-results+json", "application/json"), "srj", _SOLUTIONS),
    Format("xml", ("application/sparql-results+xml", "application/xml", "text/xml"), "srx", _SOLUTIONS),
    Format("csv", ("text/csv",), "csv", _SOLUTIONS),
    Format("tsv", ("text/tab-separated-values",), "tsv", _SOLUTIONS),
)
"""In order of preference: the first that fits answers `*/*`."""

ONLY_DUMPS: tuple[Format, ...] = (Format("ndjsonld", ("application/x-ndjson",), "ndjsonld", frozenset()),)
"""Formats of the whole graph alone: JSON-LD, an entity a line. Nothing is negotiated or queried in them."""

_BY_NAME = {form.name: form for form in (*FORMATS, *ONLY_DUMPS)}


def format_named(name: str) -> Format:
    """Give the format of that name; raise KeyError where there is none."""
    return _BY_NAME[name]
