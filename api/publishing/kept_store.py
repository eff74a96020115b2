"""A store that keeps what was read of it: neighbouring pages ask the same of the same things."""

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from rdflib.term import Identifier, URIRef

from releasegraph.api.trees import LABELS
from releasegraph.graph.engine import EmbeddedStore, term_of
from releasegraph.graph.store import Quad

__all__ = ["KeptStore"]

_STATED = 100
"""Statements of a thing up to which a look at one of them reads all, as pages do."""
_THINGS = 8_192
"""Things whose statements are kept."""
_LOOKS = 32_768
"""Patterns whose quads are kept."""
_ROWS = 64
"""Answers that are kept: the page of a thing and the documents about it ask the same."""
_MOST = 64
"""Quads of a pattern that are kept among many; longer answers are kept as far as somebody wanted to read."""
_LONG = 64
"""Longer answers that are kept: a text may be used by thousands of versions, whose pages all count its uses."""


class KeptStore(EmbeddedStore):
    """Gives what a store that does not change gives, the small things from memory."""

    def __init__(self, store: Any) -> None:
        super().__init__(store)
        self._things = lru_cache(_THINGS)(super().about)
        self._looks = lru_cache(_LOOKS)(self._look)
        self._long = lru_cache(_LONG)(self._read_on)
        self._rows = lru_cache(_ROWS)(self._read)
        self._named = cache(self._names)

    def _names(self, predicate: str) -> Mapping[str, Sequence[Quad]]:
        """Give every statement with a property, by subject: documents name thousands of things, most without."""
        found: defaultdict[str, list[Quad]] = defaultdict(list)
        for quad in super().quads(predicate=predicate, graph=None):
            found[str(quad[0])].append(quad)
        return dict(found)

    def _look(self, *pattern: Any) -> tuple[Quad, ...] | None:
        subject, predicate, object_, graph = pattern
        own = self._things(subject, _STATED) if subject is not None and object_ is None else None
        if own is not None:
            return tuple(_matching(subject, own, predicate, graph))
        found = tuple(itertools.islice(super().quads(*pattern), _MOST + 1))
        return found if len(found) <= _MOST else None

    def _read_on(self, *pattern: Any) -> "_Shared":
        return _Shared(super().quads(*pattern))

    def _read(self, text: str, values: tuple[tuple[str, Identifier], ...]) -> list[dict[str, Identifier]]:
        return super().select(text, **dict(values))

    def select(self, text: str, **values: Identifier) -> list[dict[str, Identifier]]:
        """Answer a SELECT of our own, variables of these names bound to these terms beforehand."""
        return self._rows(text, tuple(sorted(values.items())))

    def quads(
        self,
        subject: str | None = None,
        predicate: str | None = None,
        object_: Identifier | None = None,
        graph: str | None = "",
    ) -> Iterator[Quad]:
        """Give the quads that match; graph "" is the default graph, None any graph."""
        pattern = (subject, predicate, object_, graph)
        if subject is None and object_ is None:
            return super().quads(*pattern)
        if subject is not None and predicate in LABELS and object_ is None:
            own = self._named(predicate).get(subject, ())
            return iter([quad for quad in own if graph is None or quad[3] == (_iri(graph) if graph else None)])
        kept = self._looks(*pattern)
        return iter(self._long(*pattern) if kept is None else kept)

    def subjects(self, predicate: str, object_: str, graph: str | None = "") -> Iterator[str]:
        """Give what has a thing as the value of a property, once for each graph that says so; graphs as for `quads`."""
        return (str(subject) for subject, *_ in self.quads(None, predicate, _iri(object_), graph))

    def about(self, subject: str, most: int) -> Mapping[str, Sequence[tuple[object, str | None]]] | None:
        """Give a thing's statements by property, None where there are more than `most`."""
        return self._things(subject, most)


class _Shared:
    """Quads read once, and only as far as one of those who iterate over them goes."""

    def __init__(self, rest: Iterator[Quad]) -> None:
        self._read: list[Quad] = []
        self._rest = rest

    def __iter__(self) -> Iterator[Quad]:
        for place in itertools.count():
            if place == len(self._read):
                following = next(self._rest, None)
                if following is None:
                    return
                self._read.append(following)
            yield self._read[place]


def _matching(
    subject: str, own: Mapping[str, Sequence[tuple[object, str | None]]], predicate: str | None, graph: str | None
) -> Iterator[Quad]:
    thing = _iri(subject)
    for name in own if predicate is None else (predicate,):
        for object_, where in own.get(name, ()):
            if graph is None or where == (graph or None):
                yield thing, _iri(name), term_of(object_), None if where is None else _iri(where)


@lru_cache(_LOOKS)
def _iri(value: str) -> URIRef:
    return URIRef(value)
