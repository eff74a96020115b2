"""The catalogue as a pure function of the manifest; what it serves over HTTP is tested with the API."""

import rdflib

from releasegraph.graph.catalogue import DUMPS, LICENCE, describe_catalogue, describe_service
from releasegraph.graph.formats import FORMATS
from releasegraph.graph.generations import Manifest
from releasegraph.graph.vocabulary import PREFIXES

BASE = "https://data.example.org/rg/"
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
DCAT = rdflib.Namespace(PREFIXES["dcat"])
DCT = rdflib.Namespace(PREFIXES["dct"])
VOID = rdflib.Namespace(PREFIXES["void"])
GRAPHS = [f"{BASE}graph/edition/2026-08", f"{BASE}graph/ontology"]
REGISTER = rdflib.URIRef(f"{BASE}catalog#register")


def _manifest(*names: str, **counts: int) -> Manifest:
    return Manifest(BASE, tuple({"name": name} for name in names), counts)


def test_every_node_has_an_address() -> None:
    graph = describe_catalogue(_manifest("2026-09", triples=7), GRAPHS)
    assert not [term for triple in graph for term in triple if isinstance(term, rdflib.BNode)]
    assert all(str(subject).startswith((BASE, "https://")) for subject in graph.subjects())


def test_the_service_names_each_format_and_each_graph() -> None:
    graph = describe_service(_manifest(triples=7), GRAPHS)
    assert len(set(graph.objects(rdflib.URIRef(f"{BASE}sparql"), SD.resultFormat))) == len(FORMATS)
    assert {str(name) for name in graph.objects(None, SD.name)} == set(GRAPHS)
    assert [int(count) for count in graph.objects(None, VOID.triples)] == [7]


def test_the_order_of_graphs_does_not_matter() -> None:
    manifest = _manifest("2026-09")
    assert set(describe_catalogue(manifest, GRAPHS)) == set(describe_catalogue(manifest, reversed(GRAPHS)))


def test_each_dump_is_a_distribution_under_the_licence() -> None:
    graph = describe_catalogue(_manifest(), [])
    nodes = list(graph.objects(REGISTER, DCAT.distribution))
    assert len(nodes) == len(DUMPS)
    for node in nodes:
        assert (node, rdflib.RDF.type, DCAT.Distribution) in graph
        assert (node, DCT.license, rdflib.URIRef(LICENCE)) in graph
        assert len(list(graph.objects(node, DCAT.mediaType))) == 1


def test_the_newest_month_is_when_it_was_modified() -> None:
    graph = describe_catalogue(_manifest("2026-08", "page-0123", "2026-09", "2025-12", "2026-13"), [])
    assert [str(one) for one in graph.objects(REGISTER, DCT.modified)] == ["2026-09"]
    assert not list(describe_catalogue(_manifest("page-0123"), []).objects(REGISTER, DCT.modified))
    assert not list(describe_catalogue(_manifest(), []).objects(REGISTER, VOID.triples))
