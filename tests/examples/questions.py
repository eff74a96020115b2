"""The examples' questions as files: header, query, and answers as rows of text."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from releasegraph.graph.store import GraphStore, Solutions

__all__ = ["Question", "Row", "ask", "expected_rows", "questions"]

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "questions"
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One `.rq` file."""

    name: str
    """The file's name without suffix."""
    title: str
    comment: tuple[str, ...]
    answer: str | None
    """The function of tests/benchmarks/answers.py that answers the same."""
    text: str


def questions() -> Mapping[str, Question]:
    """Read every question, by name."""
    return {path.stem: read_question(path) for path in sorted(FOLDER.glob("*.rq"))}


def read_question(path: Path) -> Question:
    """Read a question's header: the comment lines at its top, some of them `key: value`."""
    text = path.read_text(encoding="utf-8")
    keys = {"title": "", "answer": ""}
    comment = []
    for line in text.splitlines():
        if not line.startswith("# "):
            break
        key, colon, value = line.removeprefix("# ").partition(": ")
        if colon and key in keys:
            keys[key] = value
        else:
            comment.append(line.removeprefix("# "))
    return Question(path.stem, keys["title"], tuple(comment), keys["answer"] or None, text)


def ask(store: GraphStore, question: Question) -> tuple[Row, list[Row]]:
    """Ask a question; give its variables, and each solution as text, unbound variables empty."""
    answer = store.query(question.text)
    assert isinstance(answer, Solutions)
    variables = answer.variables
    return variables, [tuple(str(row.get(name, "")) for name in variables) for row in answer]


def expected_rows(question: Question) -> tuple[Row, list[Row]]:
    """Read the stored answer: its header and its rows."""
    with (FOLDER / "expected" / f"{question.name}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = (tuple(row) for row in csv.reader(file))
    return header, rows
