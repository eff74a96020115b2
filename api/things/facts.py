"""What the graph says of one thing, read once: its objects by property, the current state before older editions."""

from collections.abc import Mapping
from dataclasses import dataclass

from rdflib.term import Identifier, URIRef

from releasegraph.api.things.asked import Asked
from releasegraph.api.view import Value, view_value
from releasegraph.graph.store import GraphStore

__all__ = ["Facts", "anywhere", "bare", "facts", "first", "link", "node", "values"]


@dataclass(frozen=True, slots=True)
class Facts:
    """The objects of one thing, by property; where the default graph has a property, only its objects."""

    iri: str
    objects: Mapping[str, tuple[Identifier, ...]]
    current: bool
    """Whether the default graph says anything of it."""

    def all(self, predicate: str) -> tuple[Identifier, ...]:
        """Give every object of a property, sorted by their text."""
        return self.objects.get(predicate, ())

    def one(self, predicate: str) -> str | None:
        """Give the text of a property's first object, None without any."""
        return next(map(str, self.all(predicate)), None)


def facts(store: GraphStore, iri: str, *predicates: str) -> Facts:
    """Read what every graph says of a thing, by some properties or by all: a version can have thousands of releases."""
    current: dict[str, set[Identifier]] = {}
    older: dict[str, set[Identifier]] = {}
    for asked_for in predicates or (None,):
        for _, predicate, object_, graph in store.quads(subject=iri, predicate=asked_for, graph=None):
            (current if graph is None else older).setdefault(str(predicate), set()).add(object_)
    return Facts(iri, {name: tuple(sorted(found, key=str)) for name, found in (older | current).items()}, bool(current))


def first(store: GraphStore, iri: str, predicate: str) -> str | None:
    """Give the text of one object of a property in any graph, the current one first; None without any."""
    found = [quad[2:] for quad in store.quads(subject=iri, predicate=predicate, graph=None)]
    return str(min(found, key=lambda one: (one[1] is not None, str(one[0])))[0]) if found else None


def values(asked: Asked, own: Facts, predicate: str) -> tuple[Value, ...]:
    """Show every object of a property."""
    return tuple(view_value(term, asked.labels, asked.links) for term in own.all(predicate))


def link(asked: Asked, iri: str) -> Value:
    """Show a thing as a link under its own label."""
    return view_value(URIRef(iri), asked.labels, asked.links)


def bare(value: Value) -> Value:
    """Leave out a value's small print, where what it stands beside says what kind of value it is."""
    return Value(value.text, value.href, value.iri)


def node(iri: str) -> str:
    """Write an IRI as a term of SPARQL; raise ValueError for one that would not be one term."""
    if any(sign in '<>"{}|\\^`' or sign <= " " for sign in iri):
        raise ValueError(f"not an IRI: {iri!r}")
    return f"<{iri}>"


def anywhere(pattern: str) -> str:
    """Write a pattern that may hold in the default graph or in any named one."""
    return f"{{ {pattern} }} UNION {{ GRAPH ?any {{ {pattern} }} }}"
