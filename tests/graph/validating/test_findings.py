"""A finding leads back to the cell or the lines, and says what stands there and whom it concerns."""

from dataclasses import replace

import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import SH

from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.shacl import Result
from releasegraph.graph.shacl.paths import Path, Step
from releasegraph.graph.validating import lookups
from releasegraph.graph.validating.findings import findings_of
from releasegraph.graph.validating.path_texts import read_path_text
from releasegraph.graph.validating.report import Body, Finding, Rule
from releasegraph.graph.validating.rules import Rules
from releasegraph.graph.vocabulary import PREFIXES, RG

BASE = "http://localhost:8000/"
HEADER = f"@base <{BASE}> .\n" + "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())

WORKBOOK = """
<id/edition/2026-09> a rg:RegisterEdition ; rg:sourceFile "register.xlsx" .
<id/record/2026-09/Agreements/12> a rg:SourceRecord ;
    rg:inEdition <id/edition/2026-09> ; rg:sheet "Agreements" ; rg:row 12 .
<id/record/2026-09/Agreements/9> a rg:SourceRecord ;
    rg:inEdition <id/edition/2026-09> ; rg:sheet "Agreements" ; rg:row 9 .
<id/record/2026-09/Datasets/5> a rg:SourceRecord ;
    rg:inEdition <id/edition/2026-09> ; rg:sheet "Datasets" ; rg:row 5 .
<id/record/2026-09/DataReleases/3> a rg:SourceRecord ;
    rg:inEdition <id/edition/2026-09> ; rg:sheet "DataReleases" ; rg:row 3 .
<id/agreement/DARS-NIC-1-A1B2C/v1> a rg:AgreementVersion ; rg:recordedIn <id/record/2026-09/Agreements/12> ;
    rg:applicant <id/organisation/example> ; rg:applicantText "EXAMPLE LIMITED" ; rg:startDate "2024-02-01"^^xsd:date .
<id/agreement/DARS-NIC-1-A1B2C> a rg:Agreement ; rg:hasVersion <id/agreement/DARS-NIC-1-A1B2C/v1> .
<id/agreement/DARS-NIC-1-A1B2C/v1/narrative/expected-output> a rg:NarrativeUse ;
    rg:narrativeKind <id/concept/narrative-kind/expected-output> ; rg:usedBy <id/agreement/DARS-NIC-1-A1B2C/v1> ;
    rg:narrative <id/text/aa> ; rg:recordedIn <id/record/2026-09/Agreements/12> .
<id/text/aa> a rg:Narrative .
<id/text/aa/citation/0> a rg:Citation ; rg:inText <id/text/aa> ; rg:citedText "section 261" .
<id/text/aa/section/0> a rg:NarrativeSection ; rg:sectionOf <id/text/aa> .
<id/organisation/example> a rg:Organisation ; skos:prefLabel "Example Limited" .
<id/merge/1> a rg:NameMerge ; rg:mergedInto <id/organisation/example> ; rg:spelling "EXAMPLE LIMITED" .
<id/provision/1> a rg:DatasetProvision ; rg:provisionOf <id/agreement/DARS-NIC-1-A1B2C/v1> ;
    rg:recordedIn <id/record/2026-09/Datasets/5> ; rg:sensitivity <id/concept/sensitivity/sensitive> ;
    rg:legalBasis <http://www.legislation.gov.uk/id/ukpga/2012/7/section/261> ; rg:legalBasisText "S261 of the Act" .
<id/concept/sensitivity/sensitive> a skos:Concept ; skos:prefLabel "Sensitive"@en .
<id/release/NIC1> a rg:Release ; rg:recordedIn <id/record/2026-09/DataReleases/3> ;
    rg:underVersion <id/agreement/DARS-NIC-1-A1B2C/v1> .
<id/issue/1> a rg:Issue ; rg:inRecord <id/record/2026-09/Agreements/12> ; rg:inEdition <id/edition/2026-09> ;
    rg:column "DSA End Date" ; rg:printedValue "31 Feb" .
<id/record/2026-09/Agreements/12/cell/remarks> a rg:ExtraCell ; rg:column "Remarks" ; rg:cellText "n/a" .
<id/record/2026-09/Agreements/12> rg:hasExtraCell <id/record/2026-09/Agreements/12/cell/remarks> .
<id/stray> a rg:Claim .
"""

