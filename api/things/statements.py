"""What one graph states of things: read by subject and property, which the store's indexes answer at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rdflib.term import Identifier

from releasegraph.graph.identifiers import Identifiers
from releasegraph.graph.store import GraphStore
from releasegraph.graph.vocabulary import RDF

__all__ = ["Statements", "edition_name", "editions_of", "home_of"]


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements of one graph: "" is the default graph, None any graph."""

    store: GraphStore
    graph: str | None = ""

    def objects(self, subject: str, predicate: str) -> tuple[Identifier, ...]:
        """Give the values of a property, sorted."""
        quads = self.store.quads(subject=subject, predicate=predicate, graph=self.graph)
        return tuple(sorted({object_ for _, _, object_, _ in quads}, key=str))

    def all(self, subject: str, predicate: str) -> tuple[str, ...]:
        """Give the values of a property as strings, sorted."""
        return tuple(str(one) for one in self.objects(subject, predicate))

    def one(self, subject: str, predicate: str) -> str | None:
        """Give the value of a property, the first of several, None where there is none."""
        return next(iter(self.all(subject, predicate)), None)

    def number(self, subject: str, predicate: str) -> int | None:
        """Give a value as a whole number, None where there is none."""
        printed = self.one(subject, predicate)
        return None if printed is None else int(printed)

    def day(self, subject: str, predicate: str) -> date | None:
        """Give a value as a day, None where there is none."""
        printed = self.one(subject, predicate)
        return None if printed is None else date.fromisoformat(printed)

    def subjects(self, predicate: str, object_: Identifier) -> tuple[str, ...]:
        """Give what has this value of a property, sorted."""
        quads = self.store.quads(predicate=predicate, object_=object_, graph=self.graph)
        return tuple(sorted({str(subject) for subject, *_ in quads}))

    def about(self, subject: str) -> Mapping[str, tuple[str, ...]]:
        """Give all that is stated of a thing: property to values as strings, sorted."""
        found: dict[str, set[str]] = {}
        for _, predicate, object_, _ in self.store.quads(subject=subject, graph=self.graph):
            found.setdefault(str(predicate), set()).add(str(object_))
        return {predicate: tuple(sorted(values)) for predicate, values in found.items()}

    def where(self, pattern: str) -> str:
        """Give a pattern of ours as it is asked of this graph."""
        return pattern if not self.graph else f"GRAPH <{self.graph}> {{ {pattern} }}"


def editions_of(store: GraphStore, base: str, iri: str) -> tuple[str, ...]:
    """Give the graphs of superseded editions that say what class a thing has, the newest first."""
    start = Identifiers(base).graph("edition/")
    graphs = {str(graph) for *_, graph in store.quads(subject=iri, predicate=RDF.type, graph=None) if graph is not None}
    return tuple(sorted((graph for graph in graphs if graph.startswith(start)), reverse=True))


def home_of(store: GraphStore, base: str, iri: str) -> str:
    """Give the graph a page speaks from: the current one where it knows the thing, else the newest edition's."""
    if next(store.quads(subject=iri, predicate=RDF.type), None) is not None:
        return ""
    return next(iter(editions_of(store, base, iri)), "")


def edition_name(base: str, graph: str) -> str:
    """Give the name of the edition whose graph this is, such as `2026-08`."""
    return graph.removeprefix(Identifiers(base).graph("edition/"))
