"""Our own JSON-LD means the triples it was written from, to a reader that is not ours."""

import json

import pytest
from rdflib import RDF, RDFS, XSD, Graph, Literal, URIRef
from rdflib.compare import to_isomorphic
from rdflib.term import BNode

from releasegraph.api.json_ld import compacted, expanded
from releasegraph.graph.json_ld.context import context
from releasegraph.graph.store import Triple
from releasegraph.graph.vocabulary import PREFIXES, RG, SKOS

BASE = "http://data.example.org/"
THING = URIRef(f"{BASE}id/agreement/a/v1.0")
OTHER = URIRef(f"{BASE}id/dataset/hes")

CASES: dict[str, list[Triple]] = {
    "nothing": [],
    "a class of ours and one of others": [
        (THING, RDF.type, URIRef(RG.AgreementVersion)),
        (THING, RDF.type, URIRef("http://www.w3.org/ns/org#FormalOrganization")),
        (THING, RDF.type, URIRef("http://example.org/unknown/Class")),
    ],
    "a literal as class": [(THING, RDF.type, Literal("odd"))],
    "things under a term that leads to things": [
        (THING, URIRef(RG.dataset), OTHER),
        (THING, URIRef(RG.dataset), THING),
    ],
    "text under a term that leads to things": [(THING, URIRef(RG.dataset), Literal("http://not.a/thing"))],
    "a thing under a term of text": [(THING, URIRef(RG.reference), OTHER)],
    "typed text as its term has it": [
        (THING, URIRef(RG.startDate), Literal("2026-01-01", datatype=XSD.date)),
        (THING, URIRef(RG.commercialPurpose), Literal("false", datatype=XSD.boolean)),
        (THING, URIRef(RG.versionOrder), Literal("12", datatype=XSD.integer)),
        (THING, URIRef(RG.releaseMonth), Literal("2026-01", datatype=XSD.gYearMonth)),
    ],
    "typed text of another type": [
        (THING, URIRef(RG.startDate), Literal("2026-01", datatype=XSD.gYearMonth)),
        (THING, URIRef(RG.startDate), Literal("not a day")),
        (THING, URIRef(RG.startDate), Literal("kein Tag", lang="de")),
        (THING, URIRef(RG.startDate), Literal("x", datatype=URIRef("http://example.org/own"))),
    ],
    "text that would be rewritten as a number": [(THING, URIRef(RG.row), Literal("007", datatype=XSD.integer))],
    "languages": [
        (THING, URIRef(SKOS.prefLabel), Literal("chat", lang="en")),
        (THING, URIRef(SKOS.prefLabel), Literal("chat", lang="fr")),
        (THING, URIRef(SKOS.prefLabel), Literal("chat")),
    ],
    "a property without a term": [
        (THING, RDFS.seeAlso, OTHER),
        (THING, RDFS.comment, Literal("said")),
        (THING, URIRef("http://example.org/p"), Literal("x")),
    ],
    "characters": [(THING, URIRef(RG.text), Literal('</script> "\\ \u2028 \x0c é 𝄞'))],
    "the same twice": [(THING, URIRef(RG.dataset), OTHER), (THING, URIRef(RG.dataset), OTHER)],
    "a thing without a name": [(BNode("n"), RDFS.label, Literal("x")), (THING, RDFS.seeAlso, BNode("n"))],
}


# rdflib's own JSON-LD reader still uses a class that rdflib deprecates
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


def graph_of(triples: list[Triple]) -> Graph:
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return graph


def read(document: object) -> Graph:
    graph = Graph().parse(data=json.dumps(document), format="json-ld")
    return graph_of([triple for triple in graph if isinstance(triple, tuple)])


@pytest.mark.parametrize("name", CASES)
def test_expanded_json_ld_means_its_triples(name: str) -> None:
    assert to_isomorphic(read(expanded(CASES[name]))) == to_isomorphic(graph_of(CASES[name]))


@pytest.mark.parametrize("name", CASES)
def test_compact_json_ld_means_its_triples(name: str) -> None:
    assert to_isomorphic(read(compacted(CASES[name]))) == to_isomorphic(graph_of(CASES[name]))


def test_compact_json_ld_uses_the_terms_of_the_context() -> None:
    triples = [
        triple
        for name in ("typed text as its term has it", "a class of ours and one of others")
        for triple in CASES[name]
    ]
    document = compacted([*triples, (THING, URIRef(RG.dataset), OTHER), (THING, RDFS.comment, Literal("said"))])
    assert document["@context"] == dict(context())
    assert document["@graph"] == [
        {
            "id": str(THING),
            "startDate": "2026-01-01",
            "commercialPurpose": "false",
            "versionOrder": "12",
            "releaseMonth": "2026-01",
            "type": ["AgreementVersion", "org:FormalOrganization", "http://example.org/unknown/Class"],
            "dataset": str(OTHER),
            "rdfs:comment": "said",
        }
    ]


def test_nodes_come_in_the_order_of_their_triples() -> None:
    triples: list[Triple] = [(OTHER, RDFS.label, Literal("b")), (THING, RDFS.label, Literal("a"))]
    assert [node["@id"] for node in expanded(triples)] == [str(OTHER), str(THING)]
    assert set(PREFIXES) <= set(context())
