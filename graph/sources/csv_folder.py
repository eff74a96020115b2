"""The three sheets as CSV files (`Agreements.csv`, `Datasets.csv`, `DataReleases.csv`) become a register."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from releasegraph.graph.errors import SourceError
from releasegraph.graph.records import Register
from releasegraph.graph.sources.decoding import utf8_text
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
        sheet = name[: -len(".csv")]
        sheets[sheet] = Sheet(sheet, list(_rows(utf8_text(content, path), path)))
    return read_register(sheets, source_file=source_file, sha256=sha256, edition_name=edition_name)


def _rows(text: str, path: str) -> Iterator[Sequence[object]]:
    csv.field_size_limit(_FIELD_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise SourceError(path, f"line {reader.line_num}", f"not CSV ({error})", "comma-separated values") from None
