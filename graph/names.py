"""Which body or dataset a spelling names: reviewed rows first, then rules that are safe, never likeness."""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from releasegraph.graph.identifiers import has_slug, slug
from releasegraph.graph.records import Problem

__all__ = [
    "NameReview",
    "Spelling",
    "known_spellings",
    "name_problems",
    "name_reviews",
    "nested_bodies",
    "resolve_name",
    "reviewed_name",
]

_SMALL_WORDS = frozenset({"a", "and", "at", "by", "for", "in", "of", "on", "the", "to", "with"})
_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]{2,40})[)\]]")
_LIMITED = re.compile(r"\bltd\b\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NameReview:
    """A reviewed row of ontology/names.csv: two spellings are the same, different, or one is a part of the other."""

    kind: str
    """`organisation` or `dataset`."""
    relation: str
    """`same`: `spelling` joins `other`, whose slug stays; `different`; `part-of`: `spelling` is a part of `other`."""
    spelling: str
    other: str
    since: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Spelling:
    """What a spelling resolves to."""

    slug: str
    rule: str
    """A code of the scheme `merge-rule`: what joins this spelling to the slug beyond its own letters."""
    reason: str = ""
    """The evidence of a reviewed merge."""


@cache
def name_reviews() -> tuple[NameReview, ...]:
    """Read the reviewed merges and separations shipped with the project."""
    table = resources.files("releasegraph.ontology").joinpath("names.csv").read_text(encoding="utf-8")
    return tuple(NameReview(**row) for row in csv.DictReader(table.splitlines()))


@cache
def _merges(kind: str) -> Mapping[str, NameReview]:
    """Give the reviewed merges of a kind by the slug of their spelling."""
    return {slug(row.spelling): row for row in name_reviews() if row.kind == kind and row.relation == "same"}


@cache
def _untouched(kind: str) -> frozenset[str]:
    """Give the slugs no rule may change: reviewed names that stay, and reviewed different names a rule would join."""
    rows = [row for row in name_reviews() if row.kind == kind]
    stay = {slug(row.other) for row in rows if row.relation == "same"}
    apart = {
        slug(name)
        for row in rows
        if row.relation == "different" and _by_rule(row.spelling) == _by_rule(row.other)
        for name in (row.spelling, row.other)
    }
    return frozenset(stay | apart)


@cache
def _stays(kind: str) -> Mapping[str, str]:
    """Give the slugs that stay, by what the rules make of them: the rules lead to a reviewed name, not past it."""
    return {_by_rule(name): name_slug for name_slug, name in _names_that_stay(kind).items()}


@lru_cache(maxsize=65536)
def resolve_name(kind: str, spelling: str) -> Spelling:
    """Give the slug of the `organisation` or `dataset` a spelling names: a pure function, so addresses never move.

    A reviewed row wins; else `Ltd` becomes `Limited` and a bracket that holds the name's own initials goes.
    """
    printed = slug(spelling)
    reviewed = _reviewed(kind, printed)
    if reviewed is not None:
        return reviewed
    if printed in _untouched(kind):
        return Spelling(printed, "same-letters")
    by_rule = _by_rule(spelling)
    if by_rule in _stays(kind):
        return Spelling(_stays(kind)[by_rule], "own-initials")
    if by_rule == printed:
        return Spelling(printed, "same-letters")
    rule = "own-initials" if _drop_own_initials(spelling) != spelling else "limited"
    return _reviewed(kind, by_rule) or Spelling(by_rule, rule)


def _reviewed(kind: str, printed: str) -> Spelling | None:
    """Follow the reviewed merges from a slug to the one that stays."""
    merges = _merges(kind)
    reasons: list[str] = []
    passed = set()
    while printed in merges and printed not in passed:
        passed.add(printed)
        row = merges[printed]
        reasons.append(row.evidence + (f" ({row.since})" if row.since else ""))
        printed = slug(row.other)
    return Spelling(printed, "reviewed", "; ".join(reasons)) if reasons else None


def _by_rule(spelling: str) -> str:
    return slug(_LIMITED.sub("Limited", _drop_own_initials(spelling)))


def _drop_own_initials(name: str) -> str:
    for bracket in _BRACKET.finditer(name):
        if _letters(bracket[1]) in _initials(name[: bracket.start()]):
            return name[: bracket.start()] + name[bracket.end() :]
    return name


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def _initials(name: str) -> frozenset[str]:
    """Give the initials of a name, of two letters or more: with and without small words, hyphens splitting or not."""
    folded = unicodedata.normalize("NFKC", name).casefold().replace("&", " and ")
    found = set()
    for pattern in (r"[^\W_]+(?:[-'’][^\W_]+)*", r"[^\W_]+"):
        words = re.findall(pattern, folded)
        found.add("".join(word[0] for word in words))
        found.add("".join(word[0] for word in words if word not in _SMALL_WORDS))
    return frozenset(initials for initials in found if len(initials) >= 2)


@cache
def _names_that_stay(kind: str) -> Mapping[str, str]:
    return {slug(row.other): row.other for row in _merges(kind).values() if slug(row.other) not in _merges(kind)}


def reviewed_name(kind: str, name_slug: str) -> str | None:
    """Give the spelling a review lets stay for a slug, where there is one."""
    return _names_that_stay(kind).get(name_slug)


@cache
def nested_bodies() -> Mapping[str, tuple[str, ...]]:
    """Give the reviewed parts: slug of the part to slugs of the bodies it belongs to."""
    nested: dict[str, list[str]] = defaultdict(list)
    for row in name_reviews():
        if row.relation == "part-of":
            nested[resolve_name(row.kind, row.spelling).slug].append(resolve_name(row.kind, row.other).slug)
    return {part: tuple(wholes) for part, wholes in nested.items()}


def name_problems(spelling: str) -> tuple[Problem, ...]:
    """Say that a name without a letter or digit can be told from another only by its signs."""
    if has_slug(spelling):
        return ()
    return (Problem("unnamed", spelling, "a name with a letter or a digit"),)


def known_spellings(kind: str) -> Iterable[str]:
    """Give every spelling the reviews name: a shipped list of names known to exist."""
    return (name for row in name_reviews() if row.kind == kind for name in (row.spelling, row.other))
