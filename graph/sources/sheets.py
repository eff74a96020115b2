"""Three sheets of rows become a register's records: columns found by name, in any order, extra ones kept."""

import calendar
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from releasegraph.graph.cells import Month, clean_text, read_month, text_problems
from releasegraph.graph.errors import SourceError
from releasegraph.graph.fields import columns
from releasegraph.graph.records import (
    AgreementRow,
    Cell,
    DatasetRow,
    Edition,
    Issue,
    Problem,
    Register,
    ReleaseRow,
)

__all__ = ["SHEETS", "Sheet", "edition_from_name", "read_register"]

RowType = Callable[..., Any]

SHEETS: Mapping[str, RowType] = {"Agreements": AgreementRow, "Datasets": DatasetRow, "DataReleases": ReleaseRow}
"""Sheet name to the record one row of it becomes."""
_HEADER_WITHIN = 20
_UNLABELLED = "(column {} without a label)"
"""The header is among a sheet's first rows: publishers put titles above tables."""
_MONTHS = [name.casefold() for name in calendar.month_name if name]
_NAMED_EDITION = re.compile(rf"({'|'.join(_MONTHS)})[\W_]*(20\d\d)", re.IGNORECASE)
_NUMBERED_EDITION = re.compile(r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])(?!\d)")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as its format gives it: row 1 first, cells as str, date, datetime, number, bool or None."""

    name: str
    rows: Iterable[Sequence[object]]
    formulas: frozenset[tuple[int, int]] = frozenset()
    """Row and column, from 1, of the cells that hold a formula; their value is the one last computed."""


def edition_from_name(name: str) -> str | None:
    """Give `YYYY-MM` from a file or folder name such as `datausesregister_september2026.xlsx`."""
    if found := _NAMED_EDITION.search(name):
        return f"{found[2]}-{_MONTHS.index(found[1].lower()) + 1:02d}"
    if found := _NUMBERED_EDITION.search(name):
        return f"{found[1]}-{found[2]}"
    return None


def read_register(
    sheets: Mapping[str, Sheet], *, source_file: str, sha256: str, edition_name: str | None = None
) -> Register:
    """Read the three sheets, row by row, values as printed.

    The edition's name is the one given, else the last month of a release. Raises SourceError for a sheet or column
    that is missing, and where the edition cannot be named.
    """
    found: dict[str, Sheet] = {}
    for printed, one in sheets.items():
        if found.setdefault(printed.strip().casefold(), one) is not one:
            raise SourceError(source_file, f"sheet {printed}", "the sheet stands twice", "each sheet once")
    rows: dict[str, tuple[Any, ...]] = {}
    problems: list[tuple[str, int, str, Problem]] = []
    for name, row_type in SHEETS.items():
        sheet = found.get(name.casefold())
        if sheet is None:
            raise SourceError(
                source_file,
                f"sheet {name}",
                "the sheet is missing",
                f"sheets {', '.join(SHEETS)}; found {', '.join(sheets) or 'none'}",
            )
        rows[name] = tuple(_read_rows(sheet, name, row_type, source_file, problems))
    edition = edition_name or _last_month(rows["DataReleases"])
    if not edition:
        raise SourceError(
            source_file,
            "sheet DataReleases",
            "no month in the file's name or in column Month File Released names the edition",
            "a name such as datausesregister_september2026.xlsx, or --edition 2026-09",
        )
    return Register(
        edition=Edition(edition, "workbook", source_file, sha256),
        agreements=rows["Agreements"],
        datasets=rows["Datasets"],
        releases=rows["DataReleases"],
        issues=tuple(Issue(problem, f"{edition}/{sheet}/{row}", column) for sheet, row, column, problem in problems),
    )


def _last_month(releases: Iterable[ReleaseRow]) -> str | None:
    months = {read_month(row.release_month) for row in releases}
    return max((str(month) for month in months if isinstance(month, Month)), default=None)


def _read_rows(
    sheet: Sheet, name: str, row_type: RowType, source_file: str, problems: list[tuple[str, int, str, Problem]]
) -> Iterable[Any]:
    rows = enumerate(sheet.rows, 1)
    titles, header_row, header = _find_header(rows, name, source_file)
    for number, words in titles:
        problems.append((name, number, "", Problem("unknown-line", words, "the columns' names", "info")))
    positions, extra = _positions(header, name, source_file)
    unlabelled = [position for position, label in enumerate(header) if not label]
    for position in extra:
        problems.append((name, header_row, header[position], _extra_column(header[position])))
    cell = _CellReader(name, header, sheet.formulas, problems)
    for number, row in rows:
        cells = [cell.read(number, position, row) for position in positions]
        if len(row) > len(header) or unlabelled:
            for position in _filled(row, unlabelled, len(header)):
                # a cell under no label is kept too: its column is named when the first one is met
                header = cell.name_column(position, _UNLABELLED.format(_letters(position + 1)))
                extra.append(position)
                problems.append((name, header_row, header[position], _extra_column(header[position])))
                unlabelled = [other for other, label in enumerate(header) if not label]
        if extra:
            others = tuple(
                (header[position], str(text)) for position in extra if (text := cell.read(number, position, row))
            )
            if others or any(value is not None for value in cells):
                yield row_type(number, *cells, others)
        elif any(value is not None for value in cells):
            yield row_type(number, *cells)


