"""SPARQL-based constraints and constraint components (SHACL, sections 5 and 6)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass

from rdflib import Literal, URIRef
from rdflib.term import Identifier

from releasegraph.graph.errors import QueryError
from releasegraph.graph.shacl.answers import columns
from releasegraph.graph.shacl.data import Data, Nodes
from releasegraph.graph.shacl.errors import ShapesError
from releasegraph.graph.shacl.paths import Step
from releasegraph.graph.shacl.plan import Constraint, Failure, Scope, ValueTest
from releasegraph.graph.shacl.prebinding import Query, bound, bound_once
from releasegraph.graph.shacl.terms import (
    Term,
    identifier_of,
    is_blank,
    is_iri,
    string_of,
    text_of,
)
from releasegraph.graph.store import Boolean

__all__ = ["Asking", "Selecting"]

_Solution = Mapping[str, Term]


@dataclass(frozen=True, slots=True, eq=False)
class Selecting(Constraint):
    """sh:sparql, or a component with a SELECT validator: each solution is a result."""

    component_term: Term
    node: Identifier
    """The constraint, or the validator."""
    query: Query
    parameters: Mapping[str, Term]
    messages: tuple[Literal, ...]
    shape: Term
    """The shape, for `$currentShape`."""
    is_component: bool

    @property
    def component(self) -> Term:
        """Name the constraint component."""
        return self.component_term

    @property
    def source(self) -> Identifier | None:
        """Give the node of a SPARQL constraint."""
        return None if self.is_component else self.node

    def failures(self, scope: Scope) -> Iterator[Failure]:
        """Give the solutions of the query as failures."""
        given = {**self.parameters, "currentShape": self.shape} if not is_blank(self.shape) else dict(self.parameters)
        if "shapesGraph" in self.query.variables:
            if scope.data.shapes_graph is None:
                raise ShapesError(_named(self), "its query reads $shapesGraph, which this data does not hold")
            given["shapesGraph"] = scope.data.shapes_graph
        for focus, solution in self._solutions(scope, given):
            yield self._failure(scope, focus, solution)

    def _solutions(self, scope: Scope, given: Mapping[str, Term]) -> Iterator[tuple[Term, _Solution]]:
        if self.query.is_setwise and not given.keys() & self.query.variables:
            yield from self._at_once(scope)
            return
        for focus in sorted(scope.nodes.terms):
            if is_blank(focus):
                solutions = _select_at_blank(scope.data, bound(self.query, given), focus)
            else:
                solutions = _select(scope.data, bound(self.query, {"this": focus, **given}), _named(self))
            for solution in solutions:
                yield focus, solution

    def _at_once(self, scope: Scope) -> Iterator[tuple[Term, _Solution]]:
        """Ask once for all focus nodes: by the pattern they answer, or by their list; for blank nodes one by one."""
        pattern = scope.nodes.pattern
        if pattern is not None:
            groups = [f"SELECT DISTINCT ?this WHERE {{ {pattern} }}"]
        else:
            named = sorted(term for term in scope.nodes.terms if not is_blank(term))
            groups = [f"VALUES ?this {{ {' '.join(named)} }}"] if named else []
            for focus in sorted(filter(is_blank, scope.nodes.terms)):
                yield from ((focus, solution) for solution in _select_at_blank(scope.data, self.query.text, focus))
        for group in groups:
            for solution in _select(scope.data, bound_once(self.query, group), _named(self)):
                yield solution["this"], solution

    def _failure(self, scope: Scope, focus: Term, solution: _Solution) -> Failure:
        if "failure" in solution and string_of(solution["failure"]) == "true":
            raise ShapesError(_named(self), f"its query reports a failure of its own at {focus}")
        by_node = scope.shape.path is None
        path = solution.get("path", "")
        said = identifier_of(solution["message"]) if "message" in solution else None
        messages = (said,) if isinstance(said, Literal) else self.messages
        shown = {**self.parameters, "this": focus, **solution}
        return Failure(
            focus,
            solution.get("value", focus if by_node else None),
            Step(path) if by_node and path and is_iri(path) else None,
            tuple(_filled(message, shown) for message in messages),
        )

    def expected(self) -> str:
        """Say what passes."""
        return f"no solution of the query of {_named(self)}"


@dataclass(frozen=True, slots=True, eq=False)
class Asking(ValueTest):
    """A component with an ASK validator: a value passes if the answer is true."""

    component_term: Term
    node: Identifier
    """The validator."""
    query: Query
    parameters: Mapping[str, Term]
    messages: tuple[Literal, ...]
    shape: Term

    @property
    def component(self) -> Term:
        """Name the constraint component."""
        return self.component_term

    def failing(self, values: Nodes, data: Data) -> Set[Term]:
        """Give the values of which the answer is false, each its own focus node."""
        return {value for value in values.terms if not self._passes(value, value, data)}

    def _passes(self, focus: Term, value: Term, data: Data) -> bool:
        given = {**self.parameters, "this": focus, "currentShape": self.shape, "value": value}
        named = {name: term for name, term in given.items() if not is_blank(term)}
        text = bound(self.query, named)
        if not is_blank(value):
            return _ask(data, text, _named(self))
        selecting = re.sub(r"\bASK\b(?:\s*WHERE\b)?", "SELECT ?value WHERE", text, count=1, flags=re.IGNORECASE)
        return bool(data.store.select(selecting, value=identifier_of(value)))

    def failures(self, scope: Scope) -> Iterator[Failure]:
        """Give each focus node with each value that does not pass, and what the validator says of it."""
        if "this" in self.query.variables:
            pairs: Iterable[tuple[Term, Term]] = (
                (focus, value)
                for focus, values in scope.relation.items()
                for value in values
                if not self._passes(focus, value, scope.data)
            )
        else:
            pairs = scope.pairs(self.failing(scope.values, scope.data))
        for focus, value in pairs:
            shown = {**self.parameters, "this": focus, "value": value}
            yield Failure(focus, value, None, tuple(_filled(message, shown) for message in self.messages))

    def expected(self) -> str:
        """Say what passes."""
        return f"a value for which {_named(self)} answers true"


def _named(constraint: Selecting | Asking) -> str:
    """Give what to call a constraint by: itself, or if it is a blank node its shape."""
    return constraint.node.n3() if isinstance(constraint.node, URIRef) else constraint.shape


def _select(data: Data, text: str, named: str) -> Iterator[_Solution]:
    with _refusing(named):
        found = columns(data.store, text)
    for row in zip(*found.values(), strict=True):
        yield {name: term for name, term in zip(found, row, strict=True) if term}


def _select_at_blank(data: Data, text: str, focus: Term) -> Iterator[_Solution]:
    for solution in data.store.select(text, this=identifier_of(focus)):
        yield {name: text_of(term) for name, term in solution.items()}


def _ask(data: Data, text: str, named: str) -> bool:
    with _refusing(named):
        answer = data.store.query(text)
    if not isinstance(answer, Boolean):
        raise TypeError(f"not an ASK: {text}")
    return answer.value


@contextmanager
def _refusing(named: str) -> Iterator[None]:
    try:
        yield
    except QueryError as error:
        raise ShapesError(named, f"its query is refused: {error}") from error


_PLACE = re.compile(r"\{[?$](\w+)\}")


def _filled(message: Literal, values: Mapping[str, Term]) -> Literal:
    """Write values for `{?name}` and `{$name}` (SHACL, section 5.3.2)."""
    if "{" not in message:
        return message

    def shown(found: re.Match[str]) -> str:
        term = values.get(found[1])
        if term is None:
            return found[0]
        return term[2:] if is_blank(term) else string_of(term) or ""

    return Literal(_PLACE.sub(shown, str(message)), lang=message.language)
