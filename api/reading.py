"""What the graphs state of things, each thing read once while a page is made."""

import itertools
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache, partial
from typing import TypeVar

from rdflib.term import Identifier, URIRef

from releasegraph.api.description import Description, Statement
from releasegraph.graph.engine import term_of, text_of
from releasegraph.graph.store import GraphStore, Quad, Stated

__all__ = ["Reading", "about"]

_MANY = 100
"""Statements of a thing up to which all are read at once; of one with more, the properties asked for.

A version may have thousands of releases, and a citation stand in the texts of thousands of provisions.
"""
_KEPT = 1024
"""Things whose statements a process keeps: a page reads a thing and then names it, and its neighbours read it too."""
_COUNTS = """
SELECT ?thing ?property (COUNT(*) AS ?number) WHERE {
  { ?thing ?property ?value } UNION { GRAPH ?graph { ?thing ?property ?value } }
}
GROUP BY ?thing ?property"""
_OTHERS = """
SELECT ?thing ?property ?value ?graph WHERE {{
  {{ ?thing ?property ?value }} UNION {{ GRAPH ?graph {{ ?thing ?property ?value }} }}
  FILTER(?property NOT IN ({long}))
}}"""

_Object = TypeVar("_Object")
Object = tuple[Identifier, str | None]
"""An object, and the named graph that states it, None for the default graph."""


def about(store: GraphStore, iri: str) -> Stated | None:
    """Give a thing's statements by property, None where they are many."""
    return _reader(store)(iri)


@lru_cache(maxsize=2)
def _reader(store: GraphStore) -> Callable[[str], Stated | None]:
    return lru_cache(_KEPT)(partial(store.about, most=_MANY))


class Reading:
    """The statements of a store by thing and property, kept as they are read."""

    def __init__(self, store: GraphStore) -> None:
        self.store = store
        self._about = _reader(store)
        self._counts: dict[str, Mapping[str, int]] = {}
        """The numbers of such a thing's statements by property, where all but the longest were read."""
        self._terms: dict[tuple[str, str], Sequence[Object]] = {}
        self._texts: dict[tuple[str, str, str | None], tuple[str, ...]] = {}

    def properties(self, iri: str) -> Collection[str]:
        """Give the properties a thing has."""
        known = self._about(iri)
        return self._counted(iri).keys() if known is None else known.keys()

    def objects(self, iri: str, predicate: str) -> Sequence[Object]:
        """Give the objects of a property of a thing."""
        terms = self._terms.get((iri, predicate))
        if terms is None:
            known = self._about(iri)
            if known is not None:
                terms = tuple((term_of(object_), graph) for object_, graph in known.get(predicate, ()))
            elif predicate in self._counts.get(iri, {predicate}):
                terms = tuple(map(_object, self.store.quads(subject=iri, predicate=predicate, graph=None)))
            else:
                terms = ()
            self._terms[iri, predicate] = terms
        return terms

    def terms(self, iri: str, predicate: str, graph: str | None) -> tuple[Identifier, ...]:
        """Give the values that a graph has of a property, sorted by their text; "" is the default graph.

        None is any graph: what the current state says of the property, and else what named graphs say.
        """
        return tuple(sorted(_stated(self.objects(iri, predicate), graph), key=str))

    def texts(self, iri: str, predicate: str, graph: str | None) -> tuple[str, ...]:
        """Give `terms` as bare text: nearly all that a page reads, at a fraction of the price."""
        texts = self._texts.get((iri, predicate, graph))
        if texts is None:
            known = self._about(iri)
            if known is None:
                texts = tuple(map(str, self.terms(iri, predicate, graph)))
            else:
                texts = tuple(sorted(map(text_of, _stated(known.get(predicate, ()), graph))))
            self._texts[iri, predicate, graph] = texts
        return texts

    def is_current(self, iri: str) -> bool:
        """Tell whether the default graph says anything of a thing."""
        return next(self.store.quads(subject=iri), None) is not None

    def describe(self, iri: str, most: int) -> Description:
        """Describe a thing by at most so many statements of each property, sorted: of a long one, the first met."""
        counts = {} if self._about(iri) is not None else self._counted(iri)
        statements: list[Statement] = []
        left_out: dict[str, int] = {}
        for predicate in sorted(self.properties(iri)):
            number = counts.get(predicate, 0)
            if number > _MANY and (iri, predicate) not in self._terms:
                quads = self.store.quads(subject=iri, predicate=predicate, graph=None)
                objects: Sequence[Object] = tuple(map(_object, itertools.islice(quads, most)))
            else:
                objects = self.objects(iri, predicate)
            ordered = sorted(objects, key=lambda one: (str(one[0]), one[1] or ""))
            statements += (Statement(predicate, *one) for one in ordered[:most])
            if max(number, len(objects)) > most:
                left_out[predicate] = max(number, len(objects)) - most
        return Description(iri, tuple(statements), left_out=left_out)

    def _counted(self, iri: str) -> Mapping[str, int]:
        """Count the statements of a thing of many, and read all but those of long properties."""
        counts = self._counts.get(iri)
        if counts is None:
            thing = URIRef(iri)
            rows = self.store.select(_COUNTS, thing=thing)
            counts = self._counts[iri] = {str(row["property"]): int(str(row["number"])) for row in rows}
            long = ", ".join(f"<{predicate}>" for predicate, number in counts.items() if number > _MANY)
            read: defaultdict[str, list[Object]] = defaultdict(list)
            for row in self.store.select(_OTHERS.format(long=long), thing=thing):
                read[str(row["property"])].append((row["value"], str(row["graph"]) if "graph" in row else None))
            self._terms |= {(iri, predicate): objects for predicate, objects in read.items()}
        return counts


def _stated(objects: Sequence[tuple[_Object, str | None]], graph: str | None) -> Collection[_Object]:
    """Give the objects of a graph, each once; of any graph those of the current state, and without any the others."""
    own = {object_ for object_, name in objects if name == (graph or None)}
    return own or {object_ for object_, _ in objects} if graph is None else own


def _object(quad: Quad) -> Object:
    return quad[2], None if quad[3] is None else str(quad[3])
