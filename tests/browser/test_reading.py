"""Reading the site: search, follow, open things."""

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import Site

EASTPORT = re.compile("eastport borough council", re.IGNORECASE)


def test_a_search_leads_to_the_page_of_what_it_found(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/")
    box = page.get_by_role("banner").get_by_role("searchbox").first
    box.fill("eastport")
    box.press("Enter")
    page.wait_for_url(re.compile(r"/search\?"))
    page.get_by_role("main").get_by_role("link", name=EASTPORT).first.click()
    page.wait_for_url(re.compile("/doc/organisation/eastport-borough-council"))
    expect(page.get_by_role("heading", level=1)).to_have_text(EASTPORT)


def test_an_organisation_leads_to_its_agreements_and_they_to_law(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/doc/organisation/eastport-borough-council")
    page.locator("main a[href*='/doc/agreement/']").first.click()
    page.wait_for_url(re.compile("/doc/agreement/"))
    expect(page.get_by_role("main")).to_contain_text("DARS-NIC-")
    (relying,) = site.query(
        "SELECT ?version { ?version a rg:AgreementVersion ; rg:reliesOn ?law } ORDER BY ?version LIMIT 1"
    )
    page.goto(site.page_of(relying["version"]))
    page.locator("main a[href*='/doc/law/']").first.click()
    page.wait_for_url(re.compile("/doc/law/"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_an_iri_leads_to_its_page(page: Page, site: Site) -> None:
    answer = page.goto(f"{site.address}/id/organisation/eastport-borough-council")
    assert answer is not None
    assert answer.ok
    assert page.url == f"{site.address}/doc/organisation/eastport-borough-council"


@pytest.mark.parametrize("path", ["doc/organisation/nobody", "nowhere"])
def test_a_page_that_is_not_there_says_so(page: Page, site: Site, path: str) -> None:
    answer = page.goto(f"{site.address}/{path}")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("banner").get_by_role("searchbox").first).to_be_visible()


def test_the_keyboard_can_skip_to_the_content(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/questions")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
