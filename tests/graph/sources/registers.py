"""Small registers for tests: rows by field name, as a workbook or as CSV, and the graph they become."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter

from releasegraph.graph.assembly import Assembly
from releasegraph.graph.editions import plan_editions
from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.fields import columns
from releasegraph.graph.identifiers import DEFAULT_BASE, Identifiers
from releasegraph.graph.sources.discovery import discover

__all__ = [
    "BASE",
    "REFERENCE",
    "agreement",
    "as_lines",
    "assembled",
    "dataset",
    "fill",
    "issues_of",
    "loaded",
    "release",
    "save_csv",
    "save_workbook",
    "workbook",
]

BASE = DEFAULT_BASE
REFERENCE = "DARS-NIC-11111-A1A1A-v1.2"
Row = Mapping[str, Any]
_AGREEMENT: Row = {
    "reference": REFERENCE,
    "title": "A study of knees",
    "applicant": "University of Wessex",
    "organisation_type": "Academic",
    "data_controllers": "University of Wessex",
    "controllership": "Sole Data Controller",
    "start_date": date(2023, 3, 13),
    "end_date": date(2026, 3, 12),
    "sublicensing": "No",
    "commercial": "No",
    "objective": "To count knees.",
}
_DATASET: Row = {
    "reference": REFERENCE,
    "dataset": "Hospital Episode Statistics Critical Care (HES Critical Care)",
    "type_of_data": "Anonymised - ICO Code Compliant",
    "sensitivity": "Non-Sensitive",
    "frequency": "One-Off",
    "legal_basis": "Health and Social Care Act 2012 – s261(2)(a)",
    "confidentiality_basis": "Does not include the flow of confidential data",
}
_RELEASE: Row = {
    "file_reference": "FILE0000001",
    "reference": REFERENCE,
    "dataset": "Hospital Episode Statistics Critical Care (HES Critical Care)",
    "release_month": "Jul-23",
    "opt_outs": "N",
}


def agreement(**cells: Any) -> Row:
    """Give a row of `Agreements`, these cells instead of the usual ones."""
    return {**_AGREEMENT, **cells}


def dataset(**cells: Any) -> Row:
    """Give a row of `Datasets`, these cells instead of the usual ones."""
    return {**_DATASET, **cells}


def release(**cells: Any) -> Row:
    """Give a row of `DataReleases`, these cells instead of the usual ones."""
    return {**_RELEASE, **cells}


def fill(sheet: str, rows: Iterable[Row]) -> list[list[Any]]:
    """Lay rows out as a sheet, header first; cells of names the register lacks become extra columns."""
    rows = list(rows)
    labels = dict(columns(sheet))
    labels.update({name: name for row in rows for name in row if name not in labels})
    return [list(labels.values()), *([row.get(name) for name in labels] for row in rows)]


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]], **options: Any) -> bytes:
    """Write sheets, cell by cell as they are: dates as Excel dates, `=…` as formulas, None as no cell."""
    out = io.BytesIO()
    # a fixed creation date makes equal sheets equal bytes
    with xlsxwriter.Workbook(out, {"in_memory": True, **options}) as book:
        book.set_properties({"created": datetime(2026, 9, 1)})
        forms = {
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            time: book.add_format({"num_format": "hh:mm"}),
        }
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, str) and cell.startswith("="):
                        page.write_formula(row, column, cell, value="7")
                    elif isinstance(cell, str):
                        page.write_string(row, column, cell)
                    elif type(cell) in forms:
                        page.write_datetime(row, column, cell, forms[type(cell)])
                    elif cell is not None:
                        page.write(row, column, cell)
    return out.getvalue()


def save_workbook(
    folder: Path,
    agreements: Iterable[Row] = (_AGREEMENT,),
    datasets: Iterable[Row] = (_DATASET,),
    releases: Iterable[Row] = (_RELEASE,),
    name: str = "datausesregister_september2026.xlsx",
) -> Path:
    """Save a register as a workbook."""
    sheets = {"Agreements": agreements, "Datasets": datasets, "DataReleases": releases}
    path = folder / name
    path.write_bytes(workbook({sheet: fill(sheet, rows) for sheet, rows in sheets.items()}))
    return path


def save_csv(
    folder: Path,
    agreements: Iterable[Row] = (_AGREEMENT,),
    datasets: Iterable[Row] = (_DATASET,),
    releases: Iterable[Row] = (_RELEASE,),
    name: str = "register-2026-09",
) -> Path:
    """Save a register as a folder of three CSV files."""
    path = folder / name
    path.mkdir()
    for sheet, rows in {"Agreements": agreements, "Datasets": datasets, "DataReleases": releases}.items():
        with (path / f"{sheet}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(fill(sheet, rows))
    return path


def assembled(*paths: Path, base: str = BASE, edition: str | None = None) -> tuple[Assembly, str]:
    """Assemble the graph of some sources; give the assembly with its N-Quads."""
    assembly = Assembly(plan_editions(discover(paths), edition), Identifiers(base), lambda _doing, _done, _total: None)
    return assembly, "".join(assembly.lines())


def as_lines(nquads: str) -> list[str]:
    """Give the quads of a text, each once and sorted."""
    return sorted(line for line in set(nquads.split("\n")) if line)


def loaded(*paths: Path, base: str = BASE, edition: str | None = None) -> EmbeddedStore:
    """Assemble the graph of some sources into a store in memory."""
    store = EmbeddedStore.temporary()
    store.load(assembled(*paths, base=base, edition=edition)[1].encode())
    return store


def issues_of(*paths: Path, edition: str | None = None) -> list[tuple[str, str, str, str]]:
    """Give the issues of some sources: kind, record, column and printed value, sorted."""
    return sorted(
        (issue.problem.kind, issue.record, issue.column, issue.problem.printed)
        for issue in assembled(*paths, edition=edition)[0].issues
    )


def manifest_of(store: Path) -> dict[str, Any]:
    """Read what the current generation of a store says of itself."""
    generation = (store / "CURRENT").read_text(encoding="utf-8").strip()
    found: dict[str, Any] = json.loads((store / generation / "manifest.json").read_text(encoding="utf-8"))
    return found
