"""Validation: the results of a compiled shapes graph over data, and the report (SHACL, section 3)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from rdflib import BNode, Graph, Literal
from rdflib.namespace import RDF, SH, XSD
from rdflib.term import Identifier

from releasegraph.graph.shacl.data import Data, Nodes
from releasegraph.graph.shacl.paths import Path, write_path
from releasegraph.graph.shacl.plan import Constraint, Failure, Plan, Scope, Shape
from releasegraph.graph.shacl.shape_tests import Having
from releasegraph.graph.shacl.terms import Term, identifier_of

__all__ = ["Result", "ValidationReport", "validate"]


@dataclass(frozen=True, slots=True)
class Result:
    """A validation result (SHACL, section 3.6.2)."""

    focus_node: Identifier
    path: Path | None
    value: Identifier | None
    severity: Identifier
    component: Identifier
    source_shape: Identifier
    source_constraint: Identifier | None
    """The node of a SPARQL constraint."""
    messages: tuple[Literal, ...]
    """What the shape or constraint says, or else what was expected."""
    expected: str
    """What a conforming value is or has, in words."""


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """A validation report (SHACL, section 3.6.1)."""

    results: tuple[Result, ...]

    @property
    def conforms(self) -> bool:
        """Tell whether there is no result, of whatever severity."""
        return not self.results

    def graph(self) -> Graph:
        """Give the report as RDF: a new graph, its report and results blank nodes."""
        graph = Graph(bind_namespaces="none")
        graph.bind("sh", SH)
        report = BNode()
        graph.add((report, RDF.type, SH.ValidationReport))
        graph.add((report, SH.conforms, Literal(self.conforms, datatype=XSD.boolean)))
        for result in self.results:
            graph.add((report, SH.result, _write(result, graph)))
        return graph


def _write(result: Result, graph: Graph) -> Identifier:
    node = BNode()
    said: Sequence[tuple[Identifier, Identifier | None]] = (
        (RDF.type, SH.ValidationResult),
        (SH.focusNode, result.focus_node),
        (SH.resultPath, None if result.path is None else write_path(result.path, graph)),
        (SH.value, result.value),
        (SH.resultSeverity, result.severity),
        (SH.sourceConstraintComponent, result.component),
        (SH.sourceShape, result.source_shape),
        (SH.sourceConstraint, result.source_constraint),
        *((SH.resultMessage, message) for message in result.messages),
    )
    for predicate, value in said:
        if value is not None:
            graph.add((node, predicate, value))
    return node


def validate(data: Data, plan: Plan, threads: int = 1) -> ValidationReport:
    """Validate data against a compiled shapes graph; give the results in a fixed order of shapes and nodes.

    A store answers several threads at once; data in memory gain nothing by them. Raises ShapesError where a query of
    the shapes cannot be answered.
    """

    def of_shape(shape: Shape) -> list[_Found]:
        return sorted((one for _, one in _results(shape, data.focus_nodes(shape.targets), data)), key=_order)

    with ThreadPoolExecutor(max_workers=threads, thread_name_prefix="shapes") as pool:
        found = [one for failures in pool.map(of_shape, plan.shapes) for one in failures]
    return ValidationReport(tuple(_result(*one, data) for one in found))


_Found = tuple[Shape, Constraint, Failure]


def _order(found: _Found) -> tuple[Term, str, Term, Term]:
    shape, constraint, failure = found
    return failure.focus, str(shape.node), constraint.component, failure.value or ""


def _results(shape: Shape, nodes: Nodes, data: Data) -> Iterator[tuple[Term, _Found]]:
    """Give what is found from each of the nodes: at itself, or at what property shapes lead to from it."""
    if shape.deactivated:
        return
    scope = Scope(shape, nodes, data)
    for constraint in shape.constraints:
        if isinstance(constraint, Having):
            yield from _nested(constraint.shape, scope)
        else:
            for failure in constraint.failures(scope):
                yield failure.focus, (shape, constraint, failure)


def _nested(shape: Shape, scope: Scope) -> Iterator[tuple[Term, _Found]]:
    """Give a property shape's results for every value node, once for each focus node that leads to it."""
    if scope.shape.path is None:
        yield from _results(shape, scope.nodes, scope.data)
        return
    by_value: defaultdict[Term, list[_Found]] = defaultdict(list)
    for value, found in _results(shape, scope.exact_values, scope.data):
        by_value[value].append(found)
    for focus, value in scope.pairs(by_value.keys()):
        yield from ((focus, found) for found in by_value[value])


def _result(shape: Shape, constraint: Constraint, failure: Failure, data: Data) -> Result:
    expected = constraint.expected()
    return Result(
        focus_node=identifier_of(data.label(failure.focus)),
        path=failure.path or shape.path,
        value=None if failure.value is None else identifier_of(data.label(failure.value)),
        severity=shape.severity,
        component=identifier_of(constraint.component),
        source_shape=shape.node,
        source_constraint=constraint.source,
        messages=shape.messages or failure.messages or (Literal(f"Expected {expected}"),),
        expected=expected,
    )
