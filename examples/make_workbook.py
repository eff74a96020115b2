"""Make the Excel workbook of a folder of three CSV sheets: `python examples/make_workbook.py FOLDER OUT.xlsx`."""

import argparse
import csv
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

__all__ = ["main", "make_workbook"]

SOURCE = Path(__file__).resolve().parent / "sources" / "datausesregister_september2026"
SHEETS = ("Agreements", "Datasets", "DataReleases")
DATES = {
    "DSA Start Date": ("dd/mm/yyyy", ("%Y-%m-%d", "%d/%m/%Y")),
    "DSA End Date": ("dd/mm/yyyy", ("%Y-%m-%d", "%d/%m/%Y")),
    "Month File Released": ("mmm-yy", ("%b-%y",)),
}
"""Column to the way Excel shows its dates, and the ways the CSV prints them."""
CREATED = datetime(2026, 9, 1)
"""Fixed, so that the clock never shows in the bytes."""


def make_workbook(folder: Path, out: Path) -> None:
    """Write the sheets of `folder` to `out`, dates as real Excel dates; the same folder gives the same bytes.

    A cell of a date column that holds no date stays the text it is, as in the published workbook.
    """
    with xlsxwriter.Workbook(str(out)) as book:
        book.set_properties({"title": "Rows made for demonstration", "created": CREATED})
        for sheet in SHEETS:
            with (folder / f"{sheet}.csv").open(encoding="utf-8", newline="") as file:
                header, *rows = csv.reader(file)
            write_sheet(book, sheet, header, rows)


def write_sheet(book: xlsxwriter.Workbook, name: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write one sheet: the header in row 1, a blank cell left out."""
    sheet = book.add_worksheet(name)
    forms = [book.add_format({"num_format": DATES[label][0]}) if label in DATES else None for label in header]
    for column, label in enumerate(header):
        sheet.write_string(0, column, label)
    for number, row in enumerate(rows, 1):
        for column, (label, text) in enumerate(zip(header, row, strict=True)):
            day = read_day(label, text)
            if day is not None:
                sheet.write_datetime(number, column, day, forms[column])
            elif text:
                sheet.write_string(number, column, text)


def read_day(label: str, text: str) -> date | None:
    """Give the date a cell of a date column prints, a month as its first day; None for any other cell."""
    for form in DATES[label][1] if label in DATES else ():
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=SOURCE, help="the folder of the three CSV sheets")
    parser.add_argument("out", type=Path, nargs="?", help="default: the folder's name with .xlsx, here")
    given = parser.parse_args()
    out = given.out or Path(f"{given.folder.resolve().name}.xlsx")
    make_workbook(given.folder, out)
    print(out)


if __name__ == "__main__":
    main()
