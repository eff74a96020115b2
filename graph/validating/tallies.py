"""Findings counted by edition and rule, carried from one build to the next: how the register fares over time."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from releasegraph.graph.validating.report import Report

__all__ = ["WORDS", "Tally", "carried", "counted", "tally"]

WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"Violation": ("violation", "violations"), "Warning": ("warning", "warnings"), "Info": ("note", "notes")}
)
"""SHACL's severities, the worst first, and what a finding of each is called, and several."""


def counted(number: int, severity: str) -> str:
    """Give `1 violation`, `2 notes`; findings of another severity are called that."""
    one, more = WORDS.get(severity, ("finding", "findings"))
    return f"{number:,} {one if number == 1 else more}"


class Tally(NamedTuple):
    """How often a rule was broken in an edition, when that edition was validated."""

    edition: str
    """The name of the edition."""
    rule: str
    """The IRI of the shape."""
    name: str
    severity: str
    number: int


def tally(report: Report, workbooks: Collection[str]) -> tuple[Tally, ...]:
    """Count a report's findings by edition and rule; findings of no edition are not counted.

    Of the newest of the workbooks' editions, which the current state is drawn from, rules that found nothing are
    counted too, as 0: a rule without a count was not tried.
    """
    rules = {one.iri: one for one in (*(finding.rule for finding in report.findings), *report.rules)}
    counts = Counter((finding.edition, finding.rule.iri) for finding in report.findings if finding.edition is not None)
    tried = {(max(workbooks), rule) for rule in rules} if workbooks else set()
    return tuple(
        Tally(edition, rule, rules[rule].name, rules[rule].severity, counts[edition, rule])
        for edition, rule in sorted(tried.union(counts))
    )


def carried(before: Iterable[Tally], own: Iterable[Tally], editions: Collection[str]) -> tuple[Tally, ...]:
    """Give what was counted just now, and what was counted before of other editions that the graph still has."""
    now = tuple(own)
    counted = {one.edition for one in now}
    kept = (one for one in before if one.edition in editions and one.edition not in counted)
    return tuple(sorted((*kept, *now)))
