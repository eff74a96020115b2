"""A report in triples: SHACL's own words, no blank node of ours, and names that stay."""

import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, SH, XSD

from releasegraph.graph.shacl.paths import (
    Alternative,
    Inverse,
    Path,
    Repeat,
    Sequence,
    Step,
    read_path,
    sparql_path,
    write_path,
)
from releasegraph.graph.validating.path_texts import path_lines, read_path_text
from releasegraph.graph.validating.report import Body, Finding, Place, Report, Rule
from releasegraph.graph.validating.written import in_graph, report_lines, result_names
from releasegraph.graph.vocabulary import PREFIXES, RG

BASE = "http://localhost:8000/"
RECORD = f"{BASE}id/record/2026-09/Agreements/12"
EDITION = f"{BASE}id/edition/2026-09"
RULE = Rule("https://w3id.org/releasegraph/shapes#rule", "A rule")
KNOWS, LIKES = Step("<http://example.org/knows>"), Step("<http://example.org/likes>")

FULL = Finding(
    severity="Warning",
    rule=RULE,
    message='It is "so".\nNot otherwise.',
    focus_node=f"{BASE}id/agreement/A/v1",
    path=RG.endDate,
    value="2024-02-30",
    datatype=str(XSD.date),
    places=(
        Place("register.xlsx", "Agreements", 12, "DSA End Date", record=RECORD, edition=EDITION),
        Place("page.txt", None, None, "When", 3, 4, f"{BASE}id/record/p/lines/3-4", f"{BASE}id/edition/p"),
    ),
    printed="30 Feb",
    expected="a day",
    bodies=(Body(f"{BASE}id/organisation/a", "A"),),
    edition="2026-09",
    component=str(SH.DatatypeConstraintComponent),
)
PLAIN = Finding("Violation", RULE, "No.", f"{BASE}id/agreement/B")


def graph_of(*findings: Finding) -> Graph:
    return Graph().parse(data="".join(report_lines(Report(findings), BASE)), format="nt")


def test_a_result_says_all_that_is_known_of_it() -> None:
    graph = graph_of(FULL)
    report = URIRef(f"{BASE}graph/validation")
    assert (report, RDF.type, SH.ValidationReport) in graph
    assert graph.value(report, SH.conforms) == Literal(False)
    (result,) = graph.objects(report, SH.result)
    assert result == URIRef(f"{BASE}validation#result-{FULL.fingerprint}")
    said = {by: set(graph.objects(result, by)) for by in graph.predicates(result)}
    assert said == {
        RDF.type: {SH.ValidationResult},
        SH.resultSeverity: {SH.Warning},
        SH.focusNode: {URIRef(FULL.focus_node)},
        SH.resultPath: {URIRef(RG.endDate)},
        SH.value: {Literal("2024-02-30", datatype=XSD.date, normalize=False)},
        SH.sourceConstraintComponent: {SH.DatatypeConstraintComponent},
        SH.sourceShape: {URIRef(RULE.iri)},
        SH.resultMessage: {Literal(FULL.message)},
        URIRef(RG.printedValue): {Literal("30 Feb")},
        URIRef(RG.expected): {Literal("a day")},
        URIRef(PREFIXES["dct"] + "subject"): {URIRef(f"{BASE}id/organisation/a")},
        URIRef(RG.column): {Literal("DSA End Date"), Literal("When")},
        URIRef(RG.recordedIn): {URIRef(RECORD), URIRef(f"{BASE}id/record/p/lines/3-4")},
    }


def test_a_report_says_file_sheet_and_row_or_lines() -> None:
    rows = graph_of(FULL).query(
        """
        PREFIX sh: <http://www.w3.org/ns/shacl#>
        PREFIX rg: <https://w3id.org/releasegraph#>
        SELECT ?file ?sheet ?row ?first ?last WHERE {
            ?result a sh:ValidationResult ; rg:recordedIn ?record .
            ?record rg:inEdition/rg:sourceFile ?file .
            OPTIONAL { ?record rg:sheet ?sheet ; rg:row ?row }
            OPTIONAL { ?record rg:firstLine ?first ; rg:lastLine ?last }
        }"""
    )
    assert {tuple(value and value.toPython() for value in row) for row in rows} == {  # type: ignore[union-attr]
        ("register.xlsx", "Agreements", 12, None, None),
        ("page.txt", None, None, 3, 4),
    }


