"""The embedded engine: Oxigraph in a folder or in memory, behind the interface of a store.

The only module that imports pyoxigraph. Terms that leave it are rdflib's.
"""

import contextlib
import io
import itertools
import os
import re
import resource
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, cast

import pyoxigraph as ox
import rdflib
from rdflib.term import Identifier

from releasegraph.graph.errors import QueryError, StoreError
from releasegraph.graph.formats import Format, Kind
from releasegraph.graph.store import Answer, Boolean, Bounds, Quad, Triple, Triples
from releasegraph.graph.xml_text import XmlSafe

__all__ = ["EmbeddedStore", "rewrite_lines", "rewrite_triples", "term_of", "write_triples"]

_RDF_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
}
_RESULT_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_PLACE = re.compile(r"^error at (\d+):(\d+): (.*)$", re.DOTALL)
_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
_LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

_BLOCK = 1000
"""Texts of lines that are parsed at once."""

_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def _iri(value: str) -> rdflib.URIRef:
    """Give a stored IRI as rdflib's, without looking through its characters again: pages make thousands."""
    return str.__new__(rdflib.URIRef, value)


def _to_rdflib(term: _Term) -> Identifier:
    match term:
        case ox.NamedNode():
            return _iri(term.value)
        case ox.Literal():
            if term.language:
                return rdflib.Literal(term.value, lang=term.language)
            datatype = term.datatype.value
            return rdflib.Literal(
                term.value, datatype=None if datatype == _XSD_STRING else _iri(datatype), normalize=False
            )
        case ox.BlankNode():
            return rdflib.BNode(term.value)
        case _:
            raise TypeError(f"no rdflib term for {term!r}")


def term_of(object_: object) -> Identifier:
    """Give an object that `about` gave as a term."""
    return _to_rdflib(cast(_Term, object_))


def _to_oxigraph(term: Identifier) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    match term:
        case rdflib.URIRef():
            return ox.NamedNode(str(term))
        case rdflib.BNode():
            return ox.BlankNode(str(term))
        case rdflib.Literal():
            if term.language:
                return ox.Literal(str(term), language=term.language)
            return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype or _XSD_STRING)))
        case _:
            raise TypeError(f"no oxigraph term for {term!r}")


@contextlib.contextmanager
def _xml_safe(out: BinaryIO, form: Format) -> Iterator[BinaryIO]:
    """Keep what is written well-formed: the engine writes characters that XML forbids as they are."""
    if not form.media_type.endswith("xml"):
        yield out
        return
    safe = XmlSafe(out)
    yield cast(BinaryIO, safe)
    safe.flush()


_ORDINARY_NICE = 20
"""The limit that lets a thread return to the nice value 0 (getrlimit(2): 20 less the value)."""


def _compact(*, only_when_idle: bool) -> None:
    """Let the engine's compaction threads run only while a core is idle, or as others do again.

    While loading they yield: `finish` compacts once, so that earlier rounds are lost work. Measured at 3.7 million
    triples on two cores: 12 s of processor time to load instead of 20 s. Where threads cannot be told apart, or their
    priority could not be given back (sched(7): it takes root or RLIMIT_NICE), nothing changes.
    """
    with contextlib.suppress(AttributeError):
        if os.geteuid() != 0 and resource.getrlimit(resource.RLIMIT_NICE)[0] < _ORDINARY_NICE:
            return
    for name in Path("/proc/self/task").glob("*/comm"):
        with contextlib.suppress(OSError, AttributeError):
            if name.read_text().startswith("rocksdb:low"):
                policy = os.SCHED_IDLE if only_when_idle else os.SCHED_OTHER
                os.sched_setscheduler(int(name.parent.name), policy, os.sched_param(0))


class _Solutions:
    def __init__(self, answer: ox.QuerySolutions) -> None:
        self._answer = answer
        self.variables = tuple(variable.value for variable in answer.variables)

    def __iter__(self) -> Iterator[dict[str, Identifier]]:
        for solution in self._answer:
            yield {
                name: _to_rdflib(term) for name, term in zip(self.variables, solution, strict=True) if term is not None
            }

    def write(self, out: BinaryIO, form: Format) -> None:
        with _xml_safe(out, form) as sink:
            self._answer.serialize(sink, _RESULT_FORMATS[form.name])


class _Triples:
    def __init__(self, answer: ox.QueryTriples) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[Triple]:
        for triple in self._answer:
            yield _to_rdflib(triple.subject), _to_rdflib(triple.predicate), _to_rdflib(triple.object)

    def write(self, out: BinaryIO, form: Format, prefixes: Mapping[str, str] | None = None) -> None:
        with _xml_safe(out, form) as sink:
            ox.serialize(self._answer, sink, _RDF_FORMATS[form.name], prefixes=dict(prefixes or {}))