def _extra_column(label: str) -> Problem:
    return Problem("extra-column", label, "a column of the register", "info")


def _filled(row: Sequence[object], unlabelled: Sequence[int], width: int) -> list[int]:
    """Give the positions of a row's cells that stand under no label and hold something."""
    return [
        position
        for position in (*unlabelled, *range(width, len(row)))
        if position < len(row) and row[position] is not None and str(row[position]).strip()
    ]


def _letters(number: int) -> str:
    """Give a column's letters: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _find_header(
    rows: Iterable[tuple[int, Sequence[object]]], name: str, source_file: str
) -> tuple[list[tuple[int, str]], int, tuple[str, ...]]:
    """Give what stands above the header, row by row, then the header's row and labels."""
    titles: list[tuple[int, str]] = []
    wanted = {_key(label) for label in columns(name).values()}
    best: tuple[int, tuple[str, ...]] = (0, ())
    for number, row in rows:
        header = tuple(" ".join(str(value).split()) if value is not None else "" for value in row)
        matches = len(wanted & {_key(label) for label in header})
        if 2 * matches >= len(wanted):
            return titles, number, header
        if words := clean_text(" ".join(header)):
            titles.append((number, words))
        if number == 1:
            best = (number, header)
        if number >= _HEADER_WITHIN:
            break
    missing = next(label for label in columns(name).values() if _key(label) not in {_key(text) for text in best[1]})
    raise SourceError(
        source_file, f"sheet {name}", f"column {missing!r} is missing", f"columns {', '.join(columns(name).values())}"
    )


def _positions(header: Sequence[str], name: str, source_file: str) -> tuple[list[int], list[int]]:
    """Give the positions of the register's columns in the order of the record's fields, and those of extra columns."""
    wanted = {_key(label) for label in columns(name).values()}
    by_key: dict[str, int] = {}
    for position, label in enumerate(header):
        if label and by_key.setdefault(_key(label), position) != position and _key(label) in wanted:
            raise SourceError(source_file, f"sheet {name}", f"column {label!r} stands twice", "each column once")
    positions = []
    for label in columns(name).values():
        if _key(label) not in by_key:
            raise SourceError(
                source_file,
                f"sheet {name}",
                f"column {label!r} is missing",
                f"columns {', '.join(columns(name).values())}",
            )
        positions.append(by_key[_key(label)])
    extra = [position for position, label in enumerate(header) if label and position not in positions]
    return positions, extra


def _key(label: str) -> str:
    return " ".join(label.split()).casefold()


class _CellReader:
    """Gives cells as records keep them, and notes what is wrong with one; equal texts are looked at once."""

    def __init__(
        self,
        sheet: str,
        header: tuple[str, ...],
        formulas: frozenset[tuple[int, int]],
        problems: list[tuple[str, int, str, Problem]],
    ) -> None:
        self._sheet = sheet
        self._header = header
        self._formulas = formulas
        self._problems = problems
        self._known: dict[str, tuple[str | None, tuple[Problem, ...]]] = {}

    def name_column(self, position: int, label: str) -> tuple[str, ...]:
        """Name the column at a position, beyond the header's end too; give all labels."""
        labels = [*self._header, *[""] * (position + 1 - len(self._header))]
        labels[position] = label
        self._header = tuple(labels)
        return self._header

    def read(self, row_number: int, position: int, row: Sequence[object]) -> Cell:
        value = row[position] if position < len(row) else None
        if self._formulas and (row_number, position + 1) in self._formulas:
            problem = Problem("formula", "" if value is None else str(value), "a value; the last computed one is used")
            self._problems.append((self._sheet, row_number, self._header[position], problem))
        if value is None or value == "":
            return None
        if isinstance(value, datetime):
            return value if value.time() != value.min.time() else value.date()
        if isinstance(value, date):
            return value
        text = value if isinstance(value, str) else _number_text(value)
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = (clean_text(text) or None, text_problems(text))
        for problem in known[1]:
            self._problems.append((self._sheet, row_number, self._header[position], problem))
        return known[0]


def _number_text(value: object) -> str:
    """Give a number as a reader of the sheet sees it: 12, not 12.0; TRUE, not True."""
    if isinstance(value, bool):
        return str(value).upper()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
