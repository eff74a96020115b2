"""The three sheets as CSV files (`Agreements.csv`, `Datasets.csv`, `DataReleases.csv`) become a register."""

import csv
import io
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping, Sequence

from releasegraph.graph.errors import SourceError
from releasegraph.graph.records import Register
from releasegraph.graph.sources.page_text import decode, refuse_binary
from releasegraph.graph.sources.sheets import Sheet, read_register

__all__ = ["read_csv_folder"]

_FIELD_LIMIT = 1024 * 1024


def read_csv_folder(
    files: Mapping[str, bytes], *, source_file: str, sha256: str, edition_name: str | None = None
) -> Register:
    """Read the sheets from the files' contents by file name; raise SourceError with file and line.

    Rows are counted as in a spreadsheet: the header is row 1, a cell with line ends is still in one row.
    """
    sheets = {}
    for name, content in files.items():
        path = f"{source_file}/{name}"
        if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            raise SourceError(path, "line 1, byte 1", "the file is encoded as UTF-16", "UTF-8 text")
        refuse_binary(content, path)
        sheet = name[: -len(".csv")]
        sheets[sheet] = Sheet(sheet, list(_rows(decode(content, "utf-8", path), path)))
    return read_register(sheets, source_file=source_file, sha256=sha256, edition_name=edition_name)


def _rows(text: str, path: str) -> Iterator[Sequence[object]]:
    csv.field_size_limit(_FIELD_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise SourceError(path, f"line {reader.line_num}", f"not CSV ({error})", "comma-separated values") from None
