"""The example questions as SPARQL editors look for them, and the prefixes they complete.

The convention of the SIB (https://github.com/sib-swiss/sparql-examples): an executable of the SHACL vocabulary with the
query's text, a comment that is its title, and the endpoint it is for. Prefixes are declared on the ontology (SHACL,
section 5.2.1), and the queries declare their own.
"""

from collections.abc import Iterable

from rdflib import Literal, URIRef

from releasegraph.graph.catalogue.terms import ENGLISH, TYPE, Triple, endpoint_iri, service_node, term
from releasegraph.graph.questions import Question, example_questions, theme_of
from releasegraph.graph.vocabulary import DCT, ONTOLOGY, PREFIXES, RDFS

__all__ = ["example_triples", "prefix_triples"]


def example_triples(base: str) -> Iterable[Triple]:
    """Give each example question as an executable query, at the address of the page that answers it."""
    for question in example_questions():
        yield from _example(base, question)


def _example(base: str, question: Question) -> Iterable[Triple]:
    node = URIRef(f"{base}questions/{question.slug}")
    yield node, TYPE, term("sh", "SPARQLExecutable")
    yield node, TYPE, term("sh", "SPARQLSelectExecutable")
    yield node, URIRef(RDFS.comment), Literal(question.title, ENGLISH)
    yield node, URIRef(DCT.description), Literal(question.notes, ENGLISH)
    yield node, term("sh", "prefixes"), URIRef(ONTOLOGY)
    yield node, term("sh", "select"), Literal(question.query)
    yield node, term("schema", "target"), endpoint_iri(base)
    yield node, term("schema", "keywords"), Literal(theme_of(question), ENGLISH)


def prefix_triples(base: str) -> Iterable[Triple]:
    """Declare the prefixes used with the graph."""
    for prefix, namespace in PREFIXES.items():
        node = service_node(base, f"prefix-{prefix}")
        yield URIRef(ONTOLOGY), term("sh", "declare"), node
        yield node, TYPE, term("sh", "PrefixDeclaration")
        yield node, term("sh", "prefix"), Literal(prefix)
        yield node, term("sh", "namespace"), Literal(namespace, datatype=term("xsd", "anyURI"))
