"""The query editor: examples, editing, views, downloads, links."""

import csv
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from .conftest import PHONE, TIME_LIMIT, Site, overflow, watch

BODIES = """PREFIX rg: <https://w3id.org/releasegraph#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?body ?name (STRLEN(?name) AS ?length) { ?body a rg:Organisation ; rdfs:label ?name } ORDER BY ?name"""
PHONE_AGENT = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36"
FOREVER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def write(editor: Page, query: str) -> None:
    """Replace the query as one who pastes it."""
    editor.get_by_role("textbox", name="SPARQL query").focus()
    editor.keyboard.press("Control+A")
    editor.keyboard.insert_text(query)


def ask(editor: Page, query: str) -> Locator:
    """Ask a query and give the rows of its answer."""
    write(editor, query)
    editor.get_by_role("button", name="Ask").click()
    rows = editor.locator("#results tbody tr")
    rows.first.wait_for()
    return rows


def test_an_example_runs_at_a_click(editor: Page) -> None:
    link = editor.locator("#examples a").first
    query = parse_qs(urlsplit(link.get_attribute("href") or "").query)["query"][0]
    link.click()
    editor.locator("#results tbody tr").first.wait_for()
    assert editor.locator("#query").input_value() == query
    assert parse_qs(urlsplit(editor.url).query)["query"] == [query]


def test_a_query_can_be_edited_and_run_by_keyboard(editor: Page) -> None:
    expect(ask(editor, f"{BODIES} LIMIT 3")).to_have_count(3)
    write(editor, f"{BODIES} LIMIT 2")
    editor.keyboard.press("Control+Enter")
    expect(editor.locator("#results tbody tr")).to_have_count(2)
    expect(editor.locator(".progress")).to_have_text(re.compile(r"2 rows in [\d.]+ s"))


def test_the_tab_key_leaves_the_editor(editor: Page) -> None:
    editor.get_by_role("textbox", name="SPARQL query").focus()
    editor.keyboard.press("Tab")
    expect(editor.get_by_role("button", name="Ask")).to_be_focused()


def test_iris_of_the_base_open_pages_of_this_site(editor: Page, site: Site) -> None:
    ask(editor, BODIES)
    editor.locator("#results tbody").get_by_role("link", name="organisation/eastport-borough-council").click()
    editor.wait_for_url(f"{site.address}/doc/organisation/eastport-borough-council")


def test_completion_knows_our_terms(editor: Page) -> None:
    write(editor, "PREFIX rg: <https://w3id.org/releasegraph#>\nSELECT * { ?version a rg:AgreementV")
    editor.keyboard.press("Control+Space")
    hints = editor.locator(".CodeMirror-hint")
    expect(hints).to_have_text(["rg:AgreementVersion"])
    editor.keyboard.press("Enter")
    expect(hints).to_have_count(0)
    editor.keyboard.insert_text(" ; rg:dataContr")
    editor.keyboard.press("Control+Space")
    expect(hints).to_have_text(["rg:dataController", "rg:dataControllerText"])
    hints.first.click()
    expect(hints).to_have_count(0)
    assert editor.locator("#query").input_value().endswith("?version a rg:AgreementVersion ; rg:dataController")


def test_a_prefix_is_inserted_at_a_click(editor: Page) -> None:
    write(editor, "SELECT * { ?s ")
    editor.get_by_text("Prefixes", exact=True).click()
    editor.get_by_role("button", name="skos:").click()
    lines = editor.locator("#query").input_value().splitlines()
    assert lines == ["PREFIX skos: <http://www.w3.org/2004/02/skos/core#>", "SELECT * { ?s skos:"]


def test_a_mistake_is_marked_while_writing_and_by_the_endpoint(editor: Page) -> None:
    write(editor, "SELECT ?s {\n  ?s ?p ?o .\n}\nORDER LIMIT 3")
    expect(editor.locator(".mistakes")).to_contain_text("Line 4: expected")
    editor.get_by_role("button", name="Ask").click()
    expect(editor.get_by_role("alert")).to_contain_text(re.compile(r"refused.*line 4, column \d+: expected"))
    expect(editor.locator(".mistakes")).to_contain_text("Line 4, column")
    expect(editor.locator(".mistake")).to_have_count(1)
    expect(ask(editor, "SELECT ?s { ?s ?p ?o } LIMIT 1")).to_have_count(1)
    expect(editor.locator(".mistake, .mistakes:not(:empty), [role=alert]")).to_have_count(0)


def test_a_query_over_its_time_says_so(editor: Page) -> None:
    write(editor, FOREVER)
    editor.get_by_role("button", name="Ask").click()
    expect(editor.get_by_role("alert")).to_contain_text(f"{TIME_LIMIT} s", timeout=(TIME_LIMIT + 10) * 1000)


def test_a_query_can_be_stopped(editor: Page) -> None:
    write(editor, FOREVER)
    editor.get_by_role("button", name="Ask").click()
    editor.get_by_role("button", name="Stop").click()
    expect(editor.get_by_role("alert")).to_contain_text("You stopped the query")
    expect(editor.get_by_role("button", name="Stop")).to_be_hidden()


