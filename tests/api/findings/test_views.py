"""Any view of the findings has what its parameters choose, as a page, as JSON, CSV and RDF."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import RDF, SH
from starlette.testclient import TestClient

from releasegraph.api.findings.table import COLUMNS
from releasegraph.api.negotiation import GRAPHS

BASE = "https://data.example.org/"
SHAPES = "https://w3id.org/releasegraph/shapes#"
Finding = dict[str, Any]
FORMS = {one.media_type: one.extension for one in GRAPHS}


def bodies(one: Finding) -> set[str]:
    return {body["iri"] for body in one["bodies"]}


def records(one: Finding) -> set[str]:
    return {place["record"] for place in one["places"]}


VIEWS: list[tuple[dict[str, list[str]], Callable[[Finding], bool]]] = [
    ({"severity": ["warning"]}, lambda one: one["severity"] == "Warning"),
    ({"severity": ["warning", "info"]}, lambda one: one["severity"] in ("Warning", "Info")),
    ({"severity": ["violation"]}, lambda one: one["severity"] == "Violation"),
    ({"rule": ["gap-between-terms"]}, lambda one: one["rule"]["iri"] == f"{SHAPES}gap-between-terms"),
    ({"rule": [f"{SHAPES}gap-between-terms"]}, lambda one: one["rule"]["iri"] == f"{SHAPES}gap-between-terms"),
    (
        {"body": ["eastport-borough-council"]},
        lambda one: f"{BASE}id/organisation/eastport-borough-council" in bodies(one),
    ),
    ({"edition": ["2026-09"]}, lambda one: one["edition"] == "2026-09"),
    (
        {"edition": ["2026-09"], "severity": ["info"]},
        lambda one: (one["edition"], one["severity"]) == ("2026-09", "Info"),
    ),
    ({"record": ["2026-09/Agreements/2"]}, lambda one: f"{BASE}id/record/2026-09/Agreements/2" in records(one)),
    (
        {"about": ["agreement/DARS-NIC-990101-A1B2C"]},
        lambda one: one["focus_node"].startswith(f"{BASE}id/agreement/DARS-NIC-990101-A1B2C/"),
    ),
    ({"rule": ["no-such-rule"]}, lambda _: False),
    ({"body": ["' OR 1 = 1 --"]}, lambda _: False),
]


@pytest.mark.parametrize(("asked", "holds"), VIEWS, ids=[urlencode(one, doseq=True) for one, _ in VIEWS])
def test_a_view_has_what_its_parameters_choose(
    client: TestClient, found: list[Finding], asked: dict[str, list[str]], holds: Callable[[Finding], bool]
) -> None:
    expected = [one for one in found if holds(one)]
    query = urlencode(asked, doseq=True)
    document = client.get(f"/validation.json?{query}").json()
    assert document["results"] == expected
    assert sum(document["counts"].values()) == document["total"] == len(expected)
    rows = list(csv.DictReader(io.StringIO(client.get(f"/validation.csv?{query}").text, newline="")))
    assert [row["fingerprint"] for row in rows] == [one["fingerprint"] for one in expected]
    graph = rdflib.Graph().parse(data=client.get(f"/validation.nt?{query}").text, format="nt")
    assert {str(one) for one in graph.subjects(RDF.type, SH.ValidationResult)} == {one["id"] for one in expected}
    page = client.get(f"/validation?{query}")
    assert page.status_code == 200
    assert ("Nothing was found with these filters." in page.text) is not bool(expected)


def test_the_views_of_each_kind_are_not_all_or_nothing(found: list[Finding]) -> None:
    sizes = [sum(map(holds, found)) for _, holds in VIEWS[:-2]]
    assert all(0 < size < len(found) for number, size in enumerate(sizes) if number not in (1, 2)), sizes


def test_the_fingerprint_leads_to_the_finding(client: TestClient, found: list[Finding]) -> None:
    (one,) = client.get(f"/validation.json?finding={found[3]['fingerprint']}").json()["results"]
    assert one == found[3]
    page = client.get(f"/validation?finding={found[3]['fingerprint']}").text
    assert f'<li id="{one["id"].partition("#")[2]}">' in page


def test_a_row_of_the_table_says_where_and_what(client: TestClient, found: list[Finding]) -> None:
    answer = client.get("/validation.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert answer.headers["releasegraph-results"] == str(len(found))
    rows = list(csv.reader(io.StringIO(answer.text, newline="")))
    assert rows[0] == list(COLUMNS)
    for row, one in zip(rows[1:], found, strict=True):
        said = dict(zip(COLUMNS, row, strict=True))
        first = next(iter(one["places"]), None)
        assert said["message"].lstrip("'") == one["message"]
        assert said["printed"].lstrip("'") == (one["printed"] or "")
        if first:
            assert said["file"] == first["file"]
            assert said["row"] == ("" if first["row"] is None else str(first["row"]))
            assert said["column"] == (first["column"] or "")


def test_the_whole_report_is_served_in_every_form(client: TestClient, found: list[Finding]) -> None:
    said = {}
    for media_type, form in FORMS.items():
        answer = client.get("/validation", headers={"Accept": media_type})
        assert answer.headers["content-type"].partition(";")[0] == media_type
        assert answer.headers["vary"] == "Accept, Accept-Encoding"
        assert answer.content == client.get(f"/validation.{form}").content
        said[form] = {str(quad.triple) for quad in ox.parse(answer.content, ox.RdfFormat.from_extension(form))}
    assert set(said) == {"jsonld", "ttl", "nt", "rdf", "nq", "trig"}
    assert all(triples == said["nt"] for triples in said.values())
    graph = rdflib.Graph().parse(data="\n".join(f"{one} ." for one in said["nt"]), format="nt")
    (report,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert str(report) == f"{BASE}graph/validation"
    assert {str(one) for one in graph.objects(report, SH.result)} == {one["id"] for one in found}


def test_the_report_is_what_the_store_holds_in_its_graph(client: TestClient) -> None:
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{BASE}graph/validation> {{ ?s ?p ?o }} }}"
    held = client.get("/sparql", params={"query": query}, headers={"Accept": "application/n-triples"})
    given = client.get("/validation.nt")
    assert set(held.text.splitlines()) == set(given.text.splitlines())


def test_json_is_given_page_by_page(client: TestClient, found: list[Finding]) -> None:
    beyond = client.get("/validation.json?page=2")
    assert beyond.status_code == 404
    assert "pages 1 to 1" in beyond.json()["detail"]
    assert client.get("/validation.json?page=none").status_code == 400
    assert client.get("/validation.json?page=1").json()["results"] == found
    assert json.loads(client.get("/validation", headers={"Accept": "application/json"}).text)["total"] == len(found)


def test_what_is_not_offered_is_refused(client: TestClient) -> None:
    assert client.get("/validation", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/validation.xlsx").status_code == 404


@pytest.mark.parametrize("address", ["/validation", "/validation.json", "/validation.csv", "/validation.ttl"])
def test_who_has_a_view_is_told_that_it_is_the_same(client: TestClient, address: str) -> None:
    tag = client.get(address, headers={"Accept": "*/*"}).headers["etag"]
    assert client.get(address, headers={"Accept": "*/*", "If-None-Match": tag}).status_code == 304
