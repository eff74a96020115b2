"""Excerpts of a named graph that is read once: a page of thousands of triples takes no look at the store."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO, NamedTuple

import pyoxigraph as ox

from releasegraph.graph.engine.terms import to_rdflib, to_triple
from releasegraph.graph.engine.writing import RDF_FORMATS, used_prefixes, xml_safe
from releasegraph.graph.formats import Format
from releasegraph.graph.store import Bounds, Triple, Triples
from releasegraph.graph.vocabulary import RDF, XSD

__all__ = ["Excerpt", "ReadGraph"]


class _Said(NamedTuple):
    """What is said of a thing by one property: the triples, and those of their values that are IRIs."""

    triples: Sequence[ox.Triple]
    iris: Sequence[str]


class ReadGraph:
    """A named graph in memory: what it says of each thing, by property."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        found: dict[str, dict[str, list[ox.Triple]]] = {}
        for quad in quads:
            if isinstance(quad.subject, ox.NamedNode):
                found.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, []).append(quad.triple)
        self._said: Mapping[str, Mapping[str, _Said]] = {
            thing: {property_: _said(triples) for property_, triples in sorted(said.items())}
            for thing, said in found.items()
        }

    def excerpt(self, things: Iterable[str], bounds: Bounds, first: Iterable[Triple] = ()) -> Triples:
        """Give what is said of things and of what these lead to, subject by subject, after triples of ours.

        The excerpt may be iterated and written any number of times.
        """
        waiting = deque(things)
        asked_for, seen = frozenset(waiting), set(waiting)
        triples = [to_triple(one) for one in first]
        names = {one.predicate.value for one in triples}
        while waiting:
            thing = waiting.popleft()
            said = self._said.get(thing, {})
            classes = said.get(RDF.type, _NOTHING)
            if thing not in asked_for and not bounds.apart.isdisjoint(classes.iris):
                continue
            triples += classes.triples
            names.update(classes.iris)
            for property_, found in said.items():
                if property_ == RDF.type or not bounds.kept(property_):
                    continue
                names.add(property_)
                triples += _retyped(found.triples, bounds.datatypes.get(property_))
                if found.iris and bounds.followed(property_):
                    new = [iri for iri in found.iris if iri not in seen]
                    seen.update(new)
                    waiting += new
        return Excerpt(triples, names)


_NOTHING = _Said((), ())


def _said(triples: Sequence[ox.Triple]) -> _Said:
    values = (one.object for one in triples)
    return _Said(triples, tuple(value.value for value in values if isinstance(value, ox.NamedNode)))


def _retyped(triples: Sequence[ox.Triple], datatype: str | None) -> Sequence[ox.Triple]:
    """Give literals the datatype they were stored with: the engine keeps a number of any whole kind as an integer."""
    if datatype is None:
        return triples
    kind = ox.NamedNode(datatype)
    return [
        ox.Triple(one.subject, one.predicate, ox.Literal(one.object.value, datatype=kind))
        if isinstance(one.object, ox.Literal)
        else one
        for one in triples
    ]


class Excerpt:
    """Triples as the engine has them: to write thousands takes milliseconds, to make terms of ours of them more.

    `names` are their properties and classes, by which prefixes are chosen.
    """

    def __init__(self, triples: Sequence[ox.Triple], names: Iterable[str]) -> None:
        self._triples = triples
        self._names = (*names, XSD.string)

    def __iter__(self) -> Iterator[Triple]:
        for triple in self._triples:
            yield to_rdflib(triple.subject), to_rdflib(triple.predicate), to_rdflib(triple.object)

    def write(self, out: BinaryIO, form: Format, prefixes: Mapping[str, str] | None = None) -> None:
        """Write all triples, with those of the prefixes that they use."""
        with xml_safe(out, form) as sink:
            used = used_prefixes(self._names, prefixes or {})
            ox.serialize(self._triples, sink, RDF_FORMATS[form.name], prefixes=used)
