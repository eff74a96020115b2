"""SPARQL 1.1 Protocol over HTTP: the query operation."""

import csv
import io
import json
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from releasegraph.graph.vocabulary import PREFIXES

SELECT = "SELECT ?label { <id/agreement/DARS-NIC-1-A> <http://www.w3.org/2000/01/rdf-schema#label> ?label }"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { VALUES ?s { <id/agreement/DARS-NIC-1-A> } ?s ?p ?o }"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
SD = "http://www.w3.org/ns/sparql-service-description#"


def _read_json(text: str) -> list[str]:
    return [row["label"]["value"] for row in json.loads(text)["results"]["bindings"]]


def _read_xml(text: str) -> list[str]:
    root = ElementTree.fromstring(text)
    return [one.text or "" for one in root.iter("{http://www.w3.org/2005/sparql-results#}literal")]


def _read_csv(text: str) -> list[str]:
    return [row["label"] for row in csv.DictReader(io.StringIO(text))]


def _read_tsv(text: str) -> list[str]:
    header, *rows = text.splitlines()
    assert header == "?label"
    return [row.strip('"') for row in rows]


RESULTS = [
    ("application/sparql-results+json", _read_json),
    ("application/sparql-results+xml", _read_xml),
    ("text/csv", _read_csv),
    ("text/tab-separated-values", _read_tsv),
    ("application/json", _read_json),
]
GRAPHS = (
    "text/turtle",
    "application/n-triples",
    "application/ld+json",
    "application/rdf+xml",
    "application/n-quads",
    "application/trig",
)


@pytest.mark.parametrize(("media_type", "read"), RESULTS)
@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_select_in_every_format_by_every_way(client: TestClient, way: str, media_type: str, read) -> None:
    accept = {"Accept": media_type}
    match way:
        case "get":
            response = client.get("/sparql", params={"query": SELECT}, headers=accept)
        case "form":
            response = client.post("/sparql", data={"query": SELECT}, headers=accept)
        case _:
            headers = accept | {"Content-Type": "application/sparql-query"}
            response = client.post("/sparql", content=SELECT, headers=headers)
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == media_type
    assert response.headers["vary"] == "Accept, Accept-Encoding"
    assert read(response.text) == ["DARS-NIC-1-A"]


@pytest.mark.parametrize("media_type", GRAPHS)
@pytest.mark.parametrize("query", [CONSTRUCT, "DESCRIBE <id/agreement/DARS-NIC-1-A>"], ids=["construct", "describe"])
def test_graphs_in_every_format(client: TestClient, base: str, query: str, media_type: str) -> None:
    response = client.get("/sparql", params={"query": query}, headers={"Accept": media_type})
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == media_type
    quads = list(ox.parse(response.content, format=ox.RdfFormat.from_media_type(media_type)))
    labels = [quad.object.value for quad in quads if quad.predicate.value == f"{PREFIXES['rdfs']}label"]
    assert labels == ["DARS-NIC-1-A"]
    assert {quad.subject.value for quad in quads} == {f"{base}id/agreement/DARS-NIC-1-A"}


@pytest.mark.parametrize(("query", "value"), [("ASK {}", True), ("ASK { <urn:a> ?p ?o }", False)])
def test_ask(client: TestClient, query: str, value: bool) -> None:
    as_json = client.get("/sparql", params={"query": query})
    assert as_json.json()["boolean"] is value
    as_xml = client.get("/sparql", params={"query": query}, headers={"Accept": "application/sparql-results+xml"})
    found = ElementTree.fromstring(as_xml.text).findtext("{http://www.w3.org/2005/sparql-results#}boolean")
    assert found == str(value).lower()


