"""The catalogue as a pure function of the manifest; what it serves over HTTP is tested with the API."""

import pytest
import rdflib

from releasegraph.graph.authorship import OGL as LICENCE
from releasegraph.graph.catalogue.catalogue import DUMPS, describe_catalogue
from releasegraph.graph.formats import FORMATS
from releasegraph.graph.generations import Manifest
from releasegraph.graph.catalogue.service_description import describe_service
from releasegraph.graph.vocabulary import PREFIXES

BASE = "https://data.example.org/rg/"
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
DCAT = rdflib.Namespace(PREFIXES["dcat"])
DCT = rdflib.Namespace(PREFIXES["dct"])
VOID = rdflib.Namespace(PREFIXES["void"])
FOAF = rdflib.Namespace(PREFIXES["foaf"])
GRAPHS = [f"{BASE}graph/edition/2026-08", f"{BASE}graph/ontology"]
REGISTER = rdflib.URIRef(f"{BASE}catalog#register")


WORKBOOK, PAGE = "2026-09", "page-0123"
EDITION = {name: rdflib.URIRef(f"{BASE}id/edition/{name}") for name in (WORKBOOK, PAGE)}
OGL = rdflib.URIRef(LICENCE)
RIGHTS = rdflib.URIRef(f"{BASE}catalog#rights")


def _manifest(*names: str, **counts: int) -> Manifest:
    kinds = {name: "page" if name.startswith("page-") else "workbook" for name in names}
    return Manifest(
        BASE, tuple({"name": name, "kind": kind, "file": f"{name}.file"} for name, kind in kinds.items()), counts
    )


def test_every_node_has_an_address() -> None:
    graph = describe_catalogue(_manifest("2026-09", triples=7), GRAPHS)
    assert not [term for triple in graph for term in triple if isinstance(term, rdflib.BNode)]
    assert {str(subject) for subject in graph.subjects() if not str(subject).startswith(BASE)} == {LICENCE}


def test_no_two_things_have_one_homepage() -> None:
    """As foaf:homepage is inverse functional, a reasoner would make them one."""
    homes = list(describe_catalogue(_manifest("2026-09"), GRAPHS).objects(None, FOAF.homepage))
    assert len(homes) == len(set(homes)) == 1


def test_the_service_names_each_format_and_each_graph() -> None:
    graph = describe_service(_manifest(triples=7), GRAPHS)
    assert len(set(graph.objects(rdflib.URIRef(f"{BASE}sparql"), SD.resultFormat))) == len(FORMATS)
    assert {str(name) for name in graph.objects(None, SD.name)} == set(GRAPHS)
    assert [int(count) for count in graph.objects(None, VOID.triples)] == [7]


def test_the_order_of_graphs_does_not_matter() -> None:
    manifest = _manifest("2026-09")
    assert set(describe_catalogue(manifest, GRAPHS)) == set(describe_catalogue(manifest, reversed(GRAPHS)))


def test_each_dump_is_a_distribution() -> None:
    graph = describe_catalogue(_manifest(), [])
    nodes = list(graph.objects(REGISTER, DCAT.distribution))
    assert len(nodes) == len(DUMPS)
    for node in nodes:
        assert (node, rdflib.RDF.type, DCAT.Distribution) in graph
        assert len(list(graph.objects(node, DCAT.mediaType))) == 1
        assert len(list(graph.objects(node, DCAT.accessURL))) == 1


USE = [((), False, False), ((WORKBOOK,), True, False), ((PAGE,), False, True), ((WORKBOOK, PAGE), False, True)]


@pytest.mark.parametrize(("names", "licensed", "reserved"), USE)
def test_only_what_holds_no_page_is_under_the_licence(names: tuple[str, ...], licensed: bool, reserved: bool) -> None:
    graph = describe_catalogue(_manifest(*names), [])
    for whole in (REGISTER, *graph.objects(REGISTER, DCAT.distribution)):
        assert ((whole, DCT.license, OGL) in graph) is licensed
        assert ((whole, DCT.rights, RIGHTS) in graph) is reserved
        assert (whole, DCT.publisher, None) not in graph


def test_a_workbook_is_the_publishers_and_a_page_is_its_authors() -> None:
    graph = describe_catalogue(_manifest(WORKBOOK, PAGE), [])
    assert set(graph.objects(REGISTER, DCT.source)) == set(EDITION.values())
    said = {
        name: {(by, value) for by, value in graph.predicate_objects(node) if by not in (rdflib.RDF.type, DCT.title)}
        for name, node in EDITION.items()
    }
    assert said == {
        WORKBOOK: {(DCT.publisher, rdflib.URIRef(f"{BASE}id/organisation/nhs-england")), (DCT.license, OGL)},
        PAGE: {(DCT.creator, rdflib.URIRef(f"{BASE}id/organisation/medconfidential")), (DCT.rights, RIGHTS)},
    }
    assert "medConfidential" in str(graph.value(RIGHTS, rdflib.RDFS.label))


DCAT_AP = {
    DCAT.Catalog: (DCT.title, DCT.description, DCAT.dataset, DCAT.service),
    DCAT.Dataset: (DCT.title, DCT.description, DCAT.distribution),
    DCAT.Distribution: (DCT.title, DCAT.accessURL, DCAT.downloadURL, DCAT.mediaType),
    DCAT.DataService: (DCT.title, DCAT.endpointURL, DCAT.servesDataset),
    VOID.DatasetDescription: (DCT.title, FOAF.primaryTopic),
    VOID.Dataset: (VOID.sparqlEndpoint, VOID.dataDump, VOID.uriSpace, VOID.vocabulary),
}
"""What portals and crawlers look for on a thing of each class."""


@pytest.mark.parametrize("cls", DCAT_AP)
def test_what_portals_look_for_is_there(cls: rdflib.URIRef) -> None:
    graph = describe_catalogue(_manifest(WORKBOOK, PAGE, triples=7), GRAPHS)
    things = list(graph.subjects(rdflib.RDF.type, cls))
    assert things
    assert not [(thing, wanted) for thing in things for wanted in DCAT_AP[cls] if (thing, wanted, None) not in graph]


def test_the_newest_month_is_when_it_was_modified() -> None:
    graph = describe_catalogue(_manifest("2026-08", "page-0123", "2026-09", "2025-12", "2026-13"), [])
    assert [str(one) for one in graph.objects(REGISTER, DCT.modified)] == ["2026-09"]
    assert not list(describe_catalogue(_manifest("page-0123"), []).objects(REGISTER, DCT.modified))
    assert not list(describe_catalogue(_manifest(), []).objects(REGISTER, VOID.triples))
