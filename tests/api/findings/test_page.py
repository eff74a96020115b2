"""The page of findings: what it says of each, its filters, the trend from edition to edition; badge and ways to it."""

import re
import time
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from releasegraph.api.application import create_application
from releasegraph.api.findings.badge import badge
from releasegraph.api.settings import Settings
from releasegraph.graph.build import build

from .conftest import BASE, CURED, HOSTILE, SECOND, SOURCES

LATE = "released-after-every-term"
Finding = dict[str, Any]


def text(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def test_a_finding_says_what_is_wrong_where_and_for_whom(client: TestClient, found: list[Finding]) -> None:
    one = next(one for one in found if one["places"] and one["printed"] and one["bodies"] and one["expected"])
    page = client.get(f"/validation?finding={one['fingerprint']}").text
    said = text(page)
    assert one["message"] in said
    assert f"Expected {one['expected']}" in said
    assert one["bodies"][0]["name"] in said
    place = one["places"][0]
    assert f"{place['file']}: {place['sheet']} row {place['row']}" in said
    record = place["record"].removeprefix(f"{BASE}id/")
    assert f'href="/doc/{record}"' in page
    assert client.get(f"/doc/{record}").status_code == 200


def test_what_is_printed_is_not_markup(client: TestClient) -> None:
    page = client.get("/validation?body=uni-b-of-b-northmere").text
    assert HOSTILE not in page
    assert HOSTILE.replace("<", "&lt;").replace(">", "&gt;") in page


def test_the_rule_alone_says_why_it_matters(client: TestClient, found: list[Finding]) -> None:
    rule = next(one["rule"] for one in found if one["rule"]["example"])
    said = text(client.get("/validation", params={"rule": rule["iri"]}).text)
    assert f"{rule['name']} {rule['why']} For example: {rule['example']}" in said


def test_filters_count_what_they_would_give(client: TestClient) -> None:
    page = client.get("/validation?severity=info").text
    offered = re.findall(
        r'name="(\w+)" value="([^"]+)"( checked)?>\n<label[^>]*>[^<]*</label>\n<span[^>]*>(\d+)<', page
    )
    assert {name for name, *_ in offered} == {"severity", "rule", "body", "edition"}
    assert [value for _, value, checked, _ in offered if checked] == ["info"]
    for name, value, _, number in offered:
        asked = {"severity": "info", name: unescape(value)}
        assert client.get("/validation.json", params=asked).json()["total"] == int(number), (name, value)


def test_an_empty_field_leaves_the_address(client: TestClient) -> None:
    answer = client.get("/validation?severity=info&rule=&body=")
    assert (answer.status_code, answer.headers["location"]) == (302, "/validation?severity=info")


def test_pages_are_stepped_through(store: Path, found: list[Finding]) -> None:
    with TestClient(create_application(store, Settings(page_results=10, page_rows=25))) as client:
        address, anchors, seen = "/validation", list[str](), 0
        while address:
            page = client.get(address).text
            anchors += re.findall(r'<li id="(result-[^"]+)"', page)
            after = re.search(r'<a rel="next" href="([^"]+)"', page)
            address, seen = unescape(after[1]) if after else "", seen + 1
        assert client.get("/validation?page=999").text.count('<li id="result-') == (len(found) % 10 or 10)
        document = client.get("/validation.json").json()
        listed = document["results"]
        while document["next"]:
            document = client.get("/" + document["next"].removeprefix(BASE)).json()
            listed += document["results"]
    assert anchors == [one["id"].partition("#")[2] for one in found]
    assert seen == -(-len(found) // 10)
    assert listed == found


def test_the_trend_is_from_edition_to_edition(client: TestClient, found: list[Finding]) -> None:
    page = client.get("/validation").text
    now = sum(one["rule"]["name"] == CURED and one["edition"] == "2026-09" for one in found)
    assert now
    assert f"{CURED} {now + 1} {now} −1" in text(page)
    assert "Findings by edition" in page
    alone = text(client.get(f"/validation?rule={LATE}").text)
    assert f"2026-08 {now + 1} 2026-09 {now} All {2 * now + 1}" in alone
    assert "Findings by edition" in client.get("/validation?severity=warning").text
    assert "Findings by edition" not in client.get("/validation?body=eastport-borough-council").text


def test_an_edition_is_annotated_with_what_was_found_in_it(client: TestClient, found: list[Finding]) -> None:
    query = f"""
        PREFIX dqv: <http://www.w3.org/ns/dqv#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?edition ?number FROM <{BASE}graph/validation> {{
          ?edition dqv:hasQualityMeasurement [ dqv:value ?number ;
            dqv:isMeasurementOf/rdfs:seeAlso <https://w3id.org/releasegraph/shapes#{LATE}> ] }} ORDER BY ?edition"""
    rows = client.get("/sparql", params={"query": query, "format": "json"}).json()["results"]["bindings"]
    now = sum(one["rule"]["name"] == CURED and one["edition"] == "2026-09" for one in found)
    assert [(row["edition"]["value"], int(row["number"]["value"])) for row in rows] == [
        (f"{BASE}id/edition/2026-08", now + 1),
        (f"{BASE}id/edition/2026-09", now),
    ]


@pytest.mark.parametrize(
    ("path", "view"),
    [
        ("doc/organisation/eastport-borough-council", "body=eastport-borough-council"),
        ("doc/edition/2026-09", "edition=2026-09"),
        ("doc/record/2026-09/Agreements/2", "record=2026-09%2FAgreements%2F2"),
        ("doc/agreement/DARS-NIC-990101-A1B2C", "about=agreement%2FDARS-NIC-990101-A1B2C"),
    ],
)
def test_the_page_of_a_thing_leads_to_what_was_found(client: TestClient, path: str, view: str) -> None:
    page = client.get(f"/{path}", headers={"Accept": "text/html"}).text
    led = re.search(r'Validation found <a href="/validation\?([^"]+)">([^<]+)</a>', page)
    assert led
    assert led[1] == view
    assert f'<h2 id="found">{led[2]}</h2>' in client.get(f"/validation?{view}").text


def test_a_thing_of_which_nothing_was_found_says_nothing(client: TestClient) -> None:
    assert "Validation found" not in client.get("/doc/concept/opt-outs/yes", headers={"Accept": "text/html"}).text


@pytest.mark.parametrize(
    ("counts", "words", "whole"),
    [
        ({}, "conforms", "conforms"),
        ({"Violation": 1}, "1 violation", "1 violation"),
        ({"Warning": 1200, "Info": 2}, "1,200 warnings, 2 notes", "1,200 warnings, 2 notes"),
        ({"Violation": 3, "Warning": 1, "Info": 9}, "3 violations, 1 warning", "3 violations, 1 warning, 9 notes"),
    ],
)
def test_a_badge_says_how_it_stands(counts: dict[str, int], words: str, whole: str) -> None:
    image = ElementTree.fromstring(badge("a <register> & more", counts))
    said = [one.text for one in image.iter("{http://www.w3.org/2000/svg}text")]
    assert said == ["a <register> & more", words]
    assert image.attrib["aria-label"] == f"a <register> & more: {whole}"


def test_the_badge_is_of_the_view(client: TestClient) -> None:
    answer = client.get("/validation/badge.svg?rule=no-such-rule")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "register 2026-09: conforms" in answer.text
    assert "warnings" in client.get("/validation/badge.svg?severity=warning").text


def test_a_graph_that_was_not_validated_says_so_until_it_is(
    tmp_path: Path, run: Callable[..., tuple[int, str, list[str]]]
) -> None:
    build([SOURCES / SECOND], tmp_path, validate=False)
    with TestClient(create_application(tmp_path, Settings())) as client:
        for path in ("", ".json", ".csv", ".ttl", "/badge.svg"):
            answer = client.get(f"/validation{path}", headers={"Accept": "*/*"})
            assert answer.status_code == 404
        assert "has not been validated" in answer.text
        assert client.get("/doc/edition/2026-09").status_code == 200
        assert run("validate", "--store", tmp_path)[0] == 0
        waited_until = time.monotonic() + 20
        while (answer := client.get("/validation.json")).status_code == 404 and time.monotonic() < waited_until:
            time.sleep(0.05)
        assert answer.json()["total"] > 0
