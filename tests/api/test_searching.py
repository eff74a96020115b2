"""The search over HTTP: its page, its filters, its table."""

import csv
import io
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from releasegraph.api.application import create_application
from releasegraph.api.searching import COLUMNS
from releasegraph.api.settings import Settings

from .test_pages import Checker

SEARCHES = [
    "/search",
    "/search?q=hospital",
    "/search?q=zzz",
    "/search?q=zzz&kind=agreement&active=2020-01-01",
    "/search?q=%22%22&data=identifiable&data=pseudonymised",
    "/search?kind=release&sort=date&page=2",
    "/search?dataset=nothing-of-the-kind&law=",
]


def total(text: str) -> int:
    found = re.search(r'<h2 id="found">([\d,]+|Nothing) found', text)
    assert found
    return 0 if found[1] == "Nothing" else int(found[1].replace(",", ""))


def table(client: TestClient, address: str) -> list[dict[str, str]]:
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(response.text, newline="")))
    assert int(response.headers["releasegraph-results"]) == len(rows)
    return rows


@pytest.mark.parametrize("address", SEARCHES)
def test_a_page_of_results_is_sound_and_its_links_lead_on(examples_client: TestClient, address: str) -> None:
    response = examples_client.get(address, follow_redirects=True)
    assert response.status_code == 200
    page = Checker(response.text)
    searches = [href for href in page.hrefs if href.startswith("/")]
    assert any(href.startswith("/doc/") for href in searches) == bool(total(response.text))
    for href in dict.fromkeys(searches):
        assert examples_client.get(href, headers={"Accept": "text/html, */*;q=0.8"}).status_code in (200, 303), href


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("hospital episode", "<mark>Hospital</mark> <mark>Episode</mark> Statistics"),
        ("  HOSPITAL   EPISODE ", "<mark>Hospital</mark> <mark>Episode</mark> Statistics"),
        ("söhne trust", "<mark>Trust</mark> &lt;script&gt;alert(1)&lt;/script&gt;"),
        ("study of", "<mark>Study</mark>"),
        ("section 261", 'href="/doc/law/ukpga/2012/7/section/261"'),
        ("FILE é.ttl", 'href="/doc/release/FILE%20%C3%A9.ttl"'),
    ],
)
def test_search_finds_and_marks(client: TestClient, words: str, expected: str) -> None:
    assert expected in client.get("/search", params={"q": words}).text


@pytest.mark.parametrize(
    "words", ['"', "\\", '") } #', "<script>alert(2)</script>", "?words", "\u0000", "*", "a" * 9000]
)
def test_what_is_searched_for_is_only_ever_text(client: TestClient, words: str) -> None:
    response = client.get("/search", params={"q": words})
    assert response.status_code == 200
    assert "<script>alert" not in response.text


@given(st.text(max_size=80))
@settings(max_examples=60, deadline=None)
def test_any_text_is_answered(client: TestClient, words: str) -> None:
    response = client.get("/search", params={"q": words}, follow_redirects=True)
    assert response.status_code == 200
    assert "found</h2>" in response.text


def test_an_excerpt_shows_a_text_with_the_word_marked_and_its_versions(examples_client: TestClient) -> None:
    text = examples_client.get("/search?q=linked&kind=narrative").text
    assert re.search(r'<p class="excerpt">[^<]*<mark>[Ll]inked</mark>', text)
    assert re.search(r'Used by <a href="/doc/agreement/[^"]+">', text)


def test_filters_narrow_and_can_be_removed(examples_client: TestClient) -> None:
    everything = examples_client.get("/search").text
    narrowed = examples_client.get("/search?kind=version&data=identifiable").text
    assert total(everything) > total(narrowed) > 0
    assert "Identifiable or not: Identifiable" in narrowed
    removed = re.search(r'<a href="([^"]+)"><span class="visually-hidden">Remove filter </span>Identifiable', narrowed)
    assert removed
    assert unescape(removed[1]) == "/search?kind=version"
    assert 'value="identifiable" checked' in narrowed


