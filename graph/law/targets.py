"""The target of each provision of a known instrument, or why it has none."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from releasegraph.graph.law.grammar import Group, Item, provision_steps
from releasegraph.graph.law.instruments import instruments
from releasegraph.graph.law.model import Status
from releasegraph.graph.records import Problem

__all__ = ["Found", "fits", "provision_kinds", "resolve", "suspicious"]

_AT_MOST = "at most"
_ACT_KINDS = frozenset({"section", "schedule", "part", "chapter"})
_RULE_KINDS = frozenset({"schedule", "part", "chapter"})
_SI_KINDS = (("Regulations", "regulation"), ("Order", "article"), ("Rules", "rule"))
# Printed path → what it is taken to mean: section 45 of the 2007 Act has no paragraph (c).
_CONVENTIONS = {"ukpga/2007/18/section/45/c": "ukpga/2007/18/section/45C"}
# Sections all of whose paragraphs lie in numbered subsections.
_SUBSECTIONED = frozenset(
    {
        "ukpga/2006/41/section/3",
        "ukpga/2006/41/section/3A",
        "ukpga/2006/41/section/251",
        "ukpga/2007/18/section/39",
        "ukpga/2007/18/section/42",
        "ukpga/2007/18/section/45",
        "ukpga/2012/7/section/254",
        "ukpga/2012/7/section/261",
        "eur/2016/679/article/6",
        "eur/2016/679/article/9",
    }
)


class Found(NamedTuple):
    """What one printed provision stands for."""

    target: str | None
    status: Status
    problem: Problem | None = None


def suspicious(printed: str, expected: str) -> Problem:
    """Give the problem of a citation that cannot be right."""
    return Problem("suspicious-law", printed, expected)


@cache
def provision_kinds(path: str) -> frozenset[str]:
    """List the kinds of provision an instrument has directly under it."""
    family = path.split("/", 1)[0]
    if family in {"instrument"}:
        return frozenset()
    if family == "eur":
        return frozenset({"article", "chapter"})
    if family in {"uksi", "ssi", "wsi", "nisr", "uksro"}:
        row = instruments().get(path)
        title = row.title if row else ""
        named = [kind for word, kind in _SI_KINDS if word in title]
        return _RULE_KINDS | (frozenset(named) or frozenset({"regulation", "article", "rule"}))
    return _ACT_KINDS


def fits(group: Group, path: str | None) -> bool:
    """Tell whether an instrument that is known can have such a provision."""
    kind = group.containers[0][0] if group.containers else group.kind
    return path is not None and kind in provision_kinds(path)


def resolve(printed: str, group: Group, item: Item, path: str, *, inherited: bool = False) -> Found:
    """Give the target of one provision of a known instrument; `inherited` where the instrument stands by another."""
    kind = group.containers[0][0] if group.containers else group.kind
    steps = provision_steps(group, item)
    target, status, expected = _target(path, kind, item.number, item.parts, steps, item.malformed, item.ranged)
    if target and inherited and expected.startswith(_AT_MOST):
        target, status = None, Status.UNRESOLVED
    return Found(target, status, suspicious(printed, expected) if expected else None)


@lru_cache(maxsize=8192)
def _target(
    path: str, kind: str, number: str, parts: tuple[str, ...], steps: str, malformed: bool, ranged: bool
) -> tuple[str | None, Status, str]:
    """Give the target and its status, and what was expected instead where it cannot be right."""
    row = instruments().get(path)
    title = row.title if row else path
    if kind not in provision_kinds(path):
        return None, Status.UNRESOLVED, f"a provision such as {title} has; it has no {kind}"
    if malformed:
        return None, Status.UNRESOLVED, "number, letter, roman numeral, each at most once"
    target = f"{path}/{steps}"
    if parts and parts[0].isalpha() and target not in _CONVENTIONS and f"{path}/{kind}/{number}" in _SUBSECTIONED:
        return None, Status.UNRESOLVED, f"a subsection first, as {kind} {number} has them"
    if meant := _CONVENTIONS.get(target):
        return meant, Status.BY_CONVENTION, ""
    digits = re.match(r"\d+", number)
    if row and row.last and digits and kind in {"section", "regulation", "article"} and int(digits[0]) > row.last:
        return target, Status.RESOLVED, f"{_AT_MOST} {kind} {row.last}, the last of the {title}"
    if digits and int(digits[0]) == 0:
        return None, Status.UNRESOLVED, "a number from 1"
    return target, Status.RESOLVED, "a list of sections: only the ends of this range are cited" if ranged else ""
