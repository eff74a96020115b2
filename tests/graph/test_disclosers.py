"""The disclosing body: one name for every day."""

from datetime import date
from itertools import pairwise

import pytest

from releasegraph.graph.disclosers import discloser_on, disclosers
from releasegraph.graph.names import resolve_name


def test_every_day_has_one() -> None:
    rows = disclosers()
    assert (rows[0].first, rows[-1].until) == (date.min, date.max)
    assert all(before.until == after.first for before, after in pairwise(rows))
    assert all(row.source for row in rows)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2013, 4, 1), "Health and Social Care Information Centre"),
        (date(2015, 12, 31), "Health and Social Care Information Centre"),
        (date(2016, 1, 1), "NHS Digital"),
        (date(2023, 1, 31), "NHS Digital"),
        (date(2023, 2, 1), "NHS England"),
        (date(2026, 9, 1), "NHS England"),
        (date(1948, 7, 5), "Health and Social Care Information Centre"),
        (date(2099, 12, 31), "NHS England"),
    ],
)
def test_discloser(day: date, name: str) -> None:
    assert discloser_on(day) == name


def test_the_three_are_three_bodies() -> None:
    assert len({resolve_name("organisation", row.name).slug for row in disclosers()}) == 3
