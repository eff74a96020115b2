"""A report names the rule, says it in plain words, and leads back to the cell or the lines."""

from pathlib import Path

import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, SH, XSD

from releasegraph.graph.evidence import Place, find_places
from releasegraph.graph.validation import (
    SHAPES,
    Finding,
    Report,
    load_shapes,
    named_report,
    report_text,
    report_turtle,
    validate_graph,
)
from releasegraph.graph.vocabulary import PREFIXES, RG

BASE = "http://localhost:8000/"
HEADER = f"@base <{BASE}> .\n" + "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())

WORKBOOK = """
<id/edition/2026-09> a rg:RegisterEdition ; rg:sourceFile "register.xlsx" .
<id/record/2026-09/Agreements/12> a rg:SourceRecord ;
    rg:inEdition <id/edition/2026-09> ; rg:sheet "Agreements" ; rg:row 12 .
<id/record/2026-09/DataReleases/3> a rg:SourceRecord ;
    rg:inEdition <id/edition/2026-09> ; rg:sheet "DataReleases" ; rg:row 3 .
<id/agreement/DARS-NIC-1-A1B2C/v1> a rg:AgreementVersion ; rg:recordedIn <id/record/2026-09/Agreements/12> ;
    rg:applicant <id/organisation/example> .
<id/agreement/DARS-NIC-1-A1B2C> a rg:Agreement ; rg:hasVersion <id/agreement/DARS-NIC-1-A1B2C/v1> .
<id/agreement/DARS-NIC-1-A1B2C/v1/narrative/expected-output> a rg:NarrativeUse ;
    rg:narrativeKind <id/concept/narrative-kind/expected-output> ;
    rg:narrative <id/text/aa> ; rg:recordedIn <id/record/2026-09/Agreements/12> .
<id/text/aa> a rg:Narrative .
<id/text/aa/citation/0> a rg:Citation ; rg:inText <id/text/aa> .
<id/text/aa/section/0> a rg:NarrativeSection ; rg:sectionOf <id/text/aa> .
<id/organisation/example> a rg:Organisation .
<id/release/NIC1> a rg:Release ; rg:recordedIn <id/record/2026-09/DataReleases/3> .
<id/issue/1> a rg:Issue ; rg:inRecord <id/record/2026-09/Agreements/12> ; rg:column "DSA End Date" .
<id/record/2026-09/Agreements/12/cell/remarks> a rg:ExtraCell ; rg:column "Remarks" .
<id/record/2026-09/Agreements/12> rg:hasExtraCell <id/record/2026-09/Agreements/12/cell/remarks> .
<id/stray> a rg:Claim .
"""

PAGE = """
<id/edition/page-1a> a rg:RegisterEdition ; rg:sourceFile "page.txt" ; rg:layout "B" .
<id/record/page-1a/lines/4-4> a rg:SourceRecord ; rg:inEdition <id/edition/page-1a> ;
    rg:firstLine 4 ; rg:lastLine 4 ; rg:text "Example — DARS-NIC-1-A1B2C\\n" .
<id/record/page-1a/lines/9-10> a rg:SourceRecord ; rg:inEdition <id/edition/page-1a> ;
    rg:firstLine 9 ; rg:lastLine 10 ; rg:text "When:DSA runs 2023-03-13 — 2026-03-12\\n\\n" .
<id/agreement/DARS-NIC-1-A1B2C/page/page-1a> a rg:PageListing ;
    rg:recordedIn <id/record/page-1a/lines/4-4>, <id/record/page-1a/lines/9-10> .
"""

VERSION = "id/agreement/DARS-NIC-1-A1B2C/v1"
LISTING = "id/agreement/DARS-NIC-1-A1B2C/page/page-1a"
TITLE = "http://purl.org/dc/terms/title"
AGREEMENTS_12 = "register.xlsx: Agreements row 12"
RELEASES_3 = "register.xlsx: DataReleases row 3"

