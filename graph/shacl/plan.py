"""A compiled shapes graph: shapes as records, and what each of them finds wrong with a set of nodes."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rdflib import Literal
from rdflib.term import Identifier

from releasegraph.graph.shacl.data import Data, Nodes, Relation, Target, known
from releasegraph.graph.shacl.paths import Path, Step
from releasegraph.graph.shacl.terms import Term
from releasegraph.graph.shacl.walking import walk

__all__ = ["Constraint", "Failure", "Plan", "Scope", "Shape", "TermTest", "ValueTest", "failing_nodes"]

_FEW = 1000
"""Focus nodes of which the values are looked up one by one; for more, whatever a step leads to is tested at once."""


class Failure(NamedTuple):
    """One thing wrong: a focus node, and the value node if one is to blame."""

    focus: Term
    value: Term | None = None
    path: Path | None = None
    """The path of the result where it is not the shape's."""
    messages: tuple[Literal, ...] = ()
    """What the constraint itself says of this failure."""


class Constraint(ABC):
    """A constraint of one shape; each kind is a frozen dataclass."""

    __slots__ = ()

    @property
    @abstractmethod
    def component(self) -> Term:
        """Name the constraint component."""

    @property
    def source(self) -> Identifier | None:
        """Give the node of a SPARQL constraint; None for others."""
        return None

    @abstractmethod
    def failures(self, scope: "Scope") -> Iterator[Failure]:
        """Give what is wrong with the nodes of a scope, once for each result."""

    @abstractmethod
    def expected(self) -> str:
        """Say in words what a conforming value is or has."""


class ValueTest(Constraint):
    """A constraint that depends on the value alone, so that each value is tested once, whoever has it."""

    __slots__ = ()

    @abstractmethod
    def failing(self, values: Nodes, data: Data) -> Set[Term]:
        """Give those of the values that do not pass."""

    def failures(self, scope: "Scope") -> Iterator[Failure]:
        """Give each focus node with each value that does not pass."""
        for focus, value in scope.pairs(self.failing(scope.values, scope.data)):
            yield Failure(focus, value)


class TermTest(ValueTest):
    """A constraint that depends on the term alone, whatever the data say of it."""

    __slots__ = ()

    @abstractmethod
    def passes(self, term: Term) -> bool:
        """Tell whether a value passes."""

    def failing(self, values: Nodes, data: Data) -> Set[Term]:  # noqa: ARG002
        """Give those of the values that do not pass."""
        return {term for term in values.terms if not self.passes(term)}


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A node shape, or with a path a property shape."""

    node: Identifier
    path: Path | None
    targets: tuple[Target, ...]
    severity: Identifier
    messages: tuple[Literal, ...]
    deactivated: bool
    constraints: tuple[Constraint, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A shapes graph made ready: the shapes that have targets, in a fixed order."""

    shapes: tuple[Shape, ...]
    classes: tuple[tuple[Term, Term], ...]
    """Class and superclass where the shapes graph says so."""


class Scope:
    """A shape and the nodes it is to be tried on, with the value nodes read when wanted."""

    def __init__(self, shape: Shape, nodes: Nodes, data: Data) -> None:
        self.shape = shape
        self.nodes = nodes
        self.data = data

    @cached_property
    def relation(self) -> Relation:
        """Give each focus node's value nodes, those of no other node, and none where there are none."""
        if self.shape.path is None:
            return {node: (node,) for node in self.nodes.terms}
        walked = walk(self.data, self.shape.path, self.nodes)
        return {node: walked[node] for node in walked.keys() & self.nodes.terms}

    @cached_property
    def values(self) -> Nodes:
        """Give the value nodes, perhaps with other nodes the path leads to: what fails is then sought in `pairs`."""
        if self.shape.path is None:
            return self.nodes
        if isinstance(self.shape.path, Step) and not self.are_few:
            return self.data.values(self.shape.path)
        return self.exact_values

    @cached_property
    def exact_values(self) -> Nodes:
        """Give the value nodes and no others."""
        if self.shape.path is None:
            return self.nodes
        return known(frozenset(value for values in self.relation.values() for value in values))

    @property
    def are_few(self) -> bool:
        """Tell whether the focus nodes are known and few; very few where a pattern could be asked instead."""
        few = _FEW if self.nodes.pattern is None else _FEW // 10
        return self.nodes.is_listed and len(self.nodes.terms) <= few

    def pairs(self, values: Set[Term]) -> Iterable[tuple[Term, Term]]:
        """Give each focus node with each of its value nodes that is among these."""
        if not values:
            return ()
        if self.shape.path is None:
            return ((value, value) for value in values & self.nodes.terms)
        if isinstance(self.shape.path, Step) and not self.are_few and len(values) <= _FEW:
            nodes = self.nodes.terms
            return (pair for pair in self.data.holders(self.shape.path, values) if pair[0] in nodes)
        return ((focus, value) for focus, ends in self.relation.items() for value in ends if value in values)


def failing_nodes(shape: Shape, nodes: Nodes, data: Data) -> Set[Term]:
    """Give those of the nodes that do not conform to a shape (SHACL, section 3.4)."""
    if shape.deactivated:
        return frozenset()
    scope = Scope(shape, nodes, data)
    found: set[Term] = set()
    for constraint in shape.constraints:
        if nodes.is_listed and len(found) == len(nodes.terms):
            break
        if shape.path is None and isinstance(constraint, ValueTest):
            found |= constraint.failing(nodes, data)
        else:
            found.update(failure.focus for failure in constraint.failures(scope))
    return found
