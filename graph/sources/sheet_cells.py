"""One cell as records keep it, and what is wrong with it: the hot path of reading a workbook."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from releasegraph.graph.cells import clean_text, is_plain, text_problems
from releasegraph.graph.records import Cell, Problem

__all__ = ["CellReader", "SheetProblem"]

SheetProblem = tuple[str, int, str, Problem]
"""Sheet, row, column, and what is wrong there."""


class CellReader:
    """Gives the cells of one sheet; equal texts are looked at once."""

    def __init__(
        self,
        sheet: str,
        header: tuple[str, ...],
        formulas: frozenset[tuple[int, int]],
        problems: list[SheetProblem],
    ) -> None:
        self._sheet = sheet
        self._header = header
        self._formulas = formulas
        self._problems = problems
        self._plain: dict[object, Cell] = {}
        """Texts and days that hold no problem to the cell they are."""
        self._suspect: dict[str, tuple[str | None, tuple[Problem, ...]]] = {}

    def name_column(self, position: int, label: str) -> tuple[str, ...]:
        """Name the column at a position, beyond the header's end too; give all labels."""
        labels = [*self._header, *[""] * (position + 1 - len(self._header))]
        labels[position] = label
        self._header = tuple(labels)
        return self._header

    def read_row(self, row_number: int, positions: Iterable[int], row: Sequence[object]) -> list[Cell]:
        """Give the cells at some positions of a row."""
        if self._formulas or len(row) < len(self._header):
            return [self.read(row_number, position, row) for position in positions]
        plain = self._plain
        return [
            plain[value]
            if type(value := row[position]) is str and value in plain
            else self.read(row_number, position, row)
            for position in positions
        ]

    def read(self, row_number: int, position: int, row: Sequence[object]) -> Cell:
        """Give one cell, and note what is wrong with it."""
        value = row[position] if position < len(row) else None
        if self._formulas and (row_number, position + 1) in self._formulas:
            problem = Problem("formula", "" if value is None else str(value), "a value; the last computed one is used")
            self._problems.append((self._sheet, row_number, self._header[position], problem))
        if value is None:
            return None
        if isinstance(value, datetime):
            return value if value.time() != value.min.time() else value.date()
        if isinstance(value, date):
            return value
        text = value if isinstance(value, str) else _number_text(value)
        if is_plain(text):
            # what prints has no white space but blanks and line ends
            cell = self._plain[text] = text.strip(" \n") or None
            return cell
        known = self._suspect.get(text)
        if known is None:
            known = self._suspect[text] = (clean_text(text) or None, text_problems(text))
        for problem in known[1]:
            self._problems.append((self._sheet, row_number, self._header[position], problem))
        return known[0]


def _number_text(value: object) -> str:
    """Give a number as a reader of the sheet sees it: 12, not 12.0; TRUE, not True."""
    if isinstance(value, bool):
        return str(value).upper()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
