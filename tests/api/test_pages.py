"""Pages for people: sound, linked, and saying what they should."""

import re
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

from releasegraph.api.application import create_application
from releasegraph.api.home import Figure, severities
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
        if tag in ("input", "textarea", "select") and values.get("type") != "hidden":
            self.fields.add(values["id"] or "")
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag in ("a", "link") and values.get("href"):
            self.hrefs.append(values["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


PAGES = [
    "/",
    "/about",
    "/questions",
    "/questions/issues-by-kind",
    "/questions/who-holds-what?page=2",
    "/questions/none",
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
    "/.well-known/void",
    "/nothing",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_sound(client: TestClient, path: str) -> None:
    text = client.get(path, headers={"Accept": "text/html"}).text
    page = Checker(text)
    assert '<html lang="en">' in text
    assert 'name="viewport"' in text
    assert page.hrefs


@pytest.mark.parametrize(
    "path", ["/", "/about", "/questions", "/sparql", "/doc/agreement/DARS-NIC-1-A/v4.2", "/search?q=hospital"]
)
def test_our_own_links_lead_somewhere(client: TestClient, path: str) -> None:
    known_to_lack = {"/doc/law/ukpga/2012/7", "/doc/edition/2026-08", "/doc/concept/issue-kind/unknown-reference"}
    page = Checker(client.get(path, headers={"Accept": "text/html"}).text)
    for href in page.hrefs:
        if href.startswith("/") and href not in known_to_lack:
            assert client.get(href, headers={"Accept": "text/html, */*;q=0.8"}).status_code == 200, href


def test_home_says_what_is_here(client: TestClient) -> None:
    text = client.get("/").text
    for expected in ("301", "agreement versions", "2026-09", "Bad date", "Report an error", "releasegraph.nq.gz"):
        assert expected in text
    assert text.index("Unknown reference") < text.index("Bad date")
    latest = text[text.index("Latest edition") :][:120]
    assert "2026-09" in latest
    assert "2026-08" not in latest


def test_home_says_whom_to_tell(folder) -> None:
    settings = Settings(contact="mailto:someone@example.org")
    with TestClient(create_application(folder, settings)) as client:
        assert '<a href="mailto:someone@example.org">someone@example.org</a>' in client.get("/").text


def test_the_home_page_draws_what_the_build_summed_up(examples_client: TestClient) -> None:
    text = examples_client.get("/").text
    assert 'id="releases"' in text
    assert 'id="in-force"' in text
    assert 'id="relied-on"' in text
    assert "some day of 2026-09" in text
    Checker(text)


def test_a_store_built_without_summaries_has_a_home_page_without_charts(client: TestClient) -> None:
    text = client.get("/").text
    assert "<figure" not in text
    assert "Questions to start from" in text


def test_severities_come_worst_first() -> None:
    counts = {"Info": 1, "Violation": 2, "Warning": 0, "http://example.org/Fatal": 3}
    assert severities(counts) == (Figure(2, "violations"), Figure(1, "note"))


@pytest.mark.parametrize(("path", "status"), [("/nothing", 404), ("/dump/none.nq", 404), ("/sparql?query=", 400)])
def test_a_problem_offers_a_way_on(client: TestClient, path: str, status: int) -> None:
    response = client.get(path, headers={"Accept": "text/html"})
    assert response.status_code == status
    assert 'role="search"' in response.text
