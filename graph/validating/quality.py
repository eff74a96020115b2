"""What a validation says of an edition's quality, in the words of DQV, the Data Quality Vocabulary (W3C Note, 2016).

A rule is a metric, the number of its findings in an edition a measurement, and what that means an annotation. No blank
nodes: every node is a fragment of the validation's page.
"""

from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from releasegraph.graph.identifiers import Identifiers, digest
from releasegraph.graph.triples.lines import A, english, integer, iri, predicate, state
from releasegraph.graph.validating.shapes import SHAPES
from releasegraph.graph.validating.tallies import Tally, counted
from releasegraph.graph.vocabulary import PREFIXES, RDFS, SKOS, XSD

__all__ = ["DQV", "findings_address", "full_rule", "quality_lines", "short_rule"]

DQV = "http://www.w3.org/ns/dqv#"
"""The namespace of the Data Quality Vocabulary."""
_END = " .\n"
_BODY, _TARGET, _MOTIVE = (predicate(PREFIXES["oa"] + name) for name in ("hasBody", "hasTarget", "motivatedBy"))
_LABEL, _SEE = predicate(RDFS.label), predicate(RDFS.seeAlso)


def short_rule(rule: str) -> str:
    """Give a rule as addresses have it: one of ours by its own name, another by its IRI."""
    return rule.removeprefix(SHAPES)


def full_rule(value: str) -> str:
    """Give the IRI of a rule as addresses have it."""
    return value if ":" in value else SHAPES + value


def findings_address(base: str, **parameters: str) -> str:
    """Give the address of the findings of a rule, an edition, a body, a severity or a source record."""
    return f"{base}validation?{urlencode(parameters)}"


def quality_lines(tallies: Iterable[Tally], base: str) -> Iterator[str]:
    """Write what rules found in editions as N-Triples, the lines of one node at a time; nothing of 0 findings."""
    metrics: set[str] = set()
    for one in tallies:
        if not one.rule or not one.number:
            continue
        if one.rule not in metrics:
            metrics.add(one.rule)
            yield state(_metric(one.rule, base), _metric_facts(one), _END)
        yield from _edition(one, base)


def _metric(rule: str, base: str) -> str:
    return iri(f"{base}validation#metric-{digest(rule)}")


def _metric_facts(one: Tally) -> Iterator[tuple[str, str]]:
    yield A, iri(f"{DQV}Metric")
    yield _LABEL, english(f"Findings by the rule: {one.name or short_rule(one.rule)}")
    yield predicate(SKOS.definition), english("The number of results that validation gives for the shape of this rule.")
    yield predicate(f"{DQV}expectedDataType"), iri(XSD.integer)
    yield _SEE, iri(one.rule)


def _edition(one: Tally, base: str) -> Iterator[str]:
    """Give a measurement of an edition, and an annotation on it (DQV, sections 4.2 and 4.11)."""
    edition, named = iri(Identifiers(base).edition(one.edition)), digest(one.edition, one.rule)
    measurement, annotation, body = (
        iri(f"{base}validation#{kind}-{named}") for kind in ("measurement", "annotation", "annotation-body")
    )
    yield state(
        measurement,
        (
            (A, iri(f"{DQV}QualityMeasurement")),
            (predicate(f"{DQV}isMeasurementOf"), _metric(one.rule, base)),
            (predicate(f"{DQV}computedOn"), edition),
            (predicate(f"{DQV}value"), integer(one.number)),
        ),
        _END,
    )
    yield state(
        annotation,
        (
            (A, iri(f"{DQV}QualityAnnotation")),
            (_TARGET, edition),
            (_BODY, body),
            (_MOTIVE, iri(f"{DQV}qualityAssessment")),
            (predicate(f"{PREFIXES['prov']}wasDerivedFrom"), measurement),
            (_SEE, iri(findings_address(base, edition=one.edition, rule=short_rule(one.rule)))),
        ),
        _END,
    )
    said = f"{counted(one.number, one.severity)}: {one.name or short_rule(one.rule)}"
    yield state(
        body, ((A, iri(f"{PREFIXES['oa']}TextualBody")), (predicate(f"{PREFIXES['rdf']}value"), english(said))), _END
    )
    yield state(
        edition,
        (
            (predicate(f"{DQV}hasQualityMeasurement"), measurement),
            (predicate(f"{DQV}hasQualityAnnotation"), annotation),
        ),
        _END,
    )
