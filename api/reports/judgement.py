"""A report judged: which findings are new, known to a baseline or cured since, and whether that passes."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from releasegraph.api.reports.baseline import Known
from releasegraph.api.reports.sameness import numbered
from releasegraph.api.reports.spots import Spot, SpotFinder
from releasegraph.graph.validating.report import FAIL_ON, SEVERITIES, Finding, Report, Rule

__all__ = ["Judged", "Judgement", "judge"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding, and what the formats say of it."""

    finding: Finding
    identity: str
    """The same in the next edition; see `sameness`."""
    number: int
    """Which of the findings of this identity it is, from 1."""
    known: bool
    """Whether the baseline accepts it."""


@dataclass(frozen=True)
class Judgement:
    """A report with what passes and what does not."""

    report: Report
    judged: tuple[Judged, ...]
    """Every finding, the worst first."""
    cured: tuple[Known, ...]
    """What the baseline accepts and is no longer found."""
    fail_on: str
    """A key of FAIL_ON."""
    compared: bool
    """Whether there is a baseline."""
    base: str
    """What the graph's own IRIs start with."""
    finder: SpotFinder = field(default_factory=SpotFinder)

    @property
    def new(self) -> tuple[Judged, ...]:
        """Give the findings that no baseline accepts."""
        return tuple(one for one in self.judged if not one.known)

    @property
    def known(self) -> tuple[Judged, ...]:
        """Give the findings that the baseline accepts."""
        return tuple(one for one in self.judged if one.known)

    @property
    def passes(self) -> bool:
        """Tell whether no new finding is as severe as `fail_on` says."""
        return not any(self.fails(one) for one in self.judged)

    def fails(self, one: Judged) -> bool:
        """Tell whether a finding is new and severe enough to fail."""
        return not one.known and one.finding.severity in FAIL_ON[self.fail_on]

    def by_rule(self) -> Iterator[tuple[Rule, tuple[Judged, ...]]]:
        """Give every rule that was tried or found something, the worst first, with its findings."""
        found: dict[Rule, list[Judged]] = {}
        for one in self.judged:
            found.setdefault(one.finding.rule, []).append(one)
        for rule in sorted(self.report.rules, key=_severity):
            found.setdefault(rule, [])
        for rule, findings in found.items():
            yield rule, tuple(findings)

    def spots(self, one: Judged) -> tuple[Spot, ...]:
        """Give the files of a finding, with lines where they have lines."""
        return tuple(dict.fromkeys(map(self.finder.spot, one.finding.places)))

    @property
    def verdict(self) -> str:
        """Give the last line of a report: the counts of what is new, known and cured, and whether that passes."""
        counts = Counter(one.finding.severity for one in self.new)
        told = ", ".join(_counted(counts[severity], _WORDS[severity]) for severity in SEVERITIES)
        others = sum(counts.values()) - sum(counts[severity] for severity in SEVERITIES)
        told += f", {others} of another severity" if others else ""
        told += f" new; {len(self.known)} known, {len(self.cured)} cured" if self.compared else ""
        rule = f"fails on {self.fail_on}" if FAIL_ON[self.fail_on] else "never fails"
        return f"{told}: {'passes' if self.passes else 'fails'} ({rule})"


_WORDS = {"Violation": "violation", "Warning": "warning", "Info": "note"}


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _severity(rule: Rule) -> tuple[int, str]:
    return SEVERITIES.index(rule.severity) if rule.severity in SEVERITIES else len(SEVERITIES), rule.iri


def judge(
    report: Report, fail_on: str, base: str, baseline: Iterable[Known] | None = None, finder: SpotFinder | None = None
) -> Judgement:
    """Compare a report with a baseline, where there is one: it accepts a finding as often as it lists it."""
    accepted = tuple(baseline or ())
    left = Counter(one.identity for one in accepted)
    judged = []
    for finding, (name, number) in zip(report.findings, numbered(report.findings), strict=True):
        known = left[name] > 0
        left[name] -= known
        judged.append(Judged(finding, name, number, known))
    cured = []
    for one in reversed(accepted):  # of lines that say the same, the last are those left over
        if left[one.identity] > 0:
            left[one.identity] -= 1
            cured.append(one)
    return Judgement(
        report, tuple(judged), tuple(reversed(cured)), fail_on, baseline is not None, base, finder or SpotFinder()
    )
