"""Durations in words."""

import re

__all__ = ["duration_in_words"]

_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")
_UNITS = ("year", "month", "week", "day", "hour", "minute")


def duration_in_words(lexical: str) -> str:
    """Write an `xsd:duration` such as `P1Y6M` as `1 year and 6 months`; any other text stays as it is."""
    found = _DURATION.fullmatch(lexical)
    numbers = found.groups() if found else ()
    parts = [f"{int(n)} {unit}{'' if int(n) == 1 else 's'}" for n, unit in zip(numbers, _UNITS, strict=False) if n]
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1]))) if parts else lexical
