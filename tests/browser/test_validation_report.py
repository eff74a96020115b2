"""The report of `validate --format html`: one file that asks nothing of anybody, for desk and phone."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Request
from typer.testing import CliRunner

from releasegraph.api.command_line import app

from .conftest import DESK, PHONE, ROOT, overflow, violations


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Validate the examples' pages, with a finding known, others new, and one cured."""
    folder = tmp_path_factory.mktemp("report")
    known, file = folder / "known.jsonl", folder / "findings.html"
    command = ["validate", str(ROOT / "examples/sources/pages"), "--output", str(folder / "findings.txt")]
    assert CliRunner().invoke(app, [*command, "--write-baseline", str(known)]).exit_code == 0
    first, *_ = known.read_text("utf-8").splitlines(keepends=True)
    gone = '{"rule": "http://example.org/rule", "place": "a page", "identity": "0", "message": "It was wrong."}\n'
    known.write_text(first + gone, "utf-8")
    command += ["--baseline", str(known), "--also", f"html={file}", "--fail-on", "info"]
    assert CliRunner().invoke(app, command).exit_code == 1
    return file


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_report_is_accessible_and_stands_alone(
    browser: Browser, axe: str, report: Path, size: dict[str, int], scheme: str
) -> None:
    context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []

    def ask(request: Request) -> None:
        asked.append(request.url)

    def say(message: ConsoleMessage) -> None:
        said.append(message.text)

    page.on("request", ask)
    page.on("console", say)
    page.goto(report.as_uri())
    assert page.locator(".verdict").evaluate("one => getComputedStyle(one).borderLeftStyle") == "solid"
    page.locator("summary").click()
    assert page.get_by_text("It was wrong.").is_visible()
    assert page.locator(".findings > li").count() > 1
    assert (violations(page, axe), overflow(page)) == ([], 0)
    context.close()
    assert asked == [report.as_uri()]
    assert said == []
