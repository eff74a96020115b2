"""What the documents say holds: answers, commands, links."""

import io
import re
from pathlib import Path

import pytest

from releasegraph.api.command_line import app
from releasegraph.api.tables import print_solutions
from releasegraph.graph.build import build
from releasegraph.graph.generations import open_store

PROJECT = Path(__file__).resolve().parent.parent
README = (PROJECT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [PROJECT / "README.md", PROJECT / "CHANGELOG.md", *sorted((PROJECT / "docs").glob("*.md"))]
ANSWERS = re.findall(r"\*\*([^*\n]+)\*\* \(\[[^\]]+\]\((.+?\.rq)\)\)\n\n```\n(.*?)\n```", README, re.DOTALL)


def test_five_questions_are_answered() -> None:
    assert len(ANSWERS) == 5


@pytest.fixture(scope="module")
def example_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("readme") / "store"
    build([PROJECT / "examples" / "sources"], store)
    return store


@pytest.mark.parametrize(("title", "file", "printed"), ANSWERS, ids=[file for _, file, _ in ANSWERS])
def test_an_answer_of_the_readme_is_the_answer(title: str, file: str, printed: str, example_store: Path) -> None:
    query = (PROJECT / file).read_text(encoding="utf-8")
    assert query.startswith(f"# title: {title}\n")
    opened = open_store(example_store)
    out = io.StringIO()
    print_solutions(opened.store.query(query), opened.base, out)  # type: ignore[arg-type]
    assert [line.rstrip() for line in out.getvalue().splitlines()] == printed.splitlines()


@pytest.mark.parametrize(
    "command", [command.callback.__name__ for command in app.registered_commands if command.callback]
)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`releasegraph {command} " in README


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_to_a_file_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_the_python_of_the_readme_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    (tmp_path / "examples").symlink_to(PROJECT / "examples")
    monkeypatch.chdir(tmp_path)
    said: dict[str, object] = {}
    exec(compile(code, "README.md", "exec"), said)
    assert "UNIVERSITY OF NORTHMERE" in capsys.readouterr().out.splitlines()
    assert len(said["law"]) > 20  # type: ignore[arg-type]