PLACES = [
    (WORKBOOK, VERSION, RG.startDate, [f"{AGREEMENTS_12}, column DSA Start Date"]),
    (WORKBOOK, VERSION, TITLE, [f"{AGREEMENTS_12}, column Application Title"]),
    (WORKBOOK, VERSION, RG.versionOrder, [AGREEMENTS_12]),
    (WORKBOOK, VERSION, None, [AGREEMENTS_12]),
    (
        WORKBOOK,
        "id/release/NIC1",
        RG.optOutsApplied,
        ["register.xlsx: DataReleases row 3, column Patient Opt-Outs Applied"],
    ),
    (WORKBOOK, f"{VERSION}/narrative/expected-output", RG.narrative, [f"{AGREEMENTS_12}, column Expected Output"]),
    (WORKBOOK, "id/agreement/DARS-NIC-1-A1B2C", RG.reference, [AGREEMENTS_12]),
    (WORKBOOK, "id/text/aa", RG.text, [AGREEMENTS_12]),
    (WORKBOOK, "id/text/aa/citation/0", RG.citedText, [AGREEMENTS_12]),
    (WORKBOOK, "id/text/aa/section/0", RG.heading, [AGREEMENTS_12]),
    (WORKBOOK, "id/organisation/example", None, [AGREEMENTS_12]),
    (WORKBOOK, "id/issue/1", RG.expected, [f"{AGREEMENTS_12}, column DSA End Date"]),
    (WORKBOOK, "id/record/2026-09/Agreements/12/cell/remarks", RG.cellText, [f"{AGREEMENTS_12}, column Remarks"]),
    (WORKBOOK, "id/record/2026-09/Agreements/12", RG.row, [AGREEMENTS_12]),
    (WORKBOOK, "id/edition/2026-09", RG.sha256, ["register.xlsx"]),
    (WORKBOOK, "id/stray", None, []),
    (PAGE, LISTING, RG.startDate, ["page.txt: lines 9-10, When"]),
    (PAGE, LISTING, RG.statedBy, ["page.txt: lines 4-4", "page.txt: lines 9-10"]),
]


def graph_of(turtle: str) -> Graph:
    return Graph().parse(data=HEADER + turtle, format="turtle")


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return load_shapes()


@pytest.mark.parametrize(("turtle", "node", "path", "expected"), PLACES)
def test_a_thing_leads_to_its_places(turtle: str, node: str, path: str | None, expected: list[str]) -> None:
    found = find_places(graph_of(turtle), URIRef(BASE + node), URIRef(path) if path else None)
    assert [str(place) for place in found] == expected


def test_a_thing_named_everywhere_leads_to_a_few_places() -> None:
    rows = "\n".join(
        f'<id/record/e/Agreements/{row}> a rg:SourceRecord ; rg:inEdition <id/edition/e> ; rg:sheet "Agreements" ; '
        f"rg:row {row} .\n<id/version/{row}> rg:dataset <id/dataset/d> ; rg:recordedIn <id/record/e/Agreements/{row}> ."
        for row in range(2, 30)
    )
    graph = graph_of(f'<id/edition/e> rg:sourceFile "r.xlsx" .\n{rows}')
    places = find_places(graph, URIRef(f"{BASE}id/dataset/d"))
    assert [(place.file, place.row) for place in places] == [("r.xlsx", 2), ("r.xlsx", 3), ("r.xlsx", 4)]


def finding(graph: Graph, shapes: Graph, rule: str) -> Finding:
    return next(one for one in validate_graph(graph, shapes).findings if one.source_shape == SHAPES + rule)


def test_a_finding_says_what_where_and_by_which_rule(shapes: Graph) -> None:
    graph = graph_of(WORKBOOK)
    graph.add((URIRef(BASE + VERSION), URIRef(RG.startDate), Literal("soon")))
    found = finding(graph, shapes, "AgreementVersion-startDate")
    record = f"{BASE}id/record/2026-09/Agreements/12"
    assert found == Finding(
        severity="Violation",
        message="A version starts on at most one day, an xsd:date.",
        focus_node=BASE + VERSION,
        path=RG.startDate,
        value="soon",
        source_shape=f"{SHAPES}AgreementVersion-startDate",
        places=(Place("register.xlsx", "Agreements", 12, "DSA Start Date", record=record),),
    )


