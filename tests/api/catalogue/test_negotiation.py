"""In which form and profile the catalogue answers, and what else its answers say."""

import json

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF
from starlette.testclient import TestClient

from releasegraph.graph.catalogue.profiles import PROFILES
from releasegraph.graph.vocabulary import PREFIXES, RG

from .conftest import BASE, DATASETS

DCAT_AP, DCAT, SCHEMA = (profile.iri for profile in PROFILES)
HYDRA = "http://www.w3.org/ns/hydra/core#"
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
CHROMIUM = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "text/turtle"),
        ("", "text/turtle"),
        ("text/*", "text/turtle"),
        ("application/*", "application/ld+json"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/rdf+xml, text/turtle;q=0.9, */*;q=0.1", "application/rdf+xml"),
        ("application/n-triples", "application/n-triples"),
        ("application/x-turtle, */*;q=0.1", "text/turtle"),
        ("text/html, */*;q=0.1", "text/html; charset=utf-8"),
        (CHROMIUM, "text/html; charset=utf-8"),
    ],
)
def test_harvesters_get_rdf_and_who_asks_for_a_page_gets_one(client: TestClient, accept: str, media_type: str) -> None:
    for path in ("/catalog", "/catalog/page/1", "/catalog/register"):
        answer = client.get(path, headers={"Accept": accept})
        assert answer.status_code == 200
        assert answer.headers["content-type"] == media_type
        assert {one.strip() for one in answer.headers["vary"].split(",")} >= {"Accept", "Accept-Profile"}


@pytest.mark.parametrize(
    ("suffix", "media_type"),
    [
        ("ttl", "text/turtle"),
        ("jsonld", "application/ld+json"),
        ("nt", "application/n-triples"),
        ("rdf", "application/rdf+xml"),
        ("html", "text/html; charset=utf-8"),
    ],
)
def test_a_suffix_decides(client: TestClient, suffix: str, media_type: str) -> None:
    for path in ("/catalog", "/catalog/page/1", "/catalog/register", "/catalog/distribution/releasegraph.ttl"):
        answer = client.get(f"{path}.{suffix}", headers={"Accept": "image/png"})
        assert answer.status_code == 200
        assert answer.headers["content-type"] == media_type


