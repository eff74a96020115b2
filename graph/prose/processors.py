"""Data processors, where prose names a body as one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from releasegraph.graph.prose.body_names import (
    LONGEST_NAME,
    ends_abbreviated,
    is_name_word,
    leading_body_names,
    split_body_names,
)
from releasegraph.graph.prose.lines import Line

__all__ = ["Processor", "may_hold_processors", "read_processors"]

_HINTS = ("rocessor", "PROCESSOR")
_LABEL = re.compile(
    r"(?:sub-?\s?)?data\s+processors?(?:\s*\(s\))?(?:\s+\d{1,2})?\s*(?::|\s[-–—]|(?<=\d)\s*[-–—]|\s(?:is|are)\s)\s*",
    re.IGNORECASE,
)
_LIST_LABEL = re.compile(
    r"(?:(?:the\s+)?data\s+processors?(?:\s*\(s\))?(?:\s+(?:is|are))?\s*:|DATA PROCESSORS?)$", re.IGNORECASE
)
_ACTS = re.compile(
    r"(?P<comma>,?)\s+\(?(?:(?:will\s+)?acts?|(?:is|are)\s+acting|acting|(?:is|are|will\s+be))\s+(?:only\s+|solely\s+)?(?:as\s+)?"
    r"(?:an?\s+|the\s+|its\s+|their\s+)?(?:sole\s+)?data\s+processors?\b",
    re.IGNORECASE,
)
_WORDS_BEFORE = re.compile(r"\S+")
_ITEM_MARK = re.compile(r"(?:[~•·*\-–—]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s*")
_NOT_NAME = re.compile(r"(?:Data\s+Processors?|Processors?)\b", re.IGNORECASE)


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

    A word for a kind alone (`the Trust`, `the CSU`) names nobody. A body named twice is given at its first place.
    """
    found: dict[str, Processor] = {}
    for index, line in enumerate(lines):
        if not any(hint in line.text for hint in _HINTS):
            continue
        for offset, name in _named(lines, index):
            if not _NOT_NAME.match(name):
                found.setdefault(name, Processor(offset, offset + len(name), name))
    return tuple(sorted(found.values(), key=lambda processor: processor.offset))


def _named(lines: Sequence[Line], index: int) -> Iterator[tuple[int, str]]:
    line = lines[index]
    for label in _LABEL.finditer(line.text):
        after = line.text[label.end() : label.end() + 4 * LONGEST_NAME]
        for offset, name in leading_body_names(after):
            yield line.offset + label.end() + offset, name
    for acts in _ACTS.finditer(line.text):
        yield from _subject(line, acts.start())
    if _LIST_LABEL.match(line.text, _mark_end(line)):
        yield from _listed_below(lines, index + 1)


def _listed_below(lines: Sequence[Line], start: int) -> Iterator[tuple[int, str]]:
    for line in lines[start:]:
        begin = _mark_end(line)
        names = split_body_names(line.text[begin:])
        if not names:
            return
        for offset, name in names:
            yield line.offset + begin + offset, name


def _mark_end(line: Line) -> int:
    mark = _ITEM_MARK.match(line.text)
    return mark.end() if mark else 0


def _subject(line: Line, end: int) -> Iterator[tuple[int, str]]:
    """Give the longest run of words before `end` that reads as bodies' names."""
    begin = max(0, end - 2 * LONGEST_NAME)
    before = line.text[begin:end]
    for start in _name_starts(before):
        names = split_body_names(before[start:])
        if names:
            yield from ((line.offset + begin + start + offset, name) for offset, name in names)
            return


def _name_starts(before: str) -> list[int]:
    """Give the places where a name that runs to the end could start, the longest first."""
    starts: list[int] = []
    for word in reversed(list(_WORDS_BEFORE.finditer(before))):
        if not is_name_word(word.group()) or (
            starts and word.group()[-1] in ".:;" and not ends_abbreviated(word.group())
        ):
            break
        starts.append(word.start())
    return [start for start in reversed(starts) if before[start].isupper()]
