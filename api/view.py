"""A description as a page shows it: rows of labelled values, links where there is something to see."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import Graph
from rdflib.term import BNode, Identifier, Literal, URIRef

from releasegraph.api.description import Description, Statement
from releasegraph.api.labels import Labels, labels_of, short_name
from releasegraph.api.links import Links
from releasegraph.graph.store import GraphStore
from releasegraph.graph.vocabulary import RDF

__all__ = ["Row", "ThingView", "Value", "view_graph", "view_thing", "view_value"]


@dataclass(frozen=True, slots=True)
class Value:
    """A term as shown: its text, where it leads, and in small print its language, datatype or graph."""

    text: str
    href: str | None = None
    iri: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A property with its values; `more` of them are not shown."""

    label: str
    iri: str
    values: tuple[Value, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class ThingView:
    """The page of a thing."""

    iri: str
    title: str
    types: tuple[str, ...]
    rows: tuple[Row, ...]
    incoming: tuple[Row, ...]
    graphs: tuple[str, ...]


def view_value(term: Identifier, labels: Labels, links: Links, graph: str | None = None) -> Value:
    """Show a term; only addresses of the web and of ours become links."""
    notes = () if graph is None else (labels.graph(graph),)
    match term:
        case URIRef():
            iri = str(term)
            return Value(labels.of(iri), links.href(iri), iri, notes)
        case Literal():
            kind = term.language or (short_name(str(term.datatype), links.base) if term.datatype else "")
            return Value(str(term), None, None, (kind, *notes) if kind else notes)
        case BNode():
            return Value("(a thing without a name)", notes=notes)
    raise TypeError(f"no view of {term!r}")


def view_thing(store: GraphStore, description: Description, links: Links, labels: Labels | None = None) -> ThingView:
    """Show a description."""
    labels = labels or labels_of(store, links.base)
    types = dict.fromkeys(str(one.object) for one in description.statements if one.predicate == RDF.type)
    return ThingView(
        description.iri,
        labels.of(description.iri),
        tuple(labels.property(one) for one in types),
        tuple(_rows(description, labels, links)),
        tuple(
            Row(
                labels.property(many.predicate),
                many.predicate,
                _sorted(view_value(subject, labels, links, many.graph) for subject in many.subjects),
                many.missing,
            )
            for many in description.incoming
        ),
        tuple(labels.graph(graph) for graph in description.graphs),
    )


def _rows(description: Description, labels: Labels, links: Links) -> Iterable[Row]:
    for predicate, group in itertools.groupby(description.statements, key=lambda one: one.predicate):
        if predicate == RDF.type:
            continue
        # what the current graph says needs no note that an older one said it too
        said: dict[Identifier, str | None] = {}
        for one in group:
            said[one.object] = None if one.graph is None else said.get(one.object, one.graph)
        values = (view_value(term, labels, links, graph) for term, graph in said.items())
        more = description.left_out.get(predicate, 0)
        yield Row(labels.property(predicate), predicate, _sorted(values), more)


def _sorted(values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(sorted(values, key=lambda one: (one.text.casefold(), one.iri or "", one.notes)))


def view_graph(store: GraphStore, graph: Graph, links: Links) -> list[ThingView]:
    """Show every named subject of a small graph, sorted by IRI."""
    labels = labels_of(store, links.base)
    views = []
    for subject in sorted({one for one in graph.subjects() if isinstance(one, URIRef)}):
        statements = sorted(
            (
                Statement(str(predicate), object_, None)
                for predicate, object_ in graph.predicate_objects(subject)
                if isinstance(object_, Identifier)
            ),
            key=lambda one: (one.predicate, str(one.object)),
        )
        views.append(view_thing(store, Description(str(subject), tuple(statements), ()), links, labels))
    return views
