"""Linked data: names, documents, and the headers of both."""

import html
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
import rdflib
from httpx2 import Response
from starlette.testclient import TestClient

from releasegraph.api.application import create_application
from releasegraph.graph.vocabulary import PREFIXES, RG

VERSION = "agreement/DARS-NIC-1-A/v4.2"
BODY = "organisation/nhs-s%C3%B6hne"
FILE = "release/FILE%20%C3%A9.ttl"
LAW = "http://www.legislation.gov.uk/id/ukpga/2012/7/section/261"
SUFFIXES = {
    "jsonld": "application/ld+json",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def _read(response: Response) -> rdflib.Graph:
    """Read a document by its media type, through the engine's parser into rdflib's terms."""
    form = ox.RdfFormat.from_media_type(response.headers["content-type"].partition(";")[0])
    lines = ox.serialize(
        (quad.triple for quad in ox.parse(response.content, format=form)), format=ox.RdfFormat.N_TRIPLES
    )
    return rdflib.Graph().parse(data=lines or b"", format="nt")


@pytest.mark.parametrize("path", [VERSION, BODY, FILE, "agreement/DARS-NIC-1-A", "edition/2026-09"])
def test_a_name_leads_to_its_document(client: TestClient, path: str) -> None:
    response = client.get(f"/id/{path}", headers={"Accept": "text/turtle"})
    assert response.status_code == 303
    assert response.headers["location"] == f"/doc/{path}"
    assert response.headers["vary"] == "Accept"
    assert response.content == b""
    assert client.head(f"/id/{path}").status_code == 303
    assert client.get(response.headers["location"]).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "",
        "nothing",
        "agreement/DARS-NIC-1-A/",
        "organisation/%FF",
        "x%00y",
        "law/ukpga/2012/7/section/261",
        "a%22%3E%3Cscript%3E",
    ],
)
def test_a_name_the_graph_lacks(client: TestClient, path: str) -> None:
    response = client.get(f"/id/{path}")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_a_name_may_be_spelt_in_either_case_of_escapes(client: TestClient) -> None:
    assert client.get("/id/organisation/nhs-s%c3%b6hne").headers["location"] == f"/doc/{BODY}"
    assert client.get("/id/%61greement/DARS-NIC-1-A").headers["location"] == "/doc/agreement/DARS-NIC-1-A"


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("by", ["suffix", "accept"])
def test_a_document_in_every_format(client: TestClient, base: str, suffix: str, by: str) -> None:
    media_type = SUFFIXES[suffix]
    if by == "suffix":
        response = client.get(f"/doc/{VERSION}.{suffix}", headers={"Accept": BROWSER})
    else:
        response = client.get(f"/doc/{VERSION}", headers={"Accept": media_type})
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == media_type
    assert response.headers["content-location"] == f"{base}doc/{VERSION}.{suffix}"
    assert response.headers["vary"] == "Accept, Accept-Encoding"
    for other, other_type in SUFFIXES.items():
        assert f'<{base}doc/{VERSION}.{other}>; rel="alternate"; type="{other_type}"' in response.headers["link"]
    graph = _read(response)
    thing = rdflib.URIRef(f"{base}id/{VERSION}")
    assert (thing, rdflib.RDF.type, rdflib.URIRef(RG.AgreementVersion)) in graph
    assert {str(one) for one in graph.objects(thing, rdflib.URIRef(RG.startDate))} == {"2026-01-01", "2025-01-01"}
    assert (rdflib.URIRef(f"{base}id/agreement/DARS-NIC-1-A"), rdflib.URIRef(RG.hasVersion), thing) in graph
    assert set(graph.objects(rdflib.URIRef(f"{base}doc/{VERSION}"))) == {
        thing,
        rdflib.URIRef(f"{base}graph/edition/2026-08"),
    }


