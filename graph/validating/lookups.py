"""What the default graph of a store says of many nodes, asked of all of them at once."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from releasegraph.graph.store import GraphStore, rows_of

__all__ = ["Lookups", "Row", "is_iri"]

_MOST = 100_000
"""Nodes to a query, so that its text stays within some ten megabytes."""
_MANY = 5000
"""From so many nodes on, a pattern is read as a whole and joined to them: a third of the time of one look for each."""
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
"""What SPARQL takes between brackets (SPARQL 1.1, rule IRIREF); a graph of another's may hold more."""

Row = list[str]


def is_iri(text: str) -> bool:
    """Tell whether a node's text is an IRI that can be asked about: a blank node or a literal is none."""
    return _IRI.fullmatch(text) is not None


class Lookups:
    """A store to look things up in."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store

    def rows(
        self, nodes: Iterable[str], variables: str, needed: Sequence[str], optional: Sequence[str] = ()
    ) -> Mapping[str, list[Row]]:
        """Give what SPARQL patterns bind these variables to, by the node that `?n` stands for in them.

        `needed` must all match; of `optional` any may. Rows are of bare text, unbound variables empty. A node that is
        no IRI has none.
        """
        asked = sorted({node for node in nodes if is_iri(node)})
        group = _group(needed, optional, apart=len(asked) >= _MANY)
        found: defaultdict[str, list[Row]] = defaultdict(list)
        for start in range(0, len(asked), _MOST):
            # by number: to write each IRI out again takes longer than to find what is said of it
            values = " ".join([f"(<{node}> {number})" for number, node in enumerate(asked[start : start + _MOST])])
            query = f"SELECT ?number {variables} WHERE {{ VALUES (?n ?number) {{ {values} }} {group} }}"
            for number, *row in rows_of(self._store, query):
                found[asked[start + int(number)]].append(row)
        return found

    def rare(self, nodes: Iterable[str], variables: str, needed: Sequence[str]) -> Mapping[str, list[Row]]:
        """Give what `rows` gives, of patterns that match few nodes: read whole, unless they match more than asked."""
        asked = {node for node in nodes if is_iri(node)}
        query = f"SELECT ?n {variables} WHERE {{ {_group(needed, (), apart=False)} }} LIMIT {len(asked) + 1}"
        whole = rows_of(self._store, query)
        if len(whole) > len(asked):
            return self.rows(asked, variables, needed)
        found: defaultdict[str, list[Row]] = defaultdict(list)
        for node, *row in whole:
            if node in asked:
                found[node].append(row)
        return found

    def few(
        self, nodes: Iterable[str], variables: str, needed: Sequence[str], optional: Sequence[str], most: int
    ) -> Mapping[str, list[Row]]:
        """Give what `rows` gives, of each node at most so many, whichever the store comes upon first."""
        found: dict[str, list[Row]] = {}
        group = _group(needed, optional, apart=False)
        for node in sorted({node for node in nodes if is_iri(node)}):
            query = f"SELECT {variables} WHERE {{ VALUES ?n {{ <{node}> }} {group} }} LIMIT {most}"
            if rows := rows_of(self._store, query):
                found[node] = rows
        return found

    def values(self, nodes: Iterable[str], *steps: str) -> Mapping[str, tuple[str, ...]]:
        """Give the texts of what SPARQL paths, one after another, lead to from each node, in order."""
        between = ("?n", *(f"?step{number}" for number in range(1, len(steps))), "?value")
        needed = [f"{start} {path} {end}" for start, path, end in zip(between, steps, between[1:], strict=False)]
        found = self.rows(nodes, "?value", needed)
        return {
            node: (rows[0][0],) if len(rows) == 1 else tuple(sorted({value for (value,) in rows}))
            for node, rows in found.items()
        }


def _group(needed: Iterable[str], optional: Iterable[str], *, apart: bool) -> str:
    """Write patterns as a group: apart each is a sub-select, and the engine joins them by hash, not one by one."""
    one = "{{ {{ SELECT * WHERE {{ {} }} }} }}" if apart else "{{ {} }}"
    return " ".join([*map(one.format, needed), *(f"OPTIONAL {one.format(pattern)}" for pattern in optional)])
