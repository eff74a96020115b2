"""A store's graphs as JSON-LD, while they are read: entities as the engine comes to them, not sorted."""

from collections.abc import Callable
from typing import BinaryIO

from releasegraph.graph.formats import Format, format_named
from releasegraph.graph.json_ld.context import context_iri
from releasegraph.graph.json_ld.entities import DOCUMENT_END, document_start, entity_json, graph_json, json_line
from releasegraph.graph.store import GraphStore

__all__ = ["write_json_ld"]

_NTRIPLES = format_named("ntriples")
_ROOM = 1 << 18
"""Characters gathered before they are written."""


def write_json_ld(store: GraphStore, base: str, form: Format, out: BinaryIO, edition_graphs: list[str]) -> None:
    """Write the default graph and some named ones as one document, or for `ndjsonld` an entity a line."""
    entities = _Lines(out, context_iri(base)) if form.name == "ndjsonld" else _Document(out)
    for graph in ("", *edition_graphs):
        subjects = _Subjects(graph, entities.add)
        store.dump(subjects, _NTRIPLES, graph)  # type: ignore[arg-type]
        subjects.end()
    entities.end()


class _Gathering:
    """Writes text in pieces of some size."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._texts: list[str] = []
        self._size = 0

    def put(self, text: str) -> None:
        self._texts.append(text)
        self._size += len(text)
        if self._size > _ROOM:
            self.flush()

    def flush(self) -> None:
        self._out.write("".join(self._texts).encode())
        self._texts.clear()
        self._size = 0


class _Lines(_Gathering):
    def __init__(self, out: BinaryIO, context: str) -> None:
        super().__init__(out)
        self._context = context

    def add(self, entity: str) -> None:
        self.put(json_line(entity, self._context))

    def end(self) -> None:
        self.flush()


class _Document(_Gathering):
    def __init__(self, out: BinaryIO) -> None:
        super().__init__(out)
        self.put(document_start())
        self._between = ""

    def add(self, entity: str) -> None:
        self.put(self._between + entity)
        self._between = ",\n"

    def end(self) -> None:
        self.put(DOCUMENT_END)
        self.flush()


class _Subjects:
    """A binary file that takes the N-Triples of one graph, subject by subject, and passes entities on."""

    def __init__(self, graph: str, add: Callable[[str], None]) -> None:
        self._graph = graph
        self._add = add
        self._rest = b""
        self._subject = ""
        self._tails: list[str] = []

    def write(self, block: bytes) -> int:
        # a literal escapes its line ends
        lines, _, self._rest = (self._rest + block).rpartition(b"\n")
        for line in lines.decode().split("\n") if lines else ():
            subject, tail = line.split(" ", 1)
            if subject != self._subject:
                self.end()
                self._subject = subject
            self._tails.append(tail)
        return len(block)

    def flush(self) -> None:
        """Keep what is not whole."""

    def end(self) -> None:
        if self._tails:
            pairs = [tail[:-2].split(" ", 1) for tail in sorted(self._tails)]
            entity = entity_json(self._subject, [(predicate, object_) for predicate, object_ in pairs])
            self._add(graph_json(self._graph, entity) if self._graph else entity)
        self._tails = []
