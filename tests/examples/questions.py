"""The example questions and their stored answers over the examples' sources, as rows of text."""

import csv
from collections.abc import Mapping
from pathlib import Path

from releasegraph.graph.questions import Question, example_questions
from releasegraph.graph.store import GraphStore, Solutions

__all__ = ["ANSWERS", "Question", "Row", "ask", "expected_rows", "questions"]

ANSWERS = Path(__file__).resolve().parents[2] / "examples" / "answers"
"""The folder of the stored answers."""
Row = tuple[str, ...]


def questions() -> Mapping[str, Question]:
    """Give every question, by name."""
    return {question.name: question for question in example_questions()}


def ask(store: GraphStore, question: Question) -> tuple[Row, list[Row]]:
    """Ask a question; give its variables, and each solution as text, unbound variables empty."""
    answer = store.query(question.query)
    assert isinstance(answer, Solutions)
    variables = answer.variables
    return variables, [tuple(str(row.get(name, "")) for name in variables) for row in answer]


def expected_rows(question: Question) -> tuple[Row, list[Row]]:
    """Read the stored answer: its header and its rows."""
    with (ANSWERS / f"{question.name}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = (tuple(row) for row in csv.reader(file))
    return header, rows
