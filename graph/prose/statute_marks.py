"""The nesting of a statute's marks: (1) subsection, (a) paragraph, (i) sub-paragraph, (A) below that."""

import re
from collections.abc import Iterable, Sequence

__all__ = ["MARK", "Nesting", "level_of", "nest_marks", "own_form"]

MARK = re.compile(r"\(\s*(\d{1,3}[A-Za-z]{0,2}|[a-z]{1,2}|[ivx]{1,5}|[A-Z]{1,2})\s*\)\s*")

NUMBER, LETTER, ROMAN, CAPITAL = 1, 2, 3, 4
_ROMANS_TO_TEN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"]
_ROMANS = _ROMANS_TO_TEN + [f"x{roman}" for roman in _ROMANS_TO_TEN]
_ROMAN_VALUES = {roman: value for value, roman in enumerate(_ROMANS, start=1)}
_LETTER_BEFORE = {"i": "h", "v": "u", "x": "w"}
_LETTER_AFTER = {"i": "j", "v": "w", "x": "y"}

Nesting = tuple[int, str]
"""A level (1 subsection … 4) and the mark in the legislation's own form."""


def own_form(mark: str) -> str:
    """Give a mark as the legislation numbers it: the letters of an inserted subsection in upper case (`1A`)."""
    return mark.upper() if mark[0].isdigit() else mark


def level_of(mark: str) -> int:
    """Give the level of a mark seen alone; `i`, `v` and `x` count as letters."""
    if mark[0].isdigit():
        return NUMBER
    if mark[0].isupper():
        return CAPITAL
    return ROMAN if len(mark) > 1 and mark in _ROMAN_VALUES else LETTER


def nest_marks(marks: Sequence[str]) -> list[Nesting]:
    """Give the level of each mark, as far as they run in a statute's order; the first that cannot follow ends it.

    `i` after `h` is the letter, unless `ii` follows; `v` after `iv` is the roman number, unless `w` follows `u`.
    """
    last: dict[int, tuple[int, str]] = {}
    nested: list[Nesting] = []
    for mark, following in zip(marks, [*marks, ""][1:], strict=True):
        level = _level(mark, following, last)
        key = _order(level, mark)
        if level in last and key <= last[level]:
            break
        last = {above: value for above, value in last.items() if above < level}
        last[level] = key
        nested.append((level, own_form(mark)))
    return nested


def _level(mark: str, following: str, last: dict[int, tuple[int, str]]) -> int:
    before = _LETTER_BEFORE.get(mark)
    if before is None:
        return level_of(mark)
    letter_open = last.get(LETTER, (0, ""))[1].startswith(before)
    roman_open = last.get(ROMAN, (0, ""))[0] == _ROMAN_VALUES[mark] - 1
    next_roman = _ROMANS[_ROMAN_VALUES[mark]]
    if letter_open and (following == _LETTER_AFTER[mark] or not roman_open):
        return LETTER
    if mark == "i" and letter_open:
        return ROMAN if following == next_roman else LETTER
    return ROMAN if roman_open else LETTER


def _order(level: int, mark: str) -> tuple[int, str]:
    """Give what sorts marks of one level: (za) stands before (a), (ea) after (e), (1A) after (1)."""
    if level == NUMBER:
        digits = "".join(_leading_digits(mark))
        return int(digits), mark[len(digits) :].upper()
    if level == ROMAN:
        return _ROMAN_VALUES[mark], ""
    return (0 if len(mark) > 1 and mark[0] == "z" else 1), mark


def _leading_digits(mark: str) -> Iterable[str]:
    for character in mark:
        if not character.isdigit():
            return
        yield character
