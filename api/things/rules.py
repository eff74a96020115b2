"""The rules a version states: conditions of supply, how long data may be kept, and its policy in words."""

from dataclasses import dataclass

from releasegraph.api.things.asked import Asked
from releasegraph.api.things.durations import duration_in_words
from releasegraph.api.things.showing import link
from releasegraph.api.things.statements import Statements
from releasegraph.api.view import Value
from releasegraph.graph.vocabulary import ODRL, RG

__all__ = ["Policy", "Rule", "read_conditions", "read_policy", "read_retention"]

_SIGNS: tuple[tuple[str, str, str, str], ...] = (
    (ODRL.permission, ODRL.grantUse, "Permitted", "to grant the use of the data to others (sublicensing)"),
    (ODRL.prohibition, ODRL.grantUse, "Forbidden", "to grant the use of the data to others (sublicensing)"),
    (ODRL.obligation, ODRL.delete, "Required", "to destroy the data when the time stated for keeping them is over"),
)
"""Property, action, and the two in words."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition of supply or a rule of retention, in its own words, with what was read from it."""

    number: str | None
    text: str
    href: str | None
    read: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """What the version permits, forbids and requires, as `(word, what)`, by whom and of whom."""

    iri: str
    href: str | None
    rules: tuple[tuple[str, str], ...]
    assigner: Value | None
    assignees: tuple[Value, ...]
    datasets: int
    """Datasets the permission or prohibition names."""


def read_conditions(asked: Asked, statements: Statements, version: str) -> tuple[Rule, ...]:
    """Read the conditions of supply, in the order of the prose."""
    return tuple(
        Rule(statements.one(iri, RG.number), statements.one(iri, RG.text) or "", asked.links.href(iri))
        for iri in sorted(statements.all(version, RG.hasCondition), key=_last_number)
    )


def read_retention(asked: Asked, statements: Statements, version: str) -> tuple[Rule, ...]:
    """Read the rules of retention, in the order of the prose."""
    rules = []
    for iri in sorted(statements.all(version, RG.hasRetentionRule), key=_last_number):
        kept, destroyed = statements.one(iri, RG.retentionPeriod), statements.one(iri, RG.destroyWithin)
        read = [f"keep at most {duration_in_words(kept)}"] if kept else []
        read += [f"destroy within {duration_in_words(destroyed)}"] if destroyed else []
        rules.append(Rule(None, statements.one(iri, RG.text) or "", asked.links.href(iri), tuple(read)))
    return tuple(rules)


def read_policy(asked: Asked, statements: Statements, version: str) -> Policy | None:
    """Read the policy of a version in words; None where the version states no rule."""
    policy = statements.one(version, RG.hasPolicy)
    if policy is None:
        return None
    rules, targets = [], 0
    for predicate, action, word, what in _SIGNS:
        for rule in statements.all(policy, predicate):
            if action in statements.all(rule, ODRL.action):
                rules.append((word, what))
                targets = max(targets, len(statements.all(rule, ODRL.target)))
    assigner = statements.one(policy, ODRL.assigner)
    return Policy(
        policy,
        asked.links.href(policy),
        tuple(rules),
        None if assigner is None else link(asked, assigner),
        tuple(link(asked, one) for one in statements.all(policy, ODRL.assignee)),
        targets,
    )


def _last_number(iri: str) -> tuple[int, str]:
    last = iri.rpartition("/")[2]
    return (int(last) if last.isdigit() else 0, iri)