class _Excerpt:
    """Triples as the engine has them: to write thousands takes milliseconds, to make terms of ours of them more.

    `names` are their properties and classes, by which prefixes are chosen.
    """

    def __init__(self, triples: Sequence[ox.Triple], names: Iterable[str]) -> None:
        self._triples = triples
        self._names = (*names, _XSD_STRING)

    def __iter__(self) -> Iterator[Triple]:
        for triple in self._triples:
            yield _to_rdflib(triple.subject), _to_rdflib(triple.predicate), _to_rdflib(triple.object)

    def write(self, out: BinaryIO, form: Format, prefixes: Mapping[str, str] | None = None) -> None:
        used = {
            prefix: namespace
            for prefix, namespace in (prefixes or {}).items()
            if any(name.startswith(namespace) for name in self._names)
        }
        with _xml_safe(out, form) as sink:
            ox.serialize(self._triples, sink, _RDF_FORMATS[form.name], prefixes=used)


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


def write_triples(triples: Iterable[Triple], form: Format, prefixes: Mapping[str, str]) -> bytes:
    """Write triples in the order they come; raise ValueError for a term that RDF does not have."""
    out = io.BytesIO()
    with _xml_safe(out, form) as sink:
        ox.serialize(map(_to_triple, triples), sink, _RDF_FORMATS[form.name], prefixes=dict(prefixes))
    return out.getvalue()


def rewrite_triples(ntriples: bytes, form: Format, prefixes: Mapping[str, str]) -> bytes:
    """Write N-Triples of our own writing in another format, in the order they come."""
    out = io.BytesIO()
    quads = ox.parse(ntriples, ox.RdfFormat.N_TRIPLES, lenient=True)
    with _xml_safe(out, form) as sink:
        ox.serialize((quad.triple for quad in quads), sink, _RDF_FORMATS[form.name], prefixes=dict(prefixes))
    return out.getvalue()


def rewrite_lines(lines: Iterable[str], form: Format, prefixes: Mapping[str, str], out: BinaryIO) -> None:
    """Write N-Triples of our own writing in another format, while they come: each text is one line or several."""
    with _xml_safe(out, form) as sink:
        ox.serialize(_parsed(lines), sink, _RDF_FORMATS[form.name], prefixes=dict(prefixes))


def _parsed(lines: Iterable[str]) -> Iterator[ox.Triple]:
    rest = iter(lines)
    while block := "".join(itertools.islice(rest, _BLOCK)):
        for quad in ox.parse(block.encode(), ox.RdfFormat.N_TRIPLES, lenient=True):
            yield quad.triple


def _to_triple(triple: Triple) -> ox.Triple:
    subject, predicate, object_ = map(_to_oxigraph, triple)
    return ox.Triple(subject, predicate, object_)  # type: ignore[arg-type]


