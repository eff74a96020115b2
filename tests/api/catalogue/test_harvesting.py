"""Portals read the catalogue page by page."""

import itertools
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDF, SKOS, XSD
from starlette.testclient import TestClient

from releasegraph.api.catalogue.paging import Address, paged
from releasegraph.api.negotiation import DOCUMENTS
from releasegraph.graph.catalogue.harvest import Entry
from releasegraph.graph.vocabulary import PREFIXES, RG

from .conftest import BASE, DATASETS

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
DCAT = rdflib.Namespace(PREFIXES["dcat"])
HYDRA = rdflib.Namespace("http://www.w3.org/ns/hydra/core#")
FORMS = [form for form in DOCUMENTS if form.name in ("turtle", "jsonld", "ntriples", "rdfxml")]
PARSERS = {"turtle": "turtle", "jsonld": "json-ld", "ntriples": "nt", "rdfxml": "xml"}


def path_of(address: str) -> str:
    """Give what to ask the client for, of an address that must start at the base."""
    assert address.startswith(BASE)
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def read(client: TestClient, path: str, form: str = "turtle", **headers: str) -> Graph:
    """Give a page as triples."""
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200, answer.text
    return Graph().parse(data=answer.content, format=PARSERS[form])


def view_of(graph: Graph) -> URIRef:
    """Give the one view a page has."""
    (view,) = graph.subjects(RDF.type, HYDRA.PartialCollectionView)
    assert isinstance(view, URIRef)
    return view


def harvest(client: TestClient, path: str, form: str = "turtle") -> Iterator[Graph]:
    """Follow `hydra:next` from a page to the last, as harvesters do; fail where it leads in a circle."""
    seen = set()
    while True:
        assert path not in seen
        seen.add(path)
        graph = read(client, path, form)
        yield graph
        following = list(graph.objects(view_of(graph), HYDRA.next))
        if not following:
            return
        assert isinstance(following[0], URIRef)
        path = path_of(following[0])


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
@pytest.mark.parametrize("size", [1, 2, 4, 9, 100])
def test_a_harvest_has_every_dataset_once_in_the_order_of_addresses(client: TestClient, form, size: int) -> None:
    found = []
    for graph in harvest(client, f"/catalog.{form.extension}?page_size={size}", form.name):
        assert [*graph.objects(None, HYDRA.totalItems)] == [Literal("9", datatype=XSD.integer)]
        here = set(graph.subjects(RDF.type, DCAT.Dataset))
        assert len(here) <= size
        assert here == set(graph.objects(URIRef(f"{BASE}catalog"), DCAT.dataset))
        found += sorted(map(str, here))
    assert len(found) == DATASETS
    assert found == sorted(set(found))


def test_a_page_says_what_the_catalogue_says_of_its_datasets(client: TestClient, catalogue: Graph) -> None:
    union = Graph()
    for graph in harvest(client, "/catalog?page_size=2"):
        union += graph
        for dataset in graph.subjects(RDF.type, DCAT.Dataset):
            assert set(graph.predicate_objects(dataset)) == {
                (predicate, term)
                for predicate, term in catalogue.predicate_objects(dataset)
                if not predicate.startswith(PREFIXES["void"])
            }
            assert set(graph.subjects(FOAF.primaryTopic, dataset)) == {
                one for one in catalogue.subjects(FOAF.primaryTopic, dataset) if "void" not in one
            }
    own = {triple for triple in union if not triple[1].startswith(HYDRA) and triple[2] != HYDRA.PartialCollectionView}
    assert own < set(catalogue)
    for dataset in catalogue.subjects(URIRef(RG.releasedUnder)):
        assert set(union.objects(dataset, URIRef(RG.releasedUnder))) == set(
            catalogue.objects(dataset, URIRef(RG.releasedUnder))
        )


def test_a_page_is_complete_for_its_datasets(client: TestClient) -> None:
    graph = read(client, "/catalog?page_size=1")
    file = URIRef(f"{BASE}catalog/distribution/releasegraph.ttl")
    assert [*graph.subjects(RDF.type, DCAT.Dataset)] == [URIRef(f"{BASE}catalog/graph")]
    assert graph.value(file, DCAT.byteSize) == Literal("4096", datatype=XSD.nonNegativeInteger)
    checksum = graph.value(file, URIRef("http://spdx.org/rdf/terms#checksum"))
    assert graph.value(checksum, URIRef("http://spdx.org/rdf/terms#checksumValue")) is not None
    assert graph.value(URIRef(f"{BASE}publisher"), FOAF.name) == Literal("Example Body", "en")
    assert graph.value(URIRef(f"{BASE}sparql"), RDF.type, any=True) is not None
    second = read(client, "/catalog?page_size=8&page=1")
    right = second.value(URIRef(f"{BASE}id/dataset/d1"), DCTERMS.accessRights)
    assert second.value(right, SKOS.prefLabel) == Literal("non-public", "en")
    assert second.value(second.value(right, SKOS.inScheme), SKOS.prefLabel) == Literal("Access right", "en")


