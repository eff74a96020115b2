"""Findings, read and filtered in a browser that runs no script."""

from playwright.sync_api import Page, expect

from .conftest import Site


def test_findings_are_filtered_without_a_script(plain_page: Page, site: Site) -> None:
    plain_page.goto(f"{site.address}/validation")
    notes = plain_page.locator(".filters .choice", has_text="Notes").locator(".count").inner_text()
    plain_page.get_by_role("checkbox", name="Notes").check()
    plain_page.get_by_role("button", name="Apply filters").first.click()
    assert plain_page.url == f"{site.address}/validation?severity=info"
    expect(plain_page.locator("#found")).to_have_text(f"{notes} notes")
    plain_page.get_by_role("link", name="Remove filter Severity").click()
    assert plain_page.url == f"{site.address}/validation"


def test_a_finding_leads_to_its_row_and_back(plain_page: Page, site: Site) -> None:
    plain_page.goto(f"{site.address}/validation?severity=warning")
    place = plain_page.locator(".findings dd a", has_text="row").first
    row = place.inner_text().partition(" row ")[2].partition(",")[0]
    place.click()
    expect(plain_page.locator("h1")).to_contain_text(f"Row {row} of")
    plain_page.locator(".masthead a[href*='/validation?record=']").click()
    expect(plain_page.locator(".findings dd a", has_text=f"row {row},").first).to_be_visible()


def test_the_address_of_a_result_leads_to_it_on_its_page(plain_page: Page, site: Site) -> None:
    plain_page.goto(f"{site.address}/validation")
    anchor = plain_page.locator(".findings > li").nth(3).get_attribute("id")
    plain_page.goto(f"{site.address}/validation#{anchor}")
    expect(plain_page.locator(f"#{anchor}")).to_be_in_viewport()
