"""A store of the engine: in a folder, read or being loaded, or in memory."""

import contextlib
import os
import re
import resource
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, cast

import pyoxigraph as ox
from rdflib.term import Identifier

from releasegraph.graph.engine.excerpts import ReadGraph
from releasegraph.graph.engine.terms import iri, to_oxigraph, to_rdflib
from releasegraph.graph.engine.writing import RDF_FORMATS, WrittenSolutions, WrittenTriples, xml_safe
from releasegraph.graph.errors import QueryError, StoreError
from releasegraph.graph.formats import Format, Kind
from releasegraph.graph.store import Answer, Boolean, NamedGraph, Quad, Stated

__all__ = ["EmbeddedStore"]

_PLACE = re.compile(r"^error at (\d+):(\d+): (.*)$", re.DOTALL)


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
    def reopen(cls, folder: Path) -> "EmbeddedStore":
        """Open a finished store to change it, which nobody else has open; then finish it again."""
        return cls(ox.Store(str(folder)))

    @classmethod
    def temporary(cls) -> "EmbeddedStore":
        """Start an empty store in memory, gone with the object."""
        return cls(ox.Store())

    def load(self, nquads: bytes | BinaryIO) -> None:
        """Load N-Quads of our own writing, a block or a stream: whole lines of valid IRIs, not checked again."""
        self._store.bulk_load(nquads, ox.RdfFormat.N_QUADS, lenient=True)

    def remove(self, nquads: bytes) -> None:
        """Remove the quads of N-Quads of our own writing, one by one: a transaction takes memory for each."""
        for quad in ox.parse(nquads, ox.RdfFormat.N_QUADS, lenient=True):
            self._store.remove(quad)

    def clear(self, graph: str) -> None:
        """Remove what a named graph states, one by one as well."""
        for quad in self._store.quads_for_pattern(None, None, None, ox.NamedNode(graph)):
            self._store.remove(quad)

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
                return WrittenSolutions(answer)
            case ox.QueryBoolean():
                return Boolean(bool(answer))
            case ox.QueryTriples():
                return WrittenTriples(answer)
        raise TypeError(f"no answer of ours for {answer!r}")

    def select(self, text: str, **values: Identifier) -> list[dict[str, Identifier]]:
        """Answer a SELECT of our own, variables of these names bound to these terms beforehand."""
        answer = self._store.query(
            text, substitutions={ox.Variable(name): to_oxigraph(term) for name, term in values.items()}
        )
        if not isinstance(answer, ox.QuerySolutions):
            raise TypeError(f"not a SELECT: {text}")
        return list(WrittenSolutions(answer))

    def quads(
        self,
        subject: str | None = None,
        predicate: str | None = None,
        object_: Identifier | None = None,
        graph: str | None = "",
    ) -> Iterator[Quad]:
        """Give the quads that match; graph "" is the default graph, None any graph."""
        # a position that is given need not be made again for each quad
        subject_term = None if subject is None else iri(subject)
        predicate_term = None if predicate is None else iri(predicate)
        for quad in self._found(subject, predicate, object_, graph):
            name = quad.graph_name
            yield (
                subject_term or to_rdflib(quad.subject),
                predicate_term or iri(quad.predicate.value),
                to_rdflib(quad.object) if object_ is None else object_,
                None if isinstance(name, ox.DefaultGraph) else iri(name.value),
            )

    def about(self, subject: str, most: int) -> Stated | None:
        """Give a thing's statements by property: each object, for `term_of` or `text_of`, and its named graph.

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

    def subjects(self, predicate: str, object_: str, graph: str | None = "") -> Iterator[str]:
        """Give what has a thing as the value of a property, once for each graph that says so; graphs as for `quads`."""
        found = self._store.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(object_), _graph(graph))
        return (cast(ox.NamedNode, quad.subject).value for quad in found)

    def _found(
        self, subject: str | None, predicate: str | None, object_: Identifier | None, graph: str | None
    ) -> Iterator[ox.Quad]:
        return self._store.quads_for_pattern(
            None if subject is None else ox.NamedNode(subject),
            None if predicate is None else ox.NamedNode(predicate),
            None if object_ is None else to_oxigraph(object_),
            _graph(graph),
        )

    def named_graph(self, name: str) -> NamedGraph:
        """Read a named graph, to make excerpts of it: once for many, since that takes about 1 µs a triple or more."""
        return ReadGraph(self._found(None, None, None, name))

    def dump(
        self, out: BinaryIO, form: Format, graph: str | None = None, prefixes: Mapping[str, str] | None = None
    ) -> None:
        """Write one graph ("" the default graph), or with None every graph in a format of quads."""
        if graph is None and Kind.QUADS not in form.kinds:
            raise ValueError(f"{form.name} holds one graph: name it")
        source = None if graph is None else ox.NamedNode(graph) if graph else ox.DefaultGraph()
        with xml_safe(out, form) as sink:
            self._store.dump(sink, RDF_FORMATS[form.name], from_graph=source, prefixes=dict(prefixes or {}))

    def named_graphs(self) -> list[str]:
        """Give the names of the named graphs, sorted."""
        return sorted(name.value for name in self._store.named_graphs())


def _graph(name: str | None) -> ox.NamedNode | ox.DefaultGraph | None:
    return None if name is None else ox.NamedNode(name) if name else ox.DefaultGraph()