PAGE = """
<id/edition/page-1a> a rg:RegisterEdition ; rg:sourceFile "page.txt" ; rg:layout "B" .
<id/record/page-1a/lines/4-4> a rg:SourceRecord ; rg:inEdition <id/edition/page-1a> ;
    rg:firstLine 4 ; rg:lastLine 4 ; rg:text "Example — DARS-NIC-1-A1B2C\\n" .
<id/record/page-1a/lines/9-10> a rg:SourceRecord ; rg:inEdition <id/edition/page-1a> ;
    rg:firstLine 9 ; rg:lastLine 10 ; rg:text "When:DSA runs 2023-03-13 — 2026-03-12\\n\\n" .
<id/agreement/DARS-NIC-1-A1B2C/page/page-1a> a rg:PageListing ; rg:pageOrganisation <id/organisation/example> ;
    rg:recordedIn <id/record/page-1a/lines/4-4>, <id/record/page-1a/lines/9-10> .
<id/organisation/example> a rg:Organisation ; rdfs:label "Example Limited" .
"""

VERSION = "id/agreement/DARS-NIC-1-A1B2C/v1"
LISTING = "id/agreement/DARS-NIC-1-A1B2C/page/page-1a"


def graph_of(turtle: str) -> Graph:
    return Graph().parse(data=HEADER + turtle, format="turtle")


def result(node: str, path: Path | str | None = None, value: str | None = None) -> Result:
    return Result(
        focus_node=URIRef(BASE + node),
        path=Step(f"<{path}>") if isinstance(path, str) else path,
        value=None if value is None else Literal(value),
        severity=SH.Warning,
        component=SH.PatternConstraintComponent,
        source_shape=URIRef("http://example.org/shape"),
        source_constraint=None,
        messages=(Literal("Not so."),),
        expected="another",
    )


def finding(turtle: str, node: str, path: Path | str | None = None, value: str | None = None) -> Finding:
    store = EmbeddedStore.temporary()
    store.load(graph_of(turtle).serialize(format="nt", encoding="utf-8"))
    (found,) = findings_of([result(node, path, value)], Rules(Graph()), store)
    return found


TITLE = "http://purl.org/dc/terms/title"
ROW = "register.xlsx: Agreements row 12"
DATASETS_5, RELEASES_3 = "register.xlsx: Datasets row 5", "register.xlsx: DataReleases row 3"
OUTPUT = f"{ROW}, column Expected Output"
CELL = "id/record/2026-09/Agreements/12/cell/remarks"

PLACES = [
    (WORKBOOK, VERSION, RG.startDate, [f"{ROW}, column DSA Start Date"]),
    (WORKBOOK, VERSION, TITLE, [f"{ROW}, column Application Title"]),
    (WORKBOOK, VERSION, RG.versionOrder, [ROW]),
    (WORKBOOK, VERSION, None, [ROW]),
    (
        WORKBOOK,
        "id/provision/1",
        RG.legalBasis,
        [f"{DATASETS_5}, column Legal Basis for Provision of Data"],
    ),
    (
        WORKBOOK,
        "id/release/NIC1",
        RG.optOutsApplied,
        [f"{RELEASES_3}, column Patient Opt-Outs Applied"],
    ),
    (WORKBOOK, f"{VERSION}/narrative/expected-output", RG.narrative, [OUTPUT]),
    (WORKBOOK, "id/agreement/DARS-NIC-1-A1B2C", RG.reference, [f"{ROW}, column Reference Number"]),
    (WORKBOOK, "id/text/aa", RG.text, [OUTPUT]),
    (WORKBOOK, "id/text/aa/citation/0", RG.citedText, [OUTPUT]),
    (WORKBOOK, "id/text/aa/section/0", RG.heading, [OUTPUT]),
    (WORKBOOK, "id/organisation/example", None, [ROW]),
    (WORKBOOK, "id/merge/1", RG.spelling, [f"{ROW}, column Applicant Organisation"]),
    (WORKBOOK, "id/issue/1", RG.expected, [f"{ROW}, column DSA End Date"]),
    (WORKBOOK, CELL, RG.cellText, [f"{ROW}, column Remarks"]),
    (WORKBOOK, "id/record/2026-09/Agreements/12", RG.row, [ROW]),
    (WORKBOOK, "id/edition/2026-09", RG.sha256, ["register.xlsx"]),
    (WORKBOOK, "id/stray", None, []),
    (PAGE, LISTING, RG.startDate, ["page.txt: lines 9-10, When"]),
    (PAGE, LISTING, RG.statedBy, ["page.txt: lines 4-4", "page.txt: lines 9-10"]),
]


