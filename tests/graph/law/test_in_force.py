"""When law was in force: the reviewed table, its ranges, and what is not in it."""

import re
from datetime import date

import pytest

from releasegraph.graph.law.in_force import in_force, in_force_table
from releasegraph.graph.law.instruments import instruments
from releasegraph.graph.law.provisions import instrument_path


def days(target: str) -> tuple[str, str] | None:
    force = in_force(target)
    return (force.begins, force.ends) if force else None


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("ukpga/2006/41/section/14Z24", None),
        ("ukpga/2006/41/section/14Z25", ("2022-05-09", "")),
        ("ukpga/2006/41/section/14Z31", ("2022-05-09", "")),
        ("ukpga/2006/41/section/14Z32", ("2022-07-01", "")),
        ("ukpga/2006/41/section/14Z34/3/b", ("2022-07-01", "")),
        ("ukpga/2006/41/section/14Z64", ("2022-07-01", "")),
        ("ukpga/2006/41/section/14Z65", None),
        ("ukpga/2006/41/section/14Z4", None),
        ("ukpga/2006/41/section/14Y40", None),
        ("ukpga/2006/42/section/14Z34", None),
        ("ukpga/2006/41/section/3A/1", ("2013-04-01", "")),
        ("ukpga/2006/41/section/3", None),
        ("ukpga/2006/41", None),
        ("ukpga/2012/7/section/261/1A", ("2014-10-01", "")),
        ("ukpga/2012/7/section/261/1", ("2012-03-27", "")),
        ("ukpga/2012/7", ("2012-03-27", "")),
        ("ukpga/1998/29", ("", "2018-05-24")),
        ("ukpga/1998/29/section/33", ("", "2018-05-24")),
        ("ukpga/1998/29/section/62", ("", "")),
        ("instrument/example-directions", None),
    ],
)
def test_law_has_the_days_of_the_nearest_row(target: str, expected: tuple[str, str] | None) -> None:
    assert days(target) == expected


def test_every_row_is_of_a_known_instrument_and_says_its_source() -> None:
    for row in in_force_table():
        assert instrument_path(row.first) in instruments(), row
        assert not row.last or instrument_path(row.last) == instrument_path(row.first)
        assert row.source, row
        for day in filter(None, (row.begins, row.ends)):
            assert re.fullmatch(r"\d{4}-\d\d-\d\d", day)
            assert date.fromisoformat(day)
        assert not (row.begins and row.ends) or row.begins <= row.ends


def test_no_law_has_two_rows() -> None:
    rows = in_force_table()
    ends = {end for row in rows for end in (row.first, row.last) if end}
    assert {end: sum(row.covers(end) for row in rows) for end in ends} == dict.fromkeys(ends, 1)
