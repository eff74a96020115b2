"""The JSON-LD context covers every term, with the datatype the ontology gives it."""

import json
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import OWL, RDF, XSD

from releasegraph.graph.vocabulary import PREFIXES, RG, terms

CONTEXT = json.loads((Path(__file__).resolve().parents[2] / "ontology" / "context-v1.jsonld").read_text("utf-8"))[
    "@context"
]
SCHEMA = Namespace(PREFIXES["schema"])


def expected(ontology: Graph, term: str) -> Any:
    iri = URIRef(PREFIXES["rg"] + term)
    if (iri, RDF.type, OWL.Class) in ontology:
        return f"rg:{term}"
    if (iri, RDF.type, OWL.ObjectProperty) in ontology:
        return {"@id": f"rg:{term}", "@type": "@id"}
    (datatype,) = ontology.objects(iri, SCHEMA.rangeIncludes)
    local = str(datatype).removeprefix(PREFIXES["xsd"])
    return f"rg:{term}" if datatype == XSD.string else {"@id": f"rg:{term}", "@type": f"xsd:{local}"}


@pytest.mark.parametrize("term", sorted(terms(RG)))
def test_every_term_is_in_the_context(ontology: Graph, term: str) -> None:
    assert CONTEXT[term] == expected(ontology, term)


def test_the_context_is_json_ld_1_1_with_our_prefixes() -> None:
    assert CONTEXT["@version"] == 1.1
    assert {prefix: CONTEXT[prefix] for prefix in PREFIXES} == PREFIXES


def test_every_term_has_a_known_prefix() -> None:
    for term, meaning in CONTEXT.items():
        iri = meaning.get("@id") or meaning["@reverse"] if isinstance(meaning, dict) else meaning
        if not term.startswith("@") and term not in PREFIXES and not iri.startswith("@"):
            assert iri.partition(":")[0] in PREFIXES, term


# rdflib's own JSON-LD reader still uses a class that rdflib deprecates
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_a_document_means_the_triples_it_should() -> None:
    release = "http://localhost:8000/id/release/NIC1"
    document = {
        "@context": CONTEXT,
        "id": release,
        "type": "Release",
        "fileReference": "NIC1",
        "releaseMonth": "2019-07",
        "releaseMonthStart": "2019-07-01",
        "dataset": "http://localhost:8000/id/dataset/example",
    }
    graph = Graph().parse(data=json.dumps(document), format="json-ld")
    subject = URIRef(release)
    assert set(graph.predicate_objects(subject)) == {
        (RDF.type, URIRef(RG.Release)),
        (URIRef(RG.fileReference), Literal("NIC1")),
        (URIRef(RG.releaseMonth), Literal("2019-07", datatype=XSD.gYearMonth)),
        (URIRef(RG.releaseMonthStart), Literal("2019-07-01", datatype=XSD.date)),
        (URIRef(RG.dataset), URIRef("http://localhost:8000/id/dataset/example")),
    }
