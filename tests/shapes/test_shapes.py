"""Every rule of the shapes fails on a case made for it, and on no graph that is right.

A folder of `cases/shapes` belongs to one file of `shapes`: `valid.ttl` conforms; each row of `violations.csv` says
what to take from a focus node (`^p`: from the nodes that lead to it by p) and what Turtle to add, so that one
constraint of one rule fails.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyshacl
import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Node

from releasegraph.graph.identifiers import DEFAULT_BASE
from releasegraph.graph.validating.engines import validate_graph
from releasegraph.graph.validating.shapes import SHAPES as NAMESPACE
from releasegraph.graph.validating.shapes import load_shapes
from releasegraph.graph.vocabulary import ODRL, PREFIXES, RG, SKOS, terms

PROJECT = Path(__file__).resolve().parents[2]
SHAPES = PROJECT / "shapes"
CASES = PROJECT / "tests" / "cases" / "shapes"
RGS = Namespace(NAMESPACE)
NAMES = sorted(folder.name for folder in CASES.iterdir())
CLASSES = [term for term in sorted(terms(RG)) if term[0].isupper()]


@dataclass(frozen=True)
class Violation:
    case: str
    rule: str
    constraint: str
    focus: str
    remove: str
    add: str

    def __str__(self) -> str:
        return f"{self.rule}-{self.constraint}"


def read_violations() -> Iterator[Violation]:
    for case in NAMES:
        with (CASES / case / "violations.csv").open(encoding="utf-8", newline="") as table:
            for row in csv.DictReader(table):
                yield Violation(case, **row)


VIOLATIONS = tuple(read_violations())


@cache
def shapes_of(case: str) -> Graph:
    return Graph().parse(SHAPES / f"{case}.ttl").parse(SHAPES / "common.ttl")


@cache
def shipped() -> Graph:
    """Give the shapes of classes; rules have cases of their own."""
    return load_shapes(sorted(SHAPES.glob("*.ttl")))


def valid_graph(case: str) -> Graph:
    return Graph().parse(CASES / case / "valid.ttl")


def broken_graph(violation: Violation) -> Graph:
    graph = valid_graph(violation.case)
    focus = URIRef(violation.focus, base=DEFAULT_BASE)
    for removed in violation.remove.split():
        prefix, _, local = removed.lstrip("^").partition(":")
        prop = URIRef(PREFIXES[prefix] + local)
        pattern = (None, prop, focus) if removed.startswith("^") else (focus, prop, None)
        assert pattern in graph, f"nothing to remove: {removed}"
        graph.remove(pattern)
    header = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
    return graph.parse(data=f"@base <{DEFAULT_BASE}> .\n{header}{violation.add}", format="turtle")


def rules(graph: Graph) -> set[Node]:
    """Give the shapes that give results: those with a target, and their property shapes."""
    targets = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
    roots = {shape for target in targets for shape in graph.subjects(target)}
    return roots | {part for shape in roots for part in graph.objects(shape, SH.property)}


def logic(graph: Graph) -> set[Node]:
    """Give the shapes that other shapes are made of."""
    made = set(graph.objects(None, SH.qualifiedValueShape)) | set(graph.objects(None, SH["not"]))
    for members in (*graph.objects(None, SH["or"]), *graph.objects(None, SH.xone)):
        made |= set(Collection(graph, members))
    return made | {part for shape in made for part in graph.objects(shape, SH.property)}


CONSTRAINTS = {
    SH["class"]: "Class",
    SH.closed: "Closed",
    SH.datatype: "Datatype",
    SH.disjoint: "Disjoint",
    SH.equals: "Equals",
    SH["in"]: "In",
    SH.lessThan: "LessThan",
    SH.lessThanOrEquals: "LessThanOrEquals",
    SH.maxCount: "MaxCount",
    SH.minCount: "MinCount",
    SH.minInclusive: "MinInclusive",
    SH.minLength: "MinLength",
    SH.nodeKind: "NodeKind",
    SH["not"]: "Not",
    SH["or"]: "Or",
    SH.pattern: "Pattern",
    SH.qualifiedMinCount: "QualifiedMinCount",
    SH.sparql: "SPARQL",
    SH.uniqueLang: "UniqueLang",
    SH.xone: "Xone",
}
OTHER = {SH.path, SH.property, SH.message, SH.severity, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf}
OTHER |= {SH.qualifiedValueShape, SH.ignoredProperties, RDF.type, RDFS.label, RDFS.comment}


def kebab(name: str) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("-")


def test_every_class_has_a_file_of_shapes_and_every_file_its_cases() -> None:
    files = {file.stem for file in SHAPES.glob("*.ttl")} - {"common"}
    assert {kebab(name) for name in CLASSES} | {"catalogue", "concept", "concept-scheme", "policy", "types"} == files
    assert set(NAMES) == files


def test_every_class_is_a_target() -> None:
    targets = {str(target) for target in shipped().objects(None, SH.targetClass)}
    assert {getattr(RG, name) for name in CLASSES} <= targets
    assert {SKOS.Concept, SKOS.ConceptScheme, ODRL.Agreement, ODRL.Set} <= targets


def test_the_shapes_conform_to_the_shapes_for_shapes() -> None:
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=shipped(), meta_shacl=True)
    assert conforms, text


@pytest.mark.parametrize("case", NAMES)
def test_every_rule_is_named_and_explained(case: str) -> None:
    graph = shapes_of(case)
    for rule in rules(graph):
        assert str(rule).startswith(NAMESPACE), rule
        assert set(graph.predicates(rule)) <= set(CONSTRAINTS) | OTHER, rule
        if (rule, RDF.type, SH.NodeShape) in graph:
            assert graph.value(rule, RDFS.label), rule
            assert str(graph.value(rule, RDFS.comment)).endswith("."), rule
        if set(graph.predicates(rule)) & set(CONSTRAINTS):
            messages = list(graph.objects(rule, SH.message))
            assert [str(message)[-1] for message in messages] == ["."], rule
            assert len(list(graph.objects(rule, SH.severity))) == 1, rule


def test_no_shape_is_without_use() -> None:
    graph = shipped()
    declared = {*graph.subjects(RDF.type, SH.NodeShape), *graph.subjects(RDF.type, SH.PropertyShape)}
    assert declared == rules(graph) | logic(graph)
    assert not [shape for shape in declared if not isinstance(shape, URIRef)]


def test_the_paths_are_terms_that_exist() -> None:
    ours = PREFIXES["rg"]
    used = {str(term) for triple in shipped() for term in triple if str(term).startswith(ours)}
    assert {term.removeprefix(ours) for term in used} <= terms(RG) | {"", "field-"}


OPEN = {URIRef(PREFIXES["dcat"] + name) for name in ("Dataset", "CatalogRecord")}
"""Classes of the catalogue, a graph of its own: DCAT is open to what an application profile adds."""


def properties_by_class(shapes: Graph) -> dict[Node, set[Node]]:
    """Give the properties that some rule of a class speaks of; those of listings, a kind of version, among theirs."""
    spoken: dict[Node, set[Node]] = {}
    for shape, cls in shapes.subject_objects(SH.targetClass):
        if cls in OPEN:
            continue
        paths = {shapes.value(part, SH.path) for part in shapes.objects(shape, SH.property)}
        whole = URIRef(RG.AgreementVersion) if cls == URIRef(RG.PageListing) else cls
        spoken.setdefault(whole, set()).update(path for path in paths if isinstance(path, URIRef))
    return spoken


NEVER_HANDED_DOWN = {RG.typeOfData, RG.sensitivity, RG.frequency, RG.confidentialityBasis, RG.legalBasis}


@pytest.mark.parametrize(("cls", "spoken"), properties_by_class(shipped()).items())
def test_a_class_is_closed_to_all_but_the_properties_its_rules_speak_of(cls: Node, spoken: set[Node]) -> None:
    graph = shipped()
    (closed,) = {shape for shape in graph.subjects(SH.targetClass, cls) if (shape, SH.closed, None) in graph}
    allowed = set(Collection(graph, graph.value(closed, SH.ignoredProperties)))
    ours = {term for term in spoken | allowed if str(term).startswith(PREFIXES["rg"])}
    forbidden = {URIRef(term) for term in NEVER_HANDED_DOWN} if cls == URIRef(RG.AgreementVersion) else set()
    assert allowed & ours == ours - forbidden
    assert spoken - forbidden <= allowed


def test_the_types_are_the_classes_of_the_vocabulary_and_those_the_shapes_target() -> None:
    graph = shipped()
    types = set(Collection(graph, graph.value(RGS["Types-known"], SH["in"])))
    ours = {URIRef(PREFIXES["rg"] + name) for name in CLASSES}
    assert {one for one in types if str(one).startswith(PREFIXES["rg"])} == ours
    assert set(graph.objects(None, SH.targetClass)) - OPEN <= types
    assert not OPEN & types


@pytest.mark.parametrize("case", NAMES)
def test_a_right_graph_conforms(case: str) -> None:
    report = validate_graph(valid_graph(case), shapes_of(case))
    assert report.conforms, report.findings


@pytest.mark.parametrize("violation", VIOLATIONS, ids=str)
def test_a_broken_graph_fails_the_rule_it_breaks(violation: Violation) -> None:
    graph = broken_graph(violation)
    findings = validate_graph(graph, shapes_of(violation.case)).findings
    focus = URIRef(violation.focus, base=DEFAULT_BASE) if violation.focus else None
    assert [
        one
        for one in findings
        if one.rule.iri == RGS[violation.rule].toPython()
        and one.component == f"{SH}{violation.constraint}ConstraintComponent"
        and focus in (None, URIRef(one.focus_node))
    ], findings


@pytest.mark.parametrize("case", NAMES)
def test_every_constraint_has_a_case_that_violates_it(case: str) -> None:
    graph = shapes_of(case)
    stated = {
        (str(rule).removeprefix(NAMESPACE), CONSTRAINTS[parameter])
        for rule in rules(graph)
        for parameter in graph.predicates(rule)
        if parameter in CONSTRAINTS
    }
    assert stated == {(row.rule, row.constraint) for row in VIOLATIONS if row.case == case}
