"""What one cell or label value says: dates, months, yes and no; or the problem that keeps it from being read."""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from releasegraph.graph.records import Cell, Problem

__all__ = [
    "Month",
    "clean_text",
    "is_plain",
    "read_boolean",
    "read_date",
    "read_month",
    "read_opt_outs",
    "text_problems",
]


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month."""

    year: int
    month: int

    def __str__(self) -> str:
        """Give `YYYY-MM`, the form of xsd:gYearMonth."""
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def first(self) -> date:
        """Give its first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Give its last day."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])


_DATE_FORMATS = (
    *("%Y-%m-%d", "%d/%m/%Y", "%Y/%m/%d", "%d-%m-%Y", "%d.%m.%Y"),
    *("%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y"),
)
_DATE_EXPECTED = "a date such as 2023-03-13 or 13/03/2023 (day first)"
_MONTH_EXPECTED = "a month such as Jul-19 or 2019-07"
_TIME_OF_DAY = re.compile(r"[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$")
_YEARS = range(1948, 2100)
"""The National Health Service began in 1948: a year outside is a slip."""

_MONTHS: Mapping[str, int] = {
    **{name.casefold(): number for number, name in enumerate(calendar.month_name) if name},
    **{name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name},
    "sept": 9,
}
_NAMED_MONTH = re.compile(r"([A-Za-z]+)[-–\s/.,'’]*(\d{4}|[0-6]\d)")
"""Two digits of a year are of this century: 70 and more would be of another, and a release is neither."""
_MONTH_FIRST = re.compile(r"(\d{1,2})/(\d{4})")
_NUMBERED_MONTH = re.compile(r"(\d{4})(?:[-/](\d{1,2})|\.(\d{2}))")
"""After a full stop two digits: a number such as 2019.1 may have been 2019.10."""

_OPT_OUT = re.compile(r"(?:(y|yes|true)|(n|no|false))\b", re.IGNORECASE)
_YES_NO = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}