@pytest.mark.parametrize("path", ["/catalog.docx", "/catalog.csv", "/catalog/page/1.docx"])
def test_an_unknown_format_is_406_with_what_is_offered(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 406
    assert "text/turtle" in answer.json()["offered"]
    assert client.get("/catalog", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize(
    ("query", "header", "profile"),
    [
        ("", None, DCAT_AP),
        ("?profile=dcat", None, DCAT),
        ("?profile=dcat-ap", None, DCAT_AP),
        ("?profile=http://www.w3.org/ns/dcat%23", None, DCAT),
        ("?profile=http://data.europa.eu/r5r/", None, DCAT_AP),
        ("?profile=marc,dcat", None, DCAT),
        ("?profile=dcat", f"<{DCAT_AP}>", DCAT),
        ("", f"<{DCAT}>", DCAT),
        ("", "dcat", DCAT),
        ("", f"<{DCAT_AP}>;q=0.5, <{DCAT}>", DCAT),
        ("", f"<{DCAT}>; q=0.4, <urn:example:other>, <{DCAT_AP}>;q=0.3", DCAT),
        ("", "<urn:example:other>, *;q=0.1", DCAT_AP),
        ("", "*", DCAT_AP),
        ("?profile=schema", None, SCHEMA),
        ("", "<http://schema.org/>", SCHEMA),
    ],
)
def test_a_profile_is_negotiated(client: TestClient, query: str, header: str | None, profile: str) -> None:
    answer = client.get(f"/catalog{query}", headers={} if header is None else {"Accept-Profile": header})
    assert answer.status_code == 200
    assert answer.headers["content-profile"] == f"<{profile}>"
    assert answer.links["profile"]["url"] == profile


@pytest.mark.parametrize(
    ("query", "header"),
    [
        ("?profile=marc", None),
        ("", "<urn:example:other>"),
        ("", f"<{DCAT}>;q=0"),
        ("", "urn:example:other"),
        ("?profile=marc", f"<{DCAT}>"),
    ],
)
@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_an_unknown_profile_is_406_with_what_is_offered(
    client: TestClient, query: str, header: str | None, accept: str
) -> None:
    headers = {"Accept": accept} | ({} if header is None else {"Accept-Profile": header})
    answer = client.get(f"/catalog{query}", headers=headers)
    assert answer.status_code == 406
    if accept == "*/*":
        assert answer.json()["offered"] == [DCAT_AP, DCAT, SCHEMA]
    assert "dcat-ap" in answer.text


def test_the_header_names_every_profile_and_format(client: TestClient) -> None:
    link = client.get("/catalog?page_size=4&page=2").headers["link"]
    after = f"after={BASE}id/dataset/d2&page_size=4"
    assert f'<{BASE}catalog.rdf?{after}>; rel="alternate"; type="application/rdf+xml"' in link
    assert f'<{BASE}catalog?{after}&profile=dcat>; rel="alternate"; profile="{DCAT}"' in link
    assert f'<http://www.w3.org/ns/dx/prof/Profile>; rel="type"; token="dcat"; anchor="{DCAT}"' in link


def test_plain_dcat_keeps_to_the_vocabularies_of_dcat(client: TestClient) -> None:
    whole, plain = (
        Graph().parse(data=client.get(f"/catalog?profile={token}").content, format="turtle")
        for token in ("dcat-ap", "dcat")
    )
    left_out = {predicate for _, predicate, _ in whole} - {predicate for _, predicate, _ in plain}
    assert {URIRef(RG.releasedUnder), URIRef("http://data.europa.eu/r5r/applicableLegislation")} == left_out
    assert set(plain.subjects(RDF.type, URIRef(PREFIXES["dcat"] + "Dataset"))) == set(
        whole.subjects(RDF.type, URIRef(PREFIXES["dcat"] + "Dataset"))
    )


@pytest.mark.parametrize("suffix", ["ttl", "nt", "rdf", "jsonld"])
def test_schema_org_has_every_dataset_in_its_own_words(client: TestClient, suffix: str) -> None:
    answer = client.get(f"/catalog.{suffix}?profile=schema")
    form = {"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld"}.get(suffix, suffix)
    graph = Graph().parse(data=answer.content, format=form)
    assert len(set(graph.subjects(RDF.type, URIRef(f"{SCHEMA}Dataset")))) == DATASETS
    dataset, catalogue = URIRef(f"{BASE}id/dataset/d1"), URIRef(f"{BASE}catalog")
    assert graph.value(dataset, URIRef(f"{SCHEMA}name")) == Literal("Dataset 1", "en")
    assert graph.value(dataset, URIRef(f"{SCHEMA}url")) == URIRef(f"{BASE}doc/dataset/d1")
    assert (dataset, URIRef(f"{SCHEMA}includedInDataCatalog"), catalogue) in graph
    assert (catalogue, URIRef(f"{SCHEMA}dataset"), dataset) in graph
    file = graph.value(URIRef(f"{BASE}catalog/graph"), URIRef(f"{SCHEMA}distribution"))
    assert graph.value(file, URIRef(f"{SCHEMA}contentUrl")) == URIRef(f"{BASE}dump/releasegraph.ttl.gz")
    others = {predicate for _, predicate, _ in graph if not str(predicate).startswith((SCHEMA, HYDRA))}
    assert others == {RDF.type}


def test_an_answer_is_tagged_by_its_profile_too(client: TestClient) -> None:
    first = client.get("/catalog")
    tag = first.headers["etag"]
    assert client.get("/catalog", headers={"If-None-Match": tag}).status_code == 304
    other = client.get("/catalog", headers={"If-None-Match": tag, "Accept-Profile": f"<{DCAT}>"})
    assert other.status_code == 200
    assert other.headers["etag"] not in (tag, None)
    assert other.content != first.content
    assert client.get("/catalog?page=1", headers={"If-None-Match": tag}).status_code == 200


def test_a_page_can_be_asked_about_before_it_is_fetched(client: TestClient) -> None:
    for path in ("/catalog", "/catalog.rdf?page_size=2", "/catalog/page/1.jsonld"):
        head, whole = client.head(path), client.get(path)
        assert head.status_code == whole.status_code == 200
        assert head.content == b""
        for name in ("content-type", "etag", "link", "content-profile", "content-location"):
            assert head.headers[name] == whole.headers[name]


def test_the_location_of_what_was_negotiated_starts_at_the_base(client: TestClient) -> None:
    answer = client.get("/catalog?page_size=4", headers={"Accept": "application/ld+json"})
    assert answer.headers["content-location"] == f"{BASE}catalog.jsonld?page=1&page_size=4"


def test_json_ld_needs_no_network_and_names_nothing_by_a_whole_address(client: TestClient) -> None:
    document = client.get("/catalog.jsonld").json()
    assert list(document) == ["@context", "@graph"]
    assert set(document["@context"]) >= {"dcat", "dct", "foaf", "hydra", "rg", "skos"}
    assert all(isinstance(one, str) for one in document["@context"].values())
    assert not [key for node in document["@graph"] for key in node if key.startswith("http")]
    view = document["@graph"][0]
    assert view["hydra:totalItems"] == {"@type": "xsd:integer", "@value": "9"}
    assert json.dumps(document).count("dct:title") > 0


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/catalog/register", 200),
        ("/catalog/graph", 200),
        ("/catalog/record/dataset/d1", 200),
        ("/catalog/distribution/releasegraph.ttl", 200),
        ("/catalog/distribution/releasegraph.ttl/checksum", 200),
        ("/catalog/nothing", 404),
        ("/catalog/nothing.ttl", 404),
        ("/catalog/", 404),
        ("/catalog/page/9", 404),
        ("/catalog/page/x", 400),
    ],
)
def test_every_node_answers(client: TestClient, path: str, status: int) -> None:
    for accept in ("text/turtle", "text/html"):
        answer = client.get(path, headers={"Accept": accept})
        assert answer.status_code == status, answer.text
        if status == 200 and accept == "text/turtle":
            graph = Graph().parse(data=answer.content, format="turtle")
            assert (URIRef(BASE + path[1:]), None, None) in graph


def test_a_series_names_what_is_in_it(client: TestClient) -> None:
    graph = Graph().parse(data=client.get("/catalog/register.nt").content, format="nt")
    members = set(graph.subjects(URIRef(PREFIXES["dcat"] + "inSeries"), URIRef(f"{BASE}catalog/register")))
    assert members == {URIRef(f"{BASE}id/edition/2026-09")}
