"""SHACL validation, with each result led back to the cell or lines it came from.

The only module that imports pySHACL. See SHACL (W3C Recommendation, 20 July 2017), section 3.6, for the report.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import pyshacl
from pyshacl.errors import ReportableRuntimeError
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Node

from releasegraph.graph.errors import ReleasegraphError
from releasegraph.graph.evidence import Place, find_places
from releasegraph.graph.identifiers import Identifiers, digest
from releasegraph.graph.vocabulary import PREFIXES, RG

__all__ = [
    "FAIL_ON",
    "SHAPES",
    "Finding",
    "Report",
    "ShapesError",
    "load_shapes",
    "named_report",
    "report_text",
    "report_turtle",
    "validate_graph",
]

SHAPES = "https://w3id.org/releasegraph/shapes#"
"""The namespace of the shipped shapes."""

SEVERITIES = ("Violation", "Warning", "Info")
FAIL_ON: Mapping[str, tuple[str, ...]] = {
    "violation": SEVERITIES[:1],
    "warning": SEVERITIES[:2],
    "info": SEVERITIES,
    "never": (),
}
"""The least severity that fails to the severities that do."""


class ShapesError(ReleasegraphError):
    """Say that a shapes graph cannot be used: SHACL does not allow what it holds, or the engine does not know it."""


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

    def passes(self, fail_on: str) -> bool:
        """Tell whether no finding is as severe as a key of FAIL_ON says."""
        return not any(finding.severity in FAIL_ON[fail_on] for finding in self.findings)


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

    Classes below others are known from the ontology, whether or not the data hold it. Raises ShapesError for a shapes
    graph that SHACL does not allow.
    """
    lent = [triple for triple in _class_tree() if triple not in data]
    for triple in lent:
        data.add(triple)
    try:
        _, results, _ = pyshacl.validate(data, shacl_graph=_flatten(shapes), inference="none", inplace=True)
    except (ReportableRuntimeError, NotImplementedError) as error:
        raise ShapesError(_one_line(error)) from error
    finally:
        for triple in lent:
            data.remove(triple)
    if not isinstance(results, Graph):
        raise ShapesError(_one_line(results))
    (report,) = _reports(results)
    conforms = results.value(report, SH.conforms) == Literal(True)
    findings = {result: _read_result(results, result, data, shapes) for result in results.objects(report, SH.result)}
    for result, finding in findings.items():
        _add_places(results, result, finding.places, data)
    return Report(conforms, tuple(sorted(findings.values(), key=_order)), results)


def _one_line(failure: object) -> str:
    return f"the shapes cannot be used: {' '.join(str(getattr(failure, 'message', failure)).split())}"


@cache
def _class_tree() -> Graph:
    ontology = Graph().parse(data=(files("releasegraph.ontology") / "classes.ttl").read_bytes(), format="turtle")
    tree = Graph()
    for triple in ontology.triples((None, RDFS.subClassOf, None)):
        tree.add(triple)
    return tree


def _flatten(shapes: Graph) -> Graph:
    """Move the targets of node shapes to their property shapes.

    The results are the same; pySHACL then visits each property shape once, and not once for each focus node.
    """
    flat = Graph() + shapes
    referred = {*shapes.objects(None, RDF.first)}.union(*(shapes.objects(None, by) for by in _REFERENCES))
    for shape, part in shapes.subject_objects(SH.property):
        own = [(target, value) for target in _TARGETS for value in shapes.objects(shape, target)]
        bound = shape in referred or any(pattern in shapes for pattern in _bonds(shape, part))
        if own and not bound:
            flat.remove((shape, SH.property, part))
            for target, value in own:
                flat.add((part, target, value))
    return flat


def _bonds(shape: Node, part: Node) -> tuple[tuple[Node, Node, Node | None], ...]:
    """Give the triples for which a property shape must stay where it is: what they say reads the shapes around it."""
    return (
        (shape, SH.closed, None),
        (shape, SH.deactivated, None),
        (shape, RDF.type, RDFS.Class),
        (part, SH.qualifiedValueShapesDisjoint, None),
    )


_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
_REFERENCES = (SH.node, SH.property, SH["not"], SH.qualifiedValueShape)


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


def report_text(report: Report, fail_on: str = "violation") -> str:
    """Write a report for people: one block for each finding, the counts, and whether that passes by a key of FAIL_ON.

    What passes need not conform, as SHACL has it: a graph with a warning does not.
    """
    counts = ", ".join(_counted(report.counts[severity], _WORDS[severity]) for severity in SEVERITIES)
    verdict = "passes" if report.passes(fail_on) else "fails"
    rule = f"fails on {fail_on}" if FAIL_ON[fail_on] else "never fails"
    return "\n\n".join([*map(_block, report.findings), f"{counts}: {verdict} ({rule})"]) + "\n"


_WORDS = {"Violation": "violation", "Warning": "warning", "Info": "note"}


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


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


def named_report(report: Report, base: str) -> Graph:
    """Give a report's graph without blank nodes: the report is `{base}graph/validation`, the rest `{base}validation#…`.

    The name of a result comes from what it says, so that the same result has the same name in the next report.
    """
    named = Graph(bind_namespaces="none")
    for prefix, namespace in (("rgs", SHAPES), *PREFIXES.items()):
        named.bind(prefix, namespace)
    graph = report.graph
    names: dict[Node, Node] = {node: URIRef(Identifiers(base).graph("validation")) for node in _reports(graph)}

    def name(node: Node) -> Node:
        if isinstance(node, BNode) and node not in names:
            names[node] = node  # stands for itself while its own parts lead back to it
            said = sorted(f"{by.n3()} {name(part).n3()}" for by, part in graph.predicate_objects(node))
            kind = "result" if (None, SH.result, node) in graph else "node"
            names[node] = URIRef(f"{base}validation#{kind}-{digest(*said)}")
        return names.get(node, node)

    for subject, predicate, value in graph:
        named.add((name(subject), predicate, name(value)))
    return named


def _reports(graph: Graph) -> tuple[Node, ...]:
    return tuple(graph.subjects(RDF.type, SH.ValidationReport))
