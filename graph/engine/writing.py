"""What is written as RDF or as results: answers of the engine, and triples of ours."""

import contextlib
import io
import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO, Literal, cast

import pyoxigraph as ox
from rdflib.term import Identifier

from releasegraph.graph.engine.terms import to_rdflib, to_triple
from releasegraph.graph.formats import Format, Kind
from releasegraph.graph.store import Triple
from releasegraph.graph.xml_text import XmlSafe

__all__ = [
    "RDF_FORMATS",
    "WrittenSolutions",
    "WrittenTriples",
    "rewrite_lines",
    "rewrite_triples",
    "used_prefixes",
    "write_triples",
    "xml_safe",
]

RDF_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
}
RESULT_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_BLOCK = 1000
"""Texts of lines that are parsed at once."""


@contextlib.contextmanager
def xml_safe(out: BinaryIO, form: Format) -> Iterator[BinaryIO]:
    """Keep what is written well-formed: the engine writes characters that XML forbids as they are."""
    if not form.media_type.endswith("xml"):
        yield out
        return
    safe = XmlSafe(out)
    yield cast(BinaryIO, safe)
    safe.flush()


class WrittenSolutions:
    """The engine's answer to a SELECT."""

    kind: Literal[Kind.SOLUTIONS] = Kind.SOLUTIONS

    def __init__(self, answer: ox.QuerySolutions) -> None:
        self._answer = answer
        self.variables = tuple(variable.value for variable in answer.variables)

    def __iter__(self) -> Iterator[dict[str, Identifier]]:
        for solution in self._answer:
            yield {
                name: to_rdflib(term) for name, term in zip(self.variables, solution, strict=True) if term is not None
            }

    def write(self, out: BinaryIO, form: Format) -> None:
        """Write all solutions as they come."""
        with xml_safe(out, form) as sink:
            self._answer.serialize(sink, RESULT_FORMATS[form.name])


class WrittenTriples:
    """The engine's answer to a CONSTRUCT or DESCRIBE."""

    kind: Literal[Kind.TRIPLES] = Kind.TRIPLES

    def __init__(self, answer: ox.QueryTriples) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[Triple]:
        for triple in self._answer:
            yield to_rdflib(triple.subject), to_rdflib(triple.predicate), to_rdflib(triple.object)

    def write(self, out: BinaryIO, form: Format, prefixes: Mapping[str, str] | None = None) -> None:
        """Write all triples as they come."""
        with xml_safe(out, form) as sink:
            ox.serialize(self._answer, sink, RDF_FORMATS[form.name], prefixes=dict(prefixes or {}))


def used_prefixes(names: Iterable[str], prefixes: Mapping[str, str]) -> dict[str, str]:
    """Give those of the prefixes, of namespaces that end in `#` or `/`, that shorten any of the names."""
    spaces = {name[: max(name.rfind("#"), name.rfind("/")) + 1] for name in names}
    return {prefix: namespace for prefix, namespace in prefixes.items() if namespace in spaces}


def write_triples(triples: Iterable[Triple], form: Format, prefixes: Mapping[str, str]) -> bytes:
    """Write triples in the order they come; raise ValueError for a term that RDF does not have."""
    out = io.BytesIO()
    with xml_safe(out, form) as sink:
        ox.serialize(map(to_triple, triples), sink, RDF_FORMATS[form.name], prefixes=dict(prefixes))
    return out.getvalue()


def rewrite_triples(ntriples: bytes, form: Format, prefixes: Mapping[str, str]) -> bytes:
    """Write N-Triples of our own writing in another format, in the order they come."""
    out = io.BytesIO()
    quads = ox.parse(ntriples, ox.RdfFormat.N_TRIPLES, lenient=True)
    with xml_safe(out, form) as sink:
        ox.serialize((quad.triple for quad in quads), sink, RDF_FORMATS[form.name], prefixes=dict(prefixes))
    return out.getvalue()


def rewrite_lines(lines: Iterable[str], form: Format, prefixes: Mapping[str, str], out: BinaryIO) -> None:
    """Write N-Triples of our own writing in another format, while they come: each text is one line or several."""
    with xml_safe(out, form) as sink:
        ox.serialize(_parsed(lines), sink, RDF_FORMATS[form.name], prefixes=dict(prefixes))


def _parsed(lines: Iterable[str]) -> Iterator[ox.Triple]:
    rest = iter(lines)
    while block := "".join(itertools.islice(rest, _BLOCK)):
        for quad in ox.parse(block.encode(), ox.RdfFormat.N_TRIPLES, lenient=True):
            yield quad.triple
