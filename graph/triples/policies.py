"""ODRL policies: minted only where the register states a rule (sublicensing, destruction)."""

from collections.abc import Iterable

from releasegraph.graph.triples.lines import A, iri, predicate
from releasegraph.graph.triples.mentions import Mentions
from releasegraph.graph.triples.sources import RECORDED_IN
from releasegraph.graph.vocabulary import ODRL, RG

__all__ = ["policy_triples"]

_ACTION = predicate(ODRL.action)
_TARGET = predicate(ODRL.target)


def policy_triples(
    version: str,
    *,
    sublicensing: bool | None,
    destruction: bool,
    discloser: str | None,
    recipients: Iterable[str],
    datasets: Iterable[str],
    records: Iterable[str],
    mentions: Mentions,
) -> str:
    """Write the policy of a version: sublicensing permits or prohibits `odrl:grantUse`, destruction is a duty.

    `version` is an IRI; discloser, recipients, datasets and records are terms. Empty where no rule is stated. An
    agreement has two sides (ODRL 2.2, 2.1.2): where no day says who disclosed, the policy is a set of rules.
    """
    if sublicensing is None and not destruction:
        return ""
    end = mentions.end
    policy = f"<{version}/policy>"
    facts = [
        (iri(version), predicate(RG.hasPolicy), policy),
        (policy, A, iri(ODRL.Agreement if discloser else ODRL.Set)),
        *((policy, RECORDED_IN, record) for record in records),
        *((policy, predicate(ODRL.assignee), body) for body in recipients),
    ]
    if discloser:
        facts.append((policy, predicate(ODRL.assigner), discloser))
    if sublicensing is not None:
        rule = f"<{version}/policy/grant-use>"
        link, kind = (ODRL.permission, ODRL.Permission) if sublicensing else (ODRL.prohibition, ODRL.Prohibition)
        facts += [
            (policy, predicate(link), rule),
            (rule, A, iri(kind)),
            (rule, _ACTION, iri(ODRL.grantUse)),
            *((rule, _TARGET, dataset) for dataset in datasets),
        ]
    if destruction:
        duty = f"<{version}/policy/delete>"
        facts += [
            (policy, predicate(ODRL.obligation), duty),
            (duty, A, iri(ODRL.Duty)),
            (duty, _ACTION, iri(ODRL.delete)),
        ]
    return "".join(f"{subject}{middle}{term}{end}" for subject, middle, term in facts)
