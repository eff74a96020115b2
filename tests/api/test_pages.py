"""Pages for people: home and search."""

import re
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from releasegraph.api.application import create_application
from releasegraph.api.pages import find_things
from releasegraph.api.questions import QUESTIONS, Question
from releasegraph.api.settings import Settings

VOID = {"meta", "link", "input", "br", "img", "hr"}


class Checker(HTMLParser):
    """Checks that elements nest, ids are single, and every field has a label; collects links."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.fields: set[str] = set()
        self.headings: list[int] = []
        self.hrefs: list[str] = []
        self.feed(text)
        assert self.open == []
        assert len(self.ids) == len(set(self.ids))
        assert self.fields <= self.labelled
        assert self.headings.count(1) == 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if values.get("id"):
            self.ids.append(values["id"] or "")
        if tag == "label":
            self.labelled.add(values["for"] or "")
        if tag in ("input", "textarea", "select"):
            self.fields.add(values["id"] or "")
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag in ("a", "link") and values.get("href"):
            self.hrefs.append(values["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


PAGES = [
    "/",
    "/search",
    "/search?q=hospital",
    "/search?q=zzz",
    "/sparql",
    "/sparql?query=ASK%7B%7D",
    "/sparql?query=no",
    "/doc/agreement/DARS-NIC-1-A/v4.2",
    "/doc/organisation/nhs-s%C3%B6hne",
    "/doc/dataset/hes",
    "/ontology",
    "/catalog",
    "/nothing",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_sound(client: TestClient, path: str) -> None:
    text = client.get(path, headers={"Accept": "text/html"}).text
    page = Checker(text)
    assert '<html lang="en">' in text
    assert 'name="viewport"' in text
    assert page.hrefs


@pytest.mark.parametrize("path", ["/", "/sparql", "/doc/agreement/DARS-NIC-1-A/v4.2", "/search?q=hospital"])
def test_our_own_links_lead_somewhere(client: TestClient, path: str) -> None:
    known_to_lack = {"/doc/law/ukpga/2012/7", "/doc/edition/2026-08", "/doc/concept/issue-kind/unknown-reference"}
    page = Checker(client.get(path, headers={"Accept": "text/html"}).text)
    for href in page.hrefs:
        if href.startswith("/") and href not in known_to_lack:
            assert client.get(href, headers={"Accept": "text/html, */*;q=0.8"}).status_code == 200, href


def test_home_says_what_is_here(client: TestClient) -> None:
    text = client.get("/").text
    for expected in ("301", "agreement versions", "2026-09", "bad date", "Report an error", "releasegraph.nq.gz"):
        assert expected in text
    assert text.index("unknown reference") < text.index("bad date")
    latest = text[text.index("<strong>latest") - 60 : text.index("<strong>latest")]
    assert "2026-09" in latest


def test_home_says_whom_to_tell(folder) -> None:
    settings = Settings(contact="mailto:someone@example.org")
    with TestClient(create_application(folder, settings)) as client:
        assert '<a href="mailto:someone@example.org">someone@example.org</a>' in client.get("/").text


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("hospital episode", "Hospital Episode Statistics"),
        ("  HOSPITAL   EPISODE ", "Hospital Episode Statistics"),
        ("söhne trust", "also “SÖHNE TRUST”"),
        ("study of", "DARS-NIC-1-A-v4.2"),
        ("section 261", 'href="/doc/law/ukpga/2012/7/section/261"'),
    ],
)
def test_search_finds_names(client: TestClient, words: str, expected: str) -> None:
    assert expected in client.get("/search", params={"q": words}).text


@pytest.mark.parametrize("words", ['"', "\\", '") } #', "<script>alert(2)</script>", "?words", "\u0000", "*"])
def test_what_is_searched_for_is_only_ever_text(client: TestClient, words: str) -> None:
    response = client.get("/search", params={"q": words})
    assert response.status_code == 200
    assert "<script>alert(2)" not in response.text


def test_search_stops_at_its_limit(application: FastAPI, client: TestClient) -> None:
    assert client.get("/").status_code == 200
    assert len(find_things(application.state.served.store, "a", 3)) <= 3


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.title)
def test_the_questions_on_the_pages_are_answered(client: TestClient, question: Question) -> None:
    response = client.get("/sparql", params={"query": question.query})
    assert response.status_code == 200
    linked = [
        parse_qs(urlsplit(href).query)["query"][0]
        for href in Checker(client.get("/").text).hrefs
        if href.startswith("/sparql?")
    ]
    assert question.query in linked
