"""How long data may be kept, and how soon they must be destroyed, as prose states it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from releasegraph.graph.prose.lines import Line
from releasegraph.graph.prose.retention_verbs import DESTROY as _DESTROY
from releasegraph.graph.prose.retention_verbs import KEEP as _KEEP
from releasegraph.graph.prose.retention_verbs import governs

__all__ = ["Retention", "may_hold_retention", "read_retention"]

_HINTS = (
    "etain",
    "etention",
    "ETENTION",
    "estroy",
    "estruct",
    "delet",
    "RETAIN",
    "DESTR",
    "DELET",
    "kept",
    "keep ",
    " held ",
    " hold ",
)
_UNITS = ("year", "month", "week", "day", "Year", "YEAR", "MONTH", "WEEK", "DAY")
_STEMS = ("ret", "dest", "delet", "kept", "keep", "held", "hold", "stor", "eras", "archiv")
_SENTENCE_END = re.compile(r"[.!?](?<!\bi\.e\.)(?<!\be\.g\.)(?<!\betc\.)(?<!\bNo\.)[)”\"']*\s+(?=[A-Z“\"(~•])")

_FIRST = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_WORDS = {word: value for value, word in enumerate(_FIRST + _TEENS, start=1)}
_TEN_WORDS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_TENS = {word: 10 * value for value, word in enumerate(_TEN_WORDS, start=2)}
_NUMBER = rf"(?:\d{{1,3}}|(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_FIRST)}))?|{'|'.join(_TEENS + _FIRST)}|an?)"
_QUALIFIERS = ("working", "business", "calendar", "full", "further", "consecutive", "historic")
_LAST_WORDS = frozenset([*_WORDS, *_TENS, *_QUALIFIERS, "a", "an", "half"])
_UNIT = re.compile(r"\b(?P<unit>day|week|month|year)s?\b(?!\s*-?\s*olds?\b)")
_BEFORE_UNIT = re.compile(
    rf"(?P<range>(?:\d+\s*[-–]\s*|\b{_NUMBER}\s+(?:-|–|to|or|and)\s+))?(?<![\w.,])(?P<number>{_NUMBER})\b"
    r"\s*(?:\(\s*\w+\s*\)\s*)?(?P<half>and\s+a\s+half\s+)?-?\s*"
    rf"(?P<qualifier>(?:{'|'.join(_QUALIFIERS)})\s+)?$"
)
LONGEST_PERIOD = 60
REACH = 160
"""How far from a period the words that make it a rule may stand, in characters."""

_DURATIONS = {"day": ("D", 1), "week": ("D", 7), "month": ("M", 1), "year": ("Y", 1)}
_AMOUNT = (
    r"(?:a\s+|the\s+)?(?:(?:maximum|minimum|period|total|further|additional|up\s+to|at\s+least"
    r"|no\s+(?:more|longer|less)\s+than|not\s+more\s+than|between)\s+(?:period\s+)?(?:of\s+)?){0,3}$"
)
_BEYOND = (
    r"(?:(?:more|longer|greater)\s+than|beyond|in\s+excess\s+of|exceeding)\s+"
    r"(?:a\s+)?(?:(?:period|total|maximum)\s+of\s+)?$"
)
_RULES = tuple(
    (kind, re.compile(before), re.compile(after))
    for kind, before, after in (
        ("within", rf"{_DESTROY}[^.;]*\b(?:within|no\s+later\s+than)\s+{_AMOUNT}", ""),
        ("within", rf"\bwithin\s+{_AMOUNT}", rf"[^.;]*{_DESTROY}"),
        ("kept", rf"{_KEEP}[^.;]{{0,80}}\b(?:for|until|of|is|be|to)\s*:?\s+{_AMOUNT}", ""),
        ("kept", rf"{_KEEP}\s+{_AMOUNT}", ""),
        ("kept", rf"\bretention\b[^.;:]{{0,30}}:\s*{_AMOUNT}", ""),
        ("kept", r"\b(?:maximum|minimum)\s+(?:period\s+)?(?:of\s+)?$", rf"[^.;]{{0,80}}?{_KEEP}"),
        ("kept", r"\b(?:no|not)\s+(?:longer|more)\s+than\s+$", rf"[^.;]{{0,80}}?(?:{_KEEP}|{_DESTROY})"),
        ("kept", rf"\b(?:no|not|never|cannot)\s+(?:[\w-]+\s+){{0,6}}{_KEEP}[^.;]{{0,80}}\s{_BEYOND}", ""),
        ("kept", "$", r"['’]?\s+(?:data\s+)?retention\b"),
        ("kept", rf"{_DESTROY}[^.;]{{0,60}}\bafter\s+{_AMOUNT}", ""),
        ("kept", rf"{_DESTROY}[^.;]{{0,60}}\s{_AMOUNT}", r"\s+after\b"),
    )
)
_OF_DATA = re.compile(
    r"\b(?:data\w*|records?|information|extracts?|files?|cop(?:y|ies)|retain\w*|retention|destr\w+|delet\w+)\b"
)


@dataclass(frozen=True, slots=True)
class Retention:
    """A rule on how long data are kept, on how soon they are destroyed, or on both."""

    offset: int
    end: int
    text: str
    """The sentence or sentences that state it, exact."""
    period: str | None
    """An xsd:duration, `P10Y`; None where none is stated, or it cannot be said in one (`5 to 10 years`)."""
    destroy_within: str | None
    """An xsd:duration in days, months or years: it has no weeks (`P42D` for six)."""

    @property
    def destroys(self) -> bool:
        """Say whether the rule states that data are destroyed."""
        return self.destroy_within is not None or any(stem in self.text.lower() for stem in ("destr", "delet", "eras"))


def may_hold_retention(text: str) -> bool:
    """Tell cheaply whether a text could hold a rule on retention."""
    return any(unit in text for unit in _UNITS) and any(hint in text for hint in _HINTS)


def read_retention(text: str, lines: Sequence[Line]) -> tuple[Retention, ...]:
    """Give the rules in order; sentences that follow each other, one on keeping and one on destroying, are one rule."""
    found: list[Retention] = []
    for line in lines:
        if not _may_state(line.text.lower()):
            continue
        for start, end in _sentences(line):
            rule = _read_rule(text, start, end)
            if rule is None:
                continue
            if found and _completes(text, found[-1], rule):
                rule = _joined(text, found.pop(), rule)
            found.append(rule)
    return tuple(found)


def _may_state(words: str) -> bool:
    if not ("year" in words or "month" in words or "week" in words or "day" in words):
        return False
    return any(stem in words for stem in _STEMS)


def _sentences(line: Line) -> Iterator[tuple[int, int]]:
    start = line.bullet
    for boundary in _SENTENCE_END.finditer(line.text, start):
        yield line.offset + start, line.offset + start + len(line.text[start : boundary.end()].rstrip())
        start = boundary.end()
    yield line.offset + start, line.end


def _read_rule(text: str, start: int, end: int) -> Retention | None:
    words = text[start:end].lower()
    if not _may_state(words) or words.endswith("?"):
        return None
    stated: dict[str, str | None] = {}
    for unit in _UNIT.finditer(words):
        window = max(0, unit.start() - LONGEST_PERIOD)
        lead = words[window : unit.start()]
        number = _BEFORE_UNIT.search(lead) if _may_count(lead) else None
        if number is None:
            continue
        first = window + number.start()
        before, after = words[max(0, first - REACH) : first], words[unit.end() : unit.end() + REACH]
        kind = _rule_kind(before, after)
        if kind is not None and kind not in stated and governs(before, after):
            stated[kind] = _duration(number, unit["unit"])
    if not stated or not _OF_DATA.search(words):
        return None
    return Retention(start, end, text[start:end], stated.get("kept"), stated.get("within"))


def _may_count(lead: str) -> bool:
    """Tell cheaply whether a number could end here: the search for one is dear."""
    last = lead.rstrip(" -–\xa0").replace("-", " ").rpartition(" ")[2]
    return last[-1:].isdecimal() or last[-1:] == ")" or last in _LAST_WORDS


def _rule_kind(before: str, after: str) -> str | None:
    for kind, leads, follows in _RULES:
        if leads.search(before) and follows.match(after):
            return kind
    return None


def _duration(number: re.Match[str], unit: str) -> str | None:
    if number["range"] or number["half"] or (number["qualifier"] or "").strip() in ("working", "business"):
        return None
    letter, factor = _DURATIONS[unit]
    return f"P{_value(number['number']) * factor}{letter}"


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number)
    if number in ("a", "an"):
        return 1
    tens, _, units = number.replace("-", " ").partition(" ")
    return _TENS.get(tens, _WORDS.get(tens, 0)) + _WORDS.get(units, 0)


def _completes(text: str, before: Retention, rule: Retention) -> bool:
    if text[before.end : rule.offset].strip():
        return False
    return (before.destroy_within is None and rule.period is None and rule.destroy_within is not None) or (
        before.period is None and rule.destroy_within is None and rule.period is not None
    )


def _joined(text: str, before: Retention, rule: Retention) -> Retention:
    return replace(
        before,
        end=rule.end,
        text=text[before.offset : rule.end],
        period=before.period or rule.period,
        destroy_within=before.destroy_within or rule.destroy_within,
    )
