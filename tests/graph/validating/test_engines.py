"""Two engines give one report, of a store or of a graph at hand."""

from pathlib import Path

import pytest
from rdflib import Graph

from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.shacl import ShapesError
from releasegraph.graph.validating.engines import Engine, validate_graph, validate_store
from releasegraph.graph.validating.report import FAIL_ON, Finding, Report, Rule, told
from releasegraph.graph.validating.shapes import load_shapes

EX = "http://example.org/"
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

ex:Person a sh:NodeShape ;
    sh:targetClass ex:Person ;
    sh:property [ sh:path ex:age ; sh:datatype xsd:integer ; sh:severity sh:Info ] ;
    sh:property ex:friends ;
    sh:node ex:Named .
ex:Named a sh:NodeShape ;
    sh:targetClass ex:Thing ;
    sh:property [ sh:path ex:name ; sh:minCount 1 ; sh:message "A thing has a name."@en ] .
ex:friends a sh:PropertyShape ;
    sh:path [ sh:alternativePath ( ex:knows [ sh:inversePath ex:knows ] ( ex:likes ex:knows ) ) ] ;
    sh:minCount 1 .
ex:Unused a sh:NodeShape ;
    sh:deactivated true ;
    sh:targetClass ex:Person ;
    sh:property ex:email .
ex:email a sh:PropertyShape ; sh:path ex:email ; sh:minCount 1 .
"""
DATA = """
@prefix ex: <http://example.org/> .
ex:anna a ex:Person ; ex:age "old" ; ex:name "Anna" .
ex:ben a ex:Person ; ex:knows ex:carl .
ex:box a ex:Thing .
"""
FRIENDS = f"(<{EX}knows>|^<{EX}knows>|(<{EX}likes>/<{EX}knows>))"
FOUND = {
    ("Info", "anna", f"{EX}age", "Person"),
    ("Violation", "anna", FRIENDS, "friends"),
    ("Violation", "ben", None, "Person"),
    ("Violation", "box", f"{EX}name", "Named"),
}


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    file: Path = tmp_path_factory.mktemp("shapes") / "shapes.ttl"
    file.write_text(SHAPES, encoding="utf-8")
    return load_shapes([file])


@pytest.fixture
def data() -> Graph:
    return Graph().parse(data=DATA, format="turtle")


def said(report: Report) -> set[tuple[str, str, str | None, str]]:
    return {
        (one.severity, one.focus_node.removeprefix(EX), one.path, one.rule.iri.removeprefix(EX))
        for one in report.findings
    }


@pytest.mark.parametrize("engine", Engine)
def test_shapes_of_others_on_data_of_others(engine: Engine, data: Graph, shapes: Graph) -> None:
    report = validate_graph(data, shapes, engine)
    assert said(report) == FOUND
    assert {one.rule for one in report.findings} <= set(report.rules)
    assert all(one.component and not one.places and not one.bodies for one in report.findings)


@pytest.mark.parametrize("engine", Engine)
def test_a_store_is_validated_as_its_graph_is(engine: Engine, data: Graph, shapes: Graph) -> None:
    store = EmbeddedStore.temporary()
    store.load(data.serialize(format="nt", encoding="utf-8"))
    assert said(validate_store(store, shapes, engine)) == FOUND


@pytest.mark.parametrize("engine", Engine)
def test_validation_leaves_the_data_as_they_are(engine: Engine, data: Graph, shapes: Graph) -> None:
    before = set(data)
    validate_graph(data, shapes, engine)
    assert set(data) == before


@pytest.mark.parametrize("engine", Engine)
def test_a_listing_is_a_version_whether_or_not_the_data_say_so(engine: Engine) -> None:
    shapes = Graph().parse(
        data="@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix rg: <https://w3id.org/releasegraph#> . "
        "<http://e.org/s> a sh:NodeShape ; sh:targetClass rg:AgreementVersion ; "
        "sh:property [ sh:path rg:reference ; sh:minCount 1 ] .",
        format="turtle",
    )
    listing = Graph().parse(data="<http://e.org/l> a <https://w3id.org/releasegraph#PageListing> .", format="turtle")
    store = EmbeddedStore.temporary()
    store.load(listing.serialize(format="nt", encoding="utf-8"))
    assert len(validate_graph(listing, shapes, engine).findings) == 1
    assert len(validate_store(store, shapes, engine).findings) == 1


@pytest.mark.parametrize("engine", Engine)
@pytest.mark.parametrize(
    "broken",
    [
        '<http://e.org/s> a sh:NodeShape ; sh:targetClass rg:Agreement ; sh:pattern "(" .',
        "<http://e.org/s> a sh:PropertyShape ; sh:targetClass rg:Agreement ; sh:path rg:reference, rg:dataset .",
    ],
)
def test_shapes_that_are_ill_formed_are_refused(engine: Engine, broken: str) -> None:
    prefixes = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix rg: <https://w3id.org/releasegraph#> . "
    shapes = Graph().parse(data=prefixes + broken, format="turtle")
    data = Graph().parse(data=f'{prefixes} <http://e.org/a> a rg:Agreement ; rg:reference "x" .', format="turtle")
    with pytest.raises(ShapesError, match="the shapes cannot be used"):
        validate_graph(data, shapes, engine)


VERDICTS: list[tuple[dict[str, int], str, bool]] = [
    ({}, "info", True),
    ({"Warning": 1}, "violation", True),
    ({"Warning": 1}, "warning", False),
    ({"Info": 1}, "warning", True),
    ({"Info": 2}, "info", False),
    ({"Violation": 1}, "violation", False),
    ({"Violation": 2}, "never", True),
]


@pytest.mark.parametrize(("counts", "fail_on", "passes"), VERDICTS)
def test_a_report_passes_by_the_least_severity_that_fails(counts: dict[str, int], fail_on: str, passes: bool) -> None:
    kinds = [severity for severity, count in counts.items() for _ in range(count)]
    report = Report(tuple(Finding(severity, Rule(""), "", f"{EX}{number}") for number, severity in enumerate(kinds)))
    assert fail_on in FAIL_ON
    assert report.counts == counts
    assert report.passes(fail_on) is passes
    assert report.conforms is not bool(kinds)


def test_counts_are_told_in_words() -> None:
    assert told({"Violation": 1, "Info": 2000}) == "1 violation, 0 warnings, 2,000 notes"
