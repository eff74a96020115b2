"""A real site in a real browser: the example sources built, served by `releasegraph serve`, read with Chromium.

Playwright drives the machine's own Chromium; no browser is downloaded. Where it, or the editor's bundle, is missing the
tests are skipped with the reason, unless RELEASEGRAPH_BROWSER=required.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from releasegraph.graph.build import build
from releasegraph.graph.vocabulary import PREFIXES

ROOT = Path(__file__).parents[2]
BUNDLE = ROOT / "api/static/editor/editor.js"
AXE = ROOT / "api/editor/node_modules/axe-core/axe.min.js"
TIME_LIMIT = 3
"""Seconds the site under test gives a query."""

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


@dataclass(frozen=True, slots=True)
class Site:
    """The site under test; its IRIs start elsewhere (`base`), as behind a published name."""

    address: str
    base: str

    def query(self, text: str) -> list[dict[str, str]]:
        """Give the solutions of a query, terms as plain strings, with the common prefixes declared."""
        prefixes = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())
        asked = urlencode({"query": prefixes + text, "format": "json"})
        with urlopen(f"{self.address}/sparql?{asked}", timeout=30) as answer:
            solutions = json.load(answer)["results"]["bindings"]
        return [{name: term["value"] for name, term in solution.items()} for solution in solutions]

    def page_of(self, iri: str) -> str:
        """Give the address of a thing's page: where its IRI leads on this site."""
        law = iri.removeprefix("http://www.legislation.gov.uk/id/")
        return (
            f"{self.address}/doc/law/{law}"
            if law != iri
            else self.address + "/doc/" + iri.removeprefix(f"{self.base}id/")
        )


def _missing(what: str) -> NoReturn:
    if os.environ.get("RELEASEGRAPH_BROWSER") == "required":
        pytest.fail(f"{what} is missing, and RELEASEGRAPH_BROWSER is `required`")
    pytest.skip(f"{what} is missing")


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Build the example sources and serve them as a process of its own."""
    folder = tmp_path_factory.mktemp("site")
    base = "https://data.example.org/"
    build([ROOT / "examples/sources"], folder / "store", base=base)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [Path(sys.executable).parent / "releasegraph", "serve", "--store", folder / "store", "--port", str(port)]
    limits = {"RELEASEGRAPH_TIME_LIMIT": str(TIME_LIMIT), "RELEASEGRAPH_REQUESTS_PER_MINUTE": "0"}
    address = f"http://127.0.0.1:{port}"
    log = folder / "log.txt"
    with (
        log.open("wb") as output,
        subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=os.environ | limits) as server,
    ):
        try:
            _await(f"{address}/health", server, log)
            yield Site(address, base)
        finally:
            server.terminate()
            server.wait(timeout=30)


def _await(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(address, timeout=5):
                return
        except URLError:
            time.sleep(0.1)
    pytest.fail(f"the server did not start:\n{log.read_text()}")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Start the machine's Chromium; closed at the end of this folder, as its event loop would be in the others' way."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        _missing("Chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield started
        started.close()


def watch(page: Page, site: Site) -> list[str]:
    """Note from now on what no page may do: ask another host, or print an error."""
    wrongs: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith((f"{site.address}/", "blob:", "data:")):
            wrongs.append(f"asked {request.url}")

    def said(message: ConsoleMessage) -> None:
        # a browser notes every refused request as an error, also those that we show to the reader
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            wrongs.append(message.text)

    page.on("request", asked)
    page.on("console", said)
    page.on("pageerror", lambda error: wrongs.append(str(error)))
    return wrongs


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Open a fresh profile at a desk."""
    made = browser.new_context(viewport=DESK, accept_downloads=True)
    made.set_default_timeout(10_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, site: Site) -> Iterator[Page]:
    """Open a page that may ask no other host and print no error."""
    opened = context.new_page()
    wrongs = watch(opened, site)
    yield opened
    assert wrongs == []


@pytest.fixture
def plain_page(browser: Browser, site: Site) -> Iterator[Page]:
    """Open a page in a browser that runs no script."""
    context = browser.new_context(viewport=DESK, java_script_enabled=False)
    context.set_default_timeout(10_000)
    opened = context.new_page()
    wrongs = watch(opened, site)
    yield opened
    context.close()
    assert wrongs == []


@pytest.fixture(scope="package")
def bundle() -> None:
    """Ask for the editor to be built."""
    if not BUNDLE.is_file():
        _missing("the editor's bundle (make editor)")


@pytest.fixture
def editor(bundle: None, page: Page, site: Site) -> Page:  # noqa: ARG001 (skips)
    """Open the query page with its editor."""
    page.goto(f"{site.address}/sparql")
    page.locator(".yasqe").wait_for()
    return page


@pytest.fixture(scope="package")
def axe() -> str:
    """Give axe-core as the text of a script."""
    if not AXE.is_file():
        _missing("axe-core (make editor)")
    return AXE.read_text("utf-8")


def violations(page: Page, axe: str) -> list[str]:
    """Give what axe finds wrong with a page, one line for each rule and element."""
    page.evaluate(f"{{ {axe}\n}}")
    found: list[dict[str, Any]] = page.evaluate("axe.run().then((results) => results.violations)")
    return [
        f"{rule['id']}: {node['target'][0]}: {node['failureSummary'].splitlines()[-1].strip()}"
        for rule in found
        for node in rule["nodes"]
    ]


def overflow(page: Page) -> int:
    """Give by how many pixels a page is wider than its window."""
    return int(page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth"))
