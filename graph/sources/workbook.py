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
_ERROR = re.compile(rb'<c\b(?=[^>]*?\bt="e")[^>]*?\br="([A-Z]+)(\d+)"[^>]*>\s*<v>')
_FAR_CELL = re.compile(rb' r="([A-Z]{2,3})\d+"[^>]*(?<!/)>')
_ROW_OF_CELL = re.compile(rb' r="[A-Z]+(\d+)"')
_MOST_CELLS = 32 * 1024**2
"""The most cells of a sheet, from A1 to its last column and row: the reader holds them all, blank or not."""
_TAIL = 256
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_workbook(content: bytes, *, source_file: str, sha256: str, edition_name: str | None = None) -> Register:
    """Read a workbook; raise SourceError where it is not one, is damaged, or lacks a sheet or column."""
    looks: dict[str, _Look] = {}

    def look(member: str, chunk: bytes) -> None:
        if member.startswith("xl/worksheets/") and member.endswith(".xml"):
            looks.setdefault(member, _Look()).at(chunk)

    with open_archive(content, source_file, _EXPECTED, seen=look) as archive:
        for member, seen in looks.items():
            if seen.columns * seen.rows > _MOST_CELLS:
                wrong = f"a cell stands in column {seen.columns} and one in row {seen.rows}"
                raise SourceError(source_file, f"member {member}", wrong, f"at most {_MOST_CELLS:,} cells in a sheet")
        formulas = {
            name: _formula_cells(archive.read(member))
            for name, member in (_sheet_members(archive).items() if any(one.formulas for one in looks.values()) else ())
            if member in looks and looks[member].formulas
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


class _Look:
    """What a worksheet's XML shows in passing: whether it holds formulas or errors, and how far its cells stand out."""

    def __init__(self) -> None:
        self.formulas = False
        self.columns = 26
        self.rows = 1
        self._tail = b""

    def at(self, chunk: bytes) -> None:
        words = self._tail + chunk
        self._tail = words[-_TAIL:]
        self.formulas = self.formulas or any(sign in words for sign in (b"<f>", b"<f ", b't="e"'))
        self.columns = max(self.columns, *map(_column_number, set(_FAR_CELL.findall(words))), 0)
        last_value = max(words.rfind(b"</v>"), words.rfind(b"</is>"))
        # rows stand in order (ECMA-376 part 1, 18.3.1.73): the last value of a chunk is in its last row
        cell = _ROW_OF_CELL.search(words, max(words.rfind(b' r="', 0, last_value), 0)) if last_value > 0 else None
        if cell:
            self.rows = max(self.rows, int(cell[1][:9]))


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
    """Give row and column of the cells that hold a formula, or an error such as `#N/A`, which one leaves behind."""
    return frozenset(
        (int(row), _column_number(column))
        for pattern in (_FORMULA, _ERROR)
        for column, row in pattern.findall(worksheet)
    )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number