@pytest.mark.parametrize(
    ("value", "datatype", "term"),
    [
        ("a\u2028\tb", str(XSD.string), Literal("a\u2028\tb")),
        ("oui", "@fr-be", Literal("oui", lang="fr-be")),
        ("2024-02-30", str(XSD.date), Literal("2024-02-30", datatype=XSD.date, normalize=False)),
        ("http://example.org/x", "", URIRef("http://example.org/x")),
    ],
)
def test_a_value_is_the_term_it_was(value: str, datatype: str, term: URIRef | Literal) -> None:
    graph = graph_of(Finding("Info", RULE, "", "http://example.org/a", value=value, datatype=datatype))
    assert list(graph.objects(None, SH.value)) == [term]


def test_a_literal_or_a_blank_node_can_be_in_focus() -> None:
    literal = Finding("Violation", Rule(""), "No.", "x", focus_datatype="@en")
    graph = graph_of(literal, Finding("http://example.org/Fatal", Rule(""), "No.", "_:b"))
    first, second = graph.objects(None, SH.focusNode)
    assert {type(first), type(second)} == {Literal, BNode}
    assert set(graph.objects(None, SH.resultSeverity)) == {SH.Violation, URIRef("http://example.org/Fatal")}
    assert not list(graph.objects(None, SH.sourceShape))


def test_no_line_is_written_twice() -> None:
    path = sparql_path(Sequence((KNOWS, Inverse(Sequence((LIKES, KNOWS))))))
    twice = [
        Finding("Info", RULE, "", focus, path, places=FULL.places) for focus in ("http://e.org/a", "http://e.org/b")
    ]
    lines = "".join(report_lines(Report(tuple(twice)), BASE)).splitlines()
    assert len(lines) == len(set(lines))
    assert not [line for line in lines if "_:" in line]


def test_results_of_one_fingerprint_are_told_apart() -> None:
    names = result_names([PLAIN, FULL, PLAIN], BASE)
    assert names[2] == f"{names[0]}-2"
    assert len(set(graph_of(PLAIN, FULL, PLAIN).objects(None, SH.result))) == 3
    assert result_names([FULL, PLAIN], BASE) == [names[1], names[0]], "others come and go"


def test_a_graph_that_conforms_says_so() -> None:
    graph = graph_of()
    assert len(graph) == 2
    assert next(graph.objects(None, SH.conforms)) == Literal(True)


def test_lines_become_quads_of_a_graph() -> None:
    lines = ["".join(report_lines(Report((FULL,)), BASE))]
    quads = "".join(in_graph(lines, "http://example.org/g")).splitlines()
    assert [line.removesuffix(" <http://example.org/g> .") + " ." for line in quads] == lines[0].splitlines()


PATHS: list[Path] = [
    KNOWS,
    Step("<http://example.org/knows>", inverse=True),
    Sequence((KNOWS, LIKES, KNOWS)),
    Alternative((KNOWS, Sequence((LIKES, Step("<http://e.org/a/(c)*>", inverse=True))))),
    Repeat(KNOWS, "*"),
    Repeat(Alternative((KNOWS, LIKES)), "+"),
    Repeat(Step("<http://example.org/knows>", inverse=True), "?"),
    Inverse(Sequence((KNOWS, Repeat(LIKES, "*")))),
    Sequence((Repeat(Repeat(KNOWS, "?"), "*"), Alternative((KNOWS, LIKES, Inverse(Alternative((KNOWS, LIKES))))))),
]


@pytest.mark.parametrize("path", PATHS, ids=sparql_path)
def test_a_path_is_read_back_from_its_text(path: Path) -> None:
    assert read_path_text(sparql_path(path)) == path


@pytest.mark.parametrize("path", PATHS, ids=sparql_path)
def test_a_path_is_written_with_names(path: Path) -> None:
    node, lines = path_lines(path, BASE)
    graph = Graph().parse(data="".join(lines), format="nt")
    assert not [one for one in graph.all_nodes() if isinstance(one, BNode)]
    blank = Graph()
    for triple in graph:
        blank.add(tuple(BNode(one) if str(one).startswith(BASE) else one for one in triple))  # type: ignore[arg-type]
    named = node[1:-1]
    assert read_path(blank, BNode(named) if named.startswith(BASE) else URIRef(named)) == path
    wanted = Graph()
    write_path(path, wanted)
    assert isomorphic(blank, wanted)


def test_the_iri_of_a_property_is_a_path() -> None:
    assert read_path_text("http://example.org/knows") == KNOWS
