"""The trend compares editions of the register, and does not take for nothing what nobody looked for."""

import pytest

from releasegraph.api.findings.trend import trend_of
from releasegraph.graph.validating.tallies import Tally

EDITIONS = ("2026-07", "2026-08", "2026-09")
TALLIES = (
    Tally("2026-07", "old", "Old", "Info", 5),
    Tally("2026-08", "new", "New", "Warning", 0),
    Tally("2026-08", "old", "Old", "Info", 4),
    Tally("2026-09", "new", "New", "Warning", 2),
    Tally("2026-09", "never", "Never", "Violation", 0),
    Tally("2026-09", "old", "Renamed", "Info", 7),
    Tally("page-1", "old", "Old", "Info", 9),
)


def test_a_rule_that_was_not_tried_has_no_number() -> None:
    trend = trend_of(TALLIES, EDITIONS)
    assert trend is not None
    assert trend.editions == EDITIONS
    assert [(row.name, row.numbers, row.change) for row in trend.rows] == [
        ("New", (None, 0, 2), 2),
        ("Renamed", (5, 4, 7), 3),
    ]
    assert trend.chart.series == ("Warnings", "Notes")
    assert [column.total for column in trend.chart.columns] == [5, 4, 9]


@pytest.mark.parametrize(("rules", "rows"), [(("old",), ["Renamed"]), (("new",), ["New"])])
def test_it_is_drawn_of_some_rules_alone(rules: tuple[str, ...], rows: list[str]) -> None:
    trend = trend_of(TALLIES, EDITIONS, rules)
    assert trend is not None
    assert [row.name for row in trend.rows] == rows


def test_one_edition_is_no_trend() -> None:
    assert trend_of(TALLIES, ("2026-09",)) is None
    assert trend_of(TALLIES, EDITIONS, ("never",)) is None


def test_a_trend_of_nothing_found_is_drawn_as_that() -> None:
    trend = trend_of((Tally("1", "a", "A", "Info", 0), Tally("2", "a", "A", "Info", 0)), ("1", "2"))
    assert trend is not None
    assert (trend.rows, trend.chart.total) == ((), 0)


def test_a_year_is_shown() -> None:
    months = [f"2025-{month:02}" for month in range(1, 13)] + ["2026-01"]
    trend = trend_of([Tally(month, "a", "A", "Info", 1) for month in months], months)
    assert trend is not None
    assert trend.editions == tuple(months[1:])