class EmbeddedStore:
    """Oxigraph in a folder; open it read-only to serve, or new to load.

    Any number of processes may read one folder; a folder being loaded belongs to its loader.
    """

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    @classmethod
    def open(cls, folder: Path) -> "EmbeddedStore":
        """Open a finished store read-only; raise StoreError where it is none."""
        try:
            return cls(ox.Store.read_only(str(folder)))
        except OSError as error:
            raise StoreError(f"{folder}: the store cannot be opened: {error}") from None

    @classmethod
    def create(cls, folder: Path) -> "EmbeddedStore":
        """Start an empty store in a new folder, to be loaded and then finished."""
        store = ox.Store(str(folder))
        _compact(only_when_idle=True)
        return cls(store)

    @classmethod
    def temporary(cls) -> "EmbeddedStore":
        """Start an empty store in memory, gone with the object."""
        return cls(ox.Store())

    def load(self, nquads: bytes | BinaryIO) -> None:
        """Load N-Quads of our own writing, a block or a stream: whole lines of valid IRIs, not checked again."""
        self._store.bulk_load(nquads, ox.RdfFormat.N_QUADS, lenient=True)

    def finish(self) -> None:
        """Make all that was loaded durable and quick to read."""
        _compact(only_when_idle=False)
        self._store.flush()
        self._store.optimize()

    def close(self) -> None:
        """Let go of the folder; the store answers no more."""
        del self._store

    def __len__(self) -> int:
        """Count the quads of every graph."""
        return len(self._store)

    def query(
        self,
        text: str,
        *,
        base: str | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] | None = None,
        prefixes: Mapping[str, str] | None = None,
    ) -> Answer:
        """Answer a SPARQL 1.1 query (section 18); raise QueryError with line and column where it does not parse."""
        dataset: dict[str, object] = {}
        try:
            if default_graphs or named_graphs:
                # SPARQL 1.1 Protocol 2.1.4: a dataset given with the request replaces the query's and the store's
                dataset["default_graph"] = [ox.NamedNode(iri) for iri in default_graphs]
                dataset["named_graphs"] = [ox.NamedNode(iri) for iri in named_graphs or ()]
            answer = self._store.query(text, base_iri=base, prefixes=dict(prefixes or {}), **dataset)  # type: ignore[arg-type]
        except SyntaxError as error:
            place = _PLACE.match(str(error))
            if place is None:
                raise QueryError(str(error)) from None
            raise QueryError(place[3], int(place[1]), int(place[2])) from None
        except (ValueError, RuntimeError) as error:
            # the engine's words for an IRI it refuses, and for a function it lacks
            raise QueryError(str(error)) from None
        match answer:
            case ox.QuerySolutions():
                return _Solutions(answer)
            case ox.QueryBoolean():
                return Boolean(bool(answer))
            case ox.QueryTriples():
                return _Triples(answer)
        raise TypeError(f"no answer of ours for {answer!r}")

    def select(self, text: str, **values: Identifier) -> list[dict[str, Identifier]]:
        """Answer a SELECT of our own, variables of these names bound to these terms beforehand."""
        answer = self._store.query(
            text, substitutions={ox.Variable(name): _to_oxigraph(term) for name, term in values.items()}
        )
        if not isinstance(answer, ox.QuerySolutions):
            raise TypeError(f"not a SELECT: {text}")
        return list(_Solutions(answer))

    def quads(
        self,
        subject: str | None = None,
        predicate: str | None = None,
        object_: Identifier | None = None,
        graph: str | None = "",
    ) -> Iterator[Quad]:
        """Give the quads that match; graph "" is the default graph, None any graph."""
        # a position that is given need not be made again for each quad
        subject_term = None if subject is None else _iri(subject)
        predicate_term = None if predicate is None else _iri(predicate)
        for quad in self._found(subject, predicate, object_, graph):
            name = quad.graph_name
            yield (
                subject_term or _to_rdflib(quad.subject),
                predicate_term or _iri(quad.predicate.value),
                _to_rdflib(quad.object) if object_ is None else object_,
                None if isinstance(name, ox.DefaultGraph) else _iri(name.value),
            )

    def about(self, subject: str, most: int) -> Mapping[str, Sequence[tuple[object, str | None]]] | None:
        """Give a thing's statements by property: each object, for `term_of`, and the named graph that states it.

        None where there are more than `most`. Objects stay the engine's until they are wanted: a page reads of most
        things a few properties.
        """
        found: defaultdict[str, list[tuple[object, str | None]]] = defaultdict(list)
        for number, quad in enumerate(self._found(subject, None, None, None)):
            if number == most:
                return None
            name = quad.graph_name
            graph = None if isinstance(name, ox.DefaultGraph) else name.value
            found[quad.predicate.value].append((quad.object, graph))
        return dict(found)

    def _found(
        self, subject: str | None, predicate: str | None, object_: Identifier | None, graph: str | None
    ) -> Iterator[ox.Quad]:
        return self._store.quads_for_pattern(
            None if subject is None else ox.NamedNode(subject),
            None if predicate is None else ox.NamedNode(predicate),
            None if object_ is None else _to_oxigraph(object_),
            None if graph is None else ox.NamedNode(graph) if graph else ox.DefaultGraph(),
        )

    def excerpt(self, graph: str, things: Iterable[str], bounds: Bounds, first: Iterable[Triple] = ()) -> Triples:
        """Give what a named graph says of things and of what these lead to, subject by subject, after triples of ours.

        The excerpt may be iterated and written any number of times.
        """
        name = ox.NamedNode(graph)
        waiting = deque((ox.NamedNode(thing), True) for thing in things)
        seen = {thing for thing, _ in waiting}
        triples = [_to_triple(one) for one in first]
        names = {one.predicate.value for one in triples}
        while waiting:
            thing, asked_for = waiting.popleft()
            said: defaultdict[str, list[ox.Triple]] = defaultdict(list)
            for quad in self._store.quads_for_pattern(thing, None, None, name):
                said[quad.predicate.value].append(quad.triple)
            types = said.pop(_TYPE, [])
            classes = [cast(ox.NamedNode, one.object).value for one in types]
            if not asked_for and not bounds.apart.isdisjoint(classes):
                continue
            triples += types
            names.update(classes)
            for property_ in filter(bounds.kept, sorted(said)):
                names.add(property_)
                triples += _retyped(said[property_], bounds.datatypes.get(property_))
                if not bounds.followed(property_):
                    continue
                for one in said[property_]:
                    value = one.object
                    if isinstance(value, ox.NamedNode) and value not in seen:
                        seen.add(value)
                        waiting.append((value, False))
        return _Excerpt(triples, names)

    def dump(
        self, out: BinaryIO, form: Format, graph: str | None = None, prefixes: Mapping[str, str] | None = None
    ) -> None:
        """Write one graph ("" the default graph), or with None every graph in a format of quads."""
        if graph is None and Kind.QUADS not in form.kinds:
            raise ValueError(f"{form.name} holds one graph: name it")
        source = None if graph is None else ox.NamedNode(graph) if graph else ox.DefaultGraph()
        with _xml_safe(out, form) as sink:
            self._store.dump(sink, _RDF_FORMATS[form.name], from_graph=source, prefixes=dict(prefixes or {}))

    def named_graphs(self) -> list[str]:
        """Give the names of the named graphs, sorted."""
        return sorted(name.value for name in self._store.named_graphs())
