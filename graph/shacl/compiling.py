"""A shapes graph made ready to run, or refused with the shape and the reason (SHACL, sections 2 and 3)."""

from collections.abc import Iterable, Iterator

from rdflib import Graph, URIRef
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Identifier

from releasegraph.graph.shacl.components import (
    Component,
    component_constraints,
    messages_of,
    read_components,
    sparql_constraints,
)
from releasegraph.graph.shacl.data import Target
from releasegraph.graph.shacl.errors import ShapesError
from releasegraph.graph.shacl.parameters import core_constraints
from releasegraph.graph.shacl.paths import Path, PathError, read_path
from releasegraph.graph.shacl.plan import Plan, Shape
from releasegraph.graph.shacl.reading import Reading
from releasegraph.graph.shacl.terms import text_of

__all__ = ["compile_shapes"]

_TARGETS = {
    SH.targetNode: "node",
    SH.targetClass: "class",
    SH.targetSubjectsOf: "subjects",
    SH.targetObjectsOf: "objects",
}
_NOT_SUPPORTED = (SH.target, SH.expression, SH.js)
"""What would change the results, and is of SHACL Advanced Features or JavaScript."""


def compile_shapes(shapes: Graph) -> Plan:
    """Compile a shapes graph.

    Raises ShapesError for one that is ill-formed, that SHACL leaves undefined (recursive shapes, a path that leads
    back to itself), that names a shape or a property of SHACL's there is none of, or asks for an entailment regime.
    """
    for node, regime in shapes.subject_objects(SH.entailment):
        raise ShapesError(node.n3(), f"the entailment regime {regime.n3()} is not supported")
    compiler = _Compiler(shapes)
    compiled = [compiler.shape_at(node) for node in sorted(_declared(shapes), key=text_of)]
    classes = sorted((text_of(one), text_of(above)) for one, above in shapes.subject_objects(RDFS.subClassOf))  # type: ignore[arg-type]
    return Plan(tuple(shape for shape in compiled if shape.targets and not shape.deactivated), tuple(classes))


def _declared(shapes: Graph) -> set[Identifier]:
    found: set[object] = set()
    for of_class in (SH.NodeShape, SH.PropertyShape):
        found.update(shapes.subjects(RDF.type, of_class))
    for target in _TARGETS:
        found.update(shapes.subjects(target))
    return found  # type: ignore[return-value]


class _Compiler:
    """Reads each shape once, and knows which are being read."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._components: tuple[Component, ...] = read_components(graph)
        self._done: dict[Identifier, Shape] = {}
        self._above: list[Identifier] = []
        self._classes = {
            node
            for of_class in graph.transitive_subjects(RDFS.subClassOf, RDFS.Class)
            for node in graph.subjects(RDF.type, of_class)
        }

    def shape_at(self, node: Identifier) -> Shape:
        """Give the shape a node stands for."""
        if node in self._done:
            return self._done[node]
        if node in self._above:
            raise ShapesError(self._named(node).n3(), "the shape leads back to itself, which SHACL leaves undefined")
        if (node, None, None) not in self._graph:
            above = self._named(self._above[-1]) if self._above else node
            raise ShapesError(above.n3(), f"it names the shape {node.n3()}, which is not there")
        self._above.append(node)
        shape = self._read(Reading(self._graph, node, self.shape_at, self._named(node)))
        self._above.pop()
        self._done[node] = shape
        return shape

    def _named(self, node: Identifier) -> Identifier:
        """Give what to call a node by: the last shape with a name on the way to it."""
        return next((one for one in (node, *reversed(self._above)) if isinstance(one, URIRef)), node)

    def _read(self, reading: Reading) -> Shape:
        _check_properties(reading)
        constraints = [
            *core_constraints(reading),
            *sparql_constraints(reading),
            *component_constraints(reading, self._components),
        ]
        severity = reading.single(SH.severity)
        return Shape(
            node=reading.node,
            path=_path(reading),
            targets=tuple(self._targets(reading)),
            severity=SH.Violation if severity is None else reading.iri(SH.severity, severity),
            messages=messages_of(reading.graph, reading.node),
            deactivated=reading.flag(SH.deactivated, reading.single(SH.deactivated)),
            constraints=tuple(constraints),
        )

    def _targets(self, reading: Reading) -> Iterator[Target]:
        for predicate, kind in _TARGETS.items():
            for value in reading.values(predicate):
                if kind != "node":
                    reading.iri(predicate, value)
                yield Target(kind, text_of(value))
        declared = {SH.NodeShape, SH.PropertyShape} & set(reading.graph.objects(reading.node, RDF.type))
        if declared and reading.node in self._classes and isinstance(reading.node, URIRef):
            yield Target("class", text_of(reading.node))


def _path(reading: Reading) -> Path | None:
    node = reading.single(SH.path)
    types = set(reading.graph.objects(reading.node, RDF.type))
    if node is None:
        if SH.PropertyShape in types:
            raise reading.refuse("a property shape wants a sh:path")
        return None
    if SH.NodeShape in types:
        raise reading.refuse("a node shape has no sh:path")
    try:
        return read_path(reading.graph, node)
    except PathError as error:
        raise reading.refuse(f"sh:path: {error}") from None


def _check_properties(reading: Reading) -> None:
    said: Iterable[object] = set(reading.graph.predicates(reading.node))
    for predicate in sorted(str(one) for one in said):
        name = predicate.removeprefix(str(SH))
        if name == predicate:
            continue
        if URIRef(predicate) in _NOT_SUPPORTED:
            raise reading.refuse(f"sh:{name} is not supported")
        if URIRef(predicate) not in SH:
            raise reading.refuse(f"sh:{name} is no property of SHACL's")
