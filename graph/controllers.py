"""The bodies a list of data controllers names: split only where names allow (column `Data Controller(s)`)."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from releasegraph.graph.names import known_spellings, resolve_name
from releasegraph.graph.records import Problem

__all__ = ["Controllers", "KnownBodies", "known_bodies", "split_controllers"]

KnownBodies = frozenset[str]
"""Slugs of bodies known to exist: applicants (a column of exactly one name a row) and the shipped list."""

_KIND = re.compile(
    r"\b(university of|the university of|universit(?:y|ies)|borough council|county council|city council|council"
    r"|nhs (?:foundation )?trust|hospitals?(?: nhs)?|foundation trust|trust|icb|integrated care board|ccg"
    r"|clinical commissioning group|health board|health authority|primary care trust|commissioning support unit"
    r"|limited|ltd|plc|llp|inc|institute (?:of|for)|institute|college|london borough of|royal borough of"
    r"|royal college of|department (?:of|for)|ministry of|office (?:of|for)|society|commission|agency|authority"
    r"|charity|foundation|association|school of)\b"
)
_NATIONAL = re.compile(
    r"(?:nhs (?:england|digital|improvement|blood and transplant|business services authority)"
    r"|public health (?:england|wales|scotland))(?: - [a-z0-9]{3,5})?"
)
"""Bodies whose kind word is their whole name."""
_SMALL_WORD = re.compile(r"\b(?:and|for|nhs|of|the)\b")
_SUFFIX_ONLY = re.compile(
    r"(?:inc|incorporated|ltd|limited|llc|llp|plc|corp|corporation|gmbh|ag|sa|bv|nv|co|company|the"
    r"|united kingdom|uk|usa|europe|\W)+"
)
_DIVISION = re.compile(
    r"(?:the )?(?:school|faculty|division|institute|centre|unit) (?:of|for)\b|.*\bdepartment (?:of|for)\b"
)
_ACADEMIC = re.compile(r"\b(?:university|college|imperial)\b")
_OF_LONDON = re.compile(r"\b(?:college|holloway|mary|birkbeck|goldsmiths|hospitals?)\b|\bst\b")
_ODS_CODE = re.compile(r"\s+-\s+[A-Z0-9]{3,6}$")
_CONJUNCTION = re.compile(r"(?:and|&)\s+", re.IGNORECASE)
_LINE_END = re.compile(r"[\n\r]+")


@dataclass(frozen=True, slots=True)
class Controllers:
    """The names of a list, in order and each once, and the pieces that could not be split with certainty."""

    names: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def known_bodies(applicants: Iterable[str]) -> KnownBodies:
    """Give the bodies known to exist: these applicants, the reviewed names and the shipped list."""
    names = (*applicants, *known_spellings("organisation"), *_shipped_bodies())
    return frozenset(resolve_name("organisation", name).slug for name in names)


@cache
def _shipped_bodies() -> tuple[str, ...]:
    """Read ontology/bodies.csv: names that hold commas, and bodies that look like a part of another."""
    table = resources.files("releasegraph.ontology").joinpath("bodies.csv").read_text(encoding="utf-8")
    return tuple(row["name"] for row in csv.DictReader(table.splitlines()))


def split_controllers(printed: str, known: KnownBodies) -> Controllers:
    """Split a list at `;` and line ends, and at a comma only where each part stands as a body by itself.

    A part stands by itself where it is a known body or carries its own kind word; else the piece is kept whole,
    with an `unsplit-controllers` problem. Nothing inside brackets splits; `Inc.` and
    its like belong to the name before.
    """
    names: list[str] = []
    problems = []
    for line in _LINE_END.split(printed):
        for piece in _cut(line, ";"):
            parts = _with_suffixes(_cut(piece, ","))
            if len(parts) <= 1 or _is_known(piece, known):
                names.append(piece)
                continue
            grouped = _group(parts, known)
            if grouped is None:
                names.append(piece)
                problems.append(
                    Problem(
                        "unsplit-controllers", piece, "names that each stand as a body, or one known name with commas"
                    )
                )
            else:
                names.extend(grouped)
    return Controllers(tuple(dict.fromkeys(names)), tuple(problems))


def _cut(text: str, separator: str) -> list[str]:
    """Cut a text at a separator outside brackets; brackets that do not balance count as none."""
    parts = [""]
    depth = 0
    for character in text:
        if character in "([":
            depth += 1
        elif character in ")]":
            depth -= 1
        if depth < 0:
            break
        if character == separator and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    if depth != 0:
        parts = text.split(separator)
    return [part for words in parts if (part := words.strip().strip(",").strip())]


def _with_suffixes(parts: list[str]) -> list[str]:
    """Join a part that is only a company's form or a country (`INC. UNITED KINGDOM`) to the name before it."""
    joined: list[str] = []
    for part in parts:
        if joined and _SUFFIX_ONLY.fullmatch(part.casefold()):
            joined[-1] += f", {part}"
        else:
            joined.append(part)
    return joined


def _is_known(name: str, known: KnownBodies) -> bool:
    """Tell whether a name is a known body's, its trailing ODS code left out: the code names a part of one."""
    return any(resolve_name("organisation", spelling).slug in known for spelling in (name, _ODS_CODE.sub("", name)))


def _stands_alone(part: str, neighbours: Sequence[str], known: KnownBodies) -> bool:
    """Tell whether a part is a body; a `School of …` beside a university, or a college of London's, may be a part."""
    folded = part.casefold()
    if _SUFFIX_ONLY.fullmatch(folded):
        return False
    if _is_known(part, known) or _NATIONAL.fullmatch(folded):
        return True
    beside = [neighbour.casefold() for neighbour in neighbours]
    if _DIVISION.match(folded) and any(_ACADEMIC.search(neighbour) for neighbour in beside):
        return False
    if _OF_LONDON.search(folded) and any("university of london" in neighbour for neighbour in beside):
        return False
    own, kinds = _KIND.subn(" ", folded)
    return kinds > 0 and bool(re.search(r"\w", _SMALL_WORD.sub(" ", own)))


def _group(parts: list[str], known: KnownBodies) -> list[str] | None:
    """Group neighbouring parts into bodies, longest known names first; None where a part stays over."""
    groups = []
    start = 0
    while start < len(parts):
        for stop in range(len(parts), start + 1, -1):
            joined = ", ".join(parts[start:stop])
            if _is_known(joined, known):
                groups.append(joined)
                start = stop
                break
        else:
            part = _CONJUNCTION.sub("", parts[start], count=1) if _CONJUNCTION.match(parts[start]) else parts[start]
            neighbours = [*parts[max(0, start - 1) : start], *parts[start + 1 : start + 2]]
            if not _stands_alone(part, neighbours, known):
                return None
            groups.append(part)
            start += 1
    return groups