def test_a_harvester_that_follows_links_stays_within_its_page(client: TestClient) -> None:
    for graph in harvest(client, "/catalog?page_size=3"):
        described = {one for one in graph.subjects(DCTERMS.title) if str(one).startswith(f"{BASE}id/")}
        assert described <= set(graph.objects(URIRef(f"{BASE}catalog"), DCAT.dataset))
        assert not [one for one in graph.predicates() if str(one).startswith((PREFIXES["void"], PREFIXES["sh"]))]
        assert not [one for one in graph.predicates() if "sparql-service-description" in one]


def test_a_series_of_another_page_is_named_and_not_described(client: TestClient) -> None:
    graph = read(client, "/catalog?page_size=1&page=9")
    edition, series = URIRef(f"{BASE}id/edition/2026-09"), URIRef(f"{BASE}catalog/register")
    assert (edition, DCAT.inSeries, series) in graph
    assert set(graph.objects(series, RDF.type)) == {DCAT.DatasetSeries}
    assert graph.value(series, DCTERMS.title) == Literal("The register", "en")
    (whole,) = [one for one in harvest(client, "/catalog?page_size=1") if (series, RDF.type, DCAT.Dataset) in one]
    assert (series, RDF.type, DCAT.DatasetSeries) in whole


@pytest.mark.parametrize(
    ("start", "stem"),
    [
        ("/catalog", "catalog?page={}"),
        ("/catalog.rdf", "catalog.rdf?page={}"),
        ("/catalog.jsonld?page_size=4", "catalog.jsonld?page={}&page_size=4"),
        ("/catalog?page_size=4&page=2&profile=dcat", "catalog?page={}&page_size=4&profile=dcat"),
        ("/catalog/page/2.nt?page_size=4", "catalog/page/{}.nt?page_size=4"),
        (
            "/catalog?modified_since=2026-01-01T00:00:00%2B01:00",
            "catalog?page={}&modified_since=2026-01-01T00:00:00%2B01:00",
        ),
    ],
)
def test_pages_keep_to_how_they_were_asked_for(client: TestClient, start: str, stem: str) -> None:
    suffix = urlsplit(start).path.rpartition(".")[2]
    graph = read(client, start, {"rdf": "rdfxml", "jsonld": "jsonld", "nt": "ntriples"}.get(suffix, "turtle"))
    assert str(graph.value(view_of(graph), HYDRA.first)) == BASE + stem.format(1)


def test_a_link_header_leads_on_too(client: TestClient) -> None:
    links = client.get("/catalog?page_size=4&page=2").links
    assert {name: links[name]["url"] for name in ("first", "prev", "next", "last")} == {
        "first": f"{BASE}catalog?page=1&page_size=4",
        "prev": f"{BASE}catalog?page=1&page_size=4",
        "next": f"{BASE}catalog?after={BASE}id/dataset/d6&page_size=4",
        "last": f"{BASE}catalog?after={BASE}id/dataset/d6&page_size=4",
    }
    assert "next" not in client.get("/catalog?page_size=4&page=3").links
    assert "prev" not in client.get("/catalog").links


