"""Every kind of page passes axe, in light and dark, and fits a desk and a phone."""

import pytest
from playwright.sync_api import Page

from releasegraph.graph.vocabulary import RG, terms

from .conftest import DESK, PHONE, Site, overflow, violations

ABSENT = {
    "ExtraCell": "the example sources have no column of their own",
    "FieldMapping": "is part of the ontology, which is one page",
}
CLASSES = (
    *sorted(f"rg:{term}" for term in terms(RG) if term[0].isupper() and term not in ABSENT),
    "skos:ConceptScheme",
    "skos:Concept",
    "odrl:Agreement",
)
PAGES = (
    "",
    "search?q=northmere",
    "search?q=nothing-at-all",
    "questions",
    "questions/versions-relying-on-a-section",
    "questions/files-released-by-body-and-year",
    "about",
    "sparql",
    "sparql?query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D%20LIMIT%2020",
    "sparql?query=SELECT",
    "ontology",
    "catalog",
    "catalog?page_size=5&page=2",
    "catalog/graph",
    "catalog/register",
    ".well-known/void",
    "validation",
    "validation?rule=gap-between-terms",
    "validation?severity=violation",
    "doc/nowhere",
)


def check(page: Page, axe: str) -> None:
    """Hold an open page to axe and to the width of its window, at a desk and on a phone, in light and dark."""
    found = []
    for device, size in (("desk", DESK), ("phone", PHONE)):
        page.set_viewport_size(size)
        found += [f"{device}: {over} px wider than the window"] if (over := overflow(page)) > 0 else []
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found += [f"{device}, {scheme}: {one}" for one in violations(page, axe)]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible(page: Page, site: Site, axe: str, path: str) -> None:
    page.goto(f"{site.address}/{path}")
    check(page, axe)


@pytest.mark.parametrize("name", CLASSES)
def test_the_page_of_a_thing_is_accessible(page: Page, site: Site, axe: str, name: str) -> None:
    richest = site.query(
        f"SELECT ?thing (COUNT(*) AS ?statements) {{ ?thing a {name} ; ?property ?value }}"
        " GROUP BY ?thing ORDER BY DESC(?statements) ?thing LIMIT 1"
    )
    assert richest
    answer = page.goto(site.page_of(richest[0]["thing"]))
    assert answer is not None
    assert answer.ok
    check(page, axe)


def test_the_editor_is_accessible_with_a_table_and_a_chart(editor: Page, axe: str) -> None:
    editor.locator("#examples a").first.click()
    editor.locator("#results tbody tr").first.wait_for()
    editor.get_by_text("Prefixes", exact=True).click()
    check(editor, axe)
    editor.get_by_role("button", name="Chart").click()
    editor.locator(".chart").wait_for()
    check(editor, axe)
