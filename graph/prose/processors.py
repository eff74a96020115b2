"""Data processors, where prose names a body as one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from releasegraph.graph.prose.assertions import REACH, asserts, last_sentence
from releasegraph.graph.prose.body_names import (
    LONGEST_NAME,
    ends_with_kind,
    leading_names_end,
    split_body_names,
    trailing_names_start,
)
from releasegraph.graph.prose.lines import Line

__all__ = ["Processor", "may_hold_processors", "read_processors"]

_HINTS = ("rocessor", "PROCESSOR")
_ROLE = r"(?:sub-?\s?)?data\s+processors?(?:\s*\(s\))?"
_LABEL = re.compile(
    rf"{_ROLE}(?:\s+(?P<number>\d{{1,2}}))?\s*(?:(?P<colon>:)|(?P<dash>\s[-–—]|(?<=\d)[-–—])|\s(?P<verb>is|are)\s)\s*",
    re.IGNORECASE,
)
_LIST_LABEL = re.compile(
    r"(?:(?:the\s+)?data\s+processors?(?:\s*\(s\))?(?:\s+(?:is|are))?\s*:|DATA PROCESSORS?)$", re.IGNORECASE
)
_APPOSED = re.compile(r"\b(?:the|its|their|our)\s+data\s+processor\s*(?:,\s+|\()", re.IGNORECASE)
_CLOSES = re.compile(r"\s*(?:\([^()]{1,60}\)\s*)?(?:\)|,(?!\s+(?:and|or)\b))")
_ACTS = re.compile(
    r",?\s+\(?(?:(?:will\s+)?acts?|(?:is|are)\s+acting|(?P<participle>acting)|(?:is|are|will\s+be))\s+"
    r"(?:only\s+|solely\s+)?(?:as\s+)?(?:an?\s+|the\s+|its\s+|their\s+)?(?:sole\s+)?data\s+processors?\b"
    r"(?!['’]|-|\s+(?:agreements?|contracts?|deeds?|registers?|accreditation|suppliers?|clients?|lists?|forms?)\b)",
    re.IGNORECASE,
)
_OPENS = re.compile(r"[~•·*\-–—\s]*(?:\(?\w{1,3}[.)]\s*)?(?:the\s+|our\s+|its\s+)?$", re.IGNORECASE)
_PREPOSITION = (
    r"\b(?:of|for|from|with|by|to|under|at|on|in|between|via|against|than|including|or|nor|versus|like|about"
    r"|regarding|concerning|behind)"
)
_HANGS = re.compile(rf"{_PREPOSITION}\s+(?:the\s+)?$", re.IGNORECASE)
_LABEL_HANGS = re.compile(
    rf"{_PREPOSITION}\s+(?:(?:the|an?|any|each|its|their|this|our)\s+)?(?:\w+\s+)?$", re.IGNORECASE
)
_CHOICE = re.compile(r"\s*[,;]?\s*or\b", re.IGNORECASE)
_VERB = re.compile(
    r"\s+(?:is|are|was|were|will|would|shall|must|may|can|has|have|had|does|do"
    r"|acts?|remains?|receives?|provides?|sends?)\b"
)
_ITEM_MARK = re.compile(r"(?:[~•·*\-–—]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s*")


@dataclass(frozen=True, slots=True)
class Processor:
    """A body named as a processor of data: `text[offset:end]` is its name."""

    offset: int
    end: int
    name: str


def may_hold_processors(text: str) -> bool:
    """Tell cheaply whether a text could name a processor."""
    return any(hint in text for hint in _HINTS)


def read_processors(lines: Sequence[Line]) -> tuple[Processor, ...]:
    """Give the bodies named as processors: after a label, listed under one, or said to act as data processor.

    A word for a kind alone (`the Trust`, `the CSU`) names nobody, and nor does a sentence that does not assert it. A
    body named twice is given at its first place.
    """
    found: dict[str, Processor] = {}
    for index, line in enumerate(lines):
        if not any(hint in line.text for hint in _HINTS):
            continue
        for offset, name in _named(lines, index):
            found.setdefault(name, Processor(offset, offset + len(name), name))
    return tuple(sorted(found.values(), key=lambda processor: processor.offset))


def _named(lines: Sequence[Line], index: int) -> Iterator[tuple[int, str]]:
    line = lines[index]
    for label in _LABEL.finditer(line.text):
        yield from _labelled(line, label)
    for opening in _APPOSED.finditer(line.text):
        yield from _apposed(line, opening)
    for acts in _ACTS.finditer(line.text):
        yield from _subject(line, acts)
    if _LIST_LABEL.match(line.text, _mark_end(line)):
        yield from _listed_below(lines, index + 1)


def _labelled(line: Line, label: re.Match[str]) -> Iterator[tuple[int, str]]:
    """Give the bodies after a label; one that only a verb follows starts a sentence of its own."""
    after = line.text[label.end() : label.end() + 2 * REACH]
    end = leading_names_end(after)
    before = line.text[max(0, label.start() - REACH) : label.start()]
    opens = _OPENS.fullmatch(last_sentence(before)) is not None or label["number"] is not None
    if _LABEL_HANGS.search(before) or _CHOICE.match(after, end) or not asserts(before, after[end:]):
        return
    names = split_body_names(after[:end])
    if _VERB.match(after, end):
        if not opens and not label["verb"]:
            return
        plural = label["colon"] and label.group().rstrip(" :").lower().endswith("s")
        if len(names) > 1 and not plural:
            names = names[:-1]
    if label["dash"] and not label["number"]:
        names = names if opens and all(ends_with_kind(name) for _, name in names) else ()
    yield from ((line.offset + label.end() + offset, name) for offset, name in names)


def _apposed(line: Line, opening: re.Match[str]) -> Iterator[tuple[int, str]]:
    """Give the one body between the signs of `the data processor, Optum Ltd, will …`."""
    after = line.text[opening.end() : opening.end() + 2 * REACH]
    end = leading_names_end(after)
    names = split_body_names(after[:end])
    before = line.text[max(0, opening.start() - REACH) : opening.start()]
    listed = before.rstrip().endswith(",") and "ontroller" in last_sentence(before)
    if len(names) == 1 and _CLOSES.match(after, end) and not listed and asserts(before, after[end:]):
        offset, name = names[0]
        yield line.offset + opening.end() + offset, name


def _listed_below(lines: Sequence[Line], start: int) -> Iterator[tuple[int, str]]:
    """Give the bodies on the lines below a label, as long as the lines are printed alike."""
    for line in lines[start:]:
        begin = _mark_end(line)
        names = split_body_names(line.text[begin:])
        if not names or (begin > 0) != (_mark_end(lines[start]) > 0):
            return
        if line.text.isupper() and not (lines[start].text.isupper() and all(ends_with_kind(name) for _, name in names)):
            return
        for offset, name in names:
            yield line.offset + begin + offset, name


def _mark_end(line: Line) -> int:
    mark = _ITEM_MARK.match(line.text)
    return mark.end() if mark else 0


def _subject(line: Line, acts: re.Match[str]) -> Iterator[tuple[int, str]]:
    """Give the longest run of words before the verb that reads as bodies' names, where they are its subject."""
    begin = max(0, acts.start() - 2 * LONGEST_NAME)
    window = line.text[begin : acts.start()]
    first = trailing_names_start(window)
    for word in re.finditer(r"\S+", window[first:]):
        start = first + word.start()
        names = split_body_names(window[start:]) if window[start].isupper() else ()
        if not names:
            continue
        before = line.text[max(0, begin + start - REACH) : begin + start]
        hangs = _HANGS.search(before) is not None and (not acts["participle"] or _CHOICE.match(before.split()[-1]))
        if not hangs and asserts(before, line.text[acts.end() : acts.end() + REACH]):
            yield from ((line.offset + begin + start + offset, name) for offset, name in names)
        return
