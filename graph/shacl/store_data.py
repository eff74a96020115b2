"""Data in a store, asked by few queries over whole predicates: what joins and counts stays in the engine.

To read a term out of a store costs more than to find it. So a property that every focus node has is never read for it,
a value is read once however many have it, and only what fails is listed.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from threading import Lock
from typing import NamedTuple

from releasegraph.graph.shacl.answers import columns
from releasegraph.graph.shacl.data import Nodes, Relation, Target, descendants, relation_of
from releasegraph.graph.shacl.joining import path_group
from releasegraph.graph.shacl.paths import Path, Step
from releasegraph.graph.shacl.terms import (
    RDF_TYPE,
    SUBCLASS_OF,
    Term,
    identifier_of,
    is_blank,
    is_iri,
    is_literal,
    literal_parts,
    text_of,
)
from releasegraph.graph.store import GraphStore

__all__ = ["StoreData"]

_FEW = 1000
"""Nodes looked up one by one: for more, one look through the predicate costs less."""
_KEPT = 2_000_000
"""Pairs of relations kept for the next constraint."""


class _Use(NamedTuple):
    """How the instances of a class use a predicate: told of all predicates by one look through the class."""

    triples: int
    subjects: int


_NONE = _Use(0, 0)


class StoreData:
    """The default graph of a store; threads may ask it at once, and at worst ask the same twice.

    A literal is what the engine keeps of it: `"042"^^xsd:integer` is 42, an xsd:byte an xsd:integer.
    """

    def __init__(self, store: GraphStore, classes: Iterable[tuple[Term, Term]] = ()) -> None:
        """Ask a store; `classes` are pairs of class and superclass known besides those the graph states."""
        self._store = store
        self._below = descendants([*classes, *self._pairs(f"?a {SUBCLASS_OF} ?b")])
        self._keeping = Lock()
        self._relations: dict[Step, dict[Term, tuple[Term, ...]]] = {}
        self._several: dict[Step, Counter[Term]] = {}
        self._values: dict[Step, Nodes] = {}
        self._focus: dict[tuple[Target, ...], Nodes] = {}
        self._use: dict[Term, Mapping[Term, _Use]] = {}
        self._lacking: dict[tuple[str, Step], Set[Term]] = {}
        self._violating: dict[tuple[str, str], Set[Term]] = {}
        self._outside: dict[tuple[str, Term], Set[Term]] = {}

    @property
    def store(self) -> GraphStore:
        """Give the store."""
        return self._store

    @property
    def shapes_graph(self) -> Term | None:
        """Say that the store holds no shapes graph."""
        return None

    def label(self, term: Term) -> Term:
        """Give a term as the store has it."""
        return term

    def as_held(self, terms: Set[Term]) -> Set[Term]:
        """Give terms of a shapes graph as the store would hold them: the engine writes some literals in its own way."""
        literals = sorted(filter(is_literal, terms))
        if not literals:
            return terms
        held = self._set(f"SELECT ?term WHERE {{ VALUES ?term {{ {' '.join(literals)} }} }}")
        return held | {term for term in terms if not is_literal(term)}

    def _columns(self, query: str) -> list[list[Term]]:
        """Answer a SELECT by columns of terms; every solution binds every variable."""
        return list(columns(self._store, query).values())

    def _set(self, query: str) -> frozenset[Term]:
        (column,) = self._columns(query)
        return frozenset(column)

    def _pairs(self, group: str) -> Iterable[tuple[Term, Term]]:
        starts, ends = self._columns(f"SELECT ?a ?b WHERE {{ {group} }}")
        return zip(starts, ends, strict=True)

    def focus_nodes(self, targets: Sequence[Target]) -> Nodes:
        """Give the nodes any of these targets selects."""
        key = tuple(targets)
        return self._focus.get(key) or self._focus.setdefault(key, self._selected(key))

    def _selected(self, targets: tuple[Target, ...]) -> Nodes:
        single = frozenset(target.term for target in targets if target.kind == "node")
        groups = [self._group(target) for target in targets if target.kind != "node"]
        if not groups:
            return Nodes(lambda: single)
        pattern = groups[0] if len(groups) == 1 else " UNION ".join(f"{{ {group} }}" for group in groups)
        if single:
            return Nodes(lambda: single | self._set(f"SELECT DISTINCT ?this WHERE {{ {pattern} }}"))
        return Nodes(lambda: self._set(f"SELECT DISTINCT ?this WHERE {{ {pattern} }}"), pattern)

    def _group(self, target: Target) -> str:
        if target.kind == "class":
            return self._instances(target.term, "?this")
        return f"?this {target.term} ?any" if target.kind == "subjects" else f"?any {target.term} ?this"

    def _instances(self, of_class: Term, variable: str) -> str:
        classes = sorted(self._below(of_class))
        if len(classes) == 1:
            return f"{variable} {RDF_TYPE} {of_class}"
        return " UNION ".join(f"{{ {variable} {RDF_TYPE} {one} }}" for one in classes)

    def values(self, step: Step) -> Nodes:
        """Give every node a step leads to, from wherever."""
        pattern = _triple(step, "?any", "?this")
        nodes = Nodes(lambda: self._set(f"SELECT DISTINCT ?this WHERE {{ {pattern} }}"), pattern)
        return self._values.setdefault(step, nodes)

    def relation(self, step: Step, starts: Nodes) -> Relation:
        """Give what a step leads to from these nodes, and perhaps from others."""
        kept = self._relations.get(step)
        if kept is not None:
            return kept
        if starts.is_listed and len(starts.terms) <= _FEW:
            return relation_of((node, end) for node in starts.terms for end in self._ends(node, step))
        starts_of, ends = self._columns(f"SELECT ?a ?b WHERE {{ {_triple(step, '?a', '?b')} }}")
        found: dict[Term, tuple[Term, ...]] = {}
        found.update(zip(starts_of, zip(ends, strict=True), strict=True))
        if len(found) < len(ends):
            found = relation_of(zip(starts_of, ends, strict=True))
        self._keep(step, found)
        return found

    def _keep(self, step: Step, relation: dict[Term, tuple[Term, ...]]) -> None:
        with self._keeping:
            self._relations[step] = relation
            while sum(map(len, self._relations.values())) > _KEPT and len(self._relations) > 1:
                del self._relations[next(iter(self._relations))]

    def _ends(self, node: Term, step: Step) -> Iterator[Term]:
        predicate = step.predicate[1:-1]
        if step.inverse:
            yield from (text_of(quad[0]) for quad in self._store.quads(None, predicate, identifier_of(node)))
        elif is_iri(node):
            yield from (text_of(quad[2]) for quad in self._store.quads(node[1:-1], predicate))
        elif is_blank(node):
            query = f"SELECT ?a ?b WHERE {{ {_triple(step, '?a', '?b')} }}"
            yield from (text_of(solution["b"]) for solution in self._store.select(query, a=identifier_of(node)))

    def holders(self, step: Step, ends: Set[Term]) -> Iterable[tuple[Term, Term]]:
        """Give each node and end where the step leads from the one to the other."""
        back = Step(step.predicate, not step.inverse)
        if len(ends) <= _FEW:
            return [(start, end) for end in ends for start in self._ends(end, back)]
        pairs = self._pairs(_triple(step, "?a", "?b"))
        return ((start, end) for start, end in pairs if end in ends)

    def _failing(self, nodes: Nodes, group: str, fallback: Callable[[], Set[Term]]) -> Set[Term]:
        """Give the nodes less those that a group of `?this` matches; where no pattern says who they are, by sets."""
        if nodes.pattern is None:
            return fallback()
        return self._set(f"SELECT DISTINCT ?this WHERE {{ {{ {nodes.pattern} }} MINUS {{ {group} }} }}")

    def lacking(self, nodes: Nodes, step: Step) -> Set[Term]:
        """Give those of the nodes from which the step leads nowhere."""
        if nodes.pattern is None:
            return nodes.terms - self.relation(step, nodes).keys()
        key = nodes.pattern, step
        if key not in self._lacking:
            uses = [] if step.inverse else self._uses(nodes)
            having = [(use.get(RDF_TYPE, _NONE).subjects, use.get(step.predicate, _NONE).subjects) for use in uses]
            if uses and not any(number for _, number in having):
                self._lacking[key] = nodes.terms
            elif uses and all(of_class == number for of_class, number in having):
                self._lacking[key] = frozenset()
            else:
                self._lacking[key] = self._failing(nodes, _triple(step, "?this", "?other"), frozenset)
        return self._lacking[key]

    def crowded(self, nodes: Nodes, step: Step, most: int) -> Set[Term]:
        """Give those of the nodes from which the step leads to more than `most` nodes."""
        if most == 0:
            return nodes.terms - self.lacking(nodes, step)
        uses = [] if step.inverse else [use.get(step.predicate, _NONE) for use in self._uses(nodes)]
        if uses and all(use.triples == use.subjects for use in uses):
            return frozenset()
        if step not in self._several:
            query = (
                f"SELECT ?this (COUNT(*) AS ?number) WHERE {{ {_triple(step, '?this', '?any')} }} "
                "GROUP BY ?this HAVING (COUNT(*) > 1)"
            )
            found, numbers = self._columns(query)
            self._several[step] = Counter(dict(zip(found, map(_number, numbers), strict=True)))
        many = {node for node, number in self._several[step].items() if number > most}
        return many & nodes.terms if many else many

    def outside(self, nodes: Nodes, of_class: Term) -> Set[Term]:
        """Give those of the nodes that are no SHACL instance of a class."""
        instances = self._instances(of_class, "?this")

        def by_sets() -> Set[Term]:
            if len(nodes.terms) <= _FEW:
                classes = self._below(of_class)
                types = self.relation(Step(RDF_TYPE), nodes)
                return {node for node in nodes.terms if classes.isdisjoint(types.get(node, ()))}
            return nodes.terms - self.focus_nodes((Target("class", of_class),)).terms

        if nodes.pattern is None:
            return by_sets()
        key = nodes.pattern, of_class
        if key not in self._outside:
            self._outside[key] = self._failing(nodes, instances, by_sets)
        return self._outside[key]

    def violating(self, nodes: Nodes, expression: str) -> Set[Term] | None:
        """Give those of the nodes for which a SPARQL expression of `?this` is not true; None where sets must tell."""
        if nodes.pattern is None or nodes.is_listed:
            return None
        key = nodes.pattern, expression
        if key not in self._violating:
            each = f"{{ SELECT DISTINCT ?this WHERE {{ {nodes.pattern} }} }}"
            self._violating[key] = self._set(f"SELECT ?this WHERE {{ {each} FILTER(!COALESCE({expression}, false)) }}")
        return self._violating[key]

    def undeclared(self, nodes: Nodes, allowed: Set[Term]) -> Iterable[tuple[Term, Term, Term]]:
        """Give the triples of the nodes with other predicates than these."""
        uses = self._uses(nodes)
        used = frozenset[Term]().union(*uses) if uses else self._all_predicates
        for predicate in sorted(used - allowed):
            if nodes.pattern is not None and not nodes.is_listed:
                node_column, ends = self._columns(
                    f"SELECT DISTINCT ?this ?b WHERE {{ {{ {nodes.pattern} }} ?this {predicate} ?b }}"
                )
                yield from ((node, predicate, end) for node, end in zip(node_column, ends, strict=True))
                continue
            for node, ends_of in self.relation(Step(predicate), nodes).items():
                if node in nodes.terms:
                    yield from ((node, predicate, end) for end in ends_of)

    def _uses(self, nodes: Nodes) -> list[Mapping[Term, _Use]]:
        """Give, for each class whose instances the nodes are, how they use each predicate; nothing for other nodes."""
        for targets, focus in list(self._focus.items()):
            if focus is nodes and all(target.kind == "class" for target in targets):
                classes = frozenset[Term]().union(*(self._below(target.term) for target in targets))
                return [self._use_of(one) for one in sorted(classes)]
        return []

    def _use_of(self, of_class: Term) -> Mapping[Term, _Use]:
        if of_class not in self._use:
            query = (
                "SELECT ?by (COUNT(?value) AS ?triples) (COUNT(DISTINCT ?this) AS ?subjects) "
                f"WHERE {{ ?this {RDF_TYPE} {of_class} . ?this ?by ?value }} GROUP BY ?by"
            )
            rows = zip(*self._columns(query), strict=True)
            self._use[of_class] = {by: _Use(_number(triples), _number(subjects)) for by, triples, subjects in rows}
        return self._use[of_class]

    @cached_property
    def _all_predicates(self) -> frozenset[Term]:
        return self._set("SELECT DISTINCT ?p WHERE { ?s ?p ?o }")

    def differing(self, nodes: Nodes, path: Path, predicate: Term) -> Iterable[tuple[Term, Term]] | None:
        """Give each node and value that only one of a path and a predicate leads to; None where sets must tell."""
        if nodes.pattern is None:
            return None
        each = f"{{ SELECT DISTINCT ?this WHERE {{ {nodes.pattern} }} }}"
        one, other = (path_group(way, "?this", "?value") for way in (path, Step(predicate)))
        found: set[tuple[Term, Term]] = set()
        for left, right in ((one, other), (other, one)):
            group = f"{{ {left} MINUS {{ {right} }} }} {each}"
            found.update(zip(*self._columns(f"SELECT DISTINCT ?this ?value WHERE {{ {group} }}"), strict=True))
        return found


def _number(term: Term) -> int:
    return int(literal_parts(term)[0])


def _triple(step: Step, start: str, end: str) -> str:
    return f"{end} {step.predicate} {start}" if step.inverse else f"{start} {step.predicate} {end}"
