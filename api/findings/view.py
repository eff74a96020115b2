"""What the page of findings shows: findings with their places, filters with their counts, and the trend."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil

from releasegraph.api.filters import Choice, Group, Way, group_of
from releasegraph.api.findings.asking import Selection
from releasegraph.api.findings.badge import summary
from releasegraph.api.findings.parameters import FindingParameters, body_value
from releasegraph.api.findings.trend import Trend, trend_of
from releasegraph.api.labels import Labels, short_name
from releasegraph.api.links import Links
from releasegraph.api.view import Value
from releasegraph.graph.validating.quality import full_rule, short_rule
from releasegraph.graph.validating.report import Finding, Rule
from releasegraph.graph.validating.tallies import WORDS

__all__ = ["FindingsView", "view_findings"]

_MOST_BODIES = 200
"""Organisations offered by the filter, those with the most findings: there are more than a list can hold."""
_LEGENDS = {
    "severity": "Severity",
    "rule": "Rule",
    "body": "Organisation",
    "edition": "Edition",
    "about": "About",
    "record": "Row or lines",
    "finding": "Finding",
}
_NOT_TALLIED = ("body", "edition", "about", "record", "finding")
_SHOWN = {"severity": 3, "rule": 8, "body": 8, "edition": 4}
"""Filter of the form to how many values stand there before the list of the others."""


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule that was broken: how often in this view, and the view of it alone."""

    name: str
    severity: str
    number: int
    href: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding: what is wrong with what, where it stands, what stands there, and whom it concerns."""

    finding: Finding
    anchor: str
    """The fragment of the result's IRI."""
    rule: Way
    about: Value
    property: str
    """Where no column is known."""
    value: str
    """Where it is not known what is printed."""
    places: tuple[Value, ...]
    bodies: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class FindingsView:
    """A page of findings."""

    parameters: FindingParameters
    summary: str
    total: int
    number: int
    last: int
    pages: str
    """The address of a page, but for its number."""
    rule: Rule | None
    """The rule, where the view is of one."""
    rules: tuple[RuleRow, ...]
    shown: tuple[Shown, ...]
    groups: tuple[Group, ...]
    chosen: tuple[Way, ...]
    """The filters set, each with the address of the view without it."""
    trend: Trend | None
    query: str
    """The address's query for other forms of the view."""


def view_findings(
    selection: Selection, labels: Labels, links: Links, workbooks: tuple[str, ...], size: int
) -> FindingsView:
    """Show a page of a selection; a page's number past the end is the last page."""
    parameters, path = selection.parameters, links.path("validation")
    rules, severities = selection.rules(), selection.severities()
    total = selection.total()
    last = max(1, ceil(total / size))
    number = min(parameters.page, last)
    query = parameters.query()
    return FindingsView(
        parameters,
        summary(selection.shown_severities()),
        total,
        number,
        last,
        f"{path}{query}{'&' if query else '?'}page=",
        selection.rule(),
        tuple(
            RuleRow(_title(rule), rule.severity, many, path + parameters.query(rule=short_rule(rule.iri)))
            for rule, many in rules
        ),
        tuple(_shown(name, one, labels, links) for name, one in selection.kept.findings(selection.ids(size, number))),
        tuple(_groups(selection, rules, severities)),
        tuple(
            Way(f"{_LEGENDS[name]}: {selection.name_of(name, value)}", path + parameters.without(name, value))
            for name, value in parameters.chosen
        ),
        _trend(selection, workbooks),
        query,
    )


def _title(rule: Rule) -> str:
    return rule.name or short_rule(rule.iri) or "A rule without a name"


def _shown(name: str, one: Finding, labels: Labels, links: Links) -> Shown:
    path, base = links.path("validation"), links.base
    return Shown(
        one,
        name.partition("#")[2],
        Way(_title(one.rule), f"{path}{FindingParameters(rule=(short_rule(one.rule.iri),)).query()}"),
        Value(labels.of(one.focus_node), links.href(one.focus_node), one.focus_node),
        short_name(one.path, base) if one.path and not any(place.column for place in one.places) else "",
        short_name(one.value, base) if one.value and one.printed is None and one.value != one.focus_node else "",
        tuple(
            Value(str(place), links.href(place.record) if place.record else None, place.record) for place in one.places
        ),
        tuple(
            Way(body.name, f"{path}{FindingParameters(body=(body_value(body.iri, body.name, base),)).query()}")
            for body in one.bodies
        ),
    )


def _groups(selection: Selection, rules: list[tuple[Rule, int]], severities: dict[str, int]) -> Iterator[Group]:
    choices = {
        "severity": [
            Choice(name.lower(), WORDS[name][1].capitalize() if name in WORDS else name, number)
            for name, number in severities.items()
        ],
        "rule": [Choice(short_rule(rule.iri), _title(rule), number) for rule, number in rules if rule.iri],
        "body": selection.bodies(_MOST_BODIES),
        "edition": selection.editions(),
    }
    for name, found in choices.items():
        chosen = getattr(selection.parameters, name)
        known = {one.value for one in found}
        missing = [Choice(value, selection.name_of(name, value), 0) for value in chosen if value not in known]
        marked = [replace(one, chosen=one.value in chosen) for one in (*missing, *found)]
        if len(found) > 1 or chosen:
            yield group_of(name, _LEGENDS[name], sorted(marked, key=lambda one: not one.chosen), _SHOWN[name])


def _trend(selection: Selection, workbooks: tuple[str, ...]) -> Trend | None:
    """Give the trend of the rules in view; what is counted by edition is not counted by organisation or row."""
    parameters = selection.parameters
    if any(getattr(parameters, name) for name in _NOT_TALLIED):
        return None
    chosen = {one.lower() for one in parameters.severity}
    own = [one for one in selection.kept.tallies() if not chosen or one.severity.lower() in chosen]
    return trend_of(own, workbooks, tuple(map(full_rule, parameters.rule)))
