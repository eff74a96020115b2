"""A policy's page: an ODRL agreement, or a set of rules, in words."""

from dataclasses import dataclass

from releasegraph.api.things.asked import Asked
from releasegraph.api.things.plain import Fact, Line, plain_facts
from releasegraph.graph.vocabulary import ODRL, RG

__all__ = ["PolicyView", "Rule", "view_policy"]

_RULES = (
    (ODRL.permission, "May", "permission"),
    (ODRL.prohibition, "May not", "prohibition"),
    (ODRL.obligation, "Must", "duty"),
)
_ACTIONS = {
    ODRL.grantUse: "let others use the data (sublicensing)",
    ODRL.delete: "destroy the data once they may no longer be kept",
}
_LINES = (
    Line("Agreement version", RG.hasPolicy, inverse=True),
    Line("Given by (assigner)", ODRL.assigner),
    Line("Held by (assignee)", ODRL.assignee),
    Line("Recorded in", RG.recordedIn),
)
_TARGETS = (Line("Concerns", ODRL.target),)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in words, and the datasets it concerns."""

    modal: str
    action: str
    kind: str
    href: str | None
    concerns: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class PolicyView:
    """The page of a policy."""

    heading: str
    rules: tuple[Rule, ...]
    facts: tuple[Fact, ...]


def view_policy(asked: Asked) -> PolicyView:
    """Show a policy."""
    own = asked.about(asked.iri)
    rules = [_rule(asked, rule, modal, kind) for predicate, modal, kind in _RULES for rule in own.all(predicate)]
    shown = plain_facts(asked, own, _LINES)
    return PolicyView(f"Policy of {shown[0].values[0].text}" if shown else "Policy", tuple(rules), shown)


def _rule(asked: Asked, iri: str, modal: str, kind: str) -> Rule:
    rule = asked.about(iri)
    action = rule.one(ODRL.action) or ""
    words = _ACTIONS.get(action) or asked.labels.property(action)
    return Rule(modal, words, kind, asked.links.href(iri), plain_facts(asked, rule, _TARGETS))
