"""Whether a term was in force in the month the graph speaks of: that of its latest edition, never the clock's."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from releasegraph.api.things.wording import day_in_words, month_in_words
from releasegraph.graph.generations import Manifest

__all__ = ["EditionMonth", "Standing", "State", "edition_month", "standing_of"]

_NAME = re.compile(r"(\d{4})-(0[1-9]|1[0-2])\b.*")


class State(StrEnum):
    """How a term stands; each is also the class of its badge."""

    CURRENT = "current"
    ENDED = "ended"
    FUTURE = "future"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class EditionMonth:
    """The month of the latest edition."""

    year: int
    month: int

    @property
    def first(self) -> date:
        """Give its first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Give its last day."""
        return _last_day(self.year, self.month)

    def __str__(self) -> str:
        """Give `September 2026`."""
        return month_in_words(f"{self.year:04}-{self.month:02}")


@cache
def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


@dataclass(frozen=True, slots=True)
class Standing:
    """How a term stands, in a word and in a sentence without a full stop."""

    state: State
    word: str
    words: str

    @property
    def sentence(self) -> str:
        """Give the words as a sentence."""
        return f"{self.words[0].upper()}{self.words[1:]}."


def edition_month(manifest: Manifest) -> EditionMonth | None:
    """Give the month of the latest workbook, None where no workbook is named after its month."""
    names = [
        found for one in manifest.editions if one["kind"] == "workbook" and (found := _NAME.fullmatch(one["name"]))
    ]
    latest = max(names, key=lambda found: found[0], default=None)
    return None if latest is None else EditionMonth(int(latest[1]), int(latest[2]))


def standing_of(start: date | None, end: date | None, month: EditionMonth | None) -> Standing:
    """Tell how a term stands in a month: in force if it covers any day of it."""
    if start and end and end < start:
        return Standing(
            State.UNKNOWN, "Dates reversed", f"the end printed, {day_in_words(end)}, is before the start printed"
        )
    if month is None or (start is None and end is None):
        return Standing(State.UNKNOWN, "Not known", _term(start, end))
    if start and start > month.last:
        return Standing(State.FUTURE, "Not begun", f"begins on {day_in_words(start)}, after {month}")
    if end is None:
        return Standing(State.UNKNOWN, "No end printed", _term(start, end))
    if end < month.first:
        return Standing(State.ENDED, "Ended", f"ended on {day_in_words(end)}")
    if start is None:
        return Standing(State.UNKNOWN, "No start printed", _term(start, end))
    return Standing(State.CURRENT, "In force", f"in force in {month}, until {day_in_words(end)}")


def _term(start: date | None, end: date | None) -> str:
    if start and end:
        return f"from {day_in_words(start)} to {day_in_words(end)}"
    if start:
        return f"began on {day_in_words(start)}; no day of its end is printed"
    return f"ends on {day_in_words(end)}; no day of its start is printed" if end else "no dates are printed"
