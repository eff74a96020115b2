"""How a term stands in the month of the latest edition."""

from datetime import date

import pytest

from releasegraph.api.things.standing import EditionMonth, State, edition_month, standing_of
from releasegraph.graph.generations import Manifest

MONTH = EditionMonth(2026, 9)

TERMS = [
    (date(2024, 1, 1), date(2026, 8, 31), State.ENDED),
    (date(2024, 1, 1), date(2026, 9, 1), State.CURRENT),
    (date(2026, 9, 30), date(2027, 1, 1), State.CURRENT),
    (date(2026, 10, 1), date(2027, 1, 1), State.FUTURE),
    (date(2024, 1, 1), None, State.UNKNOWN),
    (None, date(2027, 1, 1), State.UNKNOWN),
    (None, date(2020, 1, 1), State.ENDED),
    (None, None, State.UNKNOWN),
    (date(2024, 1, 1), date(2023, 1, 1), State.UNKNOWN),
]


@pytest.mark.parametrize(("start", "end", "state"), TERMS)
def test_a_term_stands_by_the_month_of_the_latest_edition(start: date | None, end: date | None, state: State) -> None:
    assert standing_of(start, end, MONTH).state is state


def test_without_a_month_no_term_is_said_to_be_in_force() -> None:
    assert standing_of(date(2024, 1, 1), date(2027, 1, 1), None).state is State.UNKNOWN


def test_reversed_dates_say_so() -> None:
    assert standing_of(date(2022, 8, 1), date(2021, 7, 31), MONTH).sentence == (
        "The end printed, 31 July 2021, is before the start printed."
    )


def edition(name: str, kind: str) -> dict[str, str]:
    """Describe an edition as a manifest does."""
    return {"name": name, "kind": kind, "file": "", "sha256": ""}


@pytest.mark.parametrize(
    ("editions", "month"),
    [
        ([edition("2026-08", "workbook"), edition("2026-09", "workbook")], "September 2026"),
        ([edition("page-0123456789abcdef", "page")], None),
        ([edition("draft", "workbook")], None),
        ([edition("draft", "workbook"), edition("2025-12", "workbook")], "December 2025"),
    ],
)
def test_the_month_is_that_of_the_latest_workbook(editions: list[dict[str, str]], month: str | None) -> None:
    found = edition_month(Manifest("http://data.example.org/", tuple(editions), {}, {}))
    assert (None if found is None else str(found)) == month
