"""Small graphs and shapes made by chance, the same for the same seed, of every constraint of SHACL Core.

What pySHACL is known to do otherwise than SHACL says is not made, and stands in `cases` instead: it gives an order to
terms that SPARQL does not compare, takes a blank node to be as long as sh:minLength 0 asks, and follows the inverse of
a sequence in the wrong order.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from random import Random

from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS, SH, XSD
from rdflib.term import Identifier, Node

__all__ = ["EX", "counted", "generate"]

EX = Namespace("http://example.org/")
_PREDICATES = [EX[f"p{number}"] for number in range(4)]
_CLASSES = [EX[f"C{number}"] for number in range(4)]
_NODES: list[Identifier] = [*(EX[f"n{number}"] for number in range(6)), BNode("b0"), BNode("b1")]


def _literal(lexical: str, datatype: URIRef | None = None) -> Literal:
    return Literal(lexical, datatype=datatype, normalize=False)


_LITERALS = [
    _literal("1", XSD.integer),
    _literal("2", XSD.integer),
    _literal("-3", XSD.integer),
    _literal("2.5", XSD.decimal),
    _literal("1.5", XSD.double),
    _literal("true", XSD.boolean),
    _literal("abc"),
    _literal("abcd"),
    _literal(""),
    _literal('tab\there "and" \\ there'),
    Literal("abc", lang="en"),
    Literal("abd", lang="en"),
    Literal("abc", lang="en-gb"),
    Literal("abc", lang="de"),
    _literal("2024-02-29", XSD.date),
    _literal("2024-02-30", XSD.date),
    _literal("2024-03-01", XSD.date),
    _literal("2024-03-01T10:00:00", XSD.dateTime),
    _literal("2024-03-01T10:00:00Z", XSD.dateTime),
    _literal("2024-03-01T12:00:00+05:00", XSD.dateTime),
]
_FAMILIES = [_LITERALS[:5], [_LITERALS[14], _LITERALS[16]], _LITERALS[18:], _LITERALS[6:10]]
"""Values that have an order: graphs of one of these alone have constraints on order."""
_DATATYPES = [XSD.integer, XSD.decimal, XSD.double, XSD.string, XSD.boolean, XSD.date, XSD.dateTime, RDF.langString]
_KINDS = [SH.IRI, SH.BlankNode, SH.Literal, SH.BlankNodeOrIRI, SH.BlankNodeOrLiteral, SH.IRIOrLiteral]


_DEEPEST = 2
"""How deep shapes nest."""


def generate(seed: int) -> tuple[Graph, Graph]:
    """Make a data graph and a shapes graph."""
    random = Random(seed)
    family = random.choice(_FAMILIES) if random.random() < 0.4 else None
    return _data(random, family), _Shapes(random, family).graph


def _data(random: Random, family: list[Literal] | None) -> Graph:
    graph = Graph()
    for _ in range(random.randint(5, 25)):
        by_chance = random.choice(_NODES) if random.random() < 0.5 else random.choice(_LITERALS)
        value = by_chance if family is None else random.choice(family)
        graph.add((random.choice(_NODES), random.choice(_PREDICATES), value))
    for _ in range(random.randint(2, 8)):
        graph.add((random.choice(_NODES), RDF.type, random.choice(_CLASSES)))
    for _ in range(random.randint(0, 2)):
        graph.add((random.choice(_CLASSES), RDFS.subClassOf, random.choice(_CLASSES)))
    return graph


class _Shapes:
    """Shapes that refer only to later ones, so that none is recursive."""

    def __init__(self, random: Random, family: list[Literal] | None) -> None:
        self.graph = Graph()
        self.literals = _LITERALS if family is None else family
        self._ordered = family is not None
        self.random = random
        self._number = 0
        for _ in range(random.randint(1, 3)):
            shape = self.shape(depth=0)
            for _ in range(random.randint(1, 2)):
                self._target(shape)

    def _target(self, shape: URIRef) -> None:
        random = self.random
        kind = random.choice((SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf))
        choices: Mapping[Node, list[Identifier]] = {
            SH.targetClass: list(_CLASSES),
            SH.targetNode: [*(node for node in _NODES if isinstance(node, URIRef)), *self.literals],
        }
        self.graph.add((shape, kind, random.choice(choices.get(kind, list(_PREDICATES)))))

    def shape(self, depth: int, of_properties: bool | None = None) -> URIRef:
        random = self.random
        self._number += 1
        shape = EX[f"S{self._number}"]
        with_path = random.random() < 0.6 if of_properties is None else of_properties
        self.graph.add((shape, RDF.type, SH.PropertyShape if with_path else SH.NodeShape))
        if with_path:
            self.graph.add((shape, SH.path, self._path(0)))
        if random.random() < 0.2:
            self.graph.add((shape, SH.severity, random.choice((SH.Warning, SH.Info))))
        if random.random() < 0.05:
            self.graph.add((shape, SH.deactivated, Literal(True)))
        constraints = [*_BOTH, *(_OF_PROPERTIES if with_path else ()), *(_NESTED if depth < _DEEPEST else ())]
        if self._ordered:
            constraints += [*_BOUNDED, *(_COMPARED if isinstance(self.graph.value(shape, SH.path), URIRef) else ())]
        for constraint in random.sample(constraints, random.randint(1, 3)):
            constraint(self, shape, depth)
        return shape

    def _path(self, depth: int) -> Identifier:
        random, graph = self.random, self.graph
        kind = random.randint(0, 10) if depth < _DEEPEST else 0
        if kind < 6:
            return random.choice(_PREDICATES)
        if kind in (6, 10):
            return self.listed([self._path(depth + 1) for _ in range(random.randint(2, 3))])
        node = BNode()
        if kind == 7:
            graph.add((node, SH.inversePath, random.choice(_PREDICATES)))
        elif kind == 8:
            graph.add((node, SH.alternativePath, self.listed([self._path(depth + 1) for _ in range(2)])))
        else:
            mark = random.choice((SH.zeroOrMorePath, SH.oneOrMorePath, SH.zeroOrOnePath))
            graph.add((node, mark, self._path(depth + 1)))
        return node

    def listed(self, members: Sequence[Identifier]) -> Identifier:
        return Collection(self.graph, BNode(), list(members)).uri if members else RDF.nil

    def several(self, depth: int) -> Identifier:
        return self.listed([self.shape(depth + 1) for _ in range(self.random.randint(1, 3))])

    def term(self) -> Identifier:
        return self.random.choice([*(node for node in _NODES if isinstance(node, URIRef)), *self.literals])

    def qualify(self, shape: URIRef, depth: int) -> None:
        self.graph.add((shape, SH.qualifiedValueShape, self.shape(depth + 1)))
        for bound in self.random.sample((SH.qualifiedMinCount, SH.qualifiedMaxCount), self.random.randint(1, 2)):
            self.graph.add((shape, bound, Literal(self.random.randint(0, 2))))
        if self.random.random() < 0.5:
            self.graph.add((shape, SH.qualifiedValueShapesDisjoint, Literal(True)))

    def close(self, shape: URIRef) -> None:
        self.graph.add((shape, SH.closed, Literal(True)))
        if self.random.random() < 0.7:
            ignored = self.random.sample([RDF.type, *_PREDICATES], self.random.randint(1, 4))
            self.graph.add((shape, SH.ignoredProperties, self.listed(ignored)))


_Add = Callable[[_Shapes, URIRef, int], None]
"""Adds a constraint to a shape at a depth of nesting."""
_Choose = Callable[[_Shapes, int], Identifier]


def _one(predicate: URIRef, choose: _Choose) -> _Add:
    def add(shapes: _Shapes, shape: URIRef, depth: int) -> None:
        shapes.graph.add((shape, predicate, choose(shapes, depth)))

    return add


def _number(least: int, most: int) -> _Choose:
    return lambda shapes, _: Literal(shapes.random.randint(least, most))


def _any_of(choices: list[URIRef]) -> _Choose:
    return lambda shapes, _: shapes.random.choice(choices)


_PATTERNS = ["^a", "b.?", "n[0-3]$", "^$", "C|1"]
_LANGUAGES = [Literal("en"), Literal("de"), Literal("en-GB")]
_BOTH: list[_Add] = [
    _one(SH["class"], _any_of(_CLASSES)),
    _one(SH.datatype, _any_of(_DATATYPES)),
    _one(SH.nodeKind, _any_of(_KINDS)),
    _one(SH.minLength, _number(1, 4)),
    _one(SH.maxLength, _number(0, 25)),
    _one(SH.pattern, lambda shapes, _: Literal(shapes.random.choice(_PATTERNS))),
    _one(SH.languageIn, lambda shapes, _: shapes.listed(shapes.random.sample(_LANGUAGES, 2))),
    _one(SH.equals, _any_of(_PREDICATES)),
    _one(SH.disjoint, _any_of(_PREDICATES)),
    _one(SH.hasValue, lambda shapes, _: shapes.term()),
    _one(SH["in"], lambda shapes, _: shapes.listed([shapes.term() for _ in range(shapes.random.randint(1, 8))])),
    lambda shapes, shape, _: shapes.close(shape),
]
_OF_PROPERTIES: list[_Add] = [
    _one(SH.minCount, _number(0, 3)),
    _one(SH.maxCount, _number(0, 3)),
    _one(SH.uniqueLang, lambda *_: Literal(True)),
    lambda shapes, shape, depth: shapes.qualify(shape, depth) if depth < _DEEPEST else None,
]
_BOUNDED: list[_Add] = [
    _one(by, lambda shapes, _: shapes.random.choice(shapes.literals))
    for by in (SH.minInclusive, SH.minExclusive, SH.maxInclusive, SH.maxExclusive)
]
_COMPARED: list[_Add] = [_one(SH.lessThan, _any_of(_PREDICATES)), _one(SH.lessThanOrEquals, _any_of(_PREDICATES))]
_NESTED: list[_Add] = [
    _one(SH.node, lambda shapes, depth: shapes.shape(depth + 1, of_properties=False)),
    _one(SH["not"], lambda shapes, depth: shapes.shape(depth + 1)),
    _one(SH.property, lambda shapes, depth: shapes.shape(depth + 1, of_properties=True)),
    _one(SH.property, lambda shapes, depth: shapes.shape(depth + 1, of_properties=True)),
    *(_one(by, lambda shapes, depth: shapes.several(depth)) for by in (SH["and"], SH["or"], SH.xone)),
]


def counted(report: Graph) -> Counter[tuple[str, ...]]:
    """Count the results of a report by all that engines must say alike; the path by its first node."""
    said = (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent, SH.sourceShape, SH.value)
    found: Counter[tuple[str, ...]] = Counter()
    for result in report.objects(None, SH.result):
        path = report.value(result, SH.resultPath)
        parts = [report.value(result, part) for part in said]
        found[(*("" if part is None else part.n3() for part in parts), _shown(report, path))] += 1
    return found


def _shown(report: Graph, path: Node | None) -> str:
    if path is None or isinstance(path, URIRef):
        return str(path)
    return " ".join(sorted(f"{by.n3()}({_shown(report, value)})" for by, value in report.predicate_objects(path)))
