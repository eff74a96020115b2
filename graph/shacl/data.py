"""What an engine asks of data: sets of nodes and relations between them, whole predicates at a time.

A set may be known only by the pattern it answers: a store can then say who lacks a property without listing who has it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Protocol

from releasegraph.graph.shacl.paths import Path, Step
from releasegraph.graph.shacl.terms import Term
from releasegraph.graph.store import GraphStore

__all__ = ["Data", "Nodes", "Relation", "Target", "descendants", "known", "relation_of"]

Relation = Mapping[Term, Sequence[Term]]
"""A node to the nodes it leads to, each once."""


@dataclass(frozen=True, slots=True)
class Target:
    """What one target of a shape declares: a node, a class, or the subjects or objects of a predicate."""

    kind: str
    """`node`, `class`, `subjects` or `objects` (SHACL, section 2.1.3)."""
    term: Term


class Nodes:
    """A set of nodes, listed when first wanted."""

    __slots__ = ("_load", "_terms", "pattern")

    def __init__(self, load: Callable[[], Set[Term]], pattern: str | None = None) -> None:
        self._load = load
        self._terms: Set[Term] | None = None
        self.pattern = pattern
        """A SPARQL group that binds `?this` to each of them, perhaps repeatedly, and to nothing else; or None."""

    @property
    def terms(self) -> Set[Term]:
        """Give the nodes."""
        if self._terms is None:
            self._terms = self._load()
        return self._terms

    @property
    def is_listed(self) -> bool:
        """Tell whether the nodes are known one by one."""
        return self._terms is not None


def known(terms: Set[Term]) -> Nodes:
    """Give a set of nodes at hand."""
    nodes = Nodes(lambda: terms)
    nodes._terms = terms
    return nodes


class Data(Protocol):
    """A data graph, asked by sets."""

    @property
    def store(self) -> GraphStore:
        """Give a store of the same graph for SPARQL, its blank nodes labelled alike."""
        ...

    @property
    def shapes_graph(self) -> Term | None:
        """Name the graph of the store that holds the shapes, None where it holds none."""
        ...

    def label(self, term: Term) -> Term:
        """Give a term as the source of the data has it."""
        ...

    def as_held(self, terms: Set[Term]) -> Set[Term]:
        """Give terms of a shapes graph as the data would hold them."""
        ...

    def focus_nodes(self, targets: Sequence[Target]) -> Nodes:
        """Give the nodes any of these targets selects."""
        ...

    def values(self, step: Step) -> Nodes:
        """Give every node a step leads to, from wherever."""
        ...

    def relation(self, step: Step, starts: Nodes) -> Relation:
        """Give what a step leads to from these nodes, and perhaps from others."""
        ...

    def holders(self, step: Step, ends: Set[Term]) -> Iterable[tuple[Term, Term]]:
        """Give each node and end where the step leads from the one to the other."""
        ...

    def lacking(self, nodes: Nodes, step: Step) -> Set[Term]:
        """Give those of the nodes from which the step leads nowhere."""
        ...

    def crowded(self, nodes: Nodes, step: Step, most: int) -> Set[Term]:
        """Give those of the nodes from which the step leads to more than `most` nodes."""
        ...

    def outside(self, nodes: Nodes, of_class: Term) -> Set[Term]:
        """Give those of the nodes that are no SHACL instance of a class."""
        ...

    def violating(self, nodes: Nodes, expression: str) -> Set[Term] | None:
        """Give those of the nodes for which a SPARQL expression of `?this` is not true; None where sets must tell."""
        ...

    def undeclared(self, nodes: Nodes, allowed: Set[Term]) -> Iterable[tuple[Term, Term, Term]]:
        """Give the triples of the nodes with other predicates than these."""
        ...

    def differing(self, nodes: Nodes, path: Path, predicate: Term) -> Iterable[tuple[Term, Term]] | None:
        """Give each node and value that only one of a path and a predicate leads to; None where sets must tell."""
        ...


def relation_of(pairs: Iterable[tuple[Term, Term]]) -> dict[Term, tuple[Term, ...]]:
    """Gather pairs, each of which is given once, by the first of each."""
    found: defaultdict[Term, list[Term]] = defaultdict(list)
    for start, end in pairs:
        found[start].append(end)
    return {start: tuple(ends) for start, ends in found.items()}


def descendants(pairs: Iterable[tuple[Term, Term]]) -> Callable[[Term], frozenset[Term]]:
    """Give, from pairs of class and superclass, a function from a class to itself and all below it."""
    below = relation_of((above, one) for one, above in set(pairs))
    return lambda of_class: frozenset(_reached(of_class, below))


def _reached(start: Term, relation: Relation) -> Iterator[Term]:
    waiting, seen = [start], {start}
    while waiting:
        node = waiting.pop()
        yield node
        for end in relation.get(node, ()):
            if end not in seen:
                seen.add(end)
                waiting.append(end)
