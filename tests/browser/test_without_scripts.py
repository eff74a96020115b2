"""A browser that runs no script reads and asks all the same."""

import re

from playwright.sync_api import Page, expect

from .conftest import Site


def test_search_finds(plain_page: Page, site: Site) -> None:
    plain_page.goto(f"{site.address}/")
    box = plain_page.get_by_role("banner").get_by_role("searchbox").first
    box.fill("northmere")
    box.press("Enter")
    plain_page.get_by_role("main").get_by_role(
        "link", name=re.compile("university of northmere", re.IGNORECASE)
    ).first.click()
    plain_page.wait_for_url(re.compile("/doc/organisation/university-of-northmere"))


def test_a_query_is_asked_by_a_plain_form(plain_page: Page, site: Site) -> None:
    plain_page.goto(f"{site.address}/sparql")
    plain_page.get_by_label("SPARQL 1.1").fill("SELECT ?n { VALUES ?n { 1 2 3 } }")
    plain_page.get_by_role("button", name="Ask").click()
    expect(plain_page.get_by_role("region", name="Answer").locator("tbody tr")).to_have_count(3)
    expect(plain_page.get_by_label("SPARQL 1.1")).to_have_value("SELECT ?n { VALUES ?n { 1 2 3 } }")


def test_a_refused_query_stays_to_be_mended(plain_page: Page, site: Site) -> None:
    plain_page.goto(f"{site.address}/sparql")
    plain_page.get_by_label("SPARQL 1.1").fill("SELECT ?n {")
    plain_page.get_by_role("button", name="Ask").click()
    expect(plain_page.get_by_role("alert")).to_contain_text("line 1")
    expect(plain_page.get_by_label("SPARQL 1.1")).to_have_value("SELECT ?n {")


def test_an_example_is_a_link_to_its_answer(plain_page: Page, site: Site) -> None:
    plain_page.goto(f"{site.address}/sparql")
    plain_page.locator("#examples a").first.click()
    plain_page.get_by_role("region", name="Answer").locator("tbody tr").first.wait_for()