def test_the_count_beside_a_value_is_what_ticking_it_finds(examples_client: TestClient) -> None:
    text = examples_client.get("/search?q=data&kind=version").text
    choice = r'name="(\w+)" value="([^"]+)">\s*<label[^>]*>[^<]*</label>\s*<span class="count">([\d,]+)'
    choices = [found for found in re.findall(choice, text) if found[0] != "kind"]
    assert len(choices) > 10
    for name, value, count in choices:
        found = examples_client.get("/search", params={"q": "data", "kind": "version", name: unescape(value)}).text
        assert total(found) == int(count.replace(",", "")), (name, value)


def test_nothing_found_offers_searches_that_find_something(examples_client: TestClient) -> None:
    text = examples_client.get("/search?q=hospital+zzz&kind=dataset").text
    assert total(text) == 0
    offered = re.search(r"These find something:</p>\s*<ul>(.*?)</ul>", text, re.DOTALL)
    assert offered
    for href, count in re.findall(r'<a href="([^"]+)">[^<]+</a> <small>([\d,]+)', offered[1]):
        assert total(examples_client.get(unescape(href)).text) == int(count.replace(",", "")) > 0
    assert "has no letter or digit" in examples_client.get("/search?q=!!!").text


def test_a_form_with_empty_fields_comes_to_the_address_without_them(examples_client: TestClient) -> None:
    response = examples_client.get("/search?q=data&dataset=&law=&active=&kind=version&kind=listing&sort=date")
    assert response.status_code == 302
    assert response.headers["location"] == "/search?q=data&kind=version&kind=listing&sort=date"
    assert examples_client.get(response.headers["location"]).status_code == 200


@pytest.mark.parametrize(
    ("query", "said"),
    [("active=yesterday", "2024-05-31"), ("page=0", "page"), ("page=x", "page"), ("sort=size", "sort")],
)
def test_a_parameter_that_is_no_such_thing_is_explained(client: TestClient, query: str, said: str) -> None:
    response = client.get(f"/search?{query}")
    assert response.status_code == 400
    assert said in response.json()["detail"]


def test_pages_hold_all_results_once_and_stop_at_the_last(examples_client: TestClient) -> None:
    seen: list[str] = []
    address: str | None = "/search?kind=release"
    while address:
        text = examples_client.get(address).text
        seen += re.findall(r'<h3><a href="([^"]+)"', text)
        following = re.search(r'rel="next" href="([^"]+)"', text)
        address = unescape(following[1]) if following else None
    assert len(seen) == len(set(seen)) == total(text)
    assert examples_client.get("/search?kind=release&page=999999").text == text


def test_the_table_holds_all_results_in_order(examples_client: TestClient) -> None:
    rows = table(examples_client, "/search.csv?kind=release&kind=version&sort=date")
    assert tuple(rows[0]) == COLUMNS
    page = examples_client.get("/search?kind=release&kind=version&sort=date").text
    assert len(rows) == total(page)
    first = [urlsplit(row["page"]).path for row in rows[:25]]
    assert first == re.findall(r'<h3><a href="([^"]+)"', page)
    days = [row["start"] for row in rows]
    assert days == sorted(days, reverse=True)
    version = next(row for row in rows if row["kind"].lower() == "agreement version" and row["title"])
    assert version["reference"]
    assert version["applicant"]
    assert version["datasets"]
    assert version["iri"].replace("/id/", "/doc/") == version["page"]


def test_the_table_of_nothing_has_its_header(examples_client: TestClient) -> None:
    response = examples_client.get("/search.csv?q=zzzzz")
    assert response.text.splitlines() == [",".join(COLUMNS)]


def test_a_store_without_an_index_serves_all_but_the_search(store_of: Callable[..., Path]) -> None:
    nquads = b'<http://x.org/id/dataset/a> <http://www.w3.org/2000/01/rdf-schema#label> "A" .\n'
    folder = store_of(nquads, "http://x.org/")
    with TestClient(create_application(folder, Settings()), follow_redirects=False) as client:
        for address in ("/search?q=a", "/search.csv?q=a"):
            response = client.get(address)
            assert response.status_code == 503
            assert "build it again" in response.json()["detail"]
        assert client.get("/doc/dataset/a").status_code == 200


def test_a_head_request_is_answered(client: TestClient) -> None:
    for address in ("/search?q=hospital", "/search.csv?q=hospital"):
        response = client.head(address)
        assert response.status_code == 200
        assert response.content == b""
