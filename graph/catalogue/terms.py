"""What the descriptions of the graph are written in: vocabularies beyond those of the data, and the nodes' addresses.

No node is blank: those of the catalogue are fragments of `/catalog`, those of VoID fragments of `/.well-known/void`,
and the example queries are the pages that answer them.
"""

from collections.abc import Iterable

from rdflib import Graph, URIRef
from rdflib.term import Identifier

from releasegraph.graph.identifiers import Identifiers
from releasegraph.graph.vocabulary import PREFIXES, RDF

__all__ = [
    "ENGLISH",
    "FORMAT",
    "SD",
    "TYPE",
    "VOID_EXT",
    "Triple",
    "catalogue_graph",
    "default_graph_iri",
    "endpoint_iri",
    "graph_with",
    "register_iri",
    "term",
    "void_node",
]

Triple = tuple[Identifier, Identifier, Identifier]

SD = "http://www.w3.org/ns/sparql-service-description#"
"""SPARQL 1.1 Service Description (https://www.w3.org/TR/sparql11-service-description/)."""
FORMAT = "http://www.w3.org/ns/formats/"
VOID_EXT = "http://ldf.fi/void-ext#"
"""The extension of VoID that has partitions by datatype."""

TYPE = URIRef(RDF.type)
ENGLISH = "en"


def term(prefix: str, name: str) -> URIRef:
    """Give a term of a vocabulary that has a prefix here."""
    return URIRef(PREFIXES[prefix] + name)


def endpoint_iri(base: str) -> URIRef:
    """Give the SPARQL endpoint."""
    return URIRef(f"{base}sparql")


def register_iri(base: str) -> URIRef:
    """Give the register as a dataset, which is also the RDF dataset that the endpoint answers from."""
    return URIRef(f"{base}catalog#register")


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
    for prefix, namespace in (*PREFIXES.items(), ("sd", SD), ("void-ext", VOID_EXT)):
        graph.bind(prefix, namespace)
    for triples in parts:
        for triple in triples:
            graph.add(triple)
    return graph