@pytest.mark.parametrize(("turtle", "node", "path", "expected"), PLACES)
def test_a_thing_leads_to_its_places(turtle: str, node: str, path: str | None, expected: list[str]) -> None:
    assert [str(place) for place in finding(turtle, node, path).places] == expected


PRINTED = [
    (VERSION, RG.startDate, None, "2024-02-01"),
    (VERSION, RG.startDate, "soon", "soon"),
    (VERSION, RG.endDate, None, "31 Feb"),
    (VERSION, RG.endDate, "2024-02-29", "31 Feb"),
    (VERSION, RG.applicant, None, "EXAMPLE LIMITED"),
    (VERSION, TITLE, None, ""),
    (VERSION, RG.versionOrder, "1", None),
    (VERSION, None, None, None),
    ("id/provision/1", RG.legalBasis, None, "S261 of the Act"),
    ("id/provision/1", RG.sensitivity, None, "Sensitive"),
    ("id/issue/1", RG.expected, None, "31 Feb"),
    (CELL, None, None, "n/a"),
    ("id/text/aa/citation/0", RG.citesProvision, None, "section 261"),
    ("id/merge/1", RG.spelling, "EXAMPLE LIMITED", "EXAMPLE LIMITED"),
    ("id/edition/2026-09", RG.sha256, "0", None),
]


@pytest.mark.parametrize(("node", "path", "value", "expected"), PRINTED)
def test_what_stands_at_a_place(node: str, path: str | None, value: str | None, expected: str | None) -> None:
    assert finding(WORKBOOK, node, path, value).printed == expected


def test_what_a_page_prints_stands_after_its_label() -> None:
    assert finding(PAGE, LISTING, RG.startDate).printed == "DSA runs 2023-03-13 — 2026-03-12"
    assert finding(PAGE, LISTING, RG.statedBy).printed is None


def test_a_long_text_is_cut() -> None:
    printed = finding(WORKBOOK, VERSION, TITLE, "word " * 100).printed
    assert printed is not None
    assert len(printed) <= 300
    assert printed.endswith("word…")


CONCERNED = [
    VERSION,
    "id/provision/1",
    "id/release/NIC1",
    f"{VERSION}/narrative/expected-output",
    "id/agreement/DARS-NIC-1-A1B2C",
    "id/text/aa",
    "id/text/aa/citation/0",
    "id/text/aa/section/0",
    "id/organisation/example",
    "id/merge/1",
    "id/issue/1",
    CELL,
    "id/record/2026-09/Datasets/5",
    "id/record/2026-09/DataReleases/3",
]


@pytest.mark.parametrize("node", CONCERNED)
def test_a_finding_concerns_the_applicant(node: str) -> None:
    assert finding(WORKBOOK, node).bodies == (Body(f"{BASE}id/organisation/example", "Example Limited"),)


def test_a_finding_concerns_the_organisation_of_the_page() -> None:
    assert finding(PAGE, LISTING).bodies == (Body(f"{BASE}id/organisation/example", "Example Limited"),)


@pytest.mark.parametrize("node", ["id/stray", "id/record/2026-09/Agreements/9", "id/concept/sensitivity/sensitive"])
def test_a_finding_may_concern_nobody(node: str) -> None:
    assert finding(WORKBOOK, node).bodies == ()


@pytest.mark.parametrize(
    ("node", "edition"),
    [(VERSION, "2026-09"), ("id/text/aa", "2026-09"), ("id/issue/1", "2026-09"), ("id/stray", None)],
)
def test_a_finding_has_the_edition_it_was_read_in(node: str, edition: str | None) -> None:
    assert finding(WORKBOOK, node).edition == edition