def test_every_format_says_the_same_and_json_ld_has_labels_too(client: TestClient, base: str) -> None:
    graphs = {suffix: set(_read(client.get(f"/doc/{BODY}.{suffix}"))) for suffix in SUFFIXES}
    tree = graphs.pop("jsonld")
    said = graphs.popitem()[1]
    assert said
    assert all(graph == said for graph in graphs.values())
    version = rdflib.URIRef(f"{base}id/{VERSION}")
    assert tree - said == {(version, rdflib.RDFS.label, rdflib.Literal("DARS-NIC-1-A-v4.2"))}
    assert said <= tree


def test_json_ld_is_a_tree_with_labels(client: TestClient, base: str) -> None:
    document = json.loads(client.get(f"/doc/{VERSION}.jsonld").text)
    whole = client.get("/context/v1.jsonld").json()["@context"]
    assert document["@context"].items() < whole.items()
    assert document["id"] == f"{base}id/{VERSION}"
    assert document["type"] == "AgreementVersion"
    assert document["reference"] == "DARS-NIC-1-A-v4.2"
    assert document["dataset"] == {"id": f"{base}id/dataset/hes", "label": "Hospital Episode Statistics"}
    assert document["commercialPurpose"] is False
    assert document["versionOf"]["label"] == "DARS-NIC-1-A"
    agreement = json.loads(client.get("/doc/agreement/DARS-NIC-1-A.jsonld").text)
    assert agreement["hasVersion"]["dataset"] == document["dataset"]


def test_the_context_has_versions(client: TestClient) -> None:
    version = client.get("/context/v1.jsonld")
    assert version.headers["content-type"] == "application/ld+json"
    assert "immutable" in version.headers["cache-control"]
    assert version.content == client.get("/context.jsonld").content
    assert client.get("/context/v0.jsonld").status_code == 404


def test_an_identifier_that_ends_like_a_suffix_is_itself_first(client: TestClient, base: str) -> None:
    thing = f"{base}id/{FILE}"
    named = client.get(f"/doc/{FILE}", headers={"Accept": "application/n-triples"})
    assert named.headers["content-type"] == "application/n-triples"
    assert f"<{thing}>" in named.text
    suffixed = client.get(f"/doc/{FILE}.ttl", headers={"Accept": "application/n-triples"})
    assert suffixed.headers["content-type"] == "text/turtle; charset=utf-8"
    assert client.get("/doc/release/FILE%20%C3%A9").status_code == 404


def test_law_is_described_under_its_own_name(client: TestClient, base: str) -> None:
    response = client.get("/doc/law/ukpga/2012/7/section/261.ttl")
    graph = rdflib.Graph().parse(data=response.text, format="turtle")
    assert (rdflib.URIRef(LAW), rdflib.RDFS.label, rdflib.Literal("section 261")) in graph
    assert (rdflib.URIRef(f"{base}id/{VERSION}"), rdflib.URIRef(RG.reliesOn), rdflib.URIRef(LAW)) in graph
    page = client.get(f"/doc/{VERSION}", headers={"Accept": BROWSER}).text
    assert 'href="/doc/law/ukpga/2012/7/section/261"' in page
    assert client.get("/doc/law/ukpga/1900/1").status_code == 404


def test_what_points_to_a_thing_is_counted_and_only_its_first_part_given(client: TestClient, base: str) -> None:
    graph = rdflib.Graph().parse(data=client.get("/doc/dataset/hes.ttl").text, format="turtle")
    dataset, document = rdflib.URIRef(f"{base}id/dataset/hes"), rdflib.URIRef(f"{base}doc/dataset/hes")
    assert len(list(graph.subjects(rdflib.URIRef(RG.dataset), dataset))) == 200
    (comment,) = graph.objects(document, rdflib.RDFS.comment)
    assert str(comment) == f"301 statements point here by <{RG.dataset}>; 200 are given."


