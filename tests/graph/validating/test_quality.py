"""Findings counted by edition and rule, carried from build to build, and said in the words of DQV."""

import pyoxigraph as ox
import pytest

from releasegraph.graph.validating.quality import DQV, quality_lines
from releasegraph.graph.validating.report import Finding, Report, Rule
from releasegraph.graph.validating.tallies import Tally, carried, tally

BASE = "http://data.example.org/"
SHAPES = "https://w3id.org/releasegraph/shapes#"
ENDS = Rule(f"{SHAPES}ends", "Term ends before it starts", severity="Warning")
NAMED = Rule(f"{SHAPES}named", "Body has a name")


def found(rule: Rule, focus: str, edition: str | None) -> Finding:
    return Finding(rule.severity, rule, "", focus, edition=edition)


REPORT = Report(
    (
        found(ENDS, "a", "2026-09"),
        found(ENDS, "b", "2026-09"),
        found(ENDS, "c", "page-1"),
        found(NAMED, "d", None),
    ),
    (ENDS, NAMED),
)


def test_findings_are_counted_by_edition_and_rule_and_only_the_newest_workbook_has_zeros() -> None:
    assert tally(REPORT, ["2026-08", "2026-09"]) == (
        Tally("2026-09", ENDS.iri, ENDS.name, "Warning", 2),
        Tally("2026-09", NAMED.iri, NAMED.name, "Violation", 0),
        Tally("page-1", ENDS.iri, ENDS.name, "Warning", 1),
    )
    assert [one.edition for one in tally(REPORT, ())] == ["2026-09", "page-1"]


@pytest.mark.parametrize(
    ("editions", "kept"),
    [({"2026-08", "2026-09"}, ["2026-08", "2026-09"]), ({"2026-09"}, ["2026-09"])],
)
def test_counts_of_editions_that_are_still_there_are_carried_over(editions: set[str], kept: list[str]) -> None:
    before = (Tally("2026-08", ENDS.iri, ENDS.name, "Warning", 7), Tally("2026-09", ENDS.iri, ENDS.name, "Warning", 9))
    own = (Tally("2026-09", ENDS.iri, ENDS.name, "Warning", 2),)
    after = carried(before, own, editions)
    assert [one.edition for one in after] == kept
    assert [one.number for one in after if one.edition == "2026-09"] == [2]


def test_an_edition_has_an_annotation_and_a_measurement_of_each_rule_that_found_something() -> None:
    lines = list(quality_lines(tally(REPORT, ["2026-09"]), BASE))
    store = ox.Store()
    store.load("".join(lines).encode(), ox.RdfFormat.N_TRIPLES)
    assert not any(isinstance(quad.subject, ox.BlankNode) for quad in store)
    answer = store.query(
        f"""PREFIX dqv: <{DQV}> PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX prov: <http://www.w3.org/ns/prov#>
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?edition ?said ?number ?where {{
          ?edition dqv:hasQualityAnnotation ?annotation ; dqv:hasQualityMeasurement ?measurement .
          ?annotation a dqv:QualityAnnotation ; oa:hasTarget ?edition ; oa:motivatedBy dqv:qualityAssessment ;
                      oa:hasBody/rdf:value ?said ; prov:wasDerivedFrom ?measurement ; rdfs:seeAlso ?where .
          ?measurement dqv:computedOn ?edition ; dqv:value ?number ;
                       dqv:isMeasurementOf/rdfs:seeAlso <{ENDS.iri}> .
        }} ORDER BY ?edition"""
    )
    assert isinstance(answer, ox.QuerySolutions)
    rows = [[getattr(term, "value", "") for term in row] for row in answer]
    assert rows == [
        [
            f"{BASE}id/edition/2026-09",
            "2 warnings: Term ends before it starts",
            "2",
            f"{BASE}validation?edition=2026-09&rule=ends",
        ],
        [
            f"{BASE}id/edition/page-1",
            "1 warning: Term ends before it starts",
            "1",
            f"{BASE}validation?edition=page-1&rule=ends",
        ],
    ]
