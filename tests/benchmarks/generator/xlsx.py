"""Write a workbook as Excel does: shared strings, styled dates, the same bytes every time."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from .model import Cell, Sheet

__all__ = ["write_workbook"]

EPOCH = date(1899, 12, 30).toordinal()
STAMP = (2026, 9, 1, 0, 0, 0)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PROLOGUE = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
DAY, MONTH = 1, 2
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0d\x0e-\x1f]")
LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>'
    '<numFmt numFmtId="165" formatCode="mmm\\-yy"/></numFmts>'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    "<borders count='1'><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def write_workbook(path: Path, sheets: Sequence[Sheet], *, inline: bool = False) -> None:
    """Write the sheets to `path`; equal sheets give equal bytes (ECMA-376 part 1, 18.3 and 18.4).

    Text is kept once in the table of shared strings, as Excel writes it, or `inline` in each cell, as streaming
    writers do (XlsxWriter's constant memory). The same workbook is much slower to read with openpyxl when inline.
    """
    strings: dict[str, int] = {}
    uses = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for name, text in fixed_parts(sheets):
            package.writestr(entry(name), text)
        for number, sheet in enumerate(sheets, 1):
            with package.open(entry(f"xl/worksheets/sheet{number}.xml"), "w", force_zip64=True) as part:
                for chunk, used in sheet_xml(sheet, None if inline else strings):
                    part.write(chunk.encode())
                    uses += used
        with package.open(entry("xl/sharedStrings.xml"), "w", force_zip64=True) as part:
            part.write(f'{PROLOGUE}<sst xmlns="{MAIN}" count="{uses}" uniqueCount="{len(strings)}">'.encode())
            for text in strings:
                part.write(f'<si><t xml:space="preserve">{printable(text)}</t></si>'.encode())
            part.write(b"</sst>")


def entry(name: str) -> zipfile.ZipInfo:
    """Give a member with a fixed time, so that the clock never shows in the bytes."""
    info = zipfile.ZipInfo(name, STAMP)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


def printable(text: str) -> str:
    """Escape markup, and control characters as `_x0001_` (ECMA-376 part 1, 22.9.2.19)."""
    if "_x" in text:
        text = LOOKS_ESCAPED.sub("_x005F_", text)
    return CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", escape(text))


def sheet_xml(sheet: Sheet, strings: dict[str, int] | None) -> Iterator[tuple[str, int]]:
    """Yield the sheet's XML in pieces, each with the number of shared strings it uses.

    New strings join `strings`; without one, text stays in the cells.
    """
    letters = [chr(ord("A") + index) for index in range(len(sheet.header))]
    months = {index for index, name in enumerate(sheet.header) if name.startswith("Month")}
    yield (
        f'{PROLOGUE}<worksheet xmlns="{MAIN}"><dimension ref="A1:{letters[-1]}{len(sheet.rows) + 1}"/><sheetData>',
        0,
    )
    rows: list[tuple[Cell, ...]] = [sheet.header, *sheet.rows]
    for first in range(0, len(rows), 500):
        parts: list[str] = []
        used = 0
        for number, row in enumerate(rows[first : first + 500], first + 1):
            parts.append(f'<row r="{number}">')
            for index, value in enumerate(row):
                if isinstance(value, str) and strings is None:
                    text = f'<is><t xml:space="preserve">{printable(value)}</t></is>'
                    parts.append(f'<c r="{letters[index]}{number}" t="inlineStr">{text}</c>')
                elif isinstance(value, str):
                    assert strings is not None
                    place = strings.setdefault(value, len(strings))
                    parts.append(f'<c r="{letters[index]}{number}" t="s"><v>{place}</v></c>')
                    used += 1
                elif value is not None:
                    style = MONTH if index in months else DAY
                    parts.append(f'<c r="{letters[index]}{number}" s="{style}"><v>{value.toordinal() - EPOCH}</v></c>')
            parts.append("</row>")
        yield "".join(parts), used
    yield "</sheetData></worksheet>", 0


def fixed_parts(sheets: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
    """Yield the parts that hold no cells."""
    numbers = range(1, len(sheets) + 1)
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{KIND}.worksheet+xml"/>' for n in numbers
    )
    yield (
        "[Content_Types].xml",
        f'{PROLOGUE}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>{types}'
        f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{KIND}.sharedStrings+xml"/></Types>',
    )
    yield "_rels/.rels", relationships([("officeDocument", "xl/workbook.xml")])
    names = "".join(f'<sheet name="{escape(s.name)}" sheetId="{n}" r:id="rId{n}"/>' for n, s in enumerate(sheets, 1))
    yield (
        "xl/workbook.xml",
        f'{PROLOGUE}<workbook xmlns="{MAIN}" xmlns:r="{DOC}"><sheets>{names}</sheets></workbook>',
    )
    targets = [("worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    yield (
        "xl/_rels/workbook.xml.rels",
        relationships([*targets, ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]),
    )
    yield "xl/styles.xml", PROLOGUE + STYLES


def relationships(targets: Sequence[tuple[str, str]]) -> str:
    """Give a relationships part that numbers its targets `rId1`, `rId2`, …"""
    inner = "".join(
        f'<Relationship Id="rId{n}" Type="{DOC}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{PROLOGUE}<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'
