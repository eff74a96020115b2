"""Every page of the example sources, as a reader gets it."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from releasegraph.api.application import create_application
from releasegraph.api.settings import Settings
from releasegraph.graph.generations import OpenedStore
from releasegraph.graph.identifiers import LAW
from releasegraph.graph.vocabulary import ODRL, RDF, RG, SKOS

from .conftest import BASE

CLASSES = (
    RG.LegalInstrument,
    RG.StatutoryProvision,
    RG.Release,
    RG.RegisterEdition,
    RG.SourceRecord,
    RG.Claim,
    RG.Issue,
    RG.NameMerge,
    RG.OrganisationChange,
    RG.Condition,
    RG.RetentionRule,
    RG.NarrativeUse,
    RG.NarrativeSection,
    SKOS.Concept,
    SKOS.ConceptScheme,
    ODRL.Agreement,
    ODRL.Permission,
    ODRL.Prohibition,
    ODRL.Duty,
)
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Outline(HTMLParser):
    """Reads a page: that its elements nest, its headings, ids, and the references to them."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.fragments: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what starts."""
        named = dict(attrs)
        assert "style" not in named
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))
        if found := named.get("id"):
            self.ids.append(found)
        if (href := named.get("href") or "").startswith("#"):
            self.fragments.append(href[1:])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note what ends."""
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a shape of SVG, which ends where it starts."""
        del tag
        assert "style" not in dict(attrs)

    def handle_data(self, data: str) -> None:
        """Keep what a reader reads."""
        if self.open and self.open[-1] not in ("script", "style"):
            self.words += data


@pytest.fixture(scope="module")
def client(examples_folder: Path) -> Iterator[TestClient]:
    """Give a client of the example store."""
    with TestClient(create_application(examples_folder, Settings()), follow_redirects=False) as one:
        yield one


def outline(client: TestClient, iri: str) -> Outline:
    """Read the page of a thing."""
    path = iri.replace(LAW, "/doc/law/").replace(f"{BASE}id/", "/doc/")
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200, (iri, answer.text[:500])
    read = Outline()
    read.feed(answer.text)
    return read


@pytest.mark.parametrize("term", CLASSES, ids=lambda term: term.rpartition("/")[2])
def test_a_page_of_each_class_is_whole(client: TestClient, examples: OpenedStore, term: str) -> None:
    quads = examples.store.quads(predicate=RDF.type, graph=None)
    described = {str(subject) for subject, _, kind, _ in quads if str(kind) == term}
    # the catalogue names concepts of other authorities, which have pages there
    things = sorted(iri for iri in described if iri.startswith((BASE, LAW)))
    assert things
    for iri in things[:: max(1, len(things) // 3)]:
        page = outline(client, iri)
        assert page.open == []
        assert page.headings[0] == 1
        assert page.headings.count(1) == 1
        assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False))
        assert len(page.ids) == len(set(page.ids))
        assert set(page.fragments) <= set(page.ids)
        assert not re.search(r"\bNone\b(?! (?:were|of them))|Undefined|object at 0x", page.words)


@pytest.mark.parametrize("term", CLASSES, ids=lambda term: term.rpartition("/")[2])
def test_a_page_is_titled_and_cited_in_words(client: TestClient, examples: OpenedStore, term: str) -> None:
    iri = min(str(quad[0]) for quad in examples.store.quads(predicate=RDF.type, graph=None) if str(quad[2]) == term)
    path = iri.replace(LAW, "/doc/law/").replace(f"{BASE}id/", "/doc/")
    text = client.get(path, headers={"Accept": "text/html"}).text
    (title,) = re.findall(r"<title>(.*) – releasegraph</title>", text)
    assert f'<p class="citation">{title}. In:' in text
    assert not re.fullmatch(r"(?:agreement|text|release|issue|merge|claim|change|record|instrument)/.*", title)
    assert "?" not in title


def test_law_that_no_source_names_has_no_page(client: TestClient) -> None:
    assert client.get("/doc/law/ukpga/1998/29", headers={"Accept": "text/html"}).status_code == 404
    assert client.get("/doc/law/ukpga/2012/7/section/9999", headers={"Accept": "text/html"}).status_code == 404


def test_a_law_page_gives_no_legal_advice(client: TestClient) -> None:
    words = " ".join(outline(client, f"{LAW}ukpga/2012/7/section/261").words.split())
    assert "It is no legal advice" in words
    assert "Who relies on it" in words
    assert words.index("Who relies on it") < words.index("Who only cites it")
