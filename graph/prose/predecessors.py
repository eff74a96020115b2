"""Bodies that stood where the recipient stands now, as prose lists them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from releasegraph.graph.prose.assertions import asserts, last_sentence
from releasegraph.graph.prose.body_names import ends_with_kind, leading_names_end, split_body_names
from releasegraph.graph.prose.lines import Line

__all__ = ["Predecessors", "may_hold_predecessors", "read_predecessors"]

_HINT = "reviously occupied"
_FOLLOWING = re.compile(
    r"\bfollowing\b(?P<between>[^:\n]{0,80}?)\b[Pp]reviously occupied(?!\s+by)\b(?P<place>[^:]*)(?::\s*|$)"
)
_BY = re.compile(r"\b[Pp]reviously occupied by(?:\s+the\s+following[^:]{0,60})?\s*:?\s*")
_BEFORE = re.compile(
    r"(?P<names>.+?),?\s+(?:which\s+|that\s+|who\s+)?(?:have\s+|had\s+|has\s+)?previously occupied the footprint\b"
)
_OTHER_PLACE = re.compile(r"\b(?:buildings?|offices?|premises|sites?|rooms?|wards?|floors?|posts?|roles?|seats?)\b")
_OTHER_BODIES = re.compile(r"NHS (?:Digital|England|Improvement|X|Business Services)\b")
_ITEM_MARK = re.compile(r"(?:[~•·*\-–—]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s*")
_KIND_IN_CAPITALS = re.compile(r"\b(?:CCG|GROUP|TRUST|BOARD|COUNCIL|AUTHORITY)\b")


@dataclass(frozen=True, slots=True)
class Predecessors:
    """The bodies a text says previously occupied the recipient's footprint, from the lead-in to the last name."""

    offset: int
    end: int
    names: tuple[str, ...]
    """As printed, each once, in order."""
    text: str


def may_hold_predecessors(text: str) -> bool:
    """Tell cheaply whether a text could list predecessors."""
    return _HINT in text


def read_predecessors(text: str, lines: Sequence[Line]) -> tuple[Predecessors, ...]:
    """Give each list of predecessors: on the lead-in's own line, or on the lines below as long as they name bodies."""
    found = []
    for index, line in enumerate(lines):
        if _HINT not in line.text:
            continue
        names, end = _named_on(line)
        if not names:
            names, end = _named_below(lines, index)
        if names:
            found.append(Predecessors(line.offset, end, tuple(dict.fromkeys(names)), text[line.offset : end]))
    return tuple(found)


def _lead_in(line: Line) -> re.Match[str] | None:
    """Give the words that lead in a list, where they assert it, and of a footprint."""
    lead_in = _FOLLOWING.search(line.text)
    if lead_in is not None:
        states = asserts(line.text[: lead_in.start()] + lead_in["between"], lead_in["place"])
        return lead_in if states and not _OTHER_PLACE.search(lead_in["place"]) else None
    lead_in = _BY.search(line.text)
    if lead_in is None:
        return None
    before = line.text[: lead_in.start()]
    return lead_in if asserts(before, "") and not _OTHER_PLACE.search(last_sentence(before)) else None


def _named_on(line: Line) -> tuple[list[str], int]:
    lead_in = _lead_in(line)
    if lead_in is not None:
        listed = line.text[lead_in.end() :]
        names = split_body_names(_first_sentence(listed)) or split_body_names(listed[: leading_names_end(listed)])
        end = line.offset + lead_in.end() + (names[-1][0] + len(names[-1][1]) if names else 0)
        return [name for _, name in names], end
    before = _BEFORE.match(line.text)
    if before is None or not asserts("", before["names"]) or not asserts(before["names"], line.text[before.end() :]):
        return [], line.end
    names = split_body_names(re.split(r"(?<=[.:])\s", before["names"])[-1])
    return [name for _, name in names], line.end


def _first_sentence(text: str) -> str:
    return re.split(r"\.(?=\s)", text, maxsplit=1)[0]


def _named_below(lines: Sequence[Line], index: int) -> tuple[list[str], int]:
    names: list[str] = []
    end = lines[index].end
    if _lead_in(lines[index]) is None:
        return names, end
    for line in lines[index + 1 :]:
        mark = _ITEM_MARK.match(line.text)
        listed = split_body_names(line.text[mark.end() if mark else 0 :])
        if not listed or not all(_is_predecessor(name) for _, name in listed):
            break
        names.extend(name for _, name in listed)
        end = line.end
    return names, end


def _is_predecessor(name: str) -> bool:
    if name.isupper() and not _KIND_IN_CAPITALS.search(name):
        return False
    return ends_with_kind(name) or (name.startswith("NHS ") and not _OTHER_BODIES.match(name))
