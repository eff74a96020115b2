"""RDF files of any origin, read into graphs; what cannot be read is told with its line."""

import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import rdflib

from releasegraph.api.referenced_contexts import with_contexts
from releasegraph.graph.errors import SourceError
from releasegraph.graph.sources.decoding import decode

__all__ = ["is_rdf", "read_rdf"]

_FORMATS = {
    ".ttl": "turtle",
    ".nt": "nt",
    ".nq": "nquads",
    ".trig": "trig",
    ".jsonld": "json-ld",
    ".rdf": "xml",
    ".owl": "xml",
}
_LINED = frozenset(("nt", "nquads"))
"""Formats whose lines stand alone, and whose parser does not count them."""


def is_rdf(file: Path) -> bool:
    """Tell by its suffix whether a file is RDF."""
    return file.suffix.casefold() in _FORMATS


def read_rdf(file: Path) -> rdflib.Graph:
    """Read the triples of a file, of whatever graph, and fetch nothing from the web for it.

    Raises SourceError where it cannot be read, with the line, or refers to a context elsewhere.
    """
    form = _FORMATS.get(file.suffix.casefold())
    if form is None:
        raise SourceError(str(file), "", "not an RDF file", f"one of {', '.join(_FORMATS)}")
    try:
        content = file.read_bytes()
    except OSError as error:
        raise SourceError(str(file), "", f"the file cannot be read ({error.strerror})") from None
    if form != "xml":
        decode(content, "utf-8", str(file))
    if form == "json-ld":
        content = with_contexts(content, file)
    dataset, wrong = _parse(content, form, file)
    if wrong is not None:
        place = ""
        if form in _LINED:
            lines = content.split(b"\n")
            number = _first_bad(lines, lambda some: _parse(b"\n".join(some), form, file)[1] is None)
            place, wrong = f"line {number + 1}", _parse(lines[number], form, file)[1] or wrong
        raise SourceError(str(file), place, f"not {form}: {wrong}", f"valid {form}")
    graph = rdflib.Graph()
    for subject, predicate, term, _ in dataset.quads():
        graph.add((subject, predicate, term))
    return graph


def _parse(content: bytes, form: str, file: Path) -> tuple[rdflib.Dataset, str | None]:
    """Parse a file's content; give what is wrong with it, in one line, where it does not parse."""
    dataset = rdflib.Dataset()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's parsers use what rdflib deprecates
            dataset.parse(data=content, format=form, publicID=file.resolve().as_uri())
    except Exception as error:  # rdflib's parsers share no base of their errors
        return dataset, " ".join(str(error).split())[:300]
    return dataset, None


def _first_bad(lines: Sequence[bytes], parse: Callable[[Sequence[bytes]], bool]) -> int:
    """Give the index of the first line that does not parse, one of which there is, by halves."""
    low, high = 0, len(lines)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if parse(lines[low:middle]) else (low, middle)
    return low
