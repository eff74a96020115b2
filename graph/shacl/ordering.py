"""The order of literals, as SPARQL 1.1 compares them (section 17.3), and XSD 1.1 what SPARQL leaves to extensions."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import isnan
from typing import NamedTuple, cast

from releasegraph.graph.shacl.datatypes import INTEGERS, is_well_formed
from releasegraph.graph.shacl.terms import XSD, XSD_STRING, Term, is_literal, literal_parts

__all__ = ["compare"]


_Length = tuple[int, Fraction]
"""Months and seconds."""


class _Value(NamedTuple):
    family: str
    key: object
    zoned: bool = True
    """Whether a moment has a time zone; of other values, true."""


_MOMENT = re.compile(
    r"(?:(?P<year>-?[0-9]{4,})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?)?T?"
    r"(?:(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9.]+))?(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?"
)
_DURATION = re.compile(
    r"(?P<sign>-?)P(?:(?P<years>[0-9]+)Y)?(?:(?P<months>[0-9]+)M)?(?:(?P<days>[0-9]+)D)?"
    r"(?:T(?:(?P<hours>[0-9]+)H)?(?:(?P<minutes>[0-9]+)M)?(?:(?P<seconds>[0-9.]+)S)?)?"
)
_HOURS_APART = 14 * 3600
"""Seconds by which moments with and without a zone must differ to be ordered (XSD 1.1 Part 2, section 3.3.7.3)."""


def _days(year: int, month: int, day: int) -> int:
    """Count days from 1 March of the year 0, in the proleptic Gregorian calendar."""
    if month < 3:
        year, month = year - 1, month + 12
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * (month - 3) + 2) // 5 + day


def _moment(family: str) -> Callable[[str], _Value]:
    def read(lexical: str) -> _Value:
        part = _MOMENT.fullmatch(lexical)
        if part is None:
            raise ValueError(lexical)
        days = _days(int(part["year"] or 1972), int(part["month"] or 1), int(part["day"] or 1))
        seconds = Fraction(days * 86400 + int(part["hour"] or 0) * 3600 + int(part["minute"] or 0) * 60)
        seconds += Fraction(part["second"] or 0)
        zone = part["zone"]
        if zone and zone != "Z":
            offset = int(zone[1:3]) * 3600 + int(zone[4:]) * 60
            seconds += offset if zone[0] == "-" else -offset
        return _Value(family, seconds, zone is not None)

    return read


def _duration(lexical: str) -> _Value:
    part = _DURATION.fullmatch(lexical)
    if part is None:
        raise ValueError(lexical)
    sign = -1 if part["sign"] else 1
    months = int(part["years"] or 0) * 12 + int(part["months"] or 0)
    hours = int(part["days"] or 0) * 24 + int(part["hours"] or 0)
    seconds = hours * 3600 + int(part["minutes"] or 0) * 60 + Fraction(part["seconds"] or 0)
    return _Value("duration", (sign * months, sign * seconds))


def _floating(lexical: str) -> _Value:
    return _Value("number", float(lexical.replace("INF", "inf")))


def _exact(lexical: str) -> _Value:
    return _Value("number", Decimal(lexical))


_READERS: Mapping[str, Callable[[str], _Value]] = {
    XSD_STRING: lambda lexical: _Value("string", lexical),
    XSD + "boolean": lambda lexical: _Value("boolean", lexical in ("true", "1")),
    **{XSD + name: _exact for name in (*INTEGERS, "decimal")},
    XSD + "double": _floating,
    XSD + "float": _floating,
    XSD + "dateTime": _moment("dateTime"),
    XSD + "dateTimeStamp": _moment("dateTime"),
    **{XSD + name: _moment(name) for name in ("date", "time", "gYear", "gYearMonth")},
    **{XSD + name: _duration for name in ("duration", "dayTimeDuration", "yearMonthDuration")},
}


@lru_cache(maxsize=65536)
def _value(term: Term) -> _Value | None:
    if not is_literal(term):
        return None
    lexical, datatype, _ = literal_parts(term)
    reader = _READERS.get(datatype)
    return reader(lexical) if reader is not None and is_well_formed(lexical, datatype) else None


def compare(one: Term, other: Term) -> int | None:
    """Give -1, 0 or 1 as one literal is before, equal to or after another; None where they have no order.

    Ill-formed literals, those of different kinds, NaN, and moments of which one has no zone and that are within 14
    hours have none.
    """
    left, right = _value(one), _value(other)
    if left is None or right is None or left.family != right.family:
        return None
    return _ORDERS.get(left.family, _plain)(left, right)


def _sign(left: object, right: object) -> int:
    return int(left > right) - int(left < right)  # type: ignore[operator]


def _plain(left: _Value, right: _Value) -> int | None:
    if left.zoned == right.zoned:
        return _sign(left.key, right.key)
    apart = left.key - right.key  # type: ignore[operator]
    return None if abs(apart) <= _HOURS_APART else _sign(apart, 0)


def _numbers(left: _Value, right: _Value) -> int | None:
    one, other = left.key, right.key
    if isinstance(one, float) or isinstance(other, float):
        one, other = float(one), float(other)  # type: ignore[arg-type]  # promoted as XPath 2.0, section B.1, has it
        if isnan(one) or isnan(other):
            return None
    return _sign(one, other)


def _durations(left: _Value, right: _Value) -> int | None:
    by_months, by_seconds = map(_sign, cast(_Length, left.key), cast(_Length, right.key))
    if by_months * by_seconds < 0:
        return None  # a month has no certain length
    return by_months or by_seconds


_ORDERS: Mapping[str, Callable[[_Value, _Value], int | None]] = {"number": _numbers, "duration": _durations}
