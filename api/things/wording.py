"""Values as people write them: days, months, lengths of time, yes and no."""

import re
from collections.abc import Iterable
from datetime import date

from rdflib.term import Identifier, Literal

from releasegraph.graph.vocabulary import XSD

__all__ = ["day_in_words", "duration_in_words", "joined", "literal_in_words", "month_in_words"]

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")
_UNITS = ("year", "month", "week", "day")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def day_in_words(day: date) -> str:
    """Give `1 July 2024`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def month_in_words(printed: str) -> str:
    """Give `2024-07` as `July 2024`, and what is no month as it is."""
    found = _MONTH.fullmatch(printed)
    return f"{_MONTHS[int(found[2]) - 1]} {found[1]}" if found else printed


def duration_in_words(printed: str) -> str:
    """Give `P1Y6M` as `1 year and 6 months`, and what is no such duration as it is."""
    found = _DURATION.fullmatch(printed)
    if found is None or not any(found.groups()):
        return printed
    parts = [
        f"{int(number):,} {unit}{'' if int(number) == 1 else 's'}"
        for number, unit in zip(found.groups(), _UNITS, strict=True)
        if number
    ]
    return joined(parts)


def literal_in_words(term: Identifier) -> str:
    """Give a literal of one of our datatypes as people write it."""
    printed = str(term)
    match str(term.datatype) if isinstance(term, Literal) else None:
        case XSD.boolean:
            return "Yes" if printed == "true" else "No"
        case XSD.date:
            return day_in_words(date.fromisoformat(printed))
        case XSD.gYearMonth:
            return month_in_words(printed)
        case XSD.duration:
            return duration_in_words(printed)
    return printed


def joined(parts: Iterable[str]) -> str:
    """Give `a, b and c`."""
    *first, last = list(parts) or [""]
    return f"{', '.join(first)} and {last}" if first else last
