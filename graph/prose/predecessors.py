"""Bodies that stood where the recipient stands now, as prose lists them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from releasegraph.graph.prose.body_names import is_body_name, split_body_names
from releasegraph.graph.prose.lines import Line

__all__ = ["Predecessors", "may_hold_predecessors", "read_predecessors"]

_HINT = "reviously occupied"
_FOLLOWING = re.compile(r"\bfollowing\b[^:\n]{0,80}?\b[Pp]reviously occupied\b[^:]*(?::\s*|$)")
_BY = re.compile(r"\b[Pp]reviously occupied by(?:\s+the\s+following[^:]{0,60})?\s*:?\s*")
_BEFORE = re.compile(
    r"(?P<names>.+?),?\s+(?:which\s+|that\s+|who\s+)?(?:have\s+|had\s+|has\s+)?previously occupied the footprint\b"
)
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


def _named_on(line: Line) -> tuple[list[str], int]:
    lead_in = _FOLLOWING.search(line.text) or _BY.search(line.text)
    if lead_in is not None:
        sentence = re.split(r"\.(?=\s)", line.text[lead_in.end() :], maxsplit=1)[0]
        names = split_body_names(sentence)
        end = line.offset + lead_in.end() + (names[-1][0] + len(names[-1][1]) if names else 0)
        return [name for _, name in names], end
    before = _BEFORE.match(line.text)
    names = split_body_names(re.split(r"(?<=[.:])\s", before["names"])[-1]) if before else ()
    return [name for _, name in names], line.end


def _named_below(lines: Sequence[Line], index: int) -> tuple[list[str], int]:
    names: list[str] = []
    end = lines[index].end
    if not (_FOLLOWING.search(lines[index].text) or _BY.search(lines[index].text)):
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
    return is_body_name(name) and (not name.isupper() or _KIND_IN_CAPITALS.search(name) is not None)