_SPACE = " \t\n\r\x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000\ufeff"
"""White space to trim: str.strip() would take the separators U+001C to U+001F too, unseen."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_x(?:00[01][0-9A-Fa-f]|FFF[EF])_")
"""Characters XML 1.0 forbids (section 2.2), as such or as Excel escapes them."""
_MARKUP = re.compile(r"<[A-Za-z/!]")
_SUSPECT = re.compile(f"{_CONTROL.pattern}|{_MARKUP.pattern}")
_LAWFUL_ESCAPE = {"_x0009_": "\t", "_x000a_": "\n", "_x000d_": "\n"}
CELL_LIMIT = 32_767
"""The most characters Excel keeps in a cell."""


def clean_text(text: str) -> str:
    """Trim the white space around a text and put U+FFFD for each character that XML forbids."""
    trimmed = text.strip(_SPACE)
    if _CONTROL.search(trimmed) is None:
        return trimmed
    return _CONTROL.sub(lambda found: _LAWFUL_ESCAPE.get(found[0].lower(), "\ufffd"), trimmed).strip(_SPACE)


def is_plain(text: str) -> bool:
    """Say whether a text surely holds no problem: printable lines, no `<`, no escape, no formula, below the limit."""
    return (
        text.replace("\n", "").isprintable()
        and "<" not in text
        and "_x" not in text
        and not text.startswith("=")
        and len(text) < CELL_LIMIT
    )


def text_problems(text: str) -> tuple[Problem, ...]:
    """Say what is suspicious in a text as it stood before `clean_text`: control characters, markup, formula, length."""
    problems = []
    if found := _SUSPECT.search(text):
        if any(escape[0].lower() not in _LAWFUL_ESCAPE for escape in _CONTROL.finditer(text)):
            problems.append(Problem("control-character", _shown(text), "text without control characters"))
        if tag := _MARKUP.search(text, found.start()):
            problems.append(Problem("markup", _shown(text[tag.start() :]), "plain text", "info"))
    if text.startswith("=") and len(text) > 1:
        problems.append(Problem("formula", _shown(text), "a value, not a formula"))
    if len(text) >= CELL_LIMIT:
        problems.append(
            Problem("cell-limit", _shown(text[-80:]), f"fewer than {CELL_LIMIT:,} characters: the text may be cut off")
        )
    return tuple(problems)


def _shown(text: str) -> str:
    """Give a printed value short enough for an issue, control characters escaped."""
    text = re.sub(r"[\x00-\x1f\ud800-\udfff\ufffe\uffff]", lambda found: f"\\x{ord(found[0]):02x}", text.strip(_SPACE))
    return text if len(text) <= 200 else text[:197] + "..."


def read_date(cell: Cell) -> date | Problem | None:
    """Read a date printed to the day; None where the cell is blank."""
    if cell is None:
        return None
    if isinstance(cell, datetime):
        return _plausible(cell.date(), str(cell))
    if isinstance(cell, date):
        return _plausible(cell, str(cell))
    return _date_from_text(cell)


@lru_cache(maxsize=16384)
def _date_from_text(text: str) -> date | Problem:
    day = " ".join(_TIME_OF_DAY.sub("", text).split())
    for form in _DATE_FORMATS:
        try:
            return _plausible(datetime.strptime(day, form).date(), text)
        except ValueError:
            continue
    return Problem("unreadable-date", _shown(text), _DATE_EXPECTED)


def _plausible(day: date, printed: str) -> date | Problem:
    if day.year in _YEARS:
        return day
    return Problem("unreadable-date", printed, f"a year between {_YEARS.start} and {_YEARS.stop - 1}")


def read_month(cell: Cell) -> Month | Problem | None:
    """Read the month of a release: `Jul-19`, `2019-07`, `2019.07`, or a date within it; None where blank."""
    if cell is None:
        return None
    if isinstance(cell, date):
        return _month(cell.year, cell.month, str(cell))
    return _month_from_text(cell)


@lru_cache(maxsize=16384)
def _month_from_text(text: str) -> Month | Problem:
    if (found := _NAMED_MONTH.fullmatch(text)) and found[1].casefold() in _MONTHS:
        year = int(found[2]) if len(found[2]) == 4 else 2000 + int(found[2])
        return _month(year, _MONTHS[found[1].casefold()], text)
    if found := _MONTH_FIRST.fullmatch(text):
        return _month(int(found[2]), int(found[1]), text)
    if found := _NUMBERED_MONTH.fullmatch(text):
        return _month(int(found[1]), int(found[2] or found[3]), text)
    day = _date_from_text(text)
    if isinstance(day, date):
        return _month(day.year, day.month, text)
    return Problem("unreadable-month", _shown(text), _MONTH_EXPECTED)


def _month(year: int, month: int, printed: str) -> Month | Problem:
    if year in _YEARS and 1 <= month <= 12:
        return Month(year, month)
    return Problem("unreadable-month", printed, _MONTH_EXPECTED)


@lru_cache(maxsize=4096)
def read_opt_outs(text: str) -> str | Problem:
    """Read whether opt-outs were applied by the first word: `yes` or `no`, the codes of the scheme `opt-outs`."""
    found = _OPT_OUT.match(text)
    if found is None:
        return Problem("unlisted-value", _shown(text), "Yes… or No…")
    return "yes" if found[1] else "no"


@lru_cache(maxsize=4096)
def read_boolean(text: str | None) -> bool | Problem | None:
    """Read yes or no; None where blank; a cell that says both or something else is a problem."""
    if text is None or not text.strip():
        return None
    answer = _YES_NO.get(text.strip().casefold())
    if answer is not None:
        return answer
    parts = {_YES_NO.get(part.strip().casefold()) for part in text.split(",")}
    if parts in ({True}, {False}):
        return parts.pop()
    if parts == {True, False}:
        return Problem("contradiction", _shown(text), "either Yes or No", "info")
    return Problem("unlisted-value", _shown(text), "Yes or No")
