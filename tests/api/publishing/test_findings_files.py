"""Findings on a site of files: all of them as data, those of each rule as pages that lead to one another."""

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from releasegraph.api.application import create_application
from releasegraph.api.publishing.addresses import Addresses, Fate, Page
from releasegraph.api.publishing.findings_files import findings_paths
from releasegraph.api.publishing.publish import publish
from releasegraph.api.settings import Settings
from releasegraph.graph.build import build
from releasegraph.graph.generations import current_generation

from .conftest import SOURCES, Site

RULE = "validation/rule/gap-between-terms"
SITE = Addresses(
    "https://e.org/register/", "/register", (), {"validation", RULE}, {"validation.csv", "validation/badge.svg"}
)


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/register/validation", "/register/validation/"),
        ("/register/validation?page=2", Fate.LEFT_OUT),
        ("/register/validation?rule=gap-between-terms", f"/register/{RULE}/"),
        ("/register/validation?rule=gap-between-terms&page=2", f"/register/{RULE}/page-2/"),
        ("/register/validation?rule=gap-between-terms&rule=bare-act", Fate.UNLINKED),
        ("/register/validation?rule=found-nothing", Fate.UNLINKED),
        ("/register/validation?body=x", Fate.UNLINKED),
        ("/register/validation.csv", "/register/validation.csv"),
        ("/register/validation.csv?rule=gap-between-terms", Fate.LEFT_OUT),
        ("/register/validation.json", Fate.LEFT_OUT),
        ("/register/validation/badge.svg", "/register/validation/badge.svg"),
        ("/register/validation/badge.svg?rule=gap-between-terms", Fate.LEFT_OUT),
    ],
)
def test_views_that_are_not_made_are_not_linked(href: str, expected: str | Fate) -> None:
    assert SITE.lead(href, Page("about")) == expected


def test_each_finding_of_a_rule_is_on_its_pages(site: Site) -> None:
    generation = current_generation(site.store)
    paths = findings_paths(generation)
    assert len(paths) > 10
    for path, number in paths.items():
        pages = [site.root / path / "index.html", *(site.root / path).glob("page-*/index.html")]
        anchors = [
            anchor for page in pages for anchor in re.findall(r'<li id="(result-[^"]+)"', page.read_text("utf-8"))
        ]
        assert len(anchors) == len(set(anchors)) == number, path


def test_documents_are_those_of_a_server(site: Site) -> None:
    with TestClient(create_application(site.store, Settings())) as client:
        for path in ("validation.csv", "validation.jsonld", "validation.ttl", "validation/badge.svg"):
            assert (site.root / path).read_bytes() == client.get(f"/{path}").content, path
    page = (site.root / "validation" / "index.html").read_text("utf-8")
    assert f'href="/register/{RULE}/">Gap between terms</a>' in page
    assert 'src="/register/validation/badge.svg"' in page
    assert "badge.svg" not in (site.root / RULE / "index.html").read_text("utf-8")


def test_a_graph_that_was_not_validated_has_none(tmp_path: Path) -> None:
    build([SOURCES / "datausesregister_september2026"], tmp_path / "store", validate=False)
    publish(tmp_path / "store", tmp_path / "site", processes=1)
    assert not list((tmp_path / "site").glob("validation*"))
    assert "/validation" not in (tmp_path / "site" / "about" / "index.html").read_text("utf-8")
