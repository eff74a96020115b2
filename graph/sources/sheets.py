"""Three sheets of rows become a register's records: columns found by name, in any order, extra ones kept."""

import calendar
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from releasegraph.graph.cells import Month, read_month
from releasegraph.graph.errors import SourceError
from releasegraph.graph.records import (
    AgreementRow,
    DatasetRow,
    Edition,
    Issue,
    Problem,
    Register,
    ReleaseRow,
)
from releasegraph.graph.sources.header import column_letters, column_positions, find_header
from releasegraph.graph.sources.sheet_cells import CellReader, SheetProblem

__all__ = ["SHEETS", "Sheet", "edition_from_name", "read_register"]

RowType = Callable[..., Any]

SHEETS: Mapping[str, RowType] = {"Agreements": AgreementRow, "Datasets": DatasetRow, "DataReleases": ReleaseRow}
"""Sheet name to the record one row of it becomes."""
_UNLABELLED = "(column {} without a label)"
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
    problems: list[SheetProblem] = []
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
    sheet: Sheet, name: str, row_type: RowType, source_file: str, problems: list[SheetProblem]
) -> Iterable[Any]:
    rows = enumerate(sheet.rows, 1)
    titles, header_row, header = find_header(rows, name, source_file)
    for number, words in titles:
        problems.append((name, number, "", Problem("unknown-line", words, "the columns' names", "info")))
    positions, extra = column_positions(header, name, source_file)
    unlabelled = [position for position, label in enumerate(header) if not label]
    for position in extra:
        problems.append((name, header_row, header[position], _extra_column(header[position])))
    cell = CellReader(name, header, sheet.formulas, problems)
    for number, row in rows:
        cells = cell.read_row(number, positions, row)
        if len(row) > len(header) or unlabelled:
            for position in _filled(row, unlabelled, len(header)):
                # a cell under no label is kept too: its column is named when the first one is met
                header = cell.name_column(position, _UNLABELLED.format(column_letters(position + 1)))
                extra.append(position)
                problems.append((name, header_row, header[position], _extra_column(header[position])))
                unlabelled = [other for other, label in enumerate(header) if not label]
        if extra:
            others = tuple(
                (header[position], str(text)) for position in extra if (text := cell.read(number, position, row))
            )
            if others or cells.count(None) < len(cells):
                yield row_type(number, *cells, others)
        elif cells.count(None) < len(cells):
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
