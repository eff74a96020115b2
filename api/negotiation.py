"""Content negotiation: which of the formats we offer a request wants (RFC 9110, section 12.5.1)."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TypeVar

from releasegraph.graph.formats import FORMATS, Format, Kind, format_named

__all__ = [
    "CSV",
    "DOCUMENTS",
    "GRAPHS",
    "HTML",
    "LONGEST_HEADER",
    "SOLUTIONS",
    "Choice",
    "MediaRange",
    "NotAcceptableError",
    "choose",
    "format_for",
    "negotiate",
    "read_accept",
    "remembering",
    "split_suffix",
]

HTML = Format("html", ("text/html",), "html", frozenset())
"""Pages for people."""

SOLUTIONS = tuple(form for form in FORMATS if Kind.SOLUTIONS in form.kinds)
"""Formats of the answers to SELECT and ASK, ours first."""

GRAPHS = tuple(form for form in FORMATS if Kind.TRIPLES in form.kinds)
"""Formats of the answers to CONSTRUCT and DESCRIBE, ours first."""

CSV = Format("csv", ("text/csv",), "csv", frozenset())
"""The statements of a document as a table."""

DOCUMENTS = (HTML, *(format_named(name) for name in ("jsonld", "turtle", "ntriples", "rdfxml")), CSV)
"""Formats of a document about one thing, ours first."""

Chosen = TypeVar("Chosen")

LONGEST_HEADER = 1000
"""Characters of a header that is read for more than a format: a longer one asks for nothing we could not do without."""
_REMEMBERED = 256
"""How many headers are remembered with what they chose."""

_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_RANGE = re.compile(rf"\s*({_TOKEN})/({_TOKEN})\s*((?:;.*)?)", re.DOTALL)
_QUALITY = re.compile(r";\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*(?=;|$)", re.IGNORECASE)
_SEPARATOR = re.compile(r',(?=(?:[^"]*"[^"]*")*[^"]*$)')


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One element of an Accept header: a type, a subtype, either of them maybe `*`, and a quality from 0 to 1."""

    type: str
    subtype: str
    quality: float = 1.0

    @property
    def specificity(self) -> int:
        """Give 0 for `*/*`, 1 for `text/*`, 2 for `text/turtle`."""
        return (self.type != "*") + (self.subtype != "*")

    def covers(self, media_type: str) -> bool:
        """Tell whether a bare media type falls within the range."""
        kind, _, subtype = media_type.partition("/")
        return self.type in ("*", kind) and self.subtype in ("*", subtype)


@dataclass(frozen=True, slots=True)
class Choice:
    """The format to answer in, under the media type the client knows it by."""

    form: Format
    media_type: str


@dataclass(unsafe_hash=True)
class NotAcceptableError(Exception):
    """Say that none of the media types offered is acceptable to the client."""

    offered: tuple[str, ...]


def read_accept(header: str) -> tuple[MediaRange, ...]:
    """Read an Accept header; elements that are not media ranges are passed over, and parameters but `q` ignored."""
    ranges = []
    for element in _SEPARATOR.split(header):
        found = _RANGE.fullmatch(element.rstrip())
        if found is None or (found[1] == "*" and found[2] != "*"):
            continue
        quality = _QUALITY.search(found[3])
        ranges.append(MediaRange(found[1].lower(), found[2].lower(), float(quality[1]) if quality else 1.0))
    return tuple(ranges)


def choose(accept: str | None, offers: Sequence[Format]) -> Choice | None:
    """Choose among the formats offered, in our order of preference; None where the client accepts none of them.

    The most specific range that covers a media type gives its quality. Of the best quality, a type the client names
    goes before one it covers by a wildcard, then our order counts.
    """
    ranges = read_accept(accept or "") or (MediaRange("*", "*"),)
    best: tuple[float, int] = (0.0, -1)
    choice: Choice | None = None
    for form in offers:
        for media_type in form.media_types:
            covering = [one for one in ranges if one.covers(media_type)]
            if not covering:
                continue
            most = max(covering, key=lambda one: (one.specificity, one.quality))
            rank = (most.quality, most.specificity)
            if most.quality > 0 and rank > best:
                best, choice = rank, Choice(form, media_type)
    return choice


def negotiate(accept: str | None, offers: Sequence[Format]) -> Choice:
    """Choose among the formats offered; raise NotAcceptableError where the client accepts none of them."""
    choice = choose(accept, offers)
    if choice is None:
        raise NotAcceptableError(tuple(form.media_type for form in offers))
    return choice


def remembering(
    choice: Callable[[str | None, Sequence[Format]], Chosen], offers: Sequence[Format]
) -> Callable[[str | None], Chosen]:
    """Give `choose` or `negotiate` among the same formats each time, which remembers what the headers of late chose."""
    remembered = lru_cache(_REMEMBERED)(lambda accept: choice(accept, offers))

    def chosen(accept: str | None) -> Chosen:
        return remembered(accept) if accept is None or len(accept) <= LONGEST_HEADER else choice(accept, offers)

    return chosen


_BY_SUFFIX = MappingProxyType({form.extension: form for form in DOCUMENTS})


def format_for(suffix: str, offers: Iterable[Format]) -> Format | None:
    """Give the format offered under that extension (no dot) or name."""
    return next((form for form in offers if suffix in (form.extension, form.name)), None)


def split_suffix(path: str) -> tuple[str, Format | None]:
    """Split a document's path from the extension that names its format: `agreement/x.ttl`."""
    stem, dot, extension = path.rpartition(".")
    form = _BY_SUFFIX.get(extension) if dot and stem else None
    return (stem, form) if form else (path, None)
