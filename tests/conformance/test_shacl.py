"""The W3C SHACL test suite: our engine by its whole report, pySHACL by the answer and every result of each test."""

import os
from collections import Counter
from pathlib import Path

import pytest
import rdflib
from rdflib import BNode, Graph, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from releasegraph.graph import shacl
from releasegraph.graph.shacl import ShapesError, ValidationReport
from releasegraph.graph.validating.engines import results_by_pyshacl

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
PROJECT = Path(__file__).resolve().parents[2]
SUITE = Path(os.environ.get("RELEASEGRAPH_SHARED", PROJECT.parent / "shared")) / "conformance" / "shacl"

KNOWN_FAILURES = {
    "property/uniqueLang-002": 'rdflib reads "1"^^xsd:boolean as the literal true, which SHACL tells apart here',
    "pre-binding/shapesGraph-001": "pySHACL does not know $shapesGraph, which SHACL leaves optional (section 5.3.1)",
}


def files() -> list[Path]:
    return sorted(file for file in SUITE.rglob("*.ttl") if not file.name.startswith(("manifest", "shacl-shacl-data")))


def entries() -> list[object]:
    names = {file: f"{file.parent.name}/{file.stem}" for file in files() if file.stem != "shacl-shacl"}
    return [
        pytest.param(file, id=name, marks=_known(KNOWN_FAILURES[name]) if name in KNOWN_FAILURES else ())
        for file, name in names.items()
    ]


def _known(reason: str) -> pytest.MarkDecorator:
    return pytest.mark.xfail(strict=True, reason=reason)


def results(graph: Graph, report: object) -> Counter[tuple[str, ...]]:
    """Count results by what every engine must say the same."""
    said = (SH.focusNode, SH.sourceConstraintComponent, SH.resultSeverity, SH.value)
    found: Counter[tuple[str, ...]] = Counter()
    for result in graph.objects(report, SH.result):  # type: ignore[arg-type]
        values = (graph.value(result, part) for part in said)
        found[tuple("" if value is None or not isinstance(value, URIRef) else str(value) for value in values)] += 1
    return found


def report_within(graph: Graph, report: Node) -> Graph:
    """Give a report alone: its results, and the paths of these."""
    found, waiting = Graph(), [report]
    while waiting:
        node = waiting.pop()
        for predicate, value in graph.predicate_objects(node):
            found.add((node, predicate, value))
            if predicate not in (SH.focusNode, SH.value, SH.sourceShape) and isinstance(value, BNode):
                waiting.append(value)
    return found


@pytest.mark.parametrize("file", files(), ids=lambda file: f"{file.parent.name}/{file.stem}")
@pytest.mark.filterwarnings("ignore:Parsing weird boolean")
def test_whole_report(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)  # the suite tells "1"^^xsd:boolean from true
    manifest = Graph().parse(file)
    for entry in manifest.subjects(RDF.type, SHT.Validate):
        action, expected = manifest.value(entry, MF.action), manifest.value(entry, MF.result)
        data, shapes = (Graph().parse(str(manifest.value(action, part))) for part in (SHT.dataGraph, SHT.shapesGraph))
        if expected == SHT.Failure:
            with pytest.raises(shacl.ShapesError, match="cannot be used"):
                shacl.compile_shapes(shapes)
            continue
        report = shacl.validate(shacl.GraphData(data, shapes), shacl.compile_shapes(shapes)).graph()
        assert expected is not None
        wanted = report_within(manifest, expected)
        messages = set(wanted.objects(None, SH.resultMessage))
        for triple in list(report.triples((None, SH.resultMessage, None))):
            if triple[2] not in messages:  # the suite compares messages only where it gives them
                report.remove(triple)
        assert isomorphic(report, wanted), report.serialize()


@pytest.mark.parametrize("file", entries())
def test_w3c(file: Path) -> None:
    manifest = Graph().parse(file)
    for entry in manifest.subjects(RDF.type, SHT.Validate):
        action, expected = manifest.value(entry, MF.action), manifest.value(entry, MF.result)
        data, shapes = (Graph().parse(str(manifest.value(action, part))) for part in (SHT.dataGraph, SHT.shapesGraph))
        if expected == SHT.Failure:
            with pytest.raises(ShapesError, match="cannot be used"):
                results_by_pyshacl(data, shapes)
            continue
        report = ValidationReport(tuple(results_by_pyshacl(data, shapes))).graph()
        found = next(report.subjects(RDF.type, SH.ValidationReport))
        assert str(manifest.value(expected, SH.conforms)) == str(report.value(found, SH.conforms))
        assert results(report, found) == results(manifest, expected)
