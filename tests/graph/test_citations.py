"""Citations read as written in tests/cases/citations: one line, one text, what it cites and its status."""

import csv
from pathlib import Path

import pytest

from releasegraph.graph.citations import Citation, Field, Reading, Role, Status, read_citations

CASES = Path(__file__).parent.parent / "cases" / "citations"


def _rows() -> list[tuple[str, dict[str, str]]]:
    rows = []
    for file in sorted(CASES.glob("*.tsv")):
        with file.open(encoding="utf-8", newline="") as lines:
            for number, row in enumerate(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), start=2):
                rows.append((f"{file.stem}-{number}", row))
    return rows


def written(reading: Reading) -> str:
    """Give the provisions as the case files write them."""
    marks = {Status.BY_CONVENTION: "?"}
    return (
        " ".join(
            ("~" if one.role is Role.AMENDING else marks.get(one.status, "")) + one.target
            for one in reading.citations
            if one.target
        )
        or "-"
    )


def _sound(text: str, one: Citation) -> bool:
    return text[one.offset : one.offset + len(one.text)] == one.text and bool(one.text)


@pytest.mark.parametrize("row", [pytest.param(row, id=name) for name, row in _rows()])
def test_every_written_case(row: dict[str, str]) -> None:
    text = row["text"].replace("\\n", "\n")
    reading = read_citations(text, Field(row["field"]))
    assert (written(reading), reading.status.replace("-", " ")) == (row["provisions"], row["status"])
    assert all(_sound(text, one) for one in reading.citations)
    offsets = [one.offset for one in reading.citations]
    assert offsets == sorted(set(offsets))
