"""What the graphs state of things, each thing read once while a page is made."""

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from rdflib.term import Identifier, URIRef

from releasegraph.api.description import Description, Statement
from releasegraph.graph.store import GraphStore

__all__ = ["Reading"]

_MANY = 150
"""Statements of one thing up to which all are read at once; of one with more, the properties asked for."""
_LONG = 100
"""Statements of one property that make it a long one: a version may have thousands of releases."""
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

Object = tuple[Identifier, str | None]
"""An object, and the named graph that states it, None for the default graph."""


class Reading:
    """The statements of a store by thing and property, kept as they are read.

    The engine finds the statements of a thing at once, and one of its properties by looking through them all.
    """

    def __init__(self, store: GraphStore) -> None:
        self.store = store
        self._known: dict[str, Mapping[str, Sequence[Object]] | None] = {}
        """None for a thing of many statements, of which properties are read one by one."""
        self._long: dict[str, Mapping[str, int]] = {}
        self._parts: dict[tuple[str, str], Sequence[Object]] = {}

    def of(self, iri: str) -> Mapping[str, Sequence[Object]]:
        """Give the statements of a thing by property, but for its long properties."""
        known = self._small(iri)
        if known is None:
            known = self._known[iri] = self._read_rest(iri)
        return known

    def objects(self, iri: str, predicate: str) -> Sequence[Object]:
        """Give the objects of a property of a thing."""
        known = self._small(iri)
        if known is not None and predicate not in self._long.get(iri, ()):
            return known.get(predicate, ())
        part = self._parts.get((iri, predicate))
        if part is None:
            part = self._parts[iri, predicate] = tuple(self._objects(iri, predicate))
        return part

    def describe(self, iri: str, most: int) -> Description:
        """Describe a thing by at most so many statements of each property, sorted: of a long one, the first met."""
        parts = dict(self.of(iri))
        totals = {predicate: len(objects) for predicate, objects in parts.items()} | dict(self._long.get(iri, {}))
        for predicate in self._long.get(iri, ()):
            parts[predicate] = tuple(itertools.islice(self._objects(iri, predicate), most))
        statements = (
            Statement(predicate, *one)
            for predicate in sorted(parts)
            for one in sorted(parts[predicate], key=lambda one: (str(one[0]), one[1] or ""))[:most]
        )
        left_out = {predicate: total - most for predicate, total in totals.items() if total > most}
        return Description(iri, tuple(statements), left_out=left_out)

    def _small(self, iri: str) -> Mapping[str, Sequence[Object]] | None:
        """Give all that is stated of a thing, None where that is much."""
        if iri not in self._known:
            found: defaultdict[str, list[Object]] = defaultdict(list)
            quads = self.store.quads(subject=iri, graph=None)
            for _, predicate, object_, graph in itertools.islice(quads, _MANY):
                found[str(predicate)].append((object_, None if graph is None else str(graph)))
            self._known[iri] = None if next(quads, None) is not None else dict(found)
        return self._known[iri]

    def _read_rest(self, iri: str) -> Mapping[str, Sequence[Object]]:
        """Read a thing of many statements."""
        thing = URIRef(iri)
        counts = {str(row["property"]): int(str(row["number"])) for row in self.store.select(_COUNTS, thing=thing)}
        long = self._long[iri] = {predicate: number for predicate, number in counts.items() if number > _LONG}
        found: defaultdict[str, list[Object]] = defaultdict(list)
        written = ", ".join(f"<{one}>" for one in long)
        for row in self.store.select(_OTHERS.format(long=written), thing=thing):
            found[str(row["property"])].append((row["value"], str(row["graph"]) if "graph" in row else None))
        return dict(found)

    def _objects(self, iri: str, predicate: str) -> Iterator[Object]:
        quads = self.store.quads(subject=iri, predicate=predicate, graph=None)
        return ((object_, None if graph is None else str(graph)) for _, _, object_, graph in quads)
