"""What the graph says about one thing: its statements, and those that point to it."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import rdflib
from rdflib.term import Identifier

from releasegraph.graph.identifiers import Identifiers
from releasegraph.graph.store import GraphStore, Triple
from releasegraph.graph.vocabulary import PREFIXES, RDFS

__all__ = [
    "Description",
    "Incoming",
    "Statement",
    "description_triples",
    "first_described",
    "incoming_of",
    "statements_of",
]

_COUNTS = "SELECT ?o ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?o ?p"
_EDITION_COUNTS = """
SELECT ?o ?editions ?g ?p (COUNT(*) AS ?n) WHERE {
  GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), ?editions))
} GROUP BY ?o ?editions ?g ?p"""

_PRIMARY_TOPIC = rdflib.URIRef(PREFIXES["foaf"] + "primaryTopic")
_COMMENT = rdflib.URIRef(RDFS.comment)
_SOURCE = rdflib.URIRef(PREFIXES["dct"] + "source")


@dataclass(frozen=True, slots=True)
class Statement:
    """A predicate and object of the thing, and the named graph that holds them, None for the default graph."""

    predicate: str
    object: Identifier
    graph: str | None


@dataclass(frozen=True, slots=True)
class Incoming:
    """The statements of one graph that point to the thing by one predicate: how many, and the first of them."""

    predicate: str
    graph: str | None
    count: int
    subjects: tuple[Identifier, ...]

    @property
    def missing(self) -> int:
        """Give how many are not among the first."""
        return self.count - len(self.subjects)


@dataclass(frozen=True, slots=True)
class Description:
    """A thing's statements in every graph, and what points to it in the default and edition graphs."""

    iri: str
    statements: tuple[Statement, ...]
    incoming: tuple[Incoming, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    """Predicate to the number of the thing's own statements that are not given."""

    @property
    def graphs(self) -> tuple[str, ...]:
        """Give the named graphs that say something here, sorted."""
        named = {one.graph for one in self.statements} | {many.graph for many in self.incoming}
        return tuple(sorted(graph for graph in named if graph is not None))


def first_described(store: GraphStore, iris: Iterable[str]) -> str | None:
    """Give the first IRI that is a subject in some graph; what is no IRI at all is none."""
    for iri in iris:
        try:
            if next(store.quads(subject=iri, graph=None), None) is not None:
                return iri
        except ValueError:
            continue
    return None


def statements_of(store: GraphStore, iri: str) -> tuple[Statement, ...]:
    """Give what every graph says of a thing, sorted."""
    statements = sorted(
        (
            Statement(str(predicate), object_, None if graph is None else str(graph))
            for _, predicate, object_, graph in store.quads(subject=iri, graph=None)
        ),
        key=lambda one: (one.predicate, str(one.object), one.graph or ""),
    )
    return tuple(statements)


def incoming_of(
    store: GraphStore, iri: str, base: str, limit: int, known: Mapping[str, int] | None = None
) -> tuple[Incoming, ...]:
    """Give what the default and edition graphs point to it by: at most `limit` subjects per predicate and graph.

    `known` says how many statements of the default graph do so by each predicate, where that was counted already.
    """
    thing, editions = rdflib.URIRef(iri), Identifiers(base).graph("edition/")
    counts: list[tuple[str, str | None, int]] = []
    if known is None:
        rows = store.select(_COUNTS, o=thing)
        known = {str(row["p"]): int(str(row["n"])) for row in rows if "p" in row}
    counts += ((predicate, None, number) for predicate, number in known.items())
    if any(name.startswith(editions) for name in store.named_graphs()):
        rows = store.select(_EDITION_COUNTS, o=thing, editions=rdflib.Literal(editions))
        counts += ((str(row["p"]), str(row["g"]), int(str(row["n"]))) for row in rows if "p" in row)
    found = []
    for predicate, graph, number in counts:
        quads = store.quads(predicate=predicate, object_=thing, graph=graph or "")
        subjects = tuple(subject for subject, *_ in itertools.islice(quads, limit))
        found.append(Incoming(predicate, graph, number, subjects))
    return tuple(sorted(found, key=lambda one: (one.predicate, one.graph or "")))


def description_triples(description: Description, document: str) -> Iterator[Triple]:
    """Give a description as triples, with what the document itself is about, drawn from, and leaves out."""
    thing, page = rdflib.URIRef(description.iri), rdflib.URIRef(document)
    yield page, _PRIMARY_TOPIC, thing
    for name in description.graphs:
        yield page, _SOURCE, rdflib.URIRef(name)
    for many in description.incoming:
        if many.missing:
            left_out = f"{many.count} statements point here by <{many.predicate}>; {len(many.subjects)} are given."
            yield page, _COMMENT, rdflib.Literal(left_out, lang="en")
    for one in description.statements:
        yield thing, rdflib.URIRef(one.predicate), one.object
    for many in description.incoming:
        predicate = rdflib.URIRef(many.predicate)
        for subject in many.subjects:
            yield subject, predicate, thing
