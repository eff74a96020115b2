"""The whole graph as a file, written while it is read.

The default graph, and in N-Quads and TriG also the graphs of the editions."""

import gzip
from typing import BinaryIO, cast

from releasegraph.api.streaming import Opening, Producer
from releasegraph.graph.catalogue import DUMPS, Dump
from releasegraph.graph.formats import Kind, format_named
from releasegraph.graph.store import GraphStore
from releasegraph.graph.vocabulary import PREFIXES

__all__ = ["dump_named", "dump_producer", "graph_producer"]

_NTRIPLES = format_named("ntriples")


class _Naming:
    """A binary file that takes N-Triples and passes them on as N-Quads of one graph."""

    def __init__(self, out: BinaryIO, graph: str) -> None:
        self._out = out
        self._ending = f" <{graph}> .\n".encode()
        self._rest = b""

    def write(self, block: bytes) -> int:
        lines, end, self._rest = (self._rest + block).rpartition(b"\n")
        self._out.write((lines + end).replace(b" .\n", self._ending))
        return len(block)

    def flush(self) -> None:
        self._out.flush()


def dump_named(file: str) -> Dump | None:
    """Give the dump of that file name."""
    return next((dump for dump in DUMPS if dump.file == file), None)


def dump_producer(store: GraphStore, dump: Dump, base: str) -> Producer:
    """Give what writes a dump."""

    def produce(opening: Opening) -> None:
        out = opening(dump.media_type)
        if not dump.gzipped:
            _write(store, dump, base, out)
            return
        # no time in the header: the same graph gives the same bytes
        with gzip.GzipFile(fileobj=out, mode="wb", mtime=0, filename="") as packed:
            _write(store, dump, base, cast(BinaryIO, packed))

    return produce


def graph_producer(store: GraphStore, graph: str, form_name: str, media_type: str) -> Producer:
    """Give what writes one named graph."""

    def produce(opening: Opening) -> None:
        store.dump(opening(media_type), format_named(form_name), graph, PREFIXES)

    return produce


def _write(store: GraphStore, dump: Dump, base: str, out: BinaryIO) -> None:
    store.dump(out, dump.form, "", PREFIXES)
    if Kind.QUADS not in dump.form.kinds or dump.form.name == "jsonld":
        return
    for graph in store.named_graphs():
        if not graph.startswith(f"{base}graph/edition/"):
            continue
        if dump.form.name == "nquads":
            store.dump(cast(BinaryIO, _Naming(out, graph)), _NTRIPLES, graph)
        else:
            # TriG holds N-Triples within braces
            out.write(f"<{graph}> {{\n".encode())
            store.dump(out, _NTRIPLES, graph)
            out.write(b"}\n")