@pytest.mark.parametrize(
    ("since", "gone"),
    [
        ("2026-08-01", {"d1"}),
        ("2026-07-31T23:00:00Z", set()),
        ("2026-07-31T23:00:01Z", {"d1"}),
        ("2026-09-15T12:00:00Z", {"d1"}),
        ("2026-09-15T12:00:00.5Z", {"d1", "graph"}),
        ("2026-09-20", {"d1", "graph"}),
        ("2026-09-20T00:00", {"d1", "graph"}),
        ("2026-09-20T00:00:00-01:00", {"d1", "graph", "d2"}),
        ("2026-09-20T01:00:00+01:00", {"d1", "graph"}),
    ],
)
def test_what_has_changed_since(client: TestClient, since: str, gone: set[str]) -> None:
    """A dataset without a record may have changed, so that it is always given."""
    everything = set(read(client, "/catalog").subjects(RDF.type, DCAT.Dataset))
    graph = read(client, f"/catalog?modified_since={since}")
    found = set(graph.subjects(RDF.type, DCAT.Dataset))
    assert {str(one).rpartition("/")[2] for one in everything - found} == gone
    assert graph.value(view_of(graph), HYDRA.totalItems) == Literal(str(len(found)), datatype=XSD.integer)


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("page=4&page_size=4", 404, "pages 1 to 3"),
        ("page=0", 404, "pages 1 to 1"),
        ("page=-1", 404, "pages 1 to 1"),
        ("page=two", 400, "whole number"),
        ("page=", 400, "whole number"),
        ("page=٣", 400, "whole number"),
        ("page=99999999999999", 400, "whole number"),
        ("page_size=0", 400, "between 1 and 1000"),
        ("page_size=1001", 400, "between 1 and 1000"),
        ("page_size=ten", 400, "whole number"),
        ("modified_since=yesterday", 400, "2026-09-01"),
        ("modified_since=", 400, "2026-09-01"),
        ("modified_since=2026-02-30", 400, "2026-09-01"),
        ("modified_since=2026-9-1", 400, "2026-09-01"),
        ("modified_since=2026-09-01T25:00:00Z", 400, "2026-09-01"),
        ("modified_since=0001-01-01T00:00:00%2B14:00", 400, "2026-09-01"),
        ("profile=marc", 406, "dcat-ap"),
        ("profile=", 200, ""),
    ],
)
def test_what_is_asked_wrongly_is_a_problem(client: TestClient, query: str, status: int, said: str) -> None:
    for path in ("/catalog", "/catalog.jsonld"):
        answer = client.get(f"{path}?{query}")
        assert answer.status_code == status, answer.text
        if status != 200:
            assert answer.headers["content-type"] == "application/problem+json"
            assert said in answer.json()["detail"]


def test_files_lead_to_each_other_by_numbers(client: TestClient) -> None:
    links = client.get("/catalog/page/2.ttl?page_size=4").links
    found = {name: links[name]["url"] for name in ("first", "prev", "next", "last")}
    numbers = {"first": 1, "prev": 1, "next": 3, "last": 3}
    assert found == {name: f"{BASE}catalog/page/{number}.ttl?page_size=4" for name, number in numbers.items()}


def test_a_page_by_its_number_is_the_page_after_a_dataset(client: TestClient) -> None:
    numbered, keyed = (
        client.get(f"/catalog.nt?page_size=4&{query}") for query in ("page=2", f"after={BASE}id/dataset/d2")
    )
    assert numbered.content == keyed.content
    assert numbered.headers["content-location"] == f"{BASE}catalog.nt?after={BASE}id/dataset/d2&page_size=4"


def test_after_a_dataset_that_is_gone_comes_what_followed_it(client: TestClient) -> None:
    graph = read(client, f"/catalog?page_size=2&after={BASE}id/dataset/d2-gone")
    found = sorted(map(str, graph.objects(URIRef(f"{BASE}catalog"), DCAT.dataset)))
    assert found == [f"{BASE}id/dataset/d3", f"{BASE}id/dataset/d4"]
    graph = read(client, f"/catalog?after={BASE}id/zzz")
    assert not list(graph.objects(URIRef(f"{BASE}catalog"), DCAT.dataset))
    assert not list(graph.objects(view_of(graph), HYDRA.next))
    answer = client.get(f"/catalog?page=2&page_size=2&after={BASE}id/dataset/d2")
    assert answer.status_code == 400


NAMES = st.sets(st.text("abcdé/", min_size=1, max_size=3), max_size=12)


@given(before=NAMES, after=NAMES, size=st.integers(1, 4), turn=st.integers(0, 4))
def test_a_build_in_the_middle_of_a_harvest_repeats_and_hides_nothing(
    before: set[str], after: set[str], size: int, turn: int
) -> None:
    """Read pages of one build, then those of the next, by the addresses that they give."""
    found: list[str] = []
    asked: str | None = None
    for step in itertools.count():
        listed = [Entry(name) for name in sorted(before if step < turn else after)]
        page = paged(listed, None, size, asked)
        found += [entry.dataset for entry in page.entries]
        following = page.view(BASE, Address(".ttl")).next
        if following is None:
            break
        asked = dict(parse_qsl(urlsplit(following).query))["after"]
    assert found == sorted(set(found))
    assert before & after <= set(found) <= before | after


def test_nothing_changed_is_one_page(client: TestClient) -> None:
    graph = read(client, "/catalog/page/1?modified_since=9999-12-31")
    assert len(set(graph.subjects(RDF.type, DCAT.Dataset))) == DATASETS - 3
    assert client.get("/catalog?modified_since=9999-12-31&page=2").status_code == 404