def test_a_column_sorts_the_table(editor: Page) -> None:
    rows = ask(editor, "SELECT ?n { VALUES ?n { 10 9 100 } }")
    header = editor.locator("th").get_by_role("button", name="n", exact=True)
    header.click()
    expect(rows).to_have_text(["9", "10", "100"])
    header.click()
    expect(rows).to_have_text(["100", "10", "9"])
    expect(editor.locator("th[aria-sort=descending]")).to_have_count(1)


def test_a_chart_draws_numbers_by_names(editor: Page) -> None:
    rows = ask(editor, BODIES).count()
    editor.get_by_role("button", name="Chart").click()
    expect(editor.locator(".chart tbody tr")).to_have_count(rows)
    expect(editor.locator(".chart figcaption")).to_have_text("length by name")
    longest = max(float((bar.get_attribute("width") or "").rstrip("%")) for bar in editor.locator(".chart rect").all())
    assert longest == 100
    editor.get_by_label("Names").select_option(label="body")
    expect(editor.locator(".chart tbody th").first).to_have_text(re.compile("^organisation/"))


def test_a_chart_of_dates_is_a_line(editor: Page) -> None:
    ask(editor, 'SELECT * { VALUES (?month ?files) { ("2020-01" 3) ("2020-02" 2) ("2020-02" 3) ("2020-04" 1) } }')
    editor.get_by_role("button", name="Chart").click()
    expect(editor.locator(".chart figcaption")).to_have_text("files by month, rows of one name added up")
    line = editor.get_by_role("img", name=re.compile("files by month, from 2020-01 to 2020-04, at most 5"))
    expect(line.locator("circle")).to_have_count(3)


def test_the_csv_has_every_row(editor: Page, site: Site) -> None:
    ask(editor, BODIES)
    with editor.expect_download() as downloading:
        editor.get_by_role("link", name="CSV").click()
    with downloading.value.path().open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["body", "name", "length"]
    expected = site.query(BODIES)
    assert rows == [[row["body"], row["name"], row["length"]] for row in expected]
    assert "EASTPORT BOROUGH COUNCIL" in {row[1] for row in rows}


def test_an_answer_of_triples_is_a_table_with_rdf_to_download(editor: Page) -> None:
    expect(ask(editor, "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 5")).to_have_count(5)
    expect(editor.locator("#results thead th")).to_have_text(["subject", "predicate", "object"])
    with editor.expect_download() as downloading:
        editor.get_by_role("link", name="N-Triples").click()
    assert len(downloading.value.path().read_text("utf-8").splitlines()) == 5


def test_a_link_shares_query_and_answer(editor: Page, context: BrowserContext, site: Site) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.address)
    expect(ask(editor, f"{BODIES} LIMIT 3")).to_have_count(3)
    editor.get_by_role("button", name="Copy link").click()
    expect(editor.locator(".progress")).to_have_text("The link to this query is copied.")
    link = editor.evaluate("navigator.clipboard.readText()")
    assert link == editor.url
    other = context.new_page()
    other.goto(link)
    expect(other.locator("#results tbody tr")).to_have_count(3)
    expect(other.locator("#query")).to_have_value(f"{BODIES} LIMIT 3")
    other.get_by_role("button", name="Chart").click()
    expect(other.locator(".chart tbody tr")).to_have_count(3)


def test_going_back_shows_the_query_before(editor: Page) -> None:
    ask(editor, f"{BODIES} LIMIT 3")
    expect(ask(editor, f"{BODIES} LIMIT 2")).to_have_count(2)
    editor.go_back()
    expect(editor.locator("#results tbody tr")).to_have_count(3)
    expect(editor.locator("#query")).to_have_value(f"{BODIES} LIMIT 3")


def test_another_format_is_opened_by_the_browser(editor: Page) -> None:
    write(editor, BODIES)
    editor.get_by_label("Result").select_option("csv")
    with editor.expect_download() as downloading:
        editor.get_by_role("button", name="Ask").click()
    assert downloading.value.path().read_bytes().startswith(b"body,name,length\r\n")


@pytest.mark.usefixtures("bundle")
def test_a_phone_edits_and_asks(browser: Browser, site: Site) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, user_agent=PHONE_AGENT)
    page = context.new_page()
    wrongs = watch(page, site)
    page.goto(f"{site.address}/sparql")
    page.locator("#examples a").first.tap()
    page.locator("#results tbody tr").first.wait_for()
    page.get_by_role("textbox", name="SPARQL query").tap()
    page.keyboard.press("Control+A")
    page.keyboard.type("SELECT ?n { VALUES ?n { 1 2 } }")
    page.get_by_role("button", name="Ask").tap()
    expect(page.locator("#results tbody tr")).to_have_count(2)
    assert overflow(page) <= 0
    assert wrongs == []
    context.close()


@pytest.mark.parametrize("answer", ["ASK {}", "SELECT ?x { FILTER(false) }"])
def test_an_answer_without_rows_of_things_is_shown(editor: Page, answer: str) -> None:
    write(editor, answer)
    editor.get_by_role("button", name="Ask").click()
    expect(editor.locator(".progress")).to_have_text(re.compile(r"[01] rows? in"))
    expect(editor.locator("#results table")).to_be_visible()
