"""What one graph states of things, or any graph, as a page reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rdflib.term import Identifier

from releasegraph.api.reading import Reading
from releasegraph.graph.identifiers import Identifiers
from releasegraph.graph.vocabulary import RDF

__all__ = ["Statements", "Thing", "edition_name", "editions_of", "home_of"]


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements of one graph; "" is the default graph.

    None is any graph: of a property that the current state has, what it says, and else what superseded editions say.
    """

    reading: Reading
    graph: str | None = ""

    def objects(self, subject: str, predicate: str) -> tuple[Identifier, ...]:
        """Give the values of a property, sorted by their text."""
        return self.reading.terms(subject, predicate, self.graph)

    def all(self, subject: str, predicate: str) -> tuple[str, ...]:
        """Give the values of a property as strings, sorted."""
        return self.reading.texts(subject, predicate, self.graph)

    def one(self, subject: str, predicate: str) -> str | None:
        """Give the value of a property, the first of several, None where there is none."""
        found = self.reading.texts(subject, predicate, self.graph)
        return found[0] if found else None

    def number(self, subject: str, predicate: str) -> int | None:
        """Give a value as a whole number, None where there is none."""
        printed = self.one(subject, predicate)
        return None if printed is None else int(printed)

    def day(self, subject: str, predicate: str) -> date | None:
        """Give a value as a day, None where there is none."""
        printed = self.one(subject, predicate)
        return None if printed is None else date.fromisoformat(printed)

    def about(self, subject: str) -> Mapping[str, tuple[str, ...]]:
        """Give all that is stated of a thing, property to values as strings, sorted."""
        found = {predicate: self.all(subject, predicate) for predicate in self.reading.properties(subject)}
        return {predicate: values for predicate, values in found.items() if values}

    def subjects(self, predicate: str, object_: str) -> tuple[str, ...]:
        """Give what has a thing as the value of a property, sorted."""
        return tuple(sorted(set(self.reading.store.subjects(predicate, object_, self.graph))))

    def where(self, pattern: str) -> str:
        """Give a pattern of ours as it is asked of this graph."""
        return pattern if not self.graph else f"GRAPH <{self.graph}> {{ {pattern} }}"

    def thing(self, iri: str) -> "Thing":
        """Give one thing of it."""
        return Thing(self, iri)


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing as some statements have it."""

    statements: Statements
    iri: str

    def objects(self, predicate: str) -> tuple[Identifier, ...]:
        """Give the values of a property, sorted by their text."""
        return self.statements.objects(self.iri, predicate)

    def all(self, predicate: str) -> tuple[str, ...]:
        """Give the values of a property as strings, sorted."""
        return self.statements.all(self.iri, predicate)

    def one(self, predicate: str) -> str | None:
        """Give the value of a property, the first of several, None where there is none."""
        return self.statements.one(self.iri, predicate)

    @property
    def current(self) -> bool:
        """Tell whether the default graph says anything of it."""
        return self.statements.reading.is_current(self.iri)


def editions_of(reading: Reading, base: str, iri: str) -> tuple[str, ...]:
    """Give the graphs of superseded editions that say what class a thing has, the newest first."""
    start = Identifiers(base).graph("edition/")
    graphs = {graph for _, graph in reading.objects(iri, RDF.type) if graph is not None}
    return tuple(sorted((graph for graph in graphs if graph.startswith(start)), reverse=True))


def home_of(reading: Reading, base: str, iri: str) -> str:
    """Give the graph a page speaks from: the current one where it knows the thing, else the newest edition's."""
    if any(graph is None for _, graph in reading.objects(iri, RDF.type)):
        return ""
    return next(iter(editions_of(reading, base, iri)), "")


def edition_name(base: str, graph: str) -> str:
    """Give the name of the edition whose graph this is, such as `2026-08`."""
    return graph.removeprefix(Identifiers(base).graph("edition/"))
