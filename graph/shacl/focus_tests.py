"""Constraints on all value nodes of a focus node together (SHACL, sections 4.2.1, 4.3, 4.5 and 4.8)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from releasegraph.graph.shacl.ordering import compare
from releasegraph.graph.shacl.paths import Step
from releasegraph.graph.shacl.plan import Constraint, Failure, Scope
from releasegraph.graph.shacl.terms import Term, is_literal, literal_parts
from releasegraph.graph.shacl.value_tests import component_iri

__all__ = [
    "AtLeast",
    "AtMost",
    "ClosedTo",
    "DifferentFrom",
    "HavingValue",
    "OrderedBefore",
    "SameAs",
    "UniqueLanguages",
]


@dataclass(frozen=True, slots=True)
class AtLeast(Constraint):
    """sh:minCount."""

    least: int

    @property
    def component(self) -> Term:
        """Name the constraint component."""
        return component_iri("MinCount")

    def failures(self, scope: Scope) -> Iterator[Failure]:
        """Give focus nodes with fewer values."""
        path = scope.shape.path
        if self.least == 0:
            return
        if self.least == 1 and isinstance(path, Step):
            failing = scope.data.lacking(scope.nodes, path)
        else:
            failing = {node for node in scope.nodes.terms if len(scope.relation.get(node, ())) < self.least}
        yield from map(Failure, failing)

    def expected(self) -> str:
        """Say what passes."""
        return f"at least {self.least} value{'s' if self.least != 1 else ''}"


@dataclass(frozen=True, slots=True)
class AtMost(Constraint):
    """sh:maxCount."""

    most: int

    @property
    def component(self) -> Term:
        """Name the constraint component."""
        return component_iri("MaxCount")

    def failures(self, scope: Scope) -> Iterator[Failure]:
        """Give focus nodes with more values."""
        path = scope.shape.path
        if isinstance(path, Step):
            failing = scope.data.crowded(scope.nodes, path, self.most)
        else:
            failing = {node for node, values in scope.relation.items() if len(values) > self.most}
        yield from map(Failure, failing)

    def expected(self) -> str:
        """Say what passes."""
        return f"at most {self.most} value{'s' if self.most != 1 else ''}"


@dataclass(frozen=True, slots=True)
class UniqueLanguages(Constraint):
    """sh:uniqueLang."""

    @property
    def component(self) -> Term:
        """Name the constraint component."""
        return component_iri("UniqueLang")

    def failures(self, scope: Scope) -> Iterator[Failure]:
        """Give a focus node for each language that several of its values have."""
        for focus, values in scope.relation.items():
            if len(values) > 1:
                languages = Counter(literal_parts(value)[2] for value in values if is_literal(value))
                for language, number in languages.items():
                    if language and number > 1:
                        yield Failure(focus)

    def expected(self) -> str:
        """Say what passes."""
        return "at most one value in each language"


@dataclass(frozen=True, slots=True)
class HavingValue(Constraint):
    """sh:hasValue."""

    term: Term

    @property
    def component(self) -> Term:
        """Name the constraint component."""
        return component_iri("HasValue")

    def failures(self, scope: Scope) -> Iterator[Failure]:
        """Give focus nodes that do not have the value."""
        having = {focus for focus, _ in scope.pairs(scope.data.as_held(frozenset((self.term,))))}
        yield from map(Failure, scope.nodes.terms - having)

    def expected(self) -> str:
        """Say what passes."""
        return f"the value {self.term}"


@dataclass(frozen=True, slots=True)
class SameAs(Constraint):
    """sh:equals."""

    predicate: Term

    @property
    def component(self) -> Term:
        """Name the constraint component."""
        return component_iri("Equals")

    def failures(self, scope: Scope) -> Iterator[Failure]:
        """Give each value that only one of the path and the predicate has."""
        path = scope.shape.path
        if path is not None and not scope.are_few:
            differing = scope.data.differing(scope.nodes, path, self.predicate)
            if differing is not None:
                yield from (Failure(focus, value) for focus, value in differing)
                return
        other = scope.data.relation(Step(self.predicate), scope.nodes)
        for focus in scope.nodes.terms:
            for value in set(scope.relation.get(focus, ())) ^ set(other.get(focus, ())):
                yield Failure(focus, value)

    def expected(self) -> str:
        """Say what passes."""
        return f"the values of {self.predicate}"


@dataclass(frozen=True, slots=True)
class DifferentFrom(Constraint):
    """sh:disjoint."""

    predicate: Term

    @property
    def component(self) -> Term:
        """Name the constraint component."""
        return component_iri("Disjoint")

    def failures(self, scope: Scope) -> Iterator[Failure]:
        """Give each value that the predicate has too."""
        other = scope.data.relation(Step(self.predicate), scope.nodes)
        for focus, values in scope.relation.items():
            if focus in other:
                for value in set(values) & set(other[focus]):
                    yield Failure(focus, value)

    def expected(self) -> str:
        """Say what passes."""
        return f"no value of {self.predicate}"


@dataclass(frozen=True, slots=True)
class OrderedBefore(Constraint):
    """sh:lessThan, or sh:lessThanOrEquals."""

    predicate: Term
    or_equal: bool

    @property
    def component(self) -> Term:
        """Name the constraint component."""
        return component_iri("LessThanOrEquals" if self.or_equal else "LessThan")

    def failures(self, scope: Scope) -> Iterator[Failure]:
        """Give each value once for each value of the predicate that it is not before, or not comparable with."""
        wanted = (-1, 0) if self.or_equal else (-1,)
        other = scope.data.relation(Step(self.predicate), scope.nodes)
        for focus, values in scope.relation.items():
            for bound in other.get(focus, ()):
                for value in values:
                    if compare(value, bound) not in wanted:
                        yield Failure(focus, value)

    def expected(self) -> str:
        """Say what passes."""
        return f"{'at most' if self.or_equal else 'less than'} each value of {self.predicate}"


@dataclass(frozen=True, slots=True)
class ClosedTo(Constraint):
    """sh:closed with sh:ignoredProperties."""

    allowed: frozenset[Term]

    @property
    def component(self) -> Term:
        """Name the constraint component."""
        return component_iri("Closed")

    def failures(self, scope: Scope) -> Iterator[Failure]:
        """Give each value of another property, with that property as the path."""
        for node, predicate, value in scope.data.undeclared(scope.exact_values, self.allowed):
            for focus, _ in scope.pairs(frozenset((node,))):
                yield Failure(focus, value, Step(predicate))

    def expected(self) -> str:
        """Say what passes."""
        return "only the properties declared for it"
