"""The published workbook (`datausesregister_{month}{year}.xlsx`) becomes a register."""

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook

from releasegraph.graph.errors import SourceError
from releasegraph.graph.records import Register
from releasegraph.graph.sources.archive import open_archive
from releasegraph.graph.sources.sheets import SHEETS, Sheet, read_register

__all__ = ["read_workbook"]

_EXPECTED = "an Excel workbook (.xlsx)"
_FORMULA = re.compile(rb'<c\b[^>]*?\br="([A-Z]+)(\d+)"[^>]*>\s*(?:<v>[^<]*</v>\s*)?<f\b')
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_workbook(content: bytes, *, source_file: str, sha256: str, edition_name: str | None = None) -> Register:
    """Read a workbook; raise SourceError where it is not one, is damaged, or lacks a sheet or column."""
    with_formulas = set()

    def note_formulas(member: str, chunk: bytes) -> None:
        if member.startswith("xl/worksheets/") and (b"<f>" in chunk or b"<f " in chunk):
            with_formulas.add(member)

    with open_archive(content, source_file, _EXPECTED, seen=note_formulas) as archive:
        formulas = {
            name: _formula_cells(archive.read(member))
            for name, member in (_sheet_members(archive).items() if with_formulas else ())
            if member in with_formulas
        }
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = {
            name: Sheet(
                name, book.get_sheet_by_name(name).to_python(skip_empty_area=False), formulas.get(name, frozenset())
            )
            for name in book.sheet_names
            if name.strip().casefold() in {wanted.casefold() for wanted in SHEETS}
        }
    except CalamineError as error:
        raise SourceError(source_file, "", f"the workbook cannot be read ({error})", _EXPECTED) from None
    return read_register(sheets, source_file=source_file, sha256=sha256, edition_name=edition_name)


def _sheet_members(archive: zipfile.ZipFile) -> Mapping[str, str]:
    """Give each sheet's name and the member that holds it (ECMA-376 part 1, 18.2.19 and 9.2)."""
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError):
        return {}
    targets = {link.get("Id"): str(PurePosixPath("xl") / link.get("Target", "").removeprefix("/xl/")) for link in links}
    return {sheet.get("name", ""): targets.get(sheet.get(_RELATIONSHIP), "") for sheet in book.iter(f"{_MAIN}sheet")}


def _formula_cells(worksheet: bytes) -> frozenset[tuple[int, int]]:
    return frozenset((int(row), _column_number(column)) for column, row in _FORMULA.findall(worksheet))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number
