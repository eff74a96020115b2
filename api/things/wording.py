"""Values as people write them: days, months, yes and no."""

import re
from datetime import date

from rdflib.term import Identifier, Literal

from releasegraph.api.things.durations import duration_in_words
from releasegraph.graph.vocabulary import XSD

__all__ = ["day_in_words", "literal_in_words", "month_in_words"]

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def day_in_words(day: date) -> str:
    """Give `1 July 2024`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def month_in_words(printed: str) -> str:
    """Give `2024-07` as `July 2024`, and what is no month as it is."""
    found = _MONTH.fullmatch(printed)
    return f"{_MONTHS[int(found[2]) - 1]} {found[1]}" if found else printed


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
