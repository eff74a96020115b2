"""Data at hand: any triples, indexed by predicate in memory, their literals exactly as written."""

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from functools import cached_property

from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.shacl.data import Nodes, Relation, Target, descendants, known, relation_of
from releasegraph.graph.shacl.paths import Path, Step
from releasegraph.graph.shacl.terms import (
    RDF_TYPE,
    SUBCLASS_OF,
    Term,
    is_blank,
    text_of,
)
from releasegraph.graph.store import GraphStore, Triple, rows_of

__all__ = ["GraphData"]

_SHAPES: Term = "<urn:x-shacl:shapes>"
_LABELS: Term = "<urn:x-shacl:labels>"


class GraphData:
    """A data graph in memory."""

    def __init__(self, triples: Iterable[Triple], shapes: Iterable[Triple] = ()) -> None:
        """Index triples; with shapes, SPARQL constraints can read these as `$shapesGraph`."""
        self._triples = list(dict.fromkeys((text_of(s), text_of(p), text_of(o)) for s, p, o in triples))
        self._shapes = [(text_of(s), text_of(p), text_of(o)) for s, p, o in shapes]
        self._labels: dict[Term, Term] = {}
        self._by: dict[Step, dict[Term, tuple[Term, ...]]] = {}
        if any(is_blank(term) for triple in self._triples for term in triple):
            self._triples = list(self._relabelled(self._triples))
        pairs: defaultdict[Term, list[tuple[Term, Term]]] = defaultdict(list)
        for subject, predicate, object_ in self._triples:
            pairs[predicate].append((subject, object_))
        for predicate, of_it in pairs.items():
            self._by[Step(predicate)] = relation_of(of_it)
            self._by[Step(predicate, inverse=True)] = relation_of((end, start) for start, end in of_it)
        self._predicates = tuple(pairs)
        self._below = descendants(pairs[SUBCLASS_OF])

    def _relabelled(self, triples: Sequence[tuple[Term, Term, Term]]) -> Iterable[tuple[Term, Term, Term]]:
        """Label blank nodes as the store does: a store names them anew as they are loaded."""
        query = f"SELECT ?node ?label WHERE {{ GRAPH {_LABELS} {{ ?node ?by ?label }} }}"
        names = {f"_:{label}": node for node, label in rows_of(self.store, query)}
        self._labels = {node: old for old, node in names.items()}
        for triple in triples:
            subject, predicate, object_ = (names.get(term, term) for term in triple)
            yield subject, predicate, object_

    def label(self, term: Term) -> Term:
        """Give a term as the triples had it: blank nodes by their own labels."""
        return self._labels.get(term, term)

    def as_held(self, terms: Set[Term]) -> Set[Term]:
        """Give terms of a shapes graph as the data would hold them: as they are."""
        return terms

    @cached_property
    def store(self) -> GraphStore:
        """Give a store of the same graph for SPARQL, its blank nodes labelled alike.

        What the engine writes in its own way, as `"042"^^xsd:integer`, SPARQL sees as the engine has it.
        """
        store = EmbeddedStore.temporary()
        lines = [f"{s} {p} {o} .\n" for s, p, o in self._triples]
        lines += [f"{s} {p} {o} {_SHAPES} .\n" for s, p, o in self._shapes]
        blanks = {term for triple in self._triples for term in triple if is_blank(term)}
        lines += [f'{node} {_LABELS} "{node[2:]}" {_LABELS} .\n' for node in blanks]
        store.load("".join(lines).encode())
        return store

    @property
    def shapes_graph(self) -> Term | None:
        """Name the graph of the store that holds the shapes, None where it holds none."""
        return _SHAPES if self._shapes else None

    def focus_nodes(self, targets: Sequence[Target]) -> Nodes:
        """Give the nodes any of these targets selects."""
        return known(frozenset().union(*map(self._selected, targets)))

    def _selected(self, target: Target) -> Set[Term]:
        if target.kind == "node":
            return {target.term}
        if target.kind == "class":
            return self._instances(target.term)
        return self._of(Step(target.term, inverse=target.kind == "objects")).keys()

    def _of(self, step: Step) -> dict[Term, tuple[Term, ...]]:
        return self._by.get(step, {})

    def _instances(self, of_class: Term) -> Set[Term]:
        instances = self._of(Step(RDF_TYPE, inverse=True))
        return frozenset().union(*(instances.get(one, ()) for one in self._below(of_class)))

    def values(self, step: Step) -> Nodes:
        """Give every node a step leads to, from wherever."""
        return known(self._of(Step(step.predicate, not step.inverse)).keys())

    def relation(self, step: Step, starts: Nodes) -> Relation:  # noqa: ARG002
        """Give what a step leads to, from wherever."""
        return self._of(step)

    def holders(self, step: Step, ends: Set[Term]) -> Iterable[tuple[Term, Term]]:
        """Give each node and end where the step leads from the one to the other."""
        back = self._of(Step(step.predicate, not step.inverse))
        return ((start, end) for end in ends for start in back.get(end, ()))

    def lacking(self, nodes: Nodes, step: Step) -> Set[Term]:
        """Give those of the nodes from which the step leads nowhere."""
        return nodes.terms - self._of(step).keys()

    def crowded(self, nodes: Nodes, step: Step, most: int) -> Set[Term]:
        """Give those of the nodes from which the step leads to more than `most` nodes."""
        relation = self._of(step)
        return {node for node in nodes.terms if len(relation.get(node, ())) > most}

    def outside(self, nodes: Nodes, of_class: Term) -> Set[Term]:
        """Give those of the nodes that are no SHACL instance of a class."""
        return nodes.terms - self._instances(of_class)

    def violating(self, nodes: Nodes, expression: str) -> None:
        """Leave it to the sets."""

    def undeclared(self, nodes: Nodes, allowed: Set[Term]) -> Iterable[tuple[Term, Term, Term]]:
        """Give the triples of the nodes with other predicates than these."""
        for predicate in self._predicates:
            if predicate not in allowed:
                relation = self._of(Step(predicate))
                for node in nodes.terms & relation.keys():
                    for value in relation[node]:
                        yield node, predicate, value

    def differing(self, nodes: Nodes, path: Path, predicate: Term) -> None:
        """Leave it to the sets."""
