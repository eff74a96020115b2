"""Reading one graph of a store as plain rows, many at a time."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from releasegraph.graph.formats import format_named
from releasegraph.graph.store import GraphStore, Solutions
from releasegraph.graph.vocabulary import PREFIXES, RG

__all__ = ["Reader"]

_CSV = format_named("csv")


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one graph of a store, "" for the default graph."""

    store: GraphStore
    graph: str = ""

    def rows(self, query: str) -> Iterator[list[str]]:
        """Give the solutions of a SELECT, each value as a plain text, "" where unbound.

        The engine writes them as CSV (SPARQL 1.1 Query Results CSV, section 3), which is read here: term by term they
        would take five times as long.
        """
        graphs = (self.graph,) if self.graph else ()
        answer = self.store.query(query, prefixes=PREFIXES, default_graphs=graphs)
        assert isinstance(answer, Solutions)
        written = io.BytesIO()
        answer.write(written, _CSV)
        written.seek(0)
        rows = csv.reader(io.TextIOWrapper(written, "utf-8", newline=""))
        next(rows, None)
        return rows

    def pairs(self, pattern: str) -> Iterator[tuple[str, str]]:
        """Give what a pattern binds `?a` and `?b` to."""
        return ((row[0], row[1]) for row in self.rows(f"SELECT ?a ?b WHERE {{ {pattern} }}"))

    def text(self, iri: str) -> str:
        """Give a thing's `rg:text`; "" where it has none."""
        return next((str(quad[2]) for quad in self.store.quads(iri, RG.text, None, self.graph)), "")
