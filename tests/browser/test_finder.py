"""The search of a site without a server: plain files, a browser, the strict policy."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from releasegraph.graph.build import build

from .conftest import DESK, PHONE, ROOT, Site, _missing, overflow, violations, watch

BASE = "https://data.example.org/"
_SCRIPT = ROOT / "api/static/editor/finder.js"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish the examples as files."""
    if not _SCRIPT.is_file():
        _missing("the search's bundle (make editor)")
    folder = tmp_path_factory.mktemp("files")
    build([ROOT / "examples/sources"], folder / "store", base=BASE)
    command = [Path(sys.executable).parent / "releasegraph", "publish", folder / "site", "--store", folder / "store"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / "site"


@pytest.fixture(scope="module")
def plain(files: Path) -> Iterator[Site]:
    """Serve the files with Python's own server of files."""
    command = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", str(files)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout is not None
            port = server.stdout.readline().split(" port ")[1].split()[0]
            _reached(f"http://127.0.0.1:{port}/search/")
            yield Site(f"http://127.0.0.1:{port}", BASE)
        finally:
            server.terminate()
            server.wait(timeout=60)


def _reached(address: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            urlopen(address, timeout=5).close()
        except URLError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        else:
            return


@pytest.fixture
def search(context: BrowserContext, plain: Site) -> Iterator[Page]:
    """Open the search, which may ask no other host and print no error, once it has its list."""
    opened = context.new_page()
    wrongs = watch(opened, plain)
    opened.goto(f"{plain.address}/search/")
    expect(opened.get_by_role("status")).to_have_text(re.compile(r"^Type to search [\d,]+ bodies"))
    yield opened
    assert wrongs == []


def names(page: Page) -> list[str]:
    return page.locator("#hits h3").all_inner_texts()


def ask(page: Page, words: str) -> list[str]:
    """Search for words, and give the names found."""
    page.get_by_role("searchbox").fill(words)
    page.keyboard.press("Enter")
    expect(page).to_have_title(f"{words}: search – releasegraph")
    return names(page)


FIRST = {
    "eastport borough council": "EASTPORT BOROUGH COUNCIL",
    "Eastp": "EASTPORT BOROUGH COUNCIL",
    "eastprot borough": "EASTPORT BOROUGH COUNCIL",
    "DARS-NIC-990103-G5H6J": "DARS-NIC-990103-G5H6J",
    "nic-990103-g5h6j": "DARS-NIC-990103-G5H6J",
    "DARS-NIC-990103-G5H6J-v2.3": "DARS-NIC-990103-G5H6J",
    "civil registrations of death": "Civil Registrations of Death",
    "gdpr": "UK GDPR",
    "gdpr art6": "UK GDPR, Article 6",
}
"""What is typed, a name, its beginning, a slip, a reference, a law, and what is found first."""


def test_names_beginnings_slips_references_and_law_find(search: Page) -> None:
    assert {words: ask(search, words)[0] for words in FIRST} == FIRST


def test_a_title_and_an_applicant_find_their_agreements(search: Page) -> None:
    found = ask(search, "northmere")
    assert "UNIVERSITY OF NORTHMERE" in found[:3]
    assert any(name.startswith("DARS-NIC-") for name in found)
    expect(search.locator("#hits mark").first).to_have_text(re.compile("northmere", re.IGNORECASE))


def test_words_that_nothing_has_together_are_told_apart(search: Page) -> None:
    assert ask(search, "eastport zzzzzz")
    expect(search.get_by_role("status")).to_have_text(re.compile("with some of these words"))
    assert ask(search, "zzzzzz") == []
    expect(search.get_by_role("status")).to_have_text("Nothing found.")


def test_a_kind_narrows_and_the_address_keeps_it(search: Page, plain: Site) -> None:
    assert len({*ask(search, "northmere")}) > 1
    search.get_by_label("Show", exact=True).select_option("Agreement")
    expect(search).to_have_url(f"{plain.address}/search/?q=northmere&kind=Agreement")
    narrowed = names(search)
    assert narrowed
    assert all(name.startswith("DARS-NIC-") for name in narrowed)
    search.reload()
    expect(search.locator("#hits h3")).to_have_count(len(narrowed))
    search.go_back()
    search.go_forward()
    assert names(search) == narrowed


def test_the_forms_of_other_pages_lead_here(search: Page, plain: Site) -> None:
    for page in ("/", "/about/"):
        search.goto(plain.address + page)
        search.get_by_role("searchbox").fill("eastport")
        search.keyboard.press("Enter")
        expect(search.locator("#hits h3").first).to_have_text("EASTPORT BOROUGH COUNCIL")
        expect(search.get_by_role("searchbox")).to_have_value("eastport")


def test_a_result_is_reached_and_opened_by_keyboard(search: Page) -> None:
    ask(search, "eastport borough council")
    search.keyboard.press("Tab")
    expect(search.get_by_role("button", name="Search")).to_be_focused()
    search.keyboard.press("Tab")
    search.keyboard.press("Tab")
    expect(search.locator("#hits a").first).to_be_focused()
    search.keyboard.press("Enter")
    expect(search).to_have_title("EASTPORT BOROUGH COUNCIL – releasegraph")


def test_more_is_shown_where_the_keyboard_is(search: Page) -> None:
    search.get_by_label("Show", exact=True).select_option("")
    ask(search, "health")
    more = search.get_by_role("button", name=re.compile("^Show "))
    expect(search.locator("#hits > li")).to_have_count(25)
    more.focus()
    search.keyboard.press("Enter")
    expect(search.locator("#hits > li:nth-child(26) a")).to_be_focused()


def test_names_are_text(search: Page) -> None:
    """What a source prints is never markup: the list is put into the page as text."""
    search.route("**/things.json", lambda route: route.fulfill(json=_HOSTILE))
    search.reload()
    expect(search.get_by_role("status")).to_have_text(re.compile("^Type to search 1 "))
    assert ask(search, "img") == ["<img src=x onerror=alert(1)> img"]
    assert search.locator("#hits img").count() == 0


_HOSTILE = {
    "kinds": ["Organisation"],
    "datasets": [],
    "things": [[0, "doc/x.html", "<img src=x onerror=alert(1)> img", ["<b>img</b>"], "", "<i>"]],
}


def test_a_list_that_cannot_be_fetched_is_told(search: Page) -> None:
    search.route("**/things.json", lambda route: route.fulfill(status=404))
    search.reload()
    expect(search.get_by_role("status")).to_have_text(re.compile("could not be fetched"))
    expect(search.get_by_role("link", name="Questions and their answers")).to_be_visible()


def test_the_search_is_for_everyone(search: Page, axe: str) -> None:
    for size in (DESK, PHONE):
        search.set_viewport_size(size)
        ask(search, "northmere")
        assert violations(search, axe) == []
        assert overflow(search) == 0


def test_without_scripts_the_page_says_where_to_look(browser: Browser, plain: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{plain.address}/search/")
    expect(page.get_by_text("needs JavaScript")).to_be_visible()
    expect(page.locator("#finder")).to_be_hidden()
    context.close()
