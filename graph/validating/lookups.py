"""What the default graph of a store says of many nodes, asked of thousands at once."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from releasegraph.graph.store import GraphStore, rows_of

__all__ = ["Lookups", "Row"]

_BATCH = 5000
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
"""What SPARQL takes between brackets (SPARQL 1.1, rule IRIREF); a graph of another's may hold more."""

Row = list[str]


class Lookups:
    """A store to look things up in."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store

    def rows(self, nodes: Iterable[str], variables: str, group: str) -> Mapping[str, list[Row]]:
        """Give what a SPARQL group binds these variables to, by the node that `?n` stands for in it.

        Rows are of bare text, unbound variables empty. A node that is no IRI has none.
        """
        asked = sorted({node for node in nodes if _IRI.fullmatch(node)})
        found: defaultdict[str, list[Row]] = defaultdict(list)
        for start in range(0, len(asked), _BATCH):
            # by number: to write each IRI out again takes longer than to find what is said of it
            values = " ".join(f"(<{node}> {number})" for number, node in enumerate(asked[start : start + _BATCH]))
            query = f"SELECT ?number {variables} WHERE {{ VALUES (?n ?number) {{ {values} }} {group} }}"
            for number, *row in rows_of(self._store, query):
                found[asked[start + int(number)]].append(row)
        return found

    def few(self, nodes: Iterable[str], variables: str, group: str, most: int) -> Mapping[str, list[Row]]:
        """Give what `rows` gives, of each node at most so many, whichever the store comes upon first."""
        found: dict[str, list[Row]] = {}
        for node in sorted({node for node in nodes if _IRI.fullmatch(node)}):
            query = f"SELECT {variables} WHERE {{ VALUES ?n {{ <{node}> }} {group} }} LIMIT {most}"
            if rows := rows_of(self._store, query):
                found[node] = rows
        return found

    def values(self, nodes: Iterable[str], path: str) -> Mapping[str, tuple[str, ...]]:
        """Give the texts of what a SPARQL path leads to from each node that it leads anywhere from, in order."""
        found = self.rows(nodes, "?value", f"?n {path} ?value")
        return {node: tuple(sorted({value for (value,) in rows})) for node, rows in found.items()}
