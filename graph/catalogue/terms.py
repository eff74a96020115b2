"""What the descriptions of the graph are written in: vocabularies beyond those of the data, and the nodes' addresses.

No node is blank: those of the catalogue stand under `/catalog`, those of the service are fragments of `/sparql`, those
of VoID fragments of `/.well-known/void`, and the example queries are the pages that answer them.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.term import Identifier

from releasegraph.graph.identifiers import Identifiers
from releasegraph.graph.triples.lines import english, iri, text
from releasegraph.graph.vocabulary import PREFIXES, RDF

__all__ = [
    "CATALOGUE_PREFIXES",
    "DCAT_AP",
    "ENGLISH",
    "FORMAT",
    "IANA",
    "SD",
    "STORED_OTHERWISE",
    "TYPE",
    "VOID_EXT",
    "Triple",
    "catalogue_graph",
    "catalogue_iri",
    "catalogue_node",
    "default_graph_iri",
    "endpoint_iri",
    "graph_iri",
    "graph_with",
    "page_iri",
    "record_iri",
    "series_iri",
    "service_node",
    "term",
    "triple_line",
    "void_node",
]

Triple = tuple[Identifier, Identifier, Identifier]

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
"""SPARQL 1.1 Service Description (https://www.w3.org/TR/sparql11-service-description/)."""
FORMAT: Final = "http://www.w3.org/ns/formats/"
VOID_EXT: Final = "http://ldf.fi/void-ext#"
"""The extension of VoID that has partitions by datatype."""
IANA: Final = "https://www.iana.org/assignments/media-types/"
DCAT_AP: Final = "https://semiceu.github.io/DCAT-AP/releases/3.0.1/"
"""The profile that the catalogue is written to."""

CATALOGUE_PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        **PREFIXES,
        "adms": "http://www.w3.org/ns/adms#",
        "dcatap": "http://data.europa.eu/r5r/",
        "hydra": "http://www.w3.org/ns/hydra/core#",
        "sd": SD,
        "spdx": "http://spdx.org/rdf/terms#",
        "vcard": "http://www.w3.org/2006/vcard/ns#",
        "void-ext": VOID_EXT,
    }
)
"""Prefix to namespace of all that the catalogue is written in: those of the data, and those of its own."""

STORED_OTHERWISE: Final[Mapping[str, str]] = MappingProxyType(
    {CATALOGUE_PREFIXES["dcat"] + "byteSize": CATALOGUE_PREFIXES["xsd"] + "nonNegativeInteger"}
)
"""Property to the datatype it is written with, where a store answers with another: DCAT wants a size in this one."""

TYPE: Final = URIRef(RDF.type)
ENGLISH: Final = "en"


def term(prefix: str, name: str) -> URIRef:
    """Give a term of a vocabulary that has a prefix here."""
    return URIRef(CATALOGUE_PREFIXES[prefix] + name)


def endpoint_iri(base: str) -> URIRef:
    """Give the SPARQL endpoint."""
    return URIRef(f"{base}sparql")


def service_node(base: str, name: str) -> URIRef:
    """Give a node of the endpoint's description."""
    return URIRef(f"{base}sparql#{name}")


def catalogue_iri(base: str) -> URIRef:
    """Give the catalogue."""
    return URIRef(f"{base}catalog")


def catalogue_node(base: str, path: str) -> URIRef:
    """Give a node of the catalogue by its path."""
    return URIRef(f"{base}catalog/{path}")


def series_iri(base: str, kind: str) -> URIRef:
    """Give the series of a kind of edition: the register's workbooks, or the pages."""
    return catalogue_node(base, {"workbook": "register", "page": "pages"}[kind])


def graph_iri(base: str) -> URIRef:
    """Give the graph's current state as a dataset, which is also the RDF dataset that the endpoint answers from."""
    return catalogue_node(base, "graph")


def page_iri(base: str, thing: str) -> URIRef:
    """Give the page of a thing of ours."""
    return URIRef(f"{base}doc/{thing.removeprefix(f'{base}id/')}")


def record_iri(base: str, topic: str) -> URIRef:
    """Give the catalogue's record of a dataset: `catalog/record/dataset/{slug}` of `id/dataset/{slug}`."""
    path = topic.removeprefix(base)
    return catalogue_node(base, f"record/{path.removeprefix('id/').removeprefix('catalog/')}")


def void_node(base: str, name: str) -> URIRef:
    """Give a node of the VoID description."""
    return URIRef(f"{base}.well-known/void#{name}")


def default_graph_iri(base: str) -> URIRef:
    """Give the default graph, as the descriptions speak of it."""
    return void_node(base, "default-graph")


def catalogue_graph(base: str) -> str:
    """Give the name of the graph that holds the catalogue."""
    return Identifiers(base).graph("catalogue")


def graph_with(*parts: Iterable[Triple]) -> Graph:
    """Give triples as a graph that is written with our prefixes."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in CATALOGUE_PREFIXES.items():
        graph.bind(prefix, namespace)
    for triples in parts:
        for triple in triples:
            graph.add(triple)
    return graph


def triple_line(triple: Triple, end: str) -> str:
    """Write a triple of IRIs and literals as a line; tens of thousands take a tenth of what rdflib's writer does."""
    subject, predicate, value = triple
    return f"<{subject}> <{predicate}> {_written(value)}{end}"


def _written(value: Identifier) -> str:
    if not isinstance(value, Literal):
        return iri(value)
    if value.language:
        return english(str(value)) if value.language == ENGLISH else f"{text(str(value))}@{value.language}"
    return text(str(value)) + (f"^^<{value.datatype}>" if value.datatype else "")
