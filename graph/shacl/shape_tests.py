"""Constraints made of other shapes (SHACL, sections 4.6 and 4.7)."""

from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import dataclass

from rdflib.term import Identifier

from releasegraph.graph.shacl.data import Data, Nodes, known
from releasegraph.graph.shacl.plan import Constraint, Failure, Scope, Shape, ValueTest, failing_nodes
from releasegraph.graph.shacl.terms import Term
from releasegraph.graph.shacl.value_tests import component_iri

__all__ = ["AllOf", "AnyOf", "ConformingTo", "ExactlyOneOf", "Having", "NotConformingTo", "Qualified"]


_LITTLE = 1000
"""Nodes that are tried one by one: more of them, by the pattern that all answer."""


@dataclass(frozen=True, slots=True)
class Having(ValueTest):
    """sh:property: the results are those of the property shape itself."""

    shape: Shape

    @property
    def component(self) -> Term:
        """Name the constraint component."""
        return component_iri("Property")

    def failing(self, values: Nodes, data: Data) -> Set[Term]:
        """Give what does not conform to the property shape."""
        return failing_nodes(self.shape, values, data)

    def expected(self) -> str:
        """Say what passes."""
        return f"a node that conforms to {_name(self.shape)}"


@dataclass(frozen=True, slots=True)
class ConformingTo(ValueTest):
    """sh:node."""

    shape: Shape

    @property
    def component(self) -> Term:
        """Name the constraint component."""
        return component_iri("Node")

    def failing(self, values: Nodes, data: Data) -> Set[Term]:
        """Give what does not conform."""
        return failing_nodes(self.shape, values, data)

    def expected(self) -> str:
        """Say what passes."""
        return f"a node that conforms to {_name(self.shape)}"


@dataclass(frozen=True, slots=True)
class NotConformingTo(ValueTest):
    """sh:not."""

    shape: Shape

    @property
    def component(self) -> Term:
        """Name the constraint component."""
        return component_iri("Not")

    def failing(self, values: Nodes, data: Data) -> Set[Term]:
        """Give what conforms."""
        return values.terms - failing_nodes(self.shape, values, data)

    def expected(self) -> str:
        """Say what passes."""
        return f"a node that does not conform to {_name(self.shape)}"


@dataclass(frozen=True, slots=True)
class AllOf(ValueTest):
    """sh:and."""

    shapes: tuple[Shape, ...]

    @property
    def component(self) -> Term:
        """Name the constraint component."""
        return component_iri("And")

    def failing(self, values: Nodes, data: Data) -> Set[Term]:
        """Give what does not conform to each of the shapes."""
        return frozenset().union(*(failing_nodes(shape, values, data) for shape in self.shapes))

    def expected(self) -> str:
        """Say what passes."""
        return f"a node that conforms to each of {_names(self.shapes)}"


@dataclass(frozen=True, slots=True)
class AnyOf(ValueTest):
    """sh:or."""

    shapes: tuple[Shape, ...]

    @property
    def component(self) -> Term:
        """Name the constraint component."""
        return component_iri("Or")

    def failing(self, values: Nodes, data: Data) -> Set[Term]:
        """Give what conforms to none of the shapes; what one leaves, if little, is all the next is tried on."""
        left: Set[Term] | None = None
        for shape in self.shapes:
            tried = values if left is None or len(left) > _LITTLE else known(left)
            failing = failing_nodes(shape, tried, data)
            left = failing if left is None else left & failing
            if not left:
                break
        return values.terms if left is None else left

    def expected(self) -> str:
        """Say what passes."""
        return f"a node that conforms to one of {_names(self.shapes)}"


@dataclass(frozen=True, slots=True)
class ExactlyOneOf(ValueTest):
    """sh:xone: a shape that is listed twice counts twice."""

    shapes: tuple[Shape, ...]

    @property
    def component(self) -> Term:
        """Name the constraint component."""
        return component_iri("Xone")

    def failing(self, values: Nodes, data: Data) -> Set[Term]:
        """Give what conforms to none or to several."""
        failed = Counter(node for shape in self.shapes for node in failing_nodes(shape, values, data))
        return {node for node in values.terms if len(self.shapes) - failed[node] != 1}

    def expected(self) -> str:
        """Say what passes."""
        return f"a node that conforms to exactly one of {_names(self.shapes)}"


@dataclass(frozen=True, slots=True)
class Qualified(Constraint):
    """sh:qualifiedValueShape with sh:qualifiedMinCount or sh:qualifiedMaxCount."""

    name: str
    """`QualifiedMinCount` or `QualifiedMaxCount`."""
    shape: Shape
    bound: int
    siblings: tuple[Shape, ...]
    """Shapes a value that counts must not conform to (sh:qualifiedValueShapesDisjoint)."""

    @property
    def component(self) -> Term:
        """Name the constraint component."""
        return component_iri(self.name)

    def failures(self, scope: Scope) -> Iterator[Failure]:
        """Give the focus nodes of which too few or too many values conform."""
        values = scope.exact_values
        counting = values.terms - failing_nodes(self.shape, values, scope.data)
        for sibling in self.siblings:
            counting = counting & failing_nodes(sibling, known(counting), scope.data)
        at_least = self.name == "QualifiedMinCount"
        for focus in scope.nodes.terms:
            number = sum(value in counting for value in scope.relation.get(focus, ()))
            if number < self.bound if at_least else number > self.bound:
                yield Failure(focus)

    def expected(self) -> str:
        """Say what passes."""
        how = "at least" if self.name == "QualifiedMinCount" else "at most"
        return f"{how} {self.bound} values that conform to {_name(self.shape)}"


def _name(shape: Shape) -> str:
    return _shown(shape.node)


def _names(shapes: tuple[Shape, ...]) -> str:
    return ", ".join(map(_name, shapes))


def _shown(node: Identifier) -> str:
    return str(node.n3())