@pytest.mark.parametrize(
    ("query", "accept", "offered"),
    [
        (SELECT, "text/turtle", "application/sparql-results+json"),
        ("ASK {}", "application/n-triples", "application/sparql-results+json"),
        (CONSTRUCT, "text/csv", "text/turtle"),
        (SELECT, "image/png", "text/csv"),
    ],
)
def test_406_says_what_is_offered(client: TestClient, query: str, accept: str, offered: str) -> None:
    response = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert response.status_code == 406
    assert response.headers["content-type"] == "application/problem+json"
    assert offered in response.json()["offered"]


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [("SELECT * {\n  ?s ?p ?o\n", 3, 1), ("INSERT DATA { <urn:a> <urn:b> 1 }", 1, None), ("", 1, 1)],
)
def test_a_query_that_does_not_parse_is_refused_with_its_place(
    client: TestClient, query: str, line: int, column: int | None
) -> None:
    response = client.get("/sparql", params={"query": query})
    assert response.status_code == 400
    problem = response.json()
    assert problem["line"] == line
    assert column in (None, problem["column"])
    assert f"line {line}" in problem["detail"]


DIRECT = {"Content-Type": "application/sparql-query"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    ("method", "address", "headers", "body", "status"),
    [
        ("GET", "/sparql?default-graph-uri=urn:a", {}, b"", 400),
        ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", {}, b"", 400),
        ("GET", "/sparql?query=%FF", {}, b"", 400),
        ("GET", "/sparql?update=CLEAR%20ALL", {}, b"", 400),
        ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=not%20an%20iri", {}, b"", 400),
        ("GET", "/sparql?query=ASK%7B%7D&named-graph-uri=http://%5Bbad", {}, b"", 400),
        ("GET", "/sparql?query=ASK%7B%7D&format=docx", {}, b"", 400),
        ("GET", "/sparql?query=ASK%7BSERVICE%3Curn:x%3E%7B%7D%7D", {}, b"", 400),
        ("GET", "/sparql?query=SELECT(%3Curn:f%3E(1)AS%3Fx)%7B%7D", {}, b"", 400),
        ("POST", "/sparql", FORM, b"", 400),
        ("POST", "/sparql", FORM, b"update=CLEAR%20ALL", 400),
        ("POST", "/sparql", FORM, b"query=ASK%7B%7D&query=ASK%7B%7D", 400),
        ("POST", "/sparql", FORM, b"query=\xff", 400),
        ("POST", "/sparql?query=ASK%7B%7D", FORM, b"query=ASK%7B%7D", 400),
        ("POST", "/sparql", DIRECT, b"\xff", 400),
        ("POST", "/sparql", DIRECT, b"CLEAR ALL", 400),
        ("POST", "/sparql", {}, b"ASK {}", 415),
        ("POST", "/sparql", {"Content-Type": "text/plain"}, b"ASK {}", 415),
        ("POST", "/sparql", {"Content-Type": "application/sparql-update"}, b"CLEAR ALL", 415),
        ("POST", "/sparql", {"Content-Type": "application/sparql-query; charset=UTF-16"}, b"ASK {}", 415),
        ("POST", "/sparql", DIRECT, b"ASK {} #" + b"x" * 1_000_000, 413),
        ("PUT", "/sparql", {}, b"", 405),
        ("DELETE", "/sparql", {}, b"", 405),
    ],
)
def test_bad_requests(client: TestClient, method: str, address: str, headers, body: bytes, status: int) -> None:
    response = client.request(method, address, headers=headers, content=body)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["status"] == status


def test_the_rdf_dataset_of_the_request_replaces_the_stores(client: TestClient, base: str) -> None:
    edition = f"{base}graph/edition/2026-08"
    query = "SELECT ?start { ?version <https://w3id.org/releasegraph#startDate> ?start }"
    named = "SELECT ?start { GRAPH ?g { ?version <https://w3id.org/releasegraph#startDate> ?start } }"

    def starts(**parameters: str) -> list[str]:
        found = client.get("/sparql", params=parameters).json()["results"]["bindings"]
        return [row["start"]["value"] for row in found]

    assert starts(query=query) == ["2026-01-01"]
    assert starts(query=query, **{"default-graph-uri": edition}) == ["2025-01-01"]
    assert starts(query=query, **{"named-graph-uri": edition}) == []
    assert starts(query=named, **{"named-graph-uri": edition}) == ["2025-01-01"]
    assert starts(query=named, **{"named-graph-uri": f"{base}graph/ontology"}) == []
    assert starts(query=named, **{"default-graph-uri": edition}) == []
    posted = client.post(f"/sparql?default-graph-uri={edition}", content=query, headers=DIRECT).json()
    assert [row["start"]["value"] for row in posted["results"]["bindings"]] == ["2025-01-01"]


