"""What to call a thing, a property, or the place in a source that a record stands for."""

import re
import textwrap
from collections.abc import Callable, Iterator
from functools import lru_cache, partial

from releasegraph.api.reading import about
from releasegraph.graph.engine import text_of
from releasegraph.graph.store import GraphStore
from releasegraph.graph.vocabulary import PREFIXES, RDFS, RG, SKOS

__all__ = ["Labels", "labels_of", "short_name"]

_NAMES = (
    RDFS.label,
    SKOS.prefLabel,
    PREFIXES["dct"] + "title",
    PREFIXES["foaf"] + "name",
    RG.heading,
    RG.fileReference,
    RG.spelling,
    RG.citedText,
    RG.datasetText,
    RG.text,
)
"""What may name a thing, the best first; a text only by its beginning."""
_LONGEST = 90
_ENOUGH = 250
"""Characters of a text in which its beginning is looked for."""
_KEPT = 8192
"""Labels a process keeps: concepts, law, bodies and datasets are named on page after page."""
_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def short_name(iri: str, base: str) -> str:
    """Give an IRI as a prefixed name or a path after the base, where it has one."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri.removeprefix(f"{base}id/").removeprefix(base) or iri


@lru_cache(maxsize=2)
def labels_of(store: GraphStore, base: str) -> "Labels":
    """Give the labels of a store that is only read, the same for every page a process makes."""
    return Labels(store, base)


def _beginning(text: str) -> str:
    """Give how a text begins, on one line; a long one is not taken apart to its end for that."""
    start = " ".join(text[:_ENOUGH].split())
    return textwrap.shorten(start if len(start) > _LONGEST else text, _LONGEST, placeholder=" …")


class Labels:
    """Labels looked up in a store, and kept: each once, as long as there are not too many."""

    def __init__(self, store: GraphStore, base: str) -> None:
        self._store = store
        self._base = base
        self.of = lru_cache(_KEPT)(self._of)
        self.property = lru_cache(_KEPT)(self._property)
        self.graph = lru_cache(_KEPT)(self._graph)

    def _first(self, iri: str, predicate: str, graph: str | None = None) -> str | None:
        found = next(self._store.quads(subject=iri, predicate=predicate, graph=graph), None)
        return None if found is None else str(found[2])

    def _of(self, iri: str) -> str:
        """Give a thing's own label, a record's place, or its short name."""
        if iri.startswith(f"{self._base}id/record/"):
            return self._place(iri)
        for predicate, name in self._names(iri):
            if name.strip():
                return _beginning(name) if predicate == RG.text else name
        return short_name(iri, self._base)

    def _names(self, iri: str) -> Iterator[tuple[str, str]]:
        """Give a thing's names with their properties, the best first, which nearly everything has."""
        best, *others = _NAMES
        name = self._first(iri, best)
        if name is not None:
            yield best, name
        said = self._said(iri)
        for predicate in others:
            name = said(predicate)
            if name is not None:
                yield predicate, name

    def _said(self, iri: str) -> Callable[[str], str | None]:
        """Give what tells the first value of a property of a thing: all are read at once, unless they are many."""
        own = about(self._store, iri)
        if own is None:
            return partial(self._first, iri)
        return lambda predicate: text_of(own[predicate][0][0]) if predicate in own else None

    def _place(self, record: str) -> str:
        """Give `file, sheet X, row N` or `file, lines N to M`."""
        said = self._said(record)
        edition, row, first = said(RG.inEdition), said(RG.row), said(RG.firstLine)
        file = self._first(edition, RG.sourceFile) if edition else None
        place = [] if file is None else [file]
        if row is not None:
            place += [f"sheet {said(RG.sheet) or '?'}", f"row {row}"]
        elif first is not None:
            last = said(RG.lastLine) or first
            place.append(f"line {first}" if first == last else f"lines {first} to {last}")
        return ", ".join(place) if len(place) > 1 else short_name(record, self._base)

    def _property(self, iri: str) -> str:
        """Give a property's or class's label in the ontology, else its name in words."""
        found = self._first(iri, RDFS.label, f"{self._base}graph/ontology") or self._first(iri, RDFS.label)
        if found is not None:
            return found
        name = short_name(iri, self._base)
        if name == iri:
            return _WORDS.sub(" ", re.split("[/#]", iri.rstrip("/#"))[-1]).lower()
        return _WORDS.sub(" ", name.partition(":")[2]).lower() if ":" in name else name

    def _graph(self, iri: str) -> str:
        """Give a named graph as `edition 2026-09` or `ontology`."""
        return iri.removeprefix(f"{self._base}graph/").replace("/", " ", 1)
