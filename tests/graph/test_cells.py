"""What a cell says: dates, months, yes and no; and the problem where it says nothing that can be used."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasegraph.graph.cells import Month, clean_text, read_boolean, read_date, read_month, text_problems
from releasegraph.graph.concepts import scheme
from releasegraph.graph.records import Cell, Problem

MARCH_13 = date(2023, 3, 13)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (None, None),
        (MARCH_13, MARCH_13),
        (datetime(2023, 3, 13, 23, 59), MARCH_13),
        ("2023-03-13", MARCH_13),
        ("2023-03-13 00:00:00", MARCH_13),
        ("2023-03-13T00:00:00.000", MARCH_13),
        ("13/03/2023", MARCH_13),
        ("13-03-2023", MARCH_13),
        ("13.03.2023", MARCH_13),
        ("2023/03/13", MARCH_13),
        ("13 March 2023", MARCH_13),
        ("13  mar  2023", MARCH_13),
        ("13-Mar-2023", MARCH_13),
        ("13-Mar-23", MARCH_13),
        ("1/2/2023", date(2023, 2, 1)),
        ("29/02/2024", date(2024, 2, 29)),
    ],
)
def test_dates(cell: Cell, expected: date | None) -> None:
    assert read_date(cell) == expected


@pytest.mark.parametrize(
    "cell",
    [
        *("03/13/2023", "2023-02-30", "29/02/2023", "2023", "March 2023", "2023-03", "tbc", "N/A", "44998", "0", "-"),
        *("2023-03-13 to 2024-03-12", "13/03/23", "2023-03-13x", "00/00/0000", "9999-12-31", "1900-01-01"),
        *(date(1900, 1, 1), date(2999, 1, 1), datetime(1899, 12, 31, 10, 0)),
    ],
)
def test_unreadable_dates(cell: Cell) -> None:
    found = read_date(cell)
    assert isinstance(found, Problem)
    assert (found.kind, found.printed) == ("unreadable-date", str(cell))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (None, None),
        ("Jul-19", Month(2019, 7)),
        ("JUL-19", Month(2019, 7)),
        ("Jul 19", Month(2019, 7)),
        ("Jul'19", Month(2019, 7)),
        ("Jul–19", Month(2019, 7)),
        ("Jul19", Month(2019, 7)),
        ("July 2019", Month(2019, 7)),
        ("july-2019", Month(2019, 7)),
        ("Sept-16", Month(2016, 9)),
        ("May-20", Month(2020, 5)),
        ("2019-07", Month(2019, 7)),
        ("2019-7", Month(2019, 7)),
        ("2019/07", Month(2019, 7)),
        ("2019.07", Month(2019, 7)),
        ("2019-07-01", Month(2019, 7)),
        ("2019-07-01 00:00:00", Month(2019, 7)),
        ("01/07/2019", Month(2019, 7)),
        (date(2019, 7, 1), Month(2019, 7)),
        (datetime(2019, 7, 31, 12, 0), Month(2019, 7)),
    ],
)
def test_months(cell: Cell, expected: Month | None) -> None:
    assert read_month(cell) == expected


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "Jux-19",
            "19-Jul",
            "Jul",
            "2019",
            "Jul-199",
            "2019-13",
            "2019-00",
            "2019-07-45",
            "2019.1",
            "201907",
            "43647",
        ),
        *("Jul-87", "Jul-1919", "2019-07 to 2019-08", "Q3 2019", "TBC", "0", date(1900, 1, 1)),
    ],
)
def test_unreadable_months(cell: Cell) -> None:
    found = read_month(cell)
    assert isinstance(found, Problem)
    assert (found.kind, found.printed) == ("unreadable-month", str(cell))


def test_the_days_of_a_month() -> None:
    assert (str(Month(2024, 2)), Month(2024, 2).first, Month(2024, 2).last) == (
        "2024-02",
        date(2024, 2, 1),
        date(2024, 2, 29),
    )
    assert Month(2023, 12).last == date(2023, 12, 31)


@given(st.dates(date(1948, 1, 1), date(2099, 12, 31)))
def test_a_day_reads_back_however_it_is_written(day: date) -> None:
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%Y/%m/%d", "%d %B %Y", "%d-%b-%Y", "%Y-%m-%d 00:00:00"):
        assert read_date(day.strftime(form)) == day
    month = Month(day.year, day.month)
    forms = ["%B %Y", "%b-%Y", "%Y-%m", "%Y.%m", "%Y-%m-%d"] + ["%b-%y"] * (2000 <= day.year < 2070)
    assert {read_month(day.strftime(form)) for form in forms} == {month}
    assert read_month(day) == month
    assert month.first <= day <= month.last


@given(st.text())
def test_any_text_is_read_or_is_a_problem_of_its_own_kind(text: str) -> None:
    for read, kinds in (
        (read_date, {"unreadable-date"}),
        (read_month, {"unreadable-month", "unreadable-date"}),
        (read_boolean, {"unlisted-value", "contradiction"}),
    ):
        found = read(text)
        assert not isinstance(found, Problem) or found.kind in kinds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((None, None), ("", None), ("  ", None)),
        *((word, True) for word in ("Yes", "yes", "Y", "TRUE", " YES ", "Yes, Yes")),
        *((word, False) for word in ("No", "no", "N", "FALSE", "n")),
    ],
)
def test_yes_and_no(text: str | None, expected: bool | None) -> None:
    assert read_boolean(text) is expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Yes, No", "contradiction"), ("No,Yes", "contradiction"), ("Perhaps", "unlisted-value"), ("1", "unlisted-value")],
)
def test_neither_yes_nor_no(text: str, kind: str) -> None:
    found = read_boolean(text)
    assert isinstance(found, Problem)
    assert (found.kind, found.printed) == (kind, text)


@pytest.mark.parametrize(
    ("text", "cleaned", "kinds"),
    [
        ("plain", "plain", []),
        (" \u00a0padded\u2003\ufeff\n", "padded", []),
        ("tab\tline\r\nend", "tab\tline\r\nend", []),
        ("a\x00b", "a\ufffdb", ["control-character"]),
        ("\x1fa\x0c", "\ufffda\ufffd", ["control-character"]),
        ("a\ud800b\ufffe", "a\ufffdb\ufffd", ["control-character"]),
        ("a_x0001_b", "a\ufffdb", ["control-character"]),
        ("a_x000D_\nb_x0009_c_x000a_", "a\n\nb\tc", []),
        ("a_xFFFE_b", "a\ufffdb", ["control-character"]),
        ("snake_x00case_ and _x0041_", "snake_x00case_ and _x0041_", []),
        ("\ufffd was there", "\ufffd was there", []),
        ("\ufffd <b>", "\ufffd <b>", ["markup"]),
        ("<script>alert(1)</script>", "<script>alert(1)</script>", ["markup"]),
        ("a\x01 <!-- x -->", "a\ufffd <!-- x -->", ["control-character", "markup"]),
        ("aged < 5 and <5", "aged < 5 and <5", []),
        ("=1+1", "=1+1", ["formula"]),
        ("=", "=", []),
        ("a = b", "a = b", []),
        ("x" * 32_766, "x" * 32_766, []),
        ("x" * 32_767, "x" * 32_767, ["cell-limit"]),
    ],
)
def test_text(text: str, cleaned: str, kinds: list[str]) -> None:
    assert clean_text(text) == cleaned
    assert [problem.kind for problem in text_problems(text)] == kinds


@given(st.text(st.characters() | st.sampled_from("<=_x0001 \x01\ud800\ufffe"), max_size=40))
def test_cleaned_text_stands_in_xml_and_loses_nothing_else(text: str) -> None:
    cleaned = clean_text(text)
    # https://www.w3.org/TR/xml/#charsets
    assert all(c in "\t\n\r" or "\x20" <= c < "\ud800" or "\ue000" <= c < "\ufffe" or c > "\uffff" for c in cleaned)
    assert clean_text(cleaned) == cleaned
    if "_x" not in text:
        kept = "".join("\ufffd" if c in "\ufffe\uffff" or "\ud800" <= c < "\ue000" else c for c in text)
        assert len(cleaned) <= len(kept)
        assert cleaned.replace("\ufffd", "") in kept or "\ufffd" in cleaned
    for problem in text_problems(text):
        assert problem.kind in scheme("issue-kind")
        assert len(problem.printed) <= 200
        assert clean_text(problem.printed) == problem.printed.strip() or "_x" in problem.printed