def test_a_document_refuses_what_it_cannot_give(client: TestClient) -> None:
    response = client.get(f"/doc/{VERSION}", headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert response.json()["offered"][:2] == ["text/html", "application/ld+json"]
    assert client.get("/doc/nothing").status_code == 404
    assert client.get("/doc/nothing.ttl").status_code == 404


def test_a_page_shows_labels_places_and_graphs(client: TestClient) -> None:
    page = client.get(f"/doc/{VERSION}", headers={"Accept": BROWSER})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    text = page.text
    assert "register9.xlsx, sheet Agreements, row 2</a>" in text
    assert ">data controller</th>" in text
    assert "<small>edition 2026-08</small>" in text
    assert 'lang="en"' in text
    assert "Study of\nlong stays" in text


def test_a_hostile_label_stays_text_everywhere(client: TestClient, base: str, nasty: str) -> None:
    page = client.get(f"/doc/{BODY}.html").text
    assert "<script>alert" not in page
    stated, schema = map(json.loads, re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL))
    (node,) = [one for one in stated if one["@id"] == f"{base}id/organisation/nhs-söhne"]
    assert node[str(rdflib.RDFS.label)] == [{"@value": nasty}]
    assert [one["name"] for one in schema["@graph"]] == [nasty]
    (title,) = re.findall(r"<h1>(.*?)</h1>", page)
    assert html.unescape(title) == nasty
    body = rdflib.URIRef(f"{base}id/organisation/nhs-söhne")
    for suffix in SUFFIXES:
        graph = _read(client.get(f"/doc/{BODY}.{suffix}"))
        assert list(graph.objects(body, rdflib.RDFS.label)) == [rdflib.Literal(nasty)]


def test_pages_run_nothing(client: TestClient) -> None:
    for path in (f"/doc/{VERSION}", "/", "/search?q=hospital", "/nothing", "/ontology", "/catalog"):
        response = client.get(path, headers={"Accept": BROWSER})
        policy = response.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["x-content-type-options"] == "nosniff"
        for script in re.findall(r"<script[^>]*>", response.text):
            assert script == '<script type="application/ld+json">'
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", response.text)
        assert not re.search(r'(?:src|href)="(?:https?:)?//[^"]*\.(?:css|js|woff2?)"', response.text)


def test_the_root_path_of_the_server_is_in_the_links(folder: Path) -> None:
    with TestClient(create_application(folder), root_path="/register", follow_redirects=False) as client:
        assert client.get(f"/register/id/{BODY}").headers["location"] == f"/register/doc/{BODY}"
        page = client.get(f"/register/doc/{VERSION}", headers={"Accept": BROWSER}).text
        assert 'href="/register/doc/agreement/DARS-NIC-1-A"' in page
        assert 'href="/register/static/style.css"' in page


def test_head_of_a_document_has_the_length_of_its_body(client: TestClient) -> None:
    whole = client.get(f"/doc/{VERSION}.nt", headers={"Accept-Encoding": "identity"})
    head = client.head(f"/doc/{VERSION}.nt", headers={"Accept-Encoding": "identity"})
    assert head.status_code == 200
    assert head.headers["content-length"] == whole.headers["content-length"]


def test_prefixes_are_the_projects(client: TestClient) -> None:
    assert f"@prefix rg: <{PREFIXES['rg']}>" in client.get(f"/doc/{VERSION}.ttl").text


def test_what_xml_cannot_hold_is_replaced_there_and_kept_elsewhere(client: TestClient, base: str) -> None:
    record = "record/2026-09/Agreements/2"
    thing, text = rdflib.URIRef(f"{base}id/{record}"), rdflib.URIRef(RG.text)
    texts = {suffix: str(_read(client.get(f"/doc/{record}.{suffix}")).value(thing, text)) for suffix in SUFFIXES}
    assert texts.pop("rdf") == "page\ufffdbreak"
    assert set(texts.values()) == {"page\x0cbreak"}
    ElementTree.fromstring(client.get("/dump/releasegraph.rdf").content)
    query = {"query": "SELECT ?text { ?s <https://w3id.org/releasegraph#text> ?text }"}
    as_xml = client.get("/sparql", params=query, headers={"Accept": "application/sparql-results+xml"})
    assert "page\ufffdbreak" in "".join(ElementTree.fromstring(as_xml.content).itertext())
