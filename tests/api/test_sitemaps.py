"""Sitemaps and robots.txt: within the protocols' limits, and true."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from releasegraph.api.links import Links
from releasegraph.api.settings import Settings
from releasegraph.api.sitemaps import Entry, robots_text, site_entries, sitemap_files
from releasegraph.api.state import Served
from releasegraph.graph.build import build
from releasegraph.graph.generations import open_store

_IN = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BASE = "https://data.example.org/site/"


def located(document: bytes) -> list[tuple[str, str | None]]:
    """Give the places a file names, each with its moment."""
    return [(str(one.findtext(f"{_IN}loc")), one.findtext(f"{_IN}lastmod")) for one in ElementTree.fromstring(document)]


def addresses(client: TestClient) -> list[str]:
    index = client.get("/sitemap.xml")
    assert index.headers["Content-Type"] == "application/xml"
    parts = [urlsplit(place).path for place, _ in located(index.content)]
    return [place for part in parts for place, _ in located(client.get(part).content)]


def test_every_address_is_a_page_under_the_base(examples_client: TestClient) -> None:
    found = addresses(examples_client)
    assert len(found) == len(set(found)) > 100
    assert all(one.startswith("http://localhost:8000/") for one in found)
    sampled = found[:40] + found[40 :: len(found) // 40]
    wrong = {}
    for one in sampled:
        answer = examples_client.get(urlsplit(one).path, headers={"Accept": "text/html"})
        if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
            wrong[one] = answer.status_code
    assert not wrong


@pytest.mark.parametrize(
    "folder", ["agreement/", "organisation/", "dataset/", "edition/", "law/ukpga/", "concept/", "law/eur/"]
)
def test_things_of_each_kind_for_readers_are_named(examples_client: TestClient, folder: str) -> None:
    assert any(f"/doc/{folder}" in one for one in addresses(examples_client))


@pytest.mark.parametrize("folder", ["record/", "text/", "release/", "issue/"])
def test_rows_and_texts_are_left_to_the_pages_that_link_to_them(examples_client: TestClient, folder: str) -> None:
    assert not any(f"/doc/{folder}" in one for one in addresses(examples_client))


def test_an_address_is_escaped_as_in_the_page(client: TestClient) -> None:
    assert "http://data.example.org/doc/organisation/nhs-s%C3%B6hne" in addresses(client)


def test_a_part_that_is_not_there_is_404(client: TestClient) -> None:
    for part in ("0", "2", "x", "01"):
        assert client.get(f"/sitemap/{part}.xml").status_code == 404


def some(number: int) -> Sequence[Entry]:
    return [Entry(f"doc/thing/{place}", datetime(2026, 9, place % 28 + 1, 12, tzinfo=UTC)) for place in range(number)]


@pytest.mark.parametrize(
    ("number", "most", "largest", "sizes"),
    [
        (0, 5, 10_000, []),
        (5, 5, 10_000, [5]),
        (11, 5, 10_000, [5, 5, 1]),
        (11, 50, 500, [3, 3, 3, 2]),
        (2, 50, 10, [1, 1]),
    ],
)
def test_parts_hold_no_more_than_they_may(number: int, most: int, largest: int, sizes: list[int]) -> None:
    *parts, (name, index) = sitemap_files(some(number), BASE, most=most, largest=largest)
    assert name == "sitemap.xml"
    assert [len(located(body)) for _, body in parts] == sizes
    assert [place for place, _ in located(index)] == [f"{BASE}{file}" for file, _ in parts]
    assert all(len(body) <= largest for _, body in parts) or largest == 10
    assert [place for _, body in parts for place, _ in located(body)] == [f"{BASE}{one.path}" for one in some(number)]


def test_a_part_is_as_new_as_its_newest_page() -> None:
    entries = [Entry("a", datetime(2026, 9, 1, tzinfo=UTC)), Entry("b"), Entry("c", datetime(2026, 10, 2, tzinfo=UTC))]
    (_, part), (_, index) = sitemap_files(entries, BASE)
    assert located(part) == [
        (f"{BASE}a", "2026-09-01T00:00:00+00:00"),
        (f"{BASE}b", None),
        (f"{BASE}c", "2026-10-02T00:00:00+00:00"),
    ]
    assert located(index) == [(f"{BASE}sitemap/1.xml", "2026-10-02T00:00:00+00:00")]


def test_a_page_changed_when_what_it_shows_did(tmp_path: Path) -> None:
    moment = datetime(2026, 10, 3, 9, 30, tzinfo=UTC)
    sources = Path(__file__).resolve().parents[2] / "examples" / "sources"
    build([sources], tmp_path / "store", now=moment)
    opened = open_store(tmp_path / "store")
    entries = {one.path: one.modified for one in site_entries(Served.of(opened, Settings()))}
    opened.store.close()
    for path in ("agreement/DARS-NIC-990103-G5H6J", "agreement/DARS-NIC-990103-G5H6J/v2.3", "edition/2026-09"):
        assert entries[f"doc/{path}"] == moment
    assert entries["about"] is None


def test_signs_of_xml_in_an_address_are_escaped() -> None:
    (_, part), _ = sitemap_files([Entry("doc/a&b'c")], BASE)
    assert b"doc/a&amp;b&apos;c<" in part
    assert located(part) == [(f"{BASE}doc/a&b'c", None)]


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/doc/dataset/hes", True),
        ("/doc/dataset/hes.ttl", True),
        ("/catalog?page=2", True),
        ("/sparql?query=x", False),
        ("/search?q=x", False),
        ("/search.csv?q=x", False),
        ("/dump/releasegraph.nq.gz", False),
    ],
)
def test_crawlers_may_read_pages_and_not_have_them_worked_out(client: TestClient, path: str, allowed: bool) -> None:
    text = client.get("/robots.txt").text
    robots = RobotFileParser()
    robots.parse(text.splitlines())
    assert robots.can_fetch("Googlebot", f"http://data.example.org{path}") is allowed
    assert robots.site_maps() == ["http://data.example.org/sitemap.xml"]
    # as RFC 9309 compares it, the bare page of the editor is allowed; the parser above drops the question mark
    assert "Disallow: /sparql?\n" in text
    assert "Disallow: /validation?\n" in text


def test_a_site_that_works_out_nothing_allows_everything() -> None:
    robots = RobotFileParser()
    robots.parse(robots_text(Links(BASE, "/site"), ()).splitlines())
    assert robots.can_fetch("Bingbot", f"{BASE}search?q=x")
    assert robots.site_maps() == [f"{BASE}sitemap.xml"]
