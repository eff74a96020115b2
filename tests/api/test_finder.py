"""The list that a browser searches: what has a name and a page, short, and the same bytes for the same things."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.requests import Request

from releasegraph.api import finder as finding
from releasegraph.api.application import create_application
from releasegraph.api.finder import FINDER_FILE, finder, finder_document
from releasegraph.api.links import Links
from releasegraph.api.settings import Settings
from releasegraph.api.state import Served
from releasegraph.graph.build import build
from releasegraph.graph.generations import OpenedStore, open_store
from releasegraph.graph.search.folder import open_search
from releasegraph.graph.search.index import SearchIndex

BASE = "https://data.example.org/site/"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("finder") / "store"
    build([Path(__file__).resolve().parents[2] / "examples" / "sources"], place, base=BASE)
    return place


@pytest.fixture(scope="module")
def opened(folder: Path) -> Iterator[OpenedStore]:
    store = open_store(folder)
    yield store
    store.store.close()


@pytest.fixture(scope="module")
def index(opened: OpenedStore) -> SearchIndex:
    return open_search(opened.generation.folder)


def page_of(iri: str) -> str | None:
    path = Links(BASE).document_path(iri)
    return None if path is None else f"{path}.html"


def read(index: SearchIndex) -> Any:
    return json.loads(finder_document(index, page_of))


def test_things_with_names_are_listed(index: SearchIndex) -> None:
    found = read(index)
    assert found["kinds"] == ["Organisation", "Dataset", "Legal instrument", "Statutory provision", "Agreement"]
    assert {row[0] for row in found["things"]} == set(range(5))
    body = next(row for row in found["things"] if row[1] == "doc/organisation/eastport-borough-council.html")
    assert body[2] == "EASTPORT BOROUGH COUNCIL"


def test_an_agreement_has_its_title_applicant_term_and_datasets(index: SearchIndex) -> None:
    found = read(index)
    row = next(one for one in found["things"] if one[2] == "DARS-NIC-990103-G5H6J")
    kind, address, _, others, title, applicant, start, end, datasets = row
    assert (found["kinds"][kind], address) == ("Agreement", "doc/agreement/DARS-NIC-990103-G5H6J.html")
    assert others == []
    assert title
    assert applicant
    assert start < end
    names = [found["datasets"][place] for place in datasets]
    assert names == sorted(names)
    assert names


def test_what_has_no_page_is_left_out_with_its_names(index: SearchIndex) -> None:
    only = json.loads(finder_document(index, lambda iri: page_of(iri) if "/id/organisation/" in iri else None))
    assert {row[0] for row in only["things"]} == {0}
    assert only["datasets"] == []


def test_the_same_things_give_the_same_bytes(index: SearchIndex, opened: OpenedStore, tmp_path: Path) -> None:
    build([Path(__file__).resolve().parents[2] / "examples" / "sources"], tmp_path / "again", base=BASE)
    again = open_store(tmp_path / "again")
    assert opened.generation.folder != again.generation.folder
    other = finder_document(open_search(again.generation.folder), page_of)
    again.store.close()
    assert other == finder_document(index, page_of)


@pytest.fixture(scope="module")
def shown(folder: Path, opened: OpenedStore) -> tuple[Request, Served]:
    application: FastAPI = create_application(folder, Settings())
    here = Served.of(opened, Settings())
    application.state.front.described = here
    return Request({"type": "http", "app": application, "path": "/search", "headers": [], "query_string": b""}), here


def test_the_page_may_run_our_script_and_ask_us_alone(shown: tuple[Request, Served]) -> None:
    text = bytes(finder(*shown).body).decode()
    assert "script-src 'self'; connect-src 'self'; style-src 'self'" in text
    assert 'action="/site/search"' in text


def test_the_script_is_told_where_the_list_is(shown: tuple[Request, Served], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "_SCRIPT", "static/style.css")
    text = bytes(finder(*shown).body).decode()
    (settings,) = (part.partition("</script>")[0] for part in text.split('id="finder-settings">')[1:])
    assert json.loads(settings) == {"things": f"/site/{FINDER_FILE}", "root": "/site/"}
    assert '<script type="module" src="/site/static/style.css"></script>' in text


def test_without_the_script_the_page_says_where_to_look(
    shown: tuple[Request, Served], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "_SCRIPT", "static/not-built.js")
    text = bytes(finder(*shown).body).decode()
    assert "<script" not in text
    assert "make editor" in text
    assert 'href="/site/questions"' in text
