"""The ontology as a graph of its own: the terms, and the table that says which column or label each comes from."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import rdflib

from releasegraph.graph.fields import FieldMapping, field_mappings
from releasegraph.graph.identifiers import slug
from releasegraph.graph.triples.lines import A, iri, line_end, predicate, state, text
from releasegraph.graph.vocabulary import PREFIXES, RG

__all__ = ["field_mapping_iri", "ontology_graph", "ontology_triples"]


@cache
def ontology_graph() -> rdflib.Graph:
    """Read the terms shipped in `ontology/*.ttl`; do not change what is given."""
    graph = rdflib.Graph()
    for file in sorted(files("releasegraph.ontology").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".ttl"):
            graph.parse(data=file.read_bytes(), format="turtle")
    return graph


def ontology_triples(graph_iri: str) -> Iterator[str]:
    """Write the terms and the table of field mappings into the graph of that name."""
    end = line_end(graph_iri)
    for line in sorted(ontology_graph().serialize(format="nt").splitlines()):
        if line.strip():
            yield line.removesuffix(".").rstrip() + end
    for mapping in field_mappings():
        yield _mapping(mapping, end)


def field_mapping_iri(mapping: FieldMapping) -> str:
    """Give the IRI of a row of the table of field mappings."""
    return f"{PREFIXES['rg']}field-{slug(mapping.source)}-{slug(mapping.field)}"


def _mapping(mapping: FieldMapping, end: str) -> str:
    subject = iri(field_mapping_iri(mapping))
    place = RG.layout if mapping.source.startswith("page ") else RG.sheet
    facts = [
        (A, iri(RG.FieldMapping)),
        (predicate(RG.mappedClass), iri(PREFIXES["rg"] + mapping.class_name)),
        (predicate(place), text(mapping.source.removeprefix("page "))),
        (predicate(RG.column), text(mapping.label)),
        *((predicate(RG.mappedProperty), iri(_term(name))) for name in mapping.properties),
    ]
    return state(subject, facts, end)


def _term(name: str) -> str:
    prefix, _, local = name.rpartition(":")
    return PREFIXES[prefix or "rg"] + local
