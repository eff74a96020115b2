"""The three sheets as CSV: rows counted as in a spreadsheet, and what is no CSV at its line."""

from collections.abc import Mapping

import pytest

from releasegraph.graph.errors import SourceError
from releasegraph.graph.fields import columns
from releasegraph.graph.records import Register
from releasegraph.graph.sources.csv_folder import read_csv_folder

HEADERS = {sheet: ",".join(columns(sheet).values()) for sheet in ("Agreements", "Datasets", "DataReleases")}
RELEASE = "FILE1,NIC-1-A1A1A-v1,HES,Jul-19,N"


def files(**rows: str) -> dict[str, bytes]:
    return {f"{sheet}.csv": f"{header}\n{rows.get(sheet, '')}".encode() for sheet, header in HEADERS.items()}


def read(found: Mapping[str, bytes], edition: str | None = "2026-09") -> Register:
    return read_csv_folder(found, source_file="folder", sha256="0", edition_name=edition)


def test_rows_and_their_numbers() -> None:
    rows = 'F1,NIC-1-A1A1A-v1,"HES, ""Critical""",Jul-19,N\n\nF2,,"two\nlines",,\n,,,,\nF3,,,,\n'
    register = read(files(DataReleases=rows), None)
    assert register.edition.name == "2019-07"
    assert [(row.row, row.file_reference, row.dataset) for row in register.releases] == [
        (2, "F1", 'HES, "Critical"'),
        (4, "F2", "two\nlines"),
        (6, "F3", None),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_marks(end: str, mark: bytes) -> None:
    found = {name: mark + content.replace(b"\n", end.encode()) for name, content in files(DataReleases=RELEASE).items()}
    assert read(found).releases == read(files(DataReleases=RELEASE)).releases


def test_file_names_whatever_their_case() -> None:
    assert read({name.upper(): content for name, content in files().items()}).agreements == ()


def test_a_row_longer_than_the_header_loses_nothing() -> None:
    register = read(files(DataReleases=RELEASE + ",,more"))
    assert register.releases[0].extra == (("(column G without a label)", "more"),)


def test_a_row_shorter_than_the_header() -> None:
    assert read(files(DataReleases="F1,NIC-1-A1A1A-v1")).releases[0].dataset is None


def test_formulas_and_escapes() -> None:
    register = read(files(DataReleases="=HYPERLINK(1),NIC-1-A1A1A-v1,a_x0001_b_x000D_,Jul-19,N"))
    assert register.releases[0].dataset == "a\ufffdb"
    assert [(one.problem.kind, one.record, one.column) for one in register.issues] == [
        ("formula", "2026-09/DataReleases/2", "File Reference"),
        ("control-character", "2026-09/DataReleases/2", "Dataset"),
    ]


def test_a_cell_longer_than_a_workbook_could_hold() -> None:
    register = read(files(DataReleases=f"F1,NIC-1-A1A1A-v1,{'x' * 200_000},Jul-19,N"))
    assert len(str(register.releases[0].dataset)) == 200_000


@pytest.mark.parametrize(
    ("content", "place", "wrong"),
    [
        (b"", "line 1", "the file is empty"),
        (b"\xef\xbb\xbf \n", "line 1", "the file is empty"),
        ("File Reference".encode("utf-16"), "line 1, byte 1", "the file is encoded as UTF-16"),
        (b"a,b\nc\0,d\n", "line 2, byte 6", "the file is binary"),
        (HEADERS["DataReleases"].encode() + b"\ncaf\xe9,,,,\n", None, "byte 0xe9 is no utf-8 text"),
        (HEADERS["DataReleases"].encode() + b'\n"a"b,,,,\n', "line 2", "not CSV"),
        (HEADERS["DataReleases"].encode() + b'\n"open,,,,\n', "line 2", "not CSV"),
        (HEADERS["DataReleases"].encode() + b"\n" + b"x" * 1_048_577, "line 2", "not CSV"),
        (HEADERS["DataReleases"].replace(",", ";").encode(), None, "column 'File Reference' is missing"),
    ],
)
def test_what_is_no_sheet(content: bytes, place: str | None, wrong: str) -> None:
    with pytest.raises(SourceError) as raised:
        read({**files(), "DataReleases.csv": content})
    assert wrong in raised.value.wrong
    assert place in (None, raised.value.place)
    assert raised.value.file in ("folder/DataReleases.csv", "folder")


def test_a_missing_file() -> None:
    found = files()
    del found["Datasets.csv"]
    with pytest.raises(SourceError, match="folder: sheet Datasets: the sheet is missing"):
        read(found)


def test_one_sheet_in_two_files() -> None:
    found = files()
    with pytest.raises(SourceError, match="the sheet stands twice"):
        read({**found, "datasets.csv": found["Datasets.csv"]})
