"""Every rule finds what its case holds and nothing in what comes close, by either engine; and says why it matters.

A folder of `cases/rules` belongs to one rule: `violating.ttl` has what `expected.csv` says, `near.ttl` has nothing.
"""

import csv
import io
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pyshacl
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SH, SKOS

from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.identifiers import DEFAULT_BASE
from releasegraph.graph.shacl import StoreData, compile_shapes, validate
from releasegraph.graph.shacl.terms import text_of
from releasegraph.graph.validating.shapes import SHAPES as NAMESPACE
from releasegraph.graph.validating.shapes import class_tree

PROJECT = Path(__file__).resolve().parents[2]
SHAPES = PROJECT / "shapes"
CASES = PROJECT / "tests" / "cases" / "rules"
FILES = sorted((SHAPES / "rules").glob("*.ttl"))
CLASSES = [(text_of(part), text_of(whole)) for part, _, whole in class_tree()]
Found = Counter[tuple[str, str, str, str]]
"""How often there is a focus node, path, value (or nothing) and message."""


@cache
def rules() -> dict[str, tuple[Path, Graph]]:
    """Give each rule with its file, and the shapes of the file."""
    found: dict[str, tuple[Path, Graph]] = {}
    for file in FILES:
        graph = Graph().parse(file).parse(SHAPES / "common.ttl")
        for shape in graph.subjects(SH.targetClass):
            found[str(shape).removeprefix(NAMESPACE)] = file, graph
    return found


NAMES = sorted(rules())


def shape_of(name: str) -> tuple[URIRef, Graph]:
    return URIRef(NAMESPACE + name), rules()[name][1]


def ours(data: Graph, name: str) -> Found:
    store = EmbeddedStore.temporary()
    store.load(io.BytesIO(data.serialize(format="nt", encoding="utf-8")))
    shape, shapes = shape_of(name)
    return read(validate(StoreData(store, CLASSES), compile_shapes(shapes)).graph(), shape)


def theirs(data: Graph, name: str) -> Found:
    shape, shapes = shape_of(name)
    _, report, _ = pyshacl.validate(Graph() + data + class_graph(), shacl_graph=shapes)
    assert isinstance(report, Graph)
    return read(report, shape)


def class_graph() -> Graph:
    graph = Graph()
    for triple in class_tree():
        graph.add(triple)  # type: ignore[arg-type]
    return graph


def read(report: Graph, shape: URIRef) -> Found:
    results = report.subjects(SH.sourceShape, shape)
    properties = (SH.focusNode, SH.resultPath, SH.value, SH.resultMessage)
    return Counter(tuple(str(report.value(one, by) or "") for by in properties) for one in results)  # type: ignore[misc]


def expected(name: str) -> Found:
    shape, shapes = shape_of(name)
    path = str(shapes.value(shape, SH.path))
    with (CASES / "expected.csv").open(encoding="utf-8", newline="") as table:
        rows = [row for row in csv.DictReader(table) if row["rule"] == name]
    assert rows, name
    return Counter(
        (str(URIRef(row["focus"], base=DEFAULT_BASE)), path, in_full(row["value"]), row["message"]) for row in rows
    )


def in_full(value: str) -> str:
    return str(URIRef(value, base=DEFAULT_BASE)) if value.startswith("id/") else value


def case(name: str, which: str) -> Graph:
    return Graph().parse(CASES / name / f"{which}.ttl")


def test_every_rule_has_its_cases() -> None:
    assert {folder.name for folder in CASES.iterdir() if folder.is_dir()} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_finds_what_its_case_holds(name: str) -> None:
    assert ours(case(name, "violating"), name) == expected(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_finds_nothing_in_what_comes_close(name: str) -> None:
    near = case(name, "near")
    shape, shapes = shape_of(name)
    of_class = shapes.value(shape, SH.targetClass)
    assert (None, RDF.type, of_class) in near
    assert ours(near, name) == Counter()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", NAMES)
def test_pyshacl_finds_the_same(name: str) -> None:
    assert theirs(case(name, "violating"), name) == expected(name)
    assert theirs(case(name, "near"), name) == Counter()


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_is_named_and_explained(name: str) -> None:
    shape, shapes = shape_of(name)
    assert (shape, RDF.type, SH.PropertyShape) in shapes
    assert shapes.value(shape, SH.severity) in (SH.Warning, SH.Info)
    for said in (RDFS.label, RDFS.comment, SKOS.example, SH.description):
        texts = list(shapes.objects(shape, said))
        assert [getattr(text, "language", None) for text in texts] == ["en"], said
    assert [str(shapes.value(shape, said))[-1] for said in (RDFS.comment, SKOS.example)] == [".", "."]
    messages = [shapes.value(one, SH.message) for one in (shape, *shapes.objects(shape, SH.sparql))]
    assert [str(message)[-1] for message in messages if message] == ["."]


@pytest.mark.parametrize("name", NAMES)
def test_a_message_shows_only_what_its_query_gives(name: str) -> None:
    shape, shapes = shape_of(name)
    for constraint in shapes.objects(shape, SH.sparql):
        selected = str(shapes.value(constraint, SH.select)).partition("WHERE")[0]
        shown = re.findall(r"\{\?(\w+)\}", str(shapes.value(constraint, SH.message)))
        assert {f"?{one}" for one in shown} <= set(re.findall(r"\?\w+", selected))


def test_no_two_rules_share_a_name() -> None:
    labels = [str(shapes.value(shape, RDFS.label)) for shape, shapes in map(shape_of, NAMES)]
    assert len(labels) == len(set(labels))


def test_a_rule_stands_in_the_file_of_its_name_or_of_the_rule_it_belongs_to() -> None:
    assert {file.stem for file in FILES} <= set(NAMES)


def test_terms_are_measured_by_the_table_of_limits() -> None:
    with (PROJECT / "ontology" / "term-limits.csv").open(encoding="utf-8", newline="") as table:
        limits = {(row["rule"], row["years"], row["source"]) for row in csv.DictReader(table) if row["rule"]}
    stated = set()
    for name in NAMES:
        shape, shapes = shape_of(name)
        query = str(shapes.value(shapes.value(shape, SH.sparql), SH.select))
        years = re.findall(r"1, 4\)\) \+ (\d+)\)", query)
        stated |= {(name, one, str(shapes.value(shape, DCTERMS.source))) for one in years}
    assert stated == limits


def test_the_table_of_rules_says_what_the_rules_say() -> None:
    document = (PROJECT / "docs" / "rules.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+)<br>`(.+)` \| (.+) \| (.+) \| (.+) \|$", document, re.MULTILINE)
    said = {
        (
            str(shapes.value(shape, RDFS.label)),
            name,
            {SH.Warning: "warning", SH.Info: "note"}[shapes.value(shape, SH.severity)],  # type: ignore[index]
            str(shapes.value(shape, RDFS.comment)),
            str(shapes.value(shape, SKOS.example)),
        )
        for name in NAMES
        for shape, shapes in [shape_of(name)]
    }
    assert set(rows) == said
