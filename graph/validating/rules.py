"""Shapes in people's words: their names, why they matter, and what they find."""

from collections.abc import Iterator

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SH, SKOS
from rdflib.term import Node

from releasegraph.graph.validating.report import Rule
from releasegraph.graph.validating.shapes import load_ontology

__all__ = ["Rules"]

_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)


class Rules:
    """The rules of a shapes graph, each read once."""

    def __init__(self, shapes: Graph) -> None:
        self._shapes = shapes
        self._read: dict[Node, Rule] = {}
        self._expected: dict[tuple[Node, Node | None], str] = {}

    def of(self, shape: Node) -> Rule:
        """Give the rule a shape is."""
        if shape not in self._read:
            self._read[shape] = self._rule(shape)
        return self._read[shape]

    def expected(self, shape: Node, constraint: Node | None) -> str:
        """Say what the query of a SPARQL constraint expects: its description or its shape's, if they have one."""
        if (shape, constraint) not in self._expected:
            of_constraint = "" if constraint is None else self._text(constraint, SH.description)
            self._expected[shape, constraint] = of_constraint or self._text(shape, SH.description)
        return self._expected[shape, constraint]

    def all(self) -> tuple[Rule, ...]:
        """Give the rules of every shape that has targets or is a part of one that has, by IRI."""
        targeted: set[Node] = {shape for by in _TARGETS for shape in self._shapes.subjects(by)}
        for of_class in self._shapes.transitive_subjects(RDFS.subClassOf, RDFS.Class):
            for kind in (SH.NodeShape, SH.PropertyShape):
                targeted.update(
                    set(self._shapes.subjects(RDF.type, of_class)) & set(self._shapes.subjects(RDF.type, kind))
                )
        used = {part for shape in targeted for part in self._used(shape, frozenset())}
        return tuple(sorted({self.of(shape) for shape in used}, key=lambda rule: (rule.iri, rule.name, rule.severity)))

    def _used(self, shape: Node, above: frozenset[Node]) -> Iterator[Node]:
        if shape in above or (shape, SH.deactivated, Literal(True)) in self._shapes:
            return
        yield shape
        for part in self._shapes.objects(shape, SH.property):
            yield from self._used(part, above | {shape})

    def _rule(self, shape: Node) -> Rule:
        around = tuple(self._around(shape))
        severity = self._shapes.value(shape, SH.severity) or SH.Violation
        return Rule(
            iri=next((str(one) for one in around if isinstance(one, URIRef)), ""),
            name=self._name(shape, around),
            why=next(filter(None, (self._text(one, RDFS.comment) for one in around)), ""),
            example=self._text(shape, SKOS.example),
            severity=str(severity).removeprefix(str(SH)),
        )

    def _around(self, shape: Node) -> Iterator[Node]:
        """Give a shape and the shapes it is part of, from within."""
        waiting, seen = [shape], {shape}
        while waiting:
            node = waiting.pop(0)
            yield node
            for whole in sorted(self._shapes.subjects(None, node), key=str):
                if whole not in seen:
                    seen.add(whole)
                    waiting.append(whole)

    def _name(self, shape: Node, around: tuple[Node, ...]) -> str:
        own = self._text(shape, RDFS.label) or self._text(shape, SH.name)
        if own:
            return own
        whole = next(filter(None, (self._text(one, RDFS.label) for one in around[1:])), "")
        path = self._shapes.value(shape, SH.path)
        part = "" if path is None else self._path_name(path)
        return ": ".join(filter(None, (whole, part)))

    def _path_name(self, path: Node) -> str:
        if isinstance(path, URIRef):
            return _text(load_ontology(), path, RDFS.label) or path.fragment or str(path).rpartition("/")[2]
        parts = [one for _, one in sorted(self._shapes.predicate_objects(path), key=str) if one != RDF.nil]
        return " ".join(dict.fromkeys(filter(None, map(self._path_name, parts))))

    def _text(self, node: Node, by: URIRef) -> str:
        return _text(self._shapes, node, by)


def _text(graph: Graph, node: Node, by: URIRef) -> str:
    """Give a text, the English one where there are several."""
    texts = [one for one in graph.objects(node, by) if isinstance(one, Literal)]
    return str(min(texts, key=lambda one: (one.language != "en", str(one)), default=""))
