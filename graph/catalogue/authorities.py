"""Concepts of other authorities that the catalogue names: each with its scheme and label, so that portals can show it.

The table is reviewed data, `ontology/authorities.csv`. DCAT-AP's range shapes want each typed where it is used.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rdflib import Literal, URIRef

from releasegraph.graph.catalogue.terms import ENGLISH, TYPE, Triple, term
from releasegraph.graph.vocabulary import DCT, SKOS

__all__ = ["Authority", "authorities", "authority", "authority_triples"]


@dataclass(frozen=True, slots=True)
class Authority:
    """A row of the table: a concept, or where `scheme` is empty a scheme of concepts."""

    iri: str
    scheme: str
    label: str
    cls: str
    """The class DCAT-AP has for its place, beside that of a concept: `dct:Frequency`."""
    source: str
    reviewed: str

    @property
    def name(self) -> str:
        """Give the end of the address by which code names it: `frequency/MONTHLY`."""
        return "/".join(self.iri.split("/")[-2:])


@cache
def authorities() -> Mapping[str, Authority]:
    """Read the table: every concept and scheme by its IRI."""
    table = (files("releasegraph.ontology") / "authorities.csv").read_text(encoding="utf-8")
    rows = (Authority(*row) for row in list(csv.reader(table.splitlines()))[1:])
    return {row.iri: row for row in rows}


@cache
def _named() -> Mapping[str, URIRef]:
    return {row.name: URIRef(row.iri) for row in authorities().values()}


def authority(name: str) -> URIRef:
    """Give a concept by the end of its address, such as `frequency/MONTHLY`; raise KeyError for one not reviewed."""
    return _named()[name]


def authority_triples(triples: Iterable[Triple]) -> Iterable[Triple]:
    """Describe the concepts that triples lead to, and their schemes."""
    named = {str(value) for _, _, value in triples} & authorities().keys()
    named |= {authorities()[iri].scheme for iri in named} - {""}
    for iri in sorted(named):
        yield from _described(authorities()[iri])


def _described(row: Authority) -> Iterable[Triple]:
    node, label = URIRef(row.iri), Literal(row.label, ENGLISH)
    yield node, URIRef(SKOS.prefLabel), label
    if not row.scheme:
        yield node, TYPE, URIRef(SKOS.ConceptScheme)
        yield node, URIRef(DCT.title), label
        return
    yield node, TYPE, URIRef(SKOS.Concept)
    yield node, URIRef(SKOS.inScheme), URIRef(row.scheme)
    if row.cls:
        yield node, TYPE, term(*row.cls.split(":"))
