"""How long data may be kept, and how soon they must be destroyed, as prose states it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from releasegraph.graph.text_lines import Line

__all__ = ["Retention", "may_hold_retention", "read_retention"]

_HINTS = ("etain", "etention", "ETENTION", "estroy", "estruct", "delet", "kept for", "held for", "stored for")
_LINE_HINT = re.compile(r"retain|retention|destroy|destruct|delet|kept|held|stored|eras", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<!\bi\.e)(?<!\be\.g)(?<!\betc)(?<!\bNo)[.!?][)”\"']*\s+(?=[A-Z“\"(~•])")

_FIRST = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_WORDS = {word: value for value, word in enumerate(_FIRST + _TEENS, start=1)}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_NUMBER = rf"(?:\d{{1,3}}|(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_FIRST)}))?|{'|'.join(_TEENS + _FIRST)}|an?)"
_PERIOD = (
    rf"(?P<range>(?:between\s+)?{_NUMBER}\s*(?:-|–|to|or|and)\s*)?(?<![\w.,])(?P<number>{_NUMBER})\b\s*(?:\(\s*\w+\s*\)\s*)?"
    r"(?P<half>and\s+a\s+half\s+)?-?\s*(?P<qualifier>(?:working|business|calendar|full|further|consecutive|historic)\s+)?"
    r"(?P<unit>day|week|month|year)s?\b(?!\s*-?\s*olds?\b)"
)
_DURATIONS = {"day": ("D", 1), "week": ("D", 7), "month": ("M", 1), "year": ("Y", 1)}
_AMOUNT = (
    r"(?:a\s+|the\s+)?(?:(?:maximum|minimum|period|total|further|additional|up\s+to|at\s+least"
    r"|no\s+(?:more|longer|less)\s+than|not\s+more\s+than)\s+(?:period\s+)?(?:of\s+)?){0,3}"
)
_KEEP = r"(?:retain(?:ed|s|ing)?|retention|ke(?:ep|eps|pt)|held|hold|stor(?:e|ed|age)|archiv(?:e|ed))"
_DESTROY = r"(?:destroy(?:ed|s|ing)?|destruction|delet(?:e|ed|es|ing|ion)|eras(?:e|ed|ure))"

_RULES = tuple(
    (kind, re.compile(pattern.replace("PERIOD", _PERIOD), re.IGNORECASE))
    for kind, pattern in (
        ("within", rf"\b{_DESTROY}\b[^.;]{{0,150}}?\b(?:within|no\s+later\s+than)\s+{_AMOUNT}PERIOD"),
        ("within", rf"\bwithin\s+{_AMOUNT}PERIOD[^.;]{{0,120}}?\b{_DESTROY}\b"),
        ("kept", rf"\b{_KEEP}\b[^.;]{{0,80}}?\b(?:for|until|of|is|be|to)\s*:?\s+{_AMOUNT}PERIOD"),
        ("kept", rf"\b(?:maximum|minimum)\s+(?:period\s+)?(?:of\s+)?PERIOD[^.;]{{0,80}}?\b{_KEEP}\b"),
        ("kept", rf"\b(?:no|not)\s+(?:longer|more)\s+than\s+PERIOD[^.;]{{0,80}}?\b(?:{_KEEP}|{_DESTROY})\b"),
        ("kept", rf"\b(?:data|records?|information)\b[^.;]{{0,40}}?\b{_KEEP}\s+(?:for\s+)?{_AMOUNT}PERIOD"),
        ("kept", rf"\b{_DESTROY}\b[^.;]{{0,60}}?\bafter\s+{_AMOUNT}PERIOD"),
        ("kept", rf"\b{_DESTROY}\b[^.;]{{0,60}}?\s{_AMOUNT}PERIOD\s+after\b"),
    )
)
_OF_DATA = re.compile(
    r"\b(?:data\w*|records?|information|extracts?|files?|cop(?:y|ies)|retain\w*|retention)\b", re.IGNORECASE
)
_PAST = re.compile(rf"\b(?:has|have|had)\s+(?:\w+\s+)?(?:been\s+)?{_KEEP}\b", re.IGNORECASE)


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


def may_hold_retention(text: str) -> bool:
    """Tell cheaply whether a text could hold a rule on retention."""
    return any(hint in text for hint in _HINTS)


def read_retention(text: str, lines: Sequence[Line]) -> tuple[Retention, ...]:
    """Give the rules in order; sentences that follow each other, one on keeping and one on destroying, are one rule."""
    found: list[Retention] = []
    for line in lines:
        if not _LINE_HINT.search(line.text):
            continue
        for start, end in _sentences(line):
            rule = _read_rule(text, start, end)
            if rule is None:
                continue
            if found and _completes(text, found[-1], rule):
                rule = _joined(text, found.pop(), rule)
            found.append(rule)
    return tuple(found)


def _sentences(line: Line) -> Iterator[tuple[int, int]]:
    start = 0
    for boundary in _SENTENCE_END.finditer(line.text):
        yield line.offset + start, line.offset + len(line.text[: boundary.end()].rstrip())
        start = boundary.end()
    yield line.offset + start, line.end


def _read_rule(text: str, start: int, end: int) -> Retention | None:
    sentence = text[start:end]
    if not _LINE_HINT.search(sentence) or not _OF_DATA.search(sentence) or _PAST.search(sentence):
        return None
    stated: dict[str, str | None] = {}
    for kind, rule in _RULES:
        match = rule.search(sentence) if kind not in stated else None
        if match is not None:
            stated[kind] = _duration(match)
    if not stated:
        return None
    return Retention(start, end, sentence, stated.get("kept"), stated.get("within"))


def _duration(match: re.Match[str]) -> str | None:
    if match["range"] or match["half"] or (match["qualifier"] or "").strip().lower() in ("working", "business"):
        return None
    letter, factor = _DURATIONS[match["unit"].lower()]
    return f"P{_value(match['number'].lower()) * factor}{letter}"


def _value(number: str) -> int:
    if number.isdigit():
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
