"""The lexical spaces of XSD 1.1 datatypes: whether a literal is well-formed.

White space is not collapsed: RDF takes a lexical form as it stands (RDF 1.1 Concepts, section 5).
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from releasegraph.graph.shacl.terms import XSD

__all__ = ["INTEGERS", "days_in", "is_well_formed"]

INTEGERS: Mapping[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-(2**7), 2**7 - 1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 2**8 - 1),
}
"""Each integer type to its least and greatest value, None where there is none."""

_INTEGER = re.compile(r"[+-]?[0-9]+")
_ZONE = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_YEAR = r"-?(?:[1-9][0-9]{3,}|0[0-9]{3})"
_MONTH = r"(?:0[1-9]|1[0-2])"
_DAY = r"(?:0[1-9]|[12][0-9]|3[01])"
_TIME = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_SECONDS = r"[0-9]+(?:\.[0-9]+)?S"
_CLOCK = rf"T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:{_SECONDS})?"
_DAY_TIME = rf"(?:[0-9]+D(?:{_CLOCK})?|{_CLOCK})"
_YEAR_MONTH = r"(?:[0-9]+Y(?:[0-9]+M)?|[0-9]+M)"
_NAME_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME_CHAR = rf"{_NAME_START}\-.0-9\u00b7\u0300-\u036f\u203f-\u2040"
_MONTH_DAY = rf"--(?:(?:0[13578]|1[02])-{_DAY}|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|[12][0-9])){_ZONE}?"
_B64 = "[A-Za-z0-9+/] ?"
_BASE64 = (
    rf"(?:(?:{_B64}){{4}})*(?:(?:{_B64}){{3}}[A-Za-z0-9+/]|(?:{_B64}){{2}}[AEIMQUYcgkosw048] ?=|{_B64}[AQgw] ?= ?=)?"
)

_SPACES: Mapping[str, str] = {
    "boolean": r"true|false|1|0",
    "decimal": r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)",
    "double": r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN",
    "float": r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN",
    "date": rf"({_YEAR})-({_MONTH})-({_DAY}){_ZONE}?",
    "dateTime": rf"({_YEAR})-({_MONTH})-({_DAY})T{_TIME}{_ZONE}?",
    "dateTimeStamp": rf"({_YEAR})-({_MONTH})-({_DAY})T{_TIME}{_ZONE}",
    "time": rf"{_TIME}{_ZONE}?",
    "gYear": rf"{_YEAR}{_ZONE}?",
    "gYearMonth": rf"{_YEAR}-{_MONTH}{_ZONE}?",
    "gMonth": rf"--{_MONTH}{_ZONE}?",
    "gDay": rf"---{_DAY}{_ZONE}?",
    "gMonthDay": _MONTH_DAY,
    "duration": rf"-?P(?:{_YEAR_MONTH}{_DAY_TIME}?|{_DAY_TIME})",
    "dayTimeDuration": rf"-?P{_DAY_TIME}",
    "yearMonthDuration": rf"-?P{_YEAR_MONTH}",
    "hexBinary": r"(?:[0-9A-Fa-f]{2})*",
    "base64Binary": _BASE64,
    "normalizedString": r"[^\t\n\r]*",
    "token": r"(?:[^\t\n\r ]+(?: [^\t\n\r ]+)*)?",
    "language": r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    "NMTOKEN": rf"[:{_NAME_CHAR}]+",
    "Name": rf"[:{_NAME_START}][:{_NAME_CHAR}]*",
    "NCName": rf"[{_NAME_START}][{_NAME_CHAR}]*",
    "QName": rf"(?:[{_NAME_START}][{_NAME_CHAR}]*:)?[{_NAME_START}][{_NAME_CHAR}]*",
}
"""Datatype to its lexical space, as in XSD 1.1 Part 2, section 3; any string is an xsd:string and an xsd:anyURI."""

_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def days_in(year: int, month: int) -> int:
    """Count the days of a month of the proleptic Gregorian calendar."""
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return _MONTH_DAYS[month - 1] + leap


def _by_form(form: re.Pattern[str]) -> Callable[[str], bool]:
    def check(lexical: str) -> bool:
        found = form.fullmatch(lexical)
        if found is None:
            return False
        return form.groups == 0 or int(found[3]) <= days_in(int(found[1]), int(found[2]))

    return check


def _by_bounds(least: int | None, most: int | None) -> Callable[[str], bool]:
    def check(lexical: str) -> bool:
        if _INTEGER.fullmatch(lexical) is None:
            return False
        if least is None and most is None:
            return True
        digits = lexical.lstrip("+-").lstrip("0")
        if len(digits) > _LONGEST:
            return (least if lexical[0] == "-" else most) is None
        value = int(digits or "0") * (-1 if lexical[0] == "-" else 1)
        return (least is None or value >= least) and (most is None or value <= most)

    return check


_LONGEST = 40
"""More digits than any bounded type has: Python limits what int() reads."""

_CHECKS: Mapping[str, Callable[[str], bool]] = {
    **{XSD + name: _by_form(re.compile(form)) for name, form in _SPACES.items()},
    **{XSD + name: _by_bounds(*bounds) for name, bounds in INTEGERS.items()},
}


@lru_cache(maxsize=65536)
def is_well_formed(lexical: str, datatype: str) -> bool:
    """Tell whether a lexical form is in a datatype's lexical space; of a datatype not of XSD's, any is."""
    check = _CHECKS.get(datatype)
    return check is None or check(lexical)
