"""Graphs as files, written while they are read."""

from releasegraph.api.streaming import Opening, Producer
from releasegraph.graph.catalogue import DUMPS, Dump
from releasegraph.graph.export import export_graph, opened
from releasegraph.graph.formats import Format
from releasegraph.graph.store import GraphStore
from releasegraph.graph.vocabulary import PREFIXES

__all__ = ["dump_named", "dump_producer", "graph_producer"]


def dump_named(file: str) -> Dump | None:
    """Give the dump of that file name."""
    return next((dump for dump in DUMPS if dump.file == file), None)


def dump_producer(store: GraphStore, dump: Dump, base: str) -> Producer:
    """Give what writes a dump."""

    def produce(opening: Opening) -> None:
        with opened(None, opening(dump.media_type), compressed=dump.gzipped) as out:
            export_graph(store, base, dump.form, out)

    return produce


def graph_producer(store: GraphStore, graph: str, form: Format, media_type: str) -> Producer:
    """Give what writes one named graph."""

    def produce(opening: Opening) -> None:
        store.dump(opening(media_type), form, graph, PREFIXES)

    return produce
