"""Words that the formats share."""

from collections.abc import Iterator

from releasegraph.graph.validating.report import Finding, Rule
from releasegraph.graph.vocabulary import PREFIXES

__all__ = ["SHAPES", "facts", "rule_name", "short", "title"]

SHAPES = "https://w3id.org/releasegraph/shapes#"
"""The namespace of the shipped shapes."""


def short(text: str) -> str:
    """Write the IRIs in a text with the common prefixes, and `rgs:` for the shipped shapes."""
    for prefix, namespace in (("rgs", SHAPES), *PREFIXES.items()):
        text = text.replace(namespace, f"{prefix}:")
    return text


def rule_name(rule: Rule) -> str:
    """Name a rule by its shape, short; a rule without a name of its own is `unnamed`."""
    return short(rule.iri) or "unnamed"


def title(rule: Rule) -> str:
    """Give a rule's plain name, or its shape's."""
    return rule.name or rule_name(rule)


def facts(finding: Finding) -> Iterator[tuple[str, str]]:
    """Give what a finding says beside its message and places, each with its word, the most telling first."""
    if finding.printed is not None:
        yield "printed", finding.printed or "nothing"
    if finding.expected:
        yield "expected", finding.expected
    for body in finding.bodies:
        yield "concerns", body.name
    yield "of", short(finding.focus_node)
    if finding.path:
        yield "property", short(finding.path)
    if finding.value is not None and finding.value not in (finding.focus_node, finding.printed):
        yield "value", short(finding.value)
