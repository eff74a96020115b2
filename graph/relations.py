"""What pages count by: relations of the register as SQLite tables beside the graph, with small numbers for IRIs.

The page of a busy body or law adds up thousands of rows. These tables give them in milliseconds; the graph, where each
property of each thing is a look-up of its own, takes a hundred times as long. They say nothing that the graph's current
state does not say.
"""

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from releasegraph.graph.errors import StoreError
from releasegraph.graph.relating import Stated, StatedInStore, relate
from releasegraph.graph.store import GraphStore

__all__ = ["Relations", "opened_relations", "relations_of", "write_relations"]

_FILE = "relations.sqlite"
_VERSION = 2
"""Raised when the tables change: those of another version are made anew from the graph, in memory."""
_KEPT = 256
"""Answers kept, the last asked for."""
_MAPPED = 256 * 1024 * 1024
"""Bytes of the file that processes may share instead of each reading them."""

_TABLES = {
    "thing": "id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE",
    "version": "id INTEGER PRIMARY KEY, agreement INTEGER NOT NULL, listing INTEGER NOT NULL, reference TEXT, "
    "name TEXT, place INTEGER NOT NULL, title TEXT, first_day TEXT NOT NULL, last_day TEXT NOT NULL, "
    "stub INTEGER NOT NULL, kind INTEGER",
    "role": "body INTEGER, role TEXT, version INTEGER, PRIMARY KEY (body, role, version)",
    "named": "version INTEGER, dataset INTEGER, PRIMARY KEY (version, dataset)",
    "provision": "dataset INTEGER, version INTEGER, id INTEGER, PRIMARY KEY (dataset, version, id)",
    "supplied": "version INTEGER, dataset INTEGER, type INTEGER, PRIMARY KEY (version, dataset, type)",
    "attribute": "dataset INTEGER, property TEXT, value INTEGER, number INTEGER, "
    "PRIMARY KEY (dataset, property, value)",
    "file": "version INTEGER, dataset INTEGER, month TEXT, opt_outs TEXT, printed TEXT, number INTEGER, "
    "PRIMARY KEY (version, dataset, month, opt_outs, printed)",
    "part": "whole INTEGER, law INTEGER, PRIMARY KEY (whole, law)",
    "relied": "law INTEGER, version INTEGER, PRIMARY KEY (law, version)",
    "cited": "law INTEGER, version INTEGER, PRIMARY KEY (law, version)",
    "based": "law INTEGER, provision INTEGER, dataset INTEGER, PRIMARY KEY (law, provision)",
    "under": "law INTEGER, dataset INTEGER, PRIMARY KEY (law, dataset)",
    "citation": "law INTEGER, role INTEGER, status INTEGER, number INTEGER, PRIMARY KEY (law, role, status)",
    "amended": "law INTEGER, number INTEGER, PRIMARY KEY (law)",
    "valued": "concept INTEGER, property TEXT, number INTEGER, PRIMARY KEY (concept, property)",
    "sheet": "name TEXT, number INTEGER, PRIMARY KEY (name)",
}
_INDEXES = {"version": ("agreement",), "role": ("version",), "file": ("dataset", "printed"), "relied": ("version",)}
"""Columns of tables that are looked up without being the first of the key."""


class Relations:
    """The tables, to be asked in SQL."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._kept = lru_cache(_KEPT)(self._read)

    def rows(self, query: str, *values: object) -> Sequence[tuple[Any, ...]]:
        """Answer a SELECT of ours; the steps of a page's tables ask the same again and again."""
        return self._kept(query, *values)

    def _read(self, query: str, *values: object) -> Sequence[tuple[Any, ...]]:
        return self._connection.execute(query, values).fetchall()

    def number(self, query: str, *values: object) -> int:
        """Answer a SELECT of ours that gives one number; 0 where it gives none."""
        return next((int(row[0] or 0) for row in self.rows(query, *values)), 0)

    def numbers(self, column: str, source: str) -> frozenset[int]:
        """Give the numbers in a column, each once: thousands cost less as one text than as rows."""
        ((written,),) = self.rows(f"SELECT json_group_array({column}) FROM {source}")
        return frozenset(json.loads(written))

    def id(self, iri: str) -> int:
        """Give the number of a thing, and 0 for one that is in no table."""
        return self.number("SELECT id FROM thing WHERE iri = ?", iri)

    def iri(self, number: int) -> str:
        """Give the IRI of a thing of that number."""
        ((found,),) = self.rows("SELECT iri FROM thing WHERE id = ?", number)
        return str(found)


@lru_cache(maxsize=2)
def relations_of(folder: Path, store: GraphStore) -> Relations:
    """Open the tables in a generation's folder; make them of its store, in memory, where it was built without.

    Raises StoreError where they are there and cannot be read.
    """
    file = folder / _FILE
    try:
        if file.exists():
            # a worker's jobs run one after another, each in a thread of its own
            address = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
            kept = sqlite3.connect(address, uri=True, check_same_thread=False)
            kept.execute(f"PRAGMA mmap_size = {_MAPPED}")
            if kept.execute("PRAGMA user_version").fetchone() == (_VERSION,):
                return Relations(kept)
            kept.close()
        made = sqlite3.connect(":memory:", check_same_thread=False)
        _fill(made, relate(StatedInStore(store), store))
        return Relations(made)
    except sqlite3.Error as error:
        raise StoreError(f"{file}: the relations cannot be read: {error}") from None


@contextlib.contextmanager
def opened_relations(folder: Path) -> Iterator[Relations]:
    """Open the tables just written into a folder, while they are read there; raise StoreError where they cannot be."""
    try:
        with contextlib.closing(sqlite3.connect(folder / _FILE)) as connection:
            yield Relations(connection)
    except sqlite3.Error as error:
        raise StoreError(f"{folder}: the relations cannot be read: {error}") from None


def write_relations(stated: Stated, store: GraphStore, folder: Path) -> None:
    """Write the tables of a store into a generation's folder; `stated` is what the store's default graph states.

    Raises StoreError where they cannot be written.
    """
    try:
        connection = sqlite3.connect(folder / _FILE)
        try:
            # a build that fails leaves nothing, so that nothing need be undone
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            _fill(connection, relate(stated, store))
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise StoreError(f"{folder}: the relations cannot be written: {error}") from None


def _fill(connection: sqlite3.Connection, rows: Iterable[tuple[str, Iterable[tuple[object, ...]]]]) -> None:
    with connection:
        for name, columns in _TABLES.items():
            keyed = " WITHOUT ROWID" if "PRIMARY KEY (" in columns else ""
            connection.execute(f"CREATE TABLE {name} ({columns}){keyed}")
        for name, own in rows:
            places = ", ".join("?" * len(connection.execute(f"PRAGMA table_info({name})").fetchall()))
            connection.executemany(f"INSERT INTO {name} VALUES ({places})", own)
        for name, looked_up in _INDEXES.items():
            for column in looked_up:
                connection.execute(f"CREATE INDEX {name}_{column} ON {name} ({column})")
        connection.execute(f"PRAGMA user_version = {_VERSION}")
