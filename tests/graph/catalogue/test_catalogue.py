"""The catalogue as a pure function of the manifest; what it serves over HTTP is tested with the API."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
import rdflib

from releasegraph.graph.authorship import OGL as LICENCE
from releasegraph.graph.authorship import Publisher
from releasegraph.graph.catalogue.authorities import authorities
from releasegraph.graph.catalogue.catalogue import catalogue_triples, describe_graph
from releasegraph.graph.catalogue.described import Described
from releasegraph.graph.catalogue.distributions import DUMPS
from releasegraph.graph.catalogue.service_description import describe_service, service_triples
from releasegraph.graph.catalogue.terms import CATALOGUE_PREFIXES, DCAT_AP, IANA, graph_with
from releasegraph.graph.dumps import DumpFile
from releasegraph.graph.formats import FORMATS
from releasegraph.graph.generations import Manifest
from releasegraph.graph.vocabulary import PREFIXES

BASE = "https://data.example.org/rg/"
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
DCAT = rdflib.Namespace(PREFIXES["dcat"])
DCT = rdflib.Namespace(PREFIXES["dct"])
VOID = rdflib.Namespace(PREFIXES["void"])
FOAF = rdflib.Namespace(PREFIXES["foaf"])
GRAPHS = [f"{BASE}graph/edition/2026-08", f"{BASE}graph/ontology"]
WHOLE = rdflib.URIRef(f"{BASE}catalog/graph")
REGISTER = rdflib.URIRef(f"{BASE}catalog/register")
PAGES = rdflib.URIRef(f"{BASE}catalog/pages")


WORKBOOK, PAGE = "2026-09", "page-0123"
EDITION = {name: rdflib.URIRef(f"{BASE}id/edition/{name}") for name in (WORKBOOK, PAGE)}
OGL = rdflib.URIRef(LICENCE)
VCARD = rdflib.Namespace(CATALOGUE_PREFIXES["vcard"])
SPDX = rdflib.Namespace(CATALOGUE_PREFIXES["spdx"])
RIGHTS = rdflib.URIRef(f"{BASE}catalog/rights")


def ids(name: str) -> rdflib.URIRef:
    return rdflib.URIRef(f"{BASE}id/edition/{name}")


def ids_of(body: str) -> rdflib.URIRef:
    return rdflib.URIRef(f"{BASE}id/organisation/{body}")


def _manifest(*names: str, **counts: int) -> Manifest:
    kinds = {name: "page" if name.startswith("page-") else "workbook" for name in names}
    return Manifest(
        BASE, tuple({"name": name, "kind": kind, "file": f"{name}.file"} for name, kind in kinds.items()), counts
    )


def _described(manifest: Manifest, named_graphs: Iterable[str]) -> rdflib.Graph:
    """Give what is known of a build by its manifest alone."""
    return graph_with(service_triples(manifest, named_graphs), catalogue_triples(manifest, Described()))


def test_every_node_has_an_address() -> None:
    graph = _described(_manifest("2026-09", triples=7), GRAPHS)
    assert not [term for triple in graph for term in triple if isinstance(term, rdflib.BNode)]
    elsewhere = {str(subject) for subject in graph.subjects() if not str(subject).startswith(BASE)}
    standards = (LICENCE, DCAT_AP, "http://www.w3.org/", "https://www.iana.org/", "http://spdx.org/")
    assert not [one for one in elsewhere - set(authorities()) if not one.startswith(standards)]


def test_no_two_things_have_one_homepage() -> None:
    """As foaf:homepage is inverse functional, a reasoner would make them one."""
    homes = list(_described(_manifest("2026-09"), GRAPHS).objects(None, FOAF.homepage))
    assert len(homes) == len(set(homes)) == 1


def test_the_service_names_each_format_and_each_graph() -> None:
    graph = describe_service(_manifest(triples=7), GRAPHS)
    assert len(set(graph.objects(rdflib.URIRef(f"{BASE}sparql"), SD.resultFormat))) == len(FORMATS)
    assert {str(name) for name in graph.objects(None, SD.name)} == set(GRAPHS)
    assert [int(count) for count in graph.objects(None, VOID.triples)] == [7]


def test_the_order_of_graphs_does_not_matter() -> None:
    manifest = _manifest("2026-09")
    assert set(_described(manifest, GRAPHS)) == set(_described(manifest, reversed(GRAPHS)))


def test_each_dump_is_a_distribution() -> None:
    graph = _described(_manifest(), [])
    nodes = list(graph.objects(WHOLE, DCAT.distribution))
    assert len(nodes) == len(DUMPS)
    for node in nodes:
        assert (node, rdflib.RDF.type, DCAT.Distribution) in graph
        assert len(list(graph.objects(node, DCAT.mediaType))) == 1
        assert len(list(graph.objects(node, DCAT.accessURL))) == 1


MADE = (
    DumpFile("releasegraph.nq.gz", "nquads", "application/n-quads", "gzip", 1234, "ab" * 32),
    DumpFile("releasegraph.ndjsonld.gz", "ndjsonld", "application/x-ndjson", "gzip", 99, "cd" * 32),
    DumpFile("releasegraph.csv.zip", "csv", "text/csv", "zip", 7, "ef" * 32),
)


def test_a_dump_the_build_made_has_its_size_and_checksum() -> None:
    manifest = replace(_manifest(WORKBOOK, "2026-08"), dumps=MADE)
    graph = _described(manifest, [])
    for dump in MADE:
        node = rdflib.URIRef(f"{BASE}catalog/distribution/{dump.file}")
        assert (WHOLE, DCAT.distribution, node) in graph
        size = graph.value(node, DCAT.byteSize)
        assert size is not None
        assert size.n3() == f'"{dump.bytes}"^^<{PREFIXES["xsd"]}nonNegativeInteger>'
        checksum = graph.value(node, SPDX.checksum)
        assert str(graph.value(checksum, SPDX.checksumValue)).lower() == dump.sha256
        assert graph.value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
    packed = {str(node): str(how).rpartition("/")[2] for node, how in graph.subject_objects(DCAT.compressFormat)}
    assert packed == {f"{BASE}catalog/distribution/{dump.file}": "gzip" for dump in MADE[:2]}
    assert [str(one) for one in graph.objects(None, DCAT.packageFormat)] == [f"{IANA}application/zip"]
    assert f"{IANA}application/x-ndjson" not in {str(one) for one in graph.objects(None, DCAT.mediaType)}


def test_a_superseded_edition_is_in_the_dumps_that_hold_its_graph() -> None:
    graph = _described(replace(_manifest(WORKBOOK, "2026-08"), dumps=MADE), [])
    files = {
        name: {str(one).rpartition("/")[2] for one in graph.objects(ids(name), DCAT.distribution)}
        for name in ("2026-08", WORKBOOK)
    }
    assert files == {"2026-08": {dump.file for dump in MADE[:2]}, WORKBOOK: {dump.file for dump in MADE}}


def test_editions_stand_in_their_series_in_order() -> None:
    graph = _described(_manifest("2026-07", WORKBOOK, "2026-08", PAGE), [])
    assert set(graph.subjects(DCAT.inSeries, REGISTER)) == {ids(name) for name in ("2026-07", "2026-08", WORKBOOK)}
    assert set(graph.subjects(DCAT.inSeries, PAGES)) == {ids(PAGE)}
    assert graph.value(ids(WORKBOOK), DCAT.prev) == ids("2026-08")
    assert (graph.value(REGISTER, DCAT["first"]), graph.value(REGISTER, DCAT["last"])) == (
        ids("2026-07"),
        ids(WORKBOOK),
    )
    for series in (REGISTER, PAGES):
        assert {DCAT.DatasetSeries, DCAT.Dataset} <= set(graph.objects(series, rdflib.RDF.type))


def test_there_is_no_series_without_an_edition() -> None:
    graph = _described(_manifest(WORKBOOK), [])
    assert (PAGES, None, None) not in graph


@pytest.mark.parametrize(
    ("publisher", "name", "iri"),
    [
        (Publisher(), "data.example.org", f"{BASE}catalog/publisher"),
        (Publisher("A Trust"), "A Trust", f"{BASE}catalog/publisher"),
        (Publisher("A Trust", "https://trust.example.org/"), "A Trust", "https://trust.example.org/"),
    ],
)
def test_the_catalogue_is_published_by_whom_the_operator_says(publisher: Publisher, name: str, iri: str) -> None:
    graph = _described(replace(_manifest(WORKBOOK), publisher=publisher), [])
    for thing in ("catalog", "catalog/graph", "sparql"):
        assert [str(one) for one in graph.objects(rdflib.URIRef(BASE + thing), DCT.publisher)] == [iri]
    assert str(graph.value(rdflib.URIRef(iri), FOAF.name)) == name
    assert not list(graph.objects(None, DCAT.contactPoint))


@pytest.mark.parametrize(
    ("contact", "how"), [("mailto:data@example.org", "hasEmail"), ("https://example.org/ask", "hasURL")]
)
def test_whom_to_ask_is_a_node_with_an_address(contact: str, how: str) -> None:
    graph = _described(replace(_manifest(WORKBOOK, PAGE), publisher=Publisher("A Trust", "", contact)), [])
    (node,) = set(graph.objects(None, DCAT.contactPoint))
    assert node == rdflib.URIRef(f"{BASE}catalog/contact")
    assert [str(one) for one in graph.objects(node, VCARD[how])] == [contact]
    assert set(graph.subjects(DCAT.contactPoint)) >= {WHOLE, REGISTER, PAGES, ids(WORKBOOK)}


USE = [((), False, False), ((WORKBOOK,), True, False), ((PAGE,), False, True), ((WORKBOOK, PAGE), False, True)]


@pytest.mark.parametrize(("names", "licensed", "reserved"), USE)
def test_only_what_holds_no_page_is_under_the_licence(names: tuple[str, ...], licensed: bool, reserved: bool) -> None:
    graph = _described(_manifest(*names), [])
    for whole in (WHOLE, *graph.objects(WHOLE, DCAT.distribution)):
        assert ((whole, DCT.license, OGL) in graph) is licensed
        assert ((whole, DCT.rights, RIGHTS) in graph) is reserved
        assert (whole, DCT.publisher, ids_of("nhs-england")) not in graph


def test_a_workbook_is_the_publishers_and_a_page_is_its_authors() -> None:
    graph = _described(_manifest(WORKBOOK, PAGE), [])
    assert set(graph.objects(WHOLE, DCT.source)) == {REGISTER, PAGES}
    terms = {DCT.publisher, DCT.creator, DCT.license, DCT.rights}
    said = {
        name: {(by, value) for by, value in graph.predicate_objects(node) if by in terms}
        for name, node in EDITION.items()
    }
    assert said == {
        WORKBOOK: {(DCT.publisher, ids_of("nhs-england")), (DCT.license, OGL)},
        PAGE: {(DCT.creator, ids_of("medconfidential")), (DCT.rights, RIGHTS)},
    }
    assert "medConfidential" in str(graph.value(RIGHTS, rdflib.RDFS.label))


WANTED = {
    DCAT.Catalog: (DCT.title, DCT.description, DCAT.dataset, DCAT.service),
    DCAT.Dataset: (DCT.title, DCT.description, DCT.identifier, DCAT.theme, DCT.accessRights),
    DCAT.Distribution: (DCT.title, DCAT.accessURL, DCAT.downloadURL, DCAT.mediaType),
    DCAT.DataService: (DCT.title, DCAT.endpointURL, DCAT.servesDataset),
    VOID.DatasetDescription: (DCT.title, FOAF.primaryTopic),
    VOID.Dataset: (VOID.sparqlEndpoint, VOID.dataDump, VOID.uriSpace, VOID.vocabulary),
}
"""What portals and crawlers look for on a thing of each class."""


@pytest.mark.parametrize("cls", WANTED)
def test_what_portals_look_for_is_there(cls: rdflib.URIRef) -> None:
    graph = _described(_manifest(WORKBOOK, PAGE, triples=7), GRAPHS)
    things = list(graph.subjects(rdflib.RDF.type, cls))
    assert things
    assert not [(thing, wanted) for thing in things for wanted in WANTED[cls] if (thing, wanted, None) not in graph]


def test_the_newest_month_is_when_it_was_modified() -> None:
    graph = _described(_manifest("2026-08", "page-0123", "2026-09", "2025-12", "2026-13"), [])
    assert [str(one) for one in graph.objects(REGISTER, DCT.modified)] == ["2026-09"]
    assert not list(_described(_manifest("page-0123"), []).objects(REGISTER, DCT.modified))
    assert not list(_described(_manifest(), []).objects(WHOLE, VOID.triples))


def test_the_graph_alone_is_described_as_the_catalogue_describes_it() -> None:
    manifest = replace(_manifest(WORKBOOK, PAGE, triples=7), dumps=MADE)
    alone, whole = set(describe_graph(manifest, GRAPHS)), set(_described(manifest, GRAPHS))
    assert alone < whole
    about = {WHOLE, rdflib.URIRef(f"{BASE}sparql")}
    assert {triple for triple in whole if triple[0] in about} <= alone
    assert not [triple for triple in alone if triple[0] in EDITION.values()]