def test_head_has_the_headers_and_no_body(client: TestClient) -> None:
    response = client.head("/sparql", params={"query": "SELECT * { ?s ?p ?o }"}, headers={"Accept": "text/csv"})
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.content == b""
    assert client.head("/sparql", params={"query": "SELECT"}).status_code == 400


def test_other_sites_may_ask(client: TestClient) -> None:
    preflight = client.options("/sparql", headers={"Origin": "https://e.org", "Access-Control-Request-Method": "POST"})
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert preflight.headers["access-control-allow-headers"] == "*"
    plain = client.options("/sparql")
    assert (plain.status_code, plain.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")
    assert client.get("/sparql", params={"query": "ASK {}"}).headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("media_type", [None, *GRAPHS])
def test_a_bare_get_describes_the_service(client: TestClient, base: str, media_type: str | None) -> None:
    response = client.get("/sparql", headers={"Accept": media_type} if media_type else {})
    form = ox.RdfFormat.from_media_type(media_type or "text/turtle")
    triples = {
        (quad.subject.value, quad.predicate.value.removeprefix(SD), quad.object.value)
        for quad in ox.parse(response.content, format=form)
    }
    endpoint = f"{base}sparql"
    assert (endpoint, "endpoint", endpoint) in triples
    assert (endpoint, "supportedLanguage", f"{SD}SPARQL11Query") in triples
    assert not [one for one in triples if one[1] == "feature"]
    assert f"{base}graph/edition/2026-08" in {one[2] for one in triples if one[1] == "name"}


def test_a_bare_get_offers_people_a_form_that_works_without_scripts(client: TestClient) -> None:
    response = client.get("/sparql", headers={"Accept": BROWSER})
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert '<textarea id="query" name="query"' in response.text


def test_people_get_a_table(client: TestClient, nasty: str) -> None:
    query = "SELECT ?body ?label { ?body a rg:Organisation ; ?p ?label FILTER(isLiteral(?label)) }"
    query = f"PREFIX rg: <{PREFIXES['rg']}> {query}"
    response = client.get("/sparql", params={"query": query, "format": ""}, headers={"Accept": BROWSER})
    assert response.status_code == 200
    assert nasty not in response.text
    assert "Trust &lt;script&gt;alert(1)&lt;/script&gt;" in response.text
    assert 'href="/doc/organisation/nhs-s%C3%B6hne"' in response.text
    many = client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }"}, headers={"Accept": BROWSER})
    assert "The first 500 rows" in many.text
    graph = client.get("/sparql", params={"query": CONSTRUCT}, headers={"Accept": BROWSER})
    assert '<th scope="col">predicate</th>' in graph.text
    yes = client.get("/sparql", params={"query": "ASK {}"}, headers={"Accept": BROWSER})
    assert '<span class="text">yes</span>' in yes.text


def test_people_see_what_is_wrong_beside_their_query(client: TestClient) -> None:
    response = client.get("/sparql", params={"query": "SELECT <b> nonsense"}, headers={"Accept": BROWSER})
    assert response.status_code == 400
    assert "The query was refused" in response.text
    assert "SELECT &lt;b&gt; nonsense</textarea>" in response.text


def test_the_form_may_name_a_result_format(client: TestClient) -> None:
    response = client.get("/sparql", params={"query": SELECT, "format": "csv"}, headers={"Accept": BROWSER})
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert _read_csv(response.text) == ["DARS-NIC-1-A"]


def test_what_is_written_as_xml_is_escaped(client: TestClient, nasty: str) -> None:
    query = f"PREFIX rdfs: <{PREFIXES['rdfs']}> SELECT ?label {{ <id/organisation/nhs-söhne> rdfs:label ?label }}"
    response = client.get("/sparql", params={"query": query}, headers={"Accept": "application/sparql-results+xml"})
    assert _read_xml(response.text) == [nasty]