def test_a_thing_named_everywhere_leads_to_a_few_places() -> None:
    rows = "\n".join(
        f'<id/record/e/Agreements/{row}> a rg:SourceRecord ; rg:inEdition <id/edition/e> ; rg:sheet "Agreements" ; '
        f"rg:row {row} .\n<id/version/{row}> rg:dataset <id/dataset/d> ; rg:recordedIn <id/record/e/Agreements/{row}> ."
        for row in range(2, 30)
    )
    places = finding(f'<id/edition/e> rg:sourceFile "r.xlsx" .\n{rows}', "id/dataset/d").places
    assert [(place.file, place.row) for place in places] == [("r.xlsx", 2), ("r.xlsx", 3), ("r.xlsx", 4)]


def test_a_number_that_is_no_number_has_no_place() -> None:
    spoilt = WORKBOOK.replace("rg:row 12", 'rg:row "twelve"')
    assert [place.row for place in finding(spoilt, "id/record/2026-09/Agreements/12").places] == [None]


@pytest.mark.parametrize(("many", "most"), [(1, 100), (1, 2), (100, 2)])
def test_many_are_asked_in_other_ways_than_few(many: int, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookups, "_MANY", many)
    monkeypatch.setattr(lookups, "_MOST", most)
    store = EmbeddedStore.temporary()
    store.load(graph_of(WORKBOOK).serialize(format="nt", encoding="utf-8"))
    nodes = [node for turtle, node, _, _ in PLACES if turtle is WORKBOOK]
    found = findings_of([result(node) for node in nodes], Rules(Graph()), store)
    assert {one.focus_node.removeprefix(BASE): one.places for one in found} == {
        node: finding(WORKBOOK, node).places for node in nodes
    }


def test_a_path_of_several_steps_is_read_at_a_thing_whose_column_is_known() -> None:
    path = read_path_text(f"(<{RG.narrative}>/<{RG.text}>)")
    said = finding(WORKBOOK + '<id/text/aa> rg:text "Prose." .', f"{VERSION}/narrative/expected-output", path)
    assert said.printed == "Prose."


def test_what_is_no_iri_of_sparql_has_no_place() -> None:
    node = Result(
        focus_node=BNode("b"),
        path=None,
        value=Literal("no", lang="en"),
        severity=SH.Violation,
        component=SH.HasValueConstraintComponent,
        source_shape=BNode(),
        source_constraint=None,
        messages=(Literal("Zwei", lang="de"), Literal("One", lang="en")),
        expected="the value <http://www.w3.org/ns/shacl#x> or <http://example.org/y>",
    )
    found = findings_of([node, result("a b"), result('q"<')], Rules(Graph()), EmbeddedStore.temporary())
    assert found[0] == Finding(
        severity="Violation",
        rule=Rule(""),
        message="One Zwei",
        focus_node="_:b",
        value="no",
        datatype="@en",
        expected="the value sh:x or <http://example.org/y>",
        component=str(SH.HasValueConstraintComponent),
    )
    assert [one.places for one in found] == [(), (), ()]


def test_findings_come_worst_first_and_in_the_same_order() -> None:
    store = EmbeddedStore.temporary()
    kinds = (SH.Info, SH.Violation, SH.Warning)
    results = [replace(result(node), severity=kind) for kind in kinds for node in ("id/b", "id/a")]
    found = findings_of(results, Rules(Graph()), store)
    assert [(one.severity, one.focus_node[-1]) for one in found] == [
        (kind, node) for kind in ("Violation", "Warning", "Info") for node in "ab"
    ]
    assert findings_of(results[::-1], Rules(Graph()), store) == found


def test_a_fingerprint_tells_rule_node_path_and_value() -> None:
    found = [
        finding(WORKBOOK, *said).fingerprint
        for said in ((VERSION,), (VERSION, TITLE), (VERSION, TITLE, "a"), ("id/stray", TITLE, "a"))
    ]
    assert len(set(found)) == len(found)
    assert finding("", VERSION, TITLE, "a").fingerprint == found[2], "the place is no part of it"