def test_findings_come_worst_first_and_in_the_same_order(shapes: Graph) -> None:
    report = validate_graph(graph_of(WORKBOOK), shapes)
    severities = [one.severity for one in report.findings]
    assert severities == sorted(severities, key=["Violation", "Warning", "Info"].index)
    assert set(severities) == {"Violation", "Warning"}
    assert report.findings == validate_graph(graph_of(WORKBOOK), shapes).findings


def test_the_text_has_a_block_for_each_finding_and_the_counts(shapes: Graph) -> None:
    graph = graph_of(WORKBOOK)
    graph.add((URIRef(BASE + VERSION), URIRef(RG.startDate), Literal("soon")))
    report = validate_graph(graph, shapes)
    blocks = report_text(report).strip().split("\n\n")
    assert len(blocks) == len(report.findings) + 1
    assert (
        "Violation: A version starts on at most one day, an xsd:date.\n"
        "  register.xlsx: Agreements row 12, column DSA Start Date\n"
        f"  {BASE}{VERSION} rg:startDate\n"
        "  value: soon\n"
        "  rule: rgs:AgreementVersion-startDate"
    ) in blocks
    violations = report.counts["Violation"]
    assert blocks[-1] == f"{violations} violations, 1 warning, 0 notes: fails (fails on violation)"


VERDICTS = [
    ({}, "violation", "0 violations, 0 warnings, 0 notes: passes (fails on violation)"),
    ({"Warning": 1}, "violation", "0 violations, 1 warning, 0 notes: passes (fails on violation)"),
    ({"Warning": 1}, "warning", "0 violations, 1 warning, 0 notes: fails (fails on warning)"),
    ({"Info": 1}, "warning", "0 violations, 0 warnings, 1 note: passes (fails on warning)"),
    ({"Info": 2}, "info", "0 violations, 0 warnings, 2 notes: fails (fails on info)"),
    ({"Violation": 1}, "violation", "1 violation, 0 warnings, 0 notes: fails (fails on violation)"),
    ({"Violation": 2}, "never", "2 violations, 0 warnings, 0 notes: passes (never fails)"),
]


@pytest.mark.parametrize(("counts", "fail_on", "expected"), VERDICTS)
def test_the_verdict_says_by_which_rule(counts: dict[str, int], fail_on: str, expected: str) -> None:
    findings = [
        Finding(severity, "A rule.", f"{BASE}id/{number}", None, None, "", ())
        for severity, count in counts.items()
        for number in range(count)
    ]
    report = Report(not findings, tuple(findings), Graph())
    assert report_text(report, fail_on).splitlines()[-1] == expected
    assert report.passes(fail_on) is (": passes" in expected)


def test_a_named_report_has_no_blank_node_and_says_the_same(shapes: Graph) -> None:
    report = validate_graph(graph_of(WORKBOOK), shapes)
    named = named_report(report, BASE)
    assert [node for node in named.all_nodes() if isinstance(node, BNode)] == []
    assert len(named) == len(report.graph)
    (node,) = named.subjects(RDF.type, SH.ValidationReport)
    assert node == URIRef(f"{BASE}graph/validation")
    results = set(named.objects(node, SH.result))
    assert len(results) == len(report.findings) > 0
    assert all(result.startswith(f"{BASE}validation#result-") for result in results)  # type: ignore[attr-defined]
    assert [path for path in named.objects(None, SH.resultPath) if "#node-" in path]  # type: ignore[operator]


