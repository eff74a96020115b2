"""SHACL validation, with each result led back to the cell or lines it came from.

The only module that imports pySHACL. See SHACL (W3C Recommendation, 20 July 2017), section 3.6, for the report.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import pyshacl
from rdflib import Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Node

from releasegraph.graph.evidence import Place, find_places
from releasegraph.graph.vocabulary import PREFIXES, RG

__all__ = ["SHAPES", "Finding", "Report", "load_shapes", "report_text", "report_turtle", "validate_graph"]

SHAPES = "https://w3id.org/releasegraph/shapes#"
"""The namespace of the shipped shapes."""

SEVERITIES = ("Violation", "Warning", "Info")


@dataclass(frozen=True, slots=True)
class Finding:
    """One validation result."""

    severity: str
    """`Violation`, `Warning` or `Info`; another severity by its IRI."""
    message: str
    focus_node: str
    path: str | None
    """The result path: an IRI, or a path as SPARQL writes it."""
    value: str | None
    source_shape: str
    places: tuple[Place, ...]
    """Where in the sources the focus node was read; empty where the graph does not say."""


@dataclass(frozen=True, slots=True)
class Report:
    """A validation report: its findings in order, and the report's own graph."""

    conforms: bool
    """As SHACL says it: no result of any severity."""
    findings: tuple[Finding, ...]
    graph: Graph
    """The sh:ValidationReport."""

    @property
    def counts(self) -> Counter[str]:
        """Give the number of findings by severity."""
        return Counter(finding.severity for finding in self.findings)


def load_shapes(paths: Sequence[Path] | None = None) -> Graph:
    """Read shapes from files, or the shipped ones; raise what rdflib raises for a file that does not parse."""
    graph = Graph()
    if paths is not None:
        for path in paths:
            graph.parse(path)
        return graph
    for file in sorted(files("releasegraph.shapes").iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".ttl"):
            graph.parse(data=file.read_bytes(), format="turtle")
    return graph


def validate_graph(data: Graph, shapes: Graph) -> Report:
    """Validate a data graph, which stays as it is, against a shapes graph.

    Classes below others are known from the ontology, whether or not the data hold it.
    """
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes, ont_graph=_class_tree(), inference="none")
    if not isinstance(results, Graph):
        raise TypeError(f"pySHACL gave no report graph: {results!r}")
    report = next(results.subjects(RDF.type, SH.ValidationReport))
    conforms = results.value(report, SH.conforms) == Literal(True)
    findings = {result: _read_result(results, result, data, shapes) for result in results.objects(report, SH.result)}
    for result, finding in findings.items():
        _add_places(results, result, finding.places, data)
    return Report(conforms, tuple(sorted(findings.values(), key=_order)), results)


@cache
def _class_tree() -> Graph:
    ontology = Graph().parse(data=(files("releasegraph.ontology") / "classes.ttl").read_bytes(), format="turtle")
    tree = Graph()
    for triple in ontology.triples((None, RDFS.subClassOf, None)):
        tree.add(triple)
    return tree


def _read_result(results: Graph, result: Node, data: Graph, shapes: Graph) -> Finding:
    focus = results.value(result, SH.focusNode)
    path = results.value(result, SH.resultPath)
    severity = str(results.value(result, SH.resultSeverity))
    messages = sorted(str(message) for message in results.objects(result, SH.resultMessage))
    value = results.value(result, SH.value)
    shape = results.value(result, SH.sourceShape)
    return Finding(
        severity=severity.removeprefix(str(SH)),
        message=" ".join(messages),
        focus_node=str(focus),
        path=None if path is None else _path_text(results, shapes, path),
        value=None if value is None else str(value),
        source_shape=str(shape) if isinstance(shape, URIRef) else "",
        places=find_places(data, focus, path) if focus is not None else (),
    )


def _add_places(results: Graph, result: Node, places: Sequence[Place], data: Graph) -> None:
    """Put the source records of a result beside it, and the column or label, so that the report stands alone."""
    for place in places:
        if place.column:
            results.add((result, URIRef(RG.column), Literal(place.column)))
        if place.record:
            record = URIRef(place.record)
            results.add((result, URIRef(RG.recordedIn), record))
            for property_iri in _RECORD_PROPERTIES:
                for value in data.objects(record, URIRef(property_iri)):
                    results.add((record, URIRef(property_iri), value))
            for edition in data.objects(record, URIRef(RG.inEdition)):
                results.add((edition, URIRef(RG.sourceFile), Literal(place.file)))


_RECORD_PROPERTIES = (RG.inEdition, RG.sheet, RG.row, RG.firstLine, RG.lastLine)


def _path_text(results: Graph, shapes: Graph, path: Node) -> str:
    """Write a SHACL property path as SPARQL does (SHACL, section 2.3.1)."""
    if isinstance(path, URIRef):
        return str(path)
    graph = results if (path, None, None) in results else shapes
    for predicate, form in _PATHS.items():
        inner = graph.value(path, predicate)
        if inner is not None:
            parts = list(Collection(graph, inner)) if predicate == SH.alternativePath else [inner]
            return form.format("|".join(_path_text(graph, shapes, part) for part in parts))
    return "/".join(_path_text(graph, shapes, part) for part in Collection(graph, path))


_PATHS = {
    SH.inversePath: "^{}",
    SH.alternativePath: "({})",
    SH.zeroOrMorePath: "{}*",
    SH.oneOrMorePath: "{}+",
    SH.zeroOrOnePath: "{}?",
}


def _order(finding: Finding) -> tuple[int, str, str, str, str]:
    rank = SEVERITIES.index(finding.severity) if finding.severity in SEVERITIES else len(SEVERITIES)
    return rank, finding.focus_node, finding.source_shape, finding.path or "", finding.value or ""


def report_text(report: Report) -> str:
    """Write a report for people: one block for each finding, and the counts."""
    counts = ", ".join(f"{report.counts[severity]} {_WORDS[severity]}" for severity in SEVERITIES)
    verdict = "Conforms" if report.conforms else "Does not conform"
    return "\n\n".join([*map(_block, report.findings), f"{verdict}: {counts}"]) + "\n"


_WORDS = {"Violation": "violations", "Warning": "warnings", "Info": "notes"}


def _block(finding: Finding) -> str:
    about = " ".join(filter(None, [_short(finding.focus_node), finding.path and _short(finding.path)]))
    lines = [f"{finding.severity}: {finding.message}", *(f"  {place}" for place in finding.places), f"  {about}"]
    if finding.value is not None and finding.value != finding.focus_node:
        lines.append(f"  value: {_short(finding.value)}")
    if finding.source_shape:
        lines.append(f"  rule: {_short(finding.source_shape)}")
    return "\n".join(lines)


def _short(text: str) -> str:
    for prefix, namespace in (("rgs", SHAPES), *PREFIXES.items()):
        text = text.replace(namespace, f"{prefix}:")
    return text


def report_turtle(report: Report) -> str:
    """Write a report as Turtle, with the source records behind each result."""
    return report.graph.serialize(format="turtle")
