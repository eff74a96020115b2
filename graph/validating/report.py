"""A validation report as people act on it: each finding with its rule, its place, what stands there and what should."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from releasegraph.graph.identifiers import digest
from releasegraph.graph.validating.places import Place

__all__ = ["FAIL_ON", "SEVERITIES", "Body", "Finding", "Place", "Report", "Rule", "told"]

SEVERITIES = ("Violation", "Warning", "Info")
"""SHACL's severities, the worst first."""
FAIL_ON: Mapping[str, tuple[str, ...]] = {
    "violation": SEVERITIES[:1],
    "warning": SEVERITIES[:2],
    "info": SEVERITIES,
    "never": (),
}
"""The least severity that fails to the severities that do."""
_WORDS = {"Violation": "violation", "Warning": "warning", "Info": "note"}


@dataclass(frozen=True, slots=True)
class Rule:
    """A shape, in people's words."""

    iri: str
    """The shape's IRI; of a shape without one, the nearest shape around it that has one, or nothing."""
    name: str = ""
    """The label of the shape; or that of its node shape and of its path."""
    why: str = ""
    """Why it matters: the comment of the shape or of its node shape."""
    example: str = ""
    """What it finds, by example (skos:example)."""
    severity: str = "Violation"


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation, or what it is printed as where it has no IRI."""

    iri: str
    name: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One validation result."""

    severity: str
    """`Violation`, `Warning` or `Info`; another severity by its IRI."""
    rule: Rule
    message: str
    focus_node: str
    """An IRI; a blank node as `_:label`, a literal by its characters."""
    path: str | None = None
    """The result path: an IRI, or a path as SPARQL writes it."""
    value: str | None = None
    """The value node: an IRI, a blank node as `_:label`, a literal by its characters."""
    datatype: str = ""
    """The value's datatype where it is a literal, or `@` and its language."""
    places: tuple[Place, ...] = ()
    """Where in the sources the focus node was read; empty where the graph does not say."""
    printed: str | None = None
    """What stands there, "" where nothing does; None where the graph does not say."""
    expected: str = ""
    """What a conforming value is or has, in words."""
    bodies: tuple[Body, ...] = ()
    """Whom it concerns: the applicant of the version, or the organisation of the page."""
    edition: str | None = None
    """The name of the register's edition it was read in."""
    component: str = ""
    """The IRI of the constraint component."""
    focus_datatype: str = ""
    """The focus node's datatype where it is a literal, or `@` and its language."""

    @property
    def fingerprint(self) -> str:
        """Name the finding by rule, focus node, path and value: the same in the next validation."""
        return digest(self.rule.iri, self.focus_node, self.path or "", self.value or "")


@dataclass(frozen=True)
class Report:
    """A validation report: findings in order, the worst first."""

    findings: tuple[Finding, ...]
    rules: tuple[Rule, ...] = ()
    """Every rule that was tried, whether or not it found anything."""

    @property
    def conforms(self) -> bool:
        """Tell, as SHACL does, whether there is no result of any severity."""
        return not self.findings

    @cached_property
    def counts(self) -> Counter[str]:
        """Give the number of findings by severity."""
        return Counter(finding.severity for finding in self.findings)

    def passes(self, fail_on: str) -> bool:
        """Tell whether no finding is as severe as a key of FAIL_ON says."""
        return not any(self.counts[severity] for severity in FAIL_ON[fail_on])


def told(counts: Mapping[str, int]) -> str:
    """Give the numbers of findings by severity in words: `1 violation, 0 warnings, 2 notes`."""
    numbers = ((counts.get(severity, 0), _WORDS[severity]) for severity in SEVERITIES)
    return ", ".join(f"{number:,} {word}" if number == 1 else f"{number:,} {word}s" for number, word in numbers)