def test_a_result_keeps_its_name_when_others_come(shapes: Graph) -> None:
    graph = graph_of(WORKBOOK)
    before = named_report(validate_graph(graph, shapes), BASE)
    assert set(before) == set(named_report(validate_graph(graph, shapes), BASE))
    graph.add((URIRef(BASE + VERSION), URIRef(RG.startDate), Literal("soon")))
    after = set(named_report(validate_graph(graph, shapes), BASE).objects(None, SH.result))
    assert len(after - set(before.objects(None, SH.result))) == 1
    assert set(before.objects(None, SH.result)) < after


def test_the_turtle_is_a_report_that_names_file_sheet_row_and_column(shapes: Graph) -> None:
    graph = graph_of(WORKBOOK)
    graph.add((URIRef(BASE + VERSION), URIRef(RG.endDate), Literal("late")))
    report = validate_graph(graph, shapes)
    read = Graph().parse(data=report_turtle(report), format="turtle")
    assert read.value(next(read.subjects(RDF.type, SH.ValidationReport)), SH.conforms) == Literal(False)
    rows = read.query(
        """
        PREFIX sh: <http://www.w3.org/ns/shacl#>
        PREFIX rg: <https://w3id.org/releasegraph#>
        PREFIX rgs: <https://w3id.org/releasegraph/shapes#>
        SELECT ?file ?sheet ?row ?column WHERE {
            ?result sh:sourceShape rgs:AgreementVersion-endDate ; rg:recordedIn ?record ; rg:column ?column .
            ?record rg:sheet ?sheet ; rg:row ?row ; rg:inEdition/rg:sourceFile ?file .
        }"""
    )
    assert [tuple(str(value) for value in row) for row in rows] == [  # type: ignore[union-attr]
        ("register.xlsx", "Agreements", "12", "DSA End Date")
    ]


def test_a_graph_that_conforms_says_so(shapes: Graph) -> None:
    report = validate_graph(Graph(), shapes)
    assert (report.conforms, report.findings) == (True, ())
    assert report_text(report) == "0 violations, 0 warnings, 0 notes: passes (fails on violation)\n"


def test_validation_leaves_the_data_as_they_are(shapes: Graph) -> None:
    graph = graph_of(WORKBOOK + PAGE)
    before = set(graph)
    validate_graph(graph, shapes)
    assert set(graph) == before


OTHER_SHAPES = """
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

OTHER_DATA = """
@prefix ex: <http://example.org/> .
ex:anna a ex:Person ; ex:age "old" ; ex:name "Anna" .
ex:ben a ex:Person ; ex:knows ex:carl .
ex:box a ex:Thing .
"""


def test_shapes_of_others_on_data_of_others(tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text(OTHER_SHAPES, encoding="utf-8")
    shapes = load_shapes([tmp_path / "shapes.ttl"])
    report = validate_graph(Graph().parse(data=OTHER_DATA, format="turtle"), shapes)
    example = "http://example.org/"
    found = {(one.severity, one.focus_node.removeprefix(example), one.path, one.places) for one in report.findings}
    friends = f"({example}knows|^{example}knows|{example}likes/{example}knows)"
    assert found == {
        ("Info", "anna", f"{example}age", ()),
        ("Violation", "anna", friends, ()),
        ("Violation", "ben", None, ()),
        ("Violation", "box", f"{example}name", ()),
    }


def test_the_shipped_shapes_are_read_whole(shapes: Graph) -> None:
    folder = Path(__file__).resolve().parents[2] / "shapes"
    assert set(shapes.subjects(RDF.type, SH.NodeShape)) == {
        shape for file in folder.glob("*.ttl") for shape in Graph().parse(file).subjects(RDF.type, SH.NodeShape)
    }


def test_a_number_that_is_no_number_has_no_place() -> None:
    graph = graph_of(WORKBOOK)
    record = URIRef(f"{BASE}id/record/2026-09/Agreements/12")
    graph.set((record, URIRef(RG.row), Literal("twelve", datatype=XSD.string)))
    assert [place.row for place in find_places(graph, record)] == [None]
