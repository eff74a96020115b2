"""Other people's parsers read every kind of document, and find the same triples in all its formats."""

import pytest
from rdflib import Graph

from releasegraph.graph.vocabulary import RG, terms

from .conftest import Program, Site

ABSENT = {
    "ExtraCell": "the example sources have no column of their own",
    "FieldMapping": "is part of the ontology, which is one document",
}
CLASSES = (
    *sorted(f"rg:{term}" for term in terms(RG) if term[0].isupper() and term not in ABSENT),
    "skos:ConceptScheme",
    "skos:Concept",
    "odrl:Agreement",
)
DOCUMENTS = ("ontology", "shapes", ".well-known/void", "catalog", "sparql")
FORMATS = {
    ".ttl": "text/turtle",
    ".nt": "application/n-triples",
    ".rdf": "application/rdf+xml",
    ".jsonld": "application/ld+json",
}


@pytest.fixture(scope="module")
def things(site: Site) -> dict[str, str]:
    """Give a thing of each class: what it is called for a test, to the path of its document."""
    classes = " ".join(CLASSES)
    found = site.select(
        f"SELECT ?class (MIN(?found) AS ?thing) {{ VALUES ?class {{ {classes} }} ?found a ?class }} GROUP BY ?class"
    )
    return {solution["class"]: document_of(site, solution["thing"]) for solution in found}


def document_of(site: Site, iri: str) -> str:
    law = iri.removeprefix("http://www.legislation.gov.uk/id/")
    return f"doc/law/{law}" if law != iri else "doc/" + iri.removeprefix(f"{site.base}id/")


def parsed(readers: Program, url: str, media_type: str, by: str = "rdflib") -> Graph:
    answer = readers.ask(url=url, by=by, accept=media_type)
    assert "error" not in answer, f"{url}: {answer['error']}"
    assert answer["type"] == media_type
    return Graph().parse(data="\n".join(answer["triples"]), format="nt")


def test_there_is_a_thing_of_each_kind(things: dict[str, str]) -> None:
    assert len(things) == len(CLASSES)


def test_every_kind_of_thing(site: Site, readers: Program, things: dict[str, str]) -> None:
    for path in sorted(set(things.values())):
        url = f"{site.base}{path}"
        found = {form: set(parsed(readers, f"{url}{form}", media_type)) for form, media_type in FORMATS.items()}
        assert found[".ttl"], path
        assert found[".nt"] == found[".ttl"], path
        assert found[".rdf"] == found[".ttl"], path
        assert found[".jsonld"] == set(parsed(readers, f"{url}.jsonld", FORMATS[".jsonld"], "pyld")), path


@pytest.mark.parametrize("path", DOCUMENTS)
def test_documents_about_the_whole(site: Site, readers: Program, path: str) -> None:
    url = f"{site.base}{path}"
    found = {form: parsed(readers, url, media_type) for form, media_type in FORMATS.items()}
    found["by PyLD"] = parsed(readers, url, FORMATS[".jsonld"], "pyld")
    sizes = {form: len(graph) for form, graph in found.items()}
    assert len(set(sizes.values())) == 1, sizes
    assert sizes[".ttl"]
