"""The bodies a list of data controllers names: split only where names allow (column `Data Controller(s)`)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from releasegraph.graph.names import known_spellings, resolve_name
from releasegraph.graph.records import Problem

__all__ = ["Controllers", "KnownBodies", "known_bodies", "split_controllers"]

KnownBodies = frozenset[str]
"""Slugs of bodies known to exist: applicants (a column of exactly one name a row) and the shipped list."""

_KIND = re.compile(
    r"\b(university of|the university of|universit(?:y|ies)|borough council|county council|city council|council"
    r"|nhs (?:foundation )?trust|hospitals?(?: nhs)?|trust|icb|integrated care board|ccg|clinical commissioning group"
    r"|health board|health authority|primary care trust|commissioning support unit|limited|ltd|plc|llp|inc"
    r"|institute (?:of|for)|institute|college|london borough of|royal borough of|royal college of|department (?:of|for)"
    r"|ministry of|office (?:of|for)|society|commission|agency|authority|charity|foundation|association|school of"
    r"|public health (?:england|wales|scotland)|nhs england)\b"
)
_SUFFIX_ONLY = re.compile(
    r"(?:inc|incorporated|ltd|limited|llc|llp|plc|corp|corporation|gmbh|ag|sa|bv|nv|co|company|the"
    r"|united kingdom|uk|usa|europe|\W)+"
)
_HARD_SEPARATOR = re.compile(r"[;\n\r]+")


@dataclass(frozen=True, slots=True)
class Controllers:
    """The names of a list, in order and each once, and the pieces that could not be split with certainty."""

    names: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def known_bodies(applicants: Iterable[str]) -> KnownBodies:
    """Give the bodies known to exist: these applicants and the shipped list."""
    return frozenset(
        resolve_name("organisation", name).slug for name in (*applicants, *known_spellings("organisation"))
    )


def split_controllers(printed: str, known: KnownBodies) -> Controllers:
    """Split a list at `;` and line ends, and at a comma only where each part stands as a body by itself.

    A part stands by itself where it is a known body or carries its own kind word; else the piece is kept whole,
    with an `unsplit-controllers` problem. Commas inside brackets never split.
    """
    names: list[str] = []
    problems = []
    for piece in _HARD_SEPARATOR.split(printed):
        piece = piece.strip().strip(",").strip()
        if not piece:
            continue
        parts = _comma_parts(piece)
        if len(parts) == 1 or _is_known(piece, known):
            names.append(piece)
            continue
        grouped = _group(parts, known)
        if grouped is None:
            names.append(piece)
            problems.append(
                Problem("unsplit-controllers", piece, "names that each stand as a body, or one known name with commas")
            )
        else:
            names.extend(grouped)
    return Controllers(tuple(dict.fromkeys(names)), tuple(problems))


def _comma_parts(piece: str) -> list[str]:
    parts = []
    depth = start = 0
    for position, character in enumerate(piece):
        if character in "([":
            depth += 1
        elif character in ")]":
            depth = max(0, depth - 1)
        elif character == "," and depth == 0:
            parts.append(piece[start:position].strip())
            start = position + 1
    parts.append(piece[start:].strip())
    return [part for part in parts if part]


def _is_known(name: str, known: KnownBodies) -> bool:
    return resolve_name("organisation", name).slug in known


def _stands_alone(part: str, known: KnownBodies) -> bool:
    folded = part.casefold()
    if _SUFFIX_ONLY.fullmatch(folded):
        return False
    if _is_known(part, known):
        return True
    kind = _KIND.search(folded)
    return kind is not None and bool(re.search(r"\w", folded[: kind.start()] + folded[kind.end() :]))


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
            if not _stands_alone(parts[start], known):
                return None
            groups.append(parts[start])
            start += 1
    return groups
