"""The numbered conditions of supply inside prose."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from releasegraph.graph.prose.lines import Line

__all__ = ["Condition", "may_hold_conditions", "read_conditions"]

_HINTS = ("onditions o", "CONDITIONS", "onditions O", "elsewhere within")
_HEADING = re.compile(
    r"(?:\d{1,2}[.)]\s*)?(?:special\s+)?conditions?\s+of\s+(?:data\s+)?(?:supply|release|use|disclosure)\s*:?$",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r".*\b(?:conditions?\s+of\s+(?:data\s+)?supply|outlined\s+elsewhere\s+within\s+this)\b(?P<rest>.*):$",
    re.IGNORECASE | re.DOTALL,
)
_OTHER_LIST = re.compile(
    r"\b(?:outputs?|outcomes?|benefits?|aims?|objectives?|purposes?|data\s?sets?|publications?|reports?|results?"
    r"|members|risks?|examples?|reasons?)\b",
    re.IGNORECASE,
)
_NONE = re.compile(r"\b(?:no|not|never|without)\b|n['’]t\b", re.IGNORECASE)
_TITLE = re.compile(
    r"(?!(?:The|This|These|It|Each|All|They|We)\b)[A-Z][\w&/’'-]*(?:\s+(?:[A-Z][\w&/’'-]*|and|of|for|to|&)){0,5}:?"
)
_MARK = re.compile(
    r"(?:\((\d{1,3}|[a-z]|[ivx]{1,5})\)|(\d{1,2}(?:\.\d{1,2}){1,3})\.?(?=\s)|(\d{1,3}|[a-z]|[ivx]{1,5})[.)](?!\d))\s*(?=\S)"
)
MOST_LEAD_IN_LINES = 6


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of supply from its mark to the end of its words."""

    offset: int
    end: int
    number: str
    """The printed number without its signs; `2(a)` below another; the place in the list where bullets are printed."""
    text: str
    """Its words as printed, without the mark."""


def may_hold_conditions(text: str) -> bool:
    """Tell cheaply whether a text could hold conditions of supply."""
    return any(hint in text for hint in _HINTS)


def read_conditions(text: str, lines: Sequence[Line], headings: Collection[int]) -> tuple[Condition, ...]:
    """Give the marked lines under a heading or lead-in about conditions of supply, up to the next heading.

    `headings` holds the offsets of capital sub-headings. An unmarked line ends the list, unless it continues an item.
    """
    found: list[Condition] = []
    index = 0
    while index < len(lines):
        heading = _HEADING.fullmatch(lines[index].text) is not None
        index += 1
        if heading or _leads_in(lines[index - 1].text):
            items, index = _read_list(lines, index, headings)
            found.extend(_conditions(text, items))
    return tuple(found)


def _leads_in(text: str) -> bool:
    """Tell whether a line says that conditions of supply follow, and no other list."""
    lead_in = _LEAD_IN.match(text) if text.endswith(":") else None
    return lead_in is not None and not _OTHER_LIST.search(lead_in["rest"]) and not _NONE.search(text)


def _read_list(lines: Sequence[Line], start: int, headings: Collection[int]) -> tuple[list[list[Line]], int]:
    """Give the lines of each item, and the index of the first line after the list."""
    items: list[list[Line]] = []
    index = start
    while index < len(lines) and lines[index].offset not in headings:
        line = lines[index]
        if _MARK.match(line.text) or (
            0 < line.bullet < len(line.text) and not (items and _MARK.match(items[-1][0].text))
        ):
            items.append([line])
        elif items and _continues(items[-1][-1], line):
            items[-1].append(line)
        elif items or index - start >= MOST_LEAD_IN_LINES or _TITLE.fullmatch(line.text):
            break
        index += 1
    return items, max(index, start)


def _continues(before: Line, line: Line) -> bool:
    return bool(line.bullet) or (before.text[-1] not in ".;:" and line.text[0].islower())


def _conditions(text: str, items: Sequence[Sequence[Line]]) -> list[Condition]:
    found = []
    above = ""
    kind_above = ""
    for position, item in enumerate(items, start=1):
        first, end = item[0], item[-1].end
        mark = _MARK.match(first.text)
        printed = next(filter(None, mark.groups())) if mark else str(position)
        kind = "number" if printed[0].isdigit() else "letter"
        if not kind_above or kind == kind_above:
            above, kind_above, number = printed, kind, printed
        else:
            number = f"{above}({printed})"
        start = first.offset + (mark.end() if mark else first.bullet)
        found.append(Condition(first.offset, end, number, text[start:end]))
    return found
