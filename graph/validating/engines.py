"""The SHACL engines: ours, and pySHACL.

The only module that imports pySHACL.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache

import pyshacl
from pyshacl.errors import ReportableRuntimeError
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Identifier, Node

from releasegraph.graph.shacl import GraphData, Result, ShapesError, StoreData, compile_shapes, validate
from releasegraph.graph.shacl.paths import Path, PathError, read_path
from releasegraph.graph.shacl.plan import Plan
from releasegraph.graph.shacl.terms import text_of
from releasegraph.graph.store import GraphStore, graph_of
from releasegraph.graph.validating.findings import findings_of
from releasegraph.graph.validating.report import Report
from releasegraph.graph.validating.rules import Rules
from releasegraph.graph.validating.shapes import class_tree, shipped_shapes

__all__ = ["Engine", "results_by_pyshacl", "validate_graph", "validate_store"]

_THREADS = 2
"""A store answers several queries at once; beyond two, what is done between them is the bound."""


class Engine(StrEnum):
    """The SHACL engines there are."""

    BUILTIN = "builtin"
    PYSHACL = "pyshacl"


def validate_store(store: GraphStore, shapes: Graph, engine: Engine = Engine.BUILTIN) -> Report:
    """Validate the default graph of a store against a shapes graph.

    Classes below others are known from the ontology, whether or not the graph holds it. Raises ShapesError for a
    shapes graph that SHACL does not allow.
    """
    plan = _compiled(shapes)
    if engine is Engine.PYSHACL:
        triples = graph_of((subject, predicate, value) for subject, predicate, value, _ in store.quads())
        return _report(results_by_pyshacl(triples, shapes), shapes, store)
    classes = [(text_of(one), text_of(above)) for one, _, above in class_tree()]
    return _report(validate(StoreData(store, (*plan.classes, *classes)), plan, _THREADS).results, shapes, store)


def validate_graph(data: Graph, shapes: Graph, engine: Engine = Engine.BUILTIN) -> Report:
    """Validate a graph at hand, which stays as it is; raise ShapesError as validate_store does."""
    plan = _compiled(shapes)
    held = GraphData({*data, *class_tree()}, shapes)  # type: ignore[arg-type]
    results = results_by_pyshacl(data, shapes) if engine is Engine.PYSHACL else validate(held, plan).results
    return _report(results, shapes, held.store)


def _compiled(shapes: Graph) -> Plan:
    """Compile shapes; the shipped ones once, which takes longer than to validate the graph of a page."""
    return _shipped() if shapes is shipped_shapes() else compile_shapes(shapes)


@cache
def _shipped() -> Plan:
    return compile_shapes(shipped_shapes())


def _report(results: Sequence[Result], shapes: Graph, store: GraphStore) -> Report:
    rules = Rules(shapes)
    return Report(findings_of(results, rules, store), rules.all())


def results_by_pyshacl(data: Graph, shapes: Graph) -> Sequence[Result]:
    """Give the results of pySHACL, as ours are; raise ShapesError for a shapes graph that it refuses."""
    lent = [triple for triple in class_tree() if triple not in data]
    for triple in lent:
        data.add(triple)
    try:
        _, results, _ = pyshacl.validate(data, shacl_graph=_flatten(shapes), inference="none", inplace=True)
    except (ReportableRuntimeError, NotImplementedError) as error:
        raise ShapesError("pySHACL", _one_line(error)) from error
    finally:
        for triple in lent:
            data.remove(triple)
    if not isinstance(results, Graph):
        raise ShapesError("pySHACL", _one_line(results))
    return tuple(_read_result(results, node, shapes) for node in results.objects(None, SH.result))


def _one_line(failure: object) -> str:
    return " ".join(str(getattr(failure, "message", failure)).split())


def _read_result(results: Graph, node: Node, shapes: Graph) -> Result:
    def said(by: URIRef) -> Identifier | None:
        return results.value(node, by)  # type: ignore[return-value]

    path = said(SH.resultPath)
    return Result(
        focus_node=said(SH.focusNode) or Literal(""),
        path=None if path is None else _read_path(path, results, shapes),
        value=said(SH.value),
        severity=said(SH.resultSeverity) or SH.Violation,
        component=said(SH.sourceConstraintComponent) or SH.Violation,
        source_shape=said(SH.sourceShape) or SH.Shape,
        source_constraint=said(SH.sourceConstraint),
        messages=tuple(sorted(one for one in results.objects(node, SH.resultMessage) if isinstance(one, Literal))),
        expected="",
    )


def _read_path(path: Identifier, *graphs: Graph) -> Path | None:
    """Give a path as the first graph has it that has it whole."""
    for graph in graphs:
        try:
            return read_path(graph, path)
        except PathError:
            continue
    return None


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


def _bonds(shape: Node, part: Node) -> Iterator[tuple[Node, Node, Node | None]]:
    """Give the triples for which a property shape must stay where it is: what they say reads the shapes around it."""
    yield (shape, SH.closed, None)
    yield (shape, SH.deactivated, None)
    yield (shape, RDF.type, RDFS.Class)
    yield (part, SH.qualifiedValueShapesDisjoint, None)


_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
_REFERENCES = (SH.node, SH.property, SH["not"], SH.qualifiedValueShape)
