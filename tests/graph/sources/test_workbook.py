"""The workbook reader: columns by name, cells as printed, everything odd at its row and column."""

import contextlib
import io
import random
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter

from releasegraph.graph.errors import SourceError
from releasegraph.graph.fields import columns
from releasegraph.graph.records import Register
from releasegraph.graph.sources.sheets import edition_from_name
from releasegraph.graph.sources.workbook import read_workbook

from .registers import agreement, dataset, fill, release, workbook

Rows = list[list[Any]]


def sheets(**changed: Rows) -> dict[str, Rows]:
    return {
        "Agreements": fill("Agreements", [agreement()]),
        "Datasets": fill("Datasets", [dataset()]),
        "DataReleases": fill("DataReleases", [release()]),
        **changed,
    }


def read(found: dict[str, Rows] | bytes, edition: str | None = None) -> Register:
    content = found if isinstance(found, bytes) else workbook(found)
    return read_workbook(content, source_file="book.xlsx", sha256="0", edition_name=edition)


def issues(register: Register) -> list[tuple[str, str, str, str]]:
    return [(one.problem.kind, one.record, one.column, one.problem.printed) for one in register.issues]


def edited(content: bytes, member: str, edit: Callable[[str], str]) -> bytes:
    """Edit one member of a workbook as text."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for info in before.infolist():
            words = before.read(info)
            after.writestr(info.filename, edit(words.decode()) if info.filename == member else words)
    return out.getvalue()


def test_plain_register() -> None:
    register = read(sheets())
    assert register.edition.name == "2023-07"
    assert register.issues == ()
    (row,) = register.agreements
    assert (row.row, row.reference, row.start_date) == (2, "DARS-NIC-11111-A1A1A-v1.2", date(2023, 3, 13))
    assert row.extra == ()
    assert register.datasets[0].frequency == "One-Off"
    assert register.releases[0].release_month == "Jul-23"


def test_columns_in_any_order_say_the_same() -> None:
    plain = read(sheets())
    for seed in range(5):
        shuffled = sheets()
        for name, rows in shuffled.items():
            order = list(range(len(rows[0])))
            random.Random(f"{seed}{name}").shuffle(order)
            shuffled[name] = [[row[position] for position in order] for row in rows]
        assert read(shuffled) == plain


@pytest.mark.parametrize("label", ["  reference NUMBER ", "Reference\nNumber", "Reference Number"])
def test_labels_match_whatever_their_case_and_space(label: str) -> None:
    found = sheets()
    found["Agreements"][0][0] = label
    assert read(found).agreements == read(sheets()).agreements


@pytest.mark.parametrize("name", ["agreements", "AGREEMENTS", " Agreements "])
def test_sheet_names_match_whatever_their_case_and_space(name: str) -> None:
    found = sheets()
    assert read({name: found["Agreements"], **{key: found[key] for key in ("Datasets", "DataReleases")}}) == read(found)


def test_extra_columns_are_kept_and_reported_once() -> None:
    rows = [agreement(Notes="first", Amount=3), agreement(reference="NIC-2-B2B2B-v2", Notes="second")]
    register = read(sheets(Agreements=fill("Agreements", rows)))
    assert [row.extra for row in register.agreements] == [(("Notes", "first"), ("Amount", "3")), (("Notes", "second"),)]
    assert issues(register) == [
        ("extra-column", "2023-07/Agreements/1", "Notes", "Notes"),
        ("extra-column", "2023-07/Agreements/1", "Amount", "Amount"),
    ]


def test_a_row_of_extra_cells_alone_is_kept() -> None:
    rows = fill("Datasets", [dataset(Notes=None)])
    rows.append([None] * (len(rows[0]) - 1) + ["alone"])
    assert read(sheets(Datasets=rows)).datasets[1].extra == (("Notes", "alone"),)


def test_two_extra_columns_of_one_label_are_both_kept() -> None:
    rows = fill("Datasets", [dataset()])
    rows[0] += ["Notes", "Notes"]
    rows[1] += ["one", "two"]
    assert read(sheets(Datasets=rows)).datasets[0].extra == (("Notes", "one"), ("Notes", "two"))


def test_cells_under_no_label_are_kept() -> None:
    rows = fill("Datasets", [dataset(), dataset(frequency="Daily")])
    rows[2] += [None, "stray"]
    register = read(sheets(Datasets=rows))
    assert [row.extra for row in register.datasets] == [(), (("(column I without a label)", "stray"),)]
    label = "(column I without a label)"
    assert issues(register) == [("extra-column", "2023-07/Datasets/1", label, label)]


def test_titles_above_the_header_are_issues_and_rows_keep_their_numbers() -> None:
    rows = [["Data Uses Register", "September"], [], *fill("Agreements", [agreement(Notes="n")])]
    register = read(sheets(Agreements=rows))
    assert register.agreements[0].row == 4
    assert issues(register) == [
        ("unknown-line", "2023-07/Agreements/1", "", "Data Uses Register September"),
        ("extra-column", "2023-07/Agreements/3", "Notes", "Notes"),
    ]


def test_blank_rows_count_and_are_no_rows() -> None:
    rows = fill("DataReleases", [release(), release(file_reference="F2")])
    rows[2:2] = [[], ["", "  ", " ", None]]
    register = read(sheets(DataReleases=rows))
    assert [row.row for row in register.releases] == [2, 5]


@pytest.mark.parametrize("sheet", ["Agreements", "Datasets", "DataReleases"])
def test_missing_sheet(sheet: str) -> None:
    found = sheets()
    del found[sheet]
    with pytest.raises(SourceError) as raised:
        read(found)
    assert str(raised.value).startswith(f"book.xlsx: sheet {sheet}: the sheet is missing; expected sheets ")


def test_one_sheet_under_two_names() -> None:
    found = sheets()
    with pytest.raises(SourceError, match="the sheet stands twice"):
        read({**found, "agreements ": found["Agreements"]})


@pytest.mark.parametrize(
    ("sheet", "label"),
    [(sheet, label) for sheet in ("Agreements", "Datasets", "DataReleases") for label in columns(sheet).values()],
)
def test_missing_and_repeated_columns(sheet: str, label: str) -> None:
    rows = sheets()[sheet]
    position = rows[0].index(label)
    with pytest.raises(SourceError) as raised:
        read(sheets(**{sheet: [row[:position] + row[position + 1 :] for row in rows]}))
    assert (raised.value.place, raised.value.wrong) == (f"sheet {sheet}", f"column {label!r} is missing")
    with pytest.raises(SourceError) as raised:
        read(sheets(**{sheet: [[*row, row[position]] for row in rows]}))
    assert (raised.value.place, raised.value.wrong) == (f"sheet {sheet}", f"column {label!r} stands twice")


def test_a_sheet_without_rows_lacks_its_columns() -> None:
    with pytest.raises(SourceError, match="column 'Reference Number' is missing"):
        read(sheets(Agreements=[]))


def test_sheets_of_headers_alone_are_a_register_with_no_rows() -> None:
    register = read({name: rows[:1] for name, rows in sheets().items()}, "2026-09")
    assert (register.agreements, register.datasets, register.releases) == ((), (), ())


def test_an_edition_without_month_is_refused() -> None:
    with pytest.raises(SourceError, match="names the edition"):
        read({name: rows[:1] for name, rows in sheets().items()})


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (date(2019, 7, 1), date(2019, 7, 1)),
        (datetime(2019, 7, 1), date(2019, 7, 1)),
        (datetime(2019, 7, 1, 10, 30), datetime(2019, 7, 1, 10, 30)),
        ("2019-07-01", "2019-07-01"),
        (43647, "43647"),
        (12.0, "12"),
        (12.5, "12.5"),
        (1e20, "100000000000000000000"),
        (True, "TRUE"),
        (False, "FALSE"),
        ("  padded \u00a0", "padded"),
        ("\u00a0\t\n", None),
        ("a\u00a0b", "a\u00a0b"),
        ("two\r\nlines", "two\r\nlines"),
        ("caf\u00e9 \U0001f6a9", "caf\u00e9 \U0001f6a9"),
        ("", None),
        (None, None),
    ],
    ids=repr,
)
def test_cells_as_printed(cell: object, expected: object) -> None:
    register = read(sheets(Agreements=fill("Agreements", [agreement(title=cell)])))
    value = register.agreements[0].title
    assert (type(value), value) == (type(expected), expected)
    assert register.issues == ()


def test_dates_of_a_workbook_that_counts_from_1904() -> None:
    assert read(workbook(sheets(), date_1904=True)).agreements[0].start_date == date(2023, 3, 13)


def test_formulas_stand_at_their_row_and_column() -> None:
    rows = fill("Agreements", [agreement(), agreement(title="=B2", commercial='="N"&"o"')])
    register = read(sheets(Agreements=rows))
    assert register.agreements[1].title == "7"
    assert issues(register) == [
        ("formula", "2023-07/Agreements/3", "Application Title", "7"),
        ("formula", "2023-07/Agreements/3", "For Commercial Purposes", "7"),
    ]


def test_a_formula_in_an_extra_column_below_titles() -> None:
    rows = [["Title"], *fill("Datasets", [dataset(Sum="=1+1")])]
    assert ("formula", "2023-07/Datasets/3", "Sum", "7") in issues(read(sheets(Datasets=rows)))


def test_a_formula_without_a_value_and_an_error_without_a_formula() -> None:
    plain = workbook(sheets())
    cell = re.compile(r'<c r="B2"[^>]*>.*?</c>')
    for xml in (
        '<c r="B2"><f>1/0</f></c>',
        '<c r="B2" t="e"><v>#N/A</v></c>',
        '<c t="e" s="1" r="B2"><v>#REF!</v></c>',
        '<c r="B2"><f t="shared" si="0"/></c>',
    ):
        register = read(edited(plain, "xl/worksheets/sheet1.xml", lambda text, xml=xml: cell.sub(xml, text, count=1)))
        assert register.agreements[0].title is None
        assert [one[:3] for one in issues(register)] == [("formula", "2023-07/Agreements/2", "Application Title")]


def test_escapes_of_control_characters() -> None:
    register = read(
        sheets(Agreements=fill("Agreements", [agreement(title="a\x01b\x1fc", objective="tab\tand\r\nend")]))
    )
    assert register.agreements[0].title == "a\ufffdb\ufffdc"
    assert register.agreements[0].objective == "tab\tand\r\nend"
    assert issues(register) == [
        ("control-character", "2023-07/Agreements/2", "Application Title", r"a\x01b\x1fc"),
    ]


def test_a_control_character_at_the_edge_is_not_trimmed_unseen() -> None:
    register = read(sheets(Agreements=fill("Agreements", [agreement(title=" \x1fa\x0b ")])))
    assert register.agreements[0].title == "\ufffda\ufffd"
    assert [one[0] for one in issues(register)] == ["control-character"]


def test_markup_and_text_that_looks_like_a_formula() -> None:
    rows = fill("Agreements", [agreement(title="<b>bold</b>", organisation_type="<5 staff")])
    register = read(sheets(Agreements=rows))
    assert register.agreements[0].title == "<b>bold</b>"
    assert issues(register) == [("markup", "2023-07/Agreements/2", "Application Title", "<b>bold</b>")]


def test_a_cell_at_the_limit() -> None:
    register = read(sheets(Agreements=fill("Agreements", [agreement(objective="x" * 32_767, title="y" * 32_766)])))
    assert len(str(register.agreements[0].objective)) == 32_767
    assert issues(register) == [("cell-limit", "2023-07/Agreements/2", "Objective for Processing", "x" * 80)]


def test_each_row_with_an_odd_value_has_its_issue() -> None:
    rows = fill("DataReleases", [release(file_reference=str(number), dataset="<i>x") for number in range(4)])
    assert [one[1] for one in issues(read(sheets(DataReleases=rows)))] == [
        f"2023-07/DataReleases/{row}" for row in (2, 3, 4, 5)
    ]


def test_other_sheets_are_passed_over() -> None:
    assert read({"Contents": [["see the sheets"]], **sheets()}) == read(sheets())


def test_a_wide_sheet() -> None:
    rows = fill("Datasets", [dataset()])
    rows[0] += [f"Extra {number}" for number in range(300)]
    rows[1] += list(range(300))
    assert len(read(sheets(Datasets=rows)).datasets[0].extra) == 300


@pytest.mark.parametrize("at", [(1_048_575, 16_383), (300_000, 700)])
def test_a_cell_far_out_is_refused_before_it_fills_the_memory(at: tuple[int, int]) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, rows in sheets().items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, [str(cell) for cell in row])
        page.write(*at, "far")
    with pytest.raises(SourceError, match=f"one in row {at[0] + 1}; expected at most"):
        read(out.getvalue())


def test_blank_cells_far_out_are_no_cells() -> None:
    plain = workbook(sheets())
    row = '<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    assert read(edited(plain, "xl/worksheets/sheet1.xml", lambda text: text.replace("</sheetData>", row))) == read(
        plain
    )


@pytest.mark.parametrize(
    ("name", "edition"),
    [
        ("datausesregister_september2026.xlsx", "2026-09"),
        ("DataUsesRegister_July2021 (1).xlsx", "2021-07"),
        ("register May 2023.xlsx", "2023-05"),
        ("register-2026-09.xlsx", "2026-09"),
        ("register_202609.xlsx", "2026-09"),
        ("2026-09-30 register.xlsx", "2026-09"),
        ("register.xlsx", None),
        ("register-2026-13.xlsx", None),
        ("NIC-202609123.xlsx", None),
    ],
)
def test_edition_from_name(name: str, edition: str | None) -> None:
    assert edition_from_name(name) == edition


def test_damage_anywhere_is_refused_or_harmless() -> None:
    content = bytearray(workbook(sheets()))
    chance = random.Random(20260901)
    for _ in range(200):
        damaged = bytearray(content)
        for _ in range(chance.randint(1, 4)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        with contextlib.suppress(SourceError):
            assert read(bytes(damaged)).agreements


@pytest.mark.parametrize("member", ["sheet1.xml", "sheet3.xml"])
def test_damaged_xml_is_refused_or_harmless(member: str) -> None:
    content = workbook(sheets())
    chance = random.Random(7)

    def spoil(text: str) -> str:
        words = list(text)
        for _ in range(3):
            words[chance.randrange(len(words))] = chance.choice('<>&"=/ 9AZ')
        return "".join(words)

    for _ in range(60):
        with contextlib.suppress(SourceError):
            assert read(edited(content, f"xl/worksheets/{member}", spoil), "2026-09").edition.name == "2026-09"
