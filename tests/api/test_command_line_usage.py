"""The command line: how it is called, and what it says to those who call it wrongly."""

from collections.abc import Callable
from pathlib import Path

import pytest

PAGES = Path(__file__).parent.parent / "cases" / "pages"
COMMANDS = ("build", "validate", "serve", "publish", "query", "export", "stats")
Run = Callable[..., tuple[int, str, list[str]]]


@pytest.mark.parametrize(
    "base",
    [
        *("http://x", "x/", "ftp://x/", "http:///", "http://x/a b/", "http://x/<y>/", 'http://x/"/', "http://x/?q/"),
        *("http://x/#/", "http://x/%zz/", "http://x/é/", "http://x/\n/", "http://x/{y}/", "//x/", ""),
    ],
)
def test_a_base_that_is_none(tmp_path: Path, run: Run, base: str) -> None:
    code, _, errors = run("build", PAGES / "layout-a.txt", "--store", tmp_path / "s", "--base", base)
    assert (code, len(errors)) == (2, 1)
    assert "--base: expected an http or https IRI that ends in /" in errors[0]
    assert not (tmp_path / "s").exists()


@pytest.mark.parametrize("base", ["https://example.org/", "http://localhost:8000/", "https://[::1]:80/a/b%20c/~d/"])
def test_a_base(tmp_path: Path, run: Run, base: str) -> None:
    assert run("build", PAGES / "layout-a.txt", "--store", tmp_path / "s", "--base", base)[0] == 0
    code, out, _ = run("export", "--store", tmp_path / "s", "--format", "ntriples")
    assert code == 0
    assert f"<{base}id/organisation/" in out
    assert "localhost:8000" not in out.replace(base, "")


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["build"], "Missing argument 'SOURCE...'"),
        (["build", "x"], "Missing option '--store'"),
        (["nonsense"], "No such command 'nonsense'"),
        (["stats", "--nonsense"], "No such option: --nonsense"),
        (["stats", "--store", "s", "--format", "yaml"], "'yaml' is not one of 'text', 'json'"),
        (["query", "--store", "s", "--format", "yaml", "x"], "'yaml' is not one of table, "),
        (["query", "--store", "s"], "give either a query or --file"),
        (["query", "--store", "s", "x", "--file", "y"], "give either a query or --file"),
        (["export", "--store", "s", "--format", "yaml"], "'yaml' is not one of turtle, "),
        (["export", "--store", "s"], "Missing option '--format'"),
        (["validate"], "give either sources or --store"),
        (["validate", "x", "--store", "s"], "give either sources or --store"),
        (["validate", "x", "--fail-on", "never-ever"], "'never-ever' is not one of"),
        (["serve", "--store", "s", "--port", "70000"], "Invalid value for '--port'"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(run: Run, words: list[str], line: str) -> None:
    code, out, errors = run(*words)
    assert (code, out, len(errors)) == (2, "", 1), errors
    assert errors[0].startswith("releasegraph")
    assert line in errors[0]
    assert errors[0].endswith("--help says more)")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_an_example(run: Run, command: str) -> None:
    code, out, errors = run(command, "--help")
    assert (code, errors) == (0, [])
    assert f"Example: releasegraph {command} " in " ".join(out.split())


def test_help_names_every_command(run: Run) -> None:
    for words in ([], ["--help"]):
        code, out, errors = run(*words)
        assert (code, errors) == (0, [])
        assert all(f" {command} " in out for command in COMMANDS)
