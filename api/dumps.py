"""Graphs as files, written while they are read."""

from dataclasses import dataclass

from releasegraph.api.state import Served
from releasegraph.api.workers.jobs import Head, Opening
from releasegraph.graph.catalogue.catalogue import DUMPS, Dump
from releasegraph.graph.export import export_graph, opened

__all__ = ["DumpJob", "dump_named"]


def dump_named(file: str) -> Dump | None:
    """Give the dump of that file name."""
    return next((dump for dump in DUMPS if dump.file == file), None)


@dataclass(frozen=True, slots=True)
class DumpJob:
    """Writes a dump."""

    dump: Dump

    def __call__(self, here: Served, opening: Opening) -> None:
        """Write in a worker."""
        head = Head.of(self.dump.media_type, {"Content-Disposition": f'attachment; filename="{self.dump.file}"'})
        with opened(None, opening(head), compressed=self.dump.gzipped) as out:
            export_graph(here.store, here.base, self.dump.form, out)
