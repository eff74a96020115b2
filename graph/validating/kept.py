"""The report a generation keeps, as rows beside its graph: what pages and the API filter, count and page by.

One SQLite file, written whole and never changed: `finding` (the worst first), its `place`s and the `body`s it concerns,
every `rule` that was tried, and `tally`: findings by edition and rule, also of editions validated before.
"""

import hashlib
import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any

from releasegraph.graph.errors import StoreError
from releasegraph.graph.generations import REPORT
from releasegraph.graph.validating.places import Place
from releasegraph.graph.validating.report import Body, Finding, Report, Rule
from releasegraph.graph.validating.tallies import Tally
from releasegraph.graph.validating.written import finding_lines, head_lines, result_names

__all__ = ["Kept", "kept_report", "write_kept"]

_VERSION = 1
"""Raised when the tables change: a report of another version is as none."""
_ANSWERS = 256
"""Short answers kept, the last asked for."""
_CHUNK = 1000
"""Findings read at once."""

_TABLES = {
    "rule": "id INTEGER PRIMARY KEY, iri TEXT NOT NULL, name TEXT NOT NULL, why TEXT NOT NULL, example TEXT NOT NULL, "
    "severity TEXT NOT NULL",
    "finding": "id INTEGER PRIMARY KEY, rule INTEGER NOT NULL, fingerprint TEXT NOT NULL, result TEXT NOT NULL, "
    "severity TEXT NOT NULL, message TEXT NOT NULL, focus TEXT NOT NULL, path TEXT, value TEXT, "
    "datatype TEXT NOT NULL, printed TEXT, expected TEXT NOT NULL, edition TEXT, "
    "component TEXT NOT NULL, focus_datatype TEXT NOT NULL",
    "place": "finding INTEGER, number INTEGER, file TEXT NOT NULL, sheet TEXT, row INTEGER, column TEXT, "
    "first_line INTEGER, last_line INTEGER, record TEXT, edition TEXT, PRIMARY KEY (finding, number)",
    "body": "finding INTEGER, number INTEGER, iri TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (finding, number)",
    "tally": "edition TEXT, rule TEXT, name TEXT NOT NULL, severity TEXT NOT NULL, number INTEGER NOT NULL, "
    "PRIMARY KEY (edition, rule)",
    "info": "key TEXT, value TEXT NOT NULL, PRIMARY KEY (key)",
}
_INDEXES = {
    "finding": (
        "rule, severity, edition",
        "severity, edition, rule",
        "edition, severity, rule",
        "fingerprint",
        "focus",
    ),
    "place": ("record",),
    "body": ("iri, name",),
}
_OF_PLACE = ("file", "sheet", "row", "column", "first_line", "last_line", "record", "edition")
_OF_FINDING = {
    name: "focus_node" if name == "focus" else name
    for name in (
        *("severity", "message", "focus", "path", "value", "datatype", "printed", "expected", "edition", "component"),
        "focus_datatype",
    )
}
"""A column to the field of a finding."""


class Kept:
    """A kept report, to be asked in SQL."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._few = lru_cache(_ANSWERS)(self.rows)

    def few(self, query: str, *values: object) -> Sequence[tuple[Any, ...]]:
        """Answer a SELECT of ours that gives few rows, and keep them: the pages of a view have the same counts."""
        return self._few(query, *values)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Answer a SELECT of ours."""
        return self._connection.execute(query, values).fetchall()

    @property
    def base(self) -> str:
        """Give the base of the IRIs of the report."""
        return str(self.rows("SELECT value FROM info WHERE key = 'base'")[0][0])

    @property
    def digest(self) -> str:
        """Give text that two reports have in common only where they say the same."""
        return str(self.rows("SELECT value FROM info WHERE key = 'digest'")[0][0])

    @property
    def counts(self) -> Counter[str]:
        """Give the number of findings by severity."""
        return Counter(dict(self.rows("SELECT severity, COUNT(*) FROM finding GROUP BY severity")))

    def rules(self) -> tuple[Rule, ...]:
        """Give every rule that was tried."""
        return tuple(Rule(*row) for row in self.rows("SELECT iri, name, why, example, severity FROM rule ORDER BY id"))

    def tallies(self) -> tuple[Tally, ...]:
        """Give the findings by edition and rule."""
        found = self.few("SELECT edition, rule, name, severity, number FROM tally ORDER BY edition, rule")
        return tuple(Tally(*row) for row in found)

    def findings(self, ids: Iterable[int] | None = None) -> Iterator[tuple[str, Finding]]:
        """Give findings of these numbers, or all, in order, each with the IRI of its result."""
        numbers = (
            [row[0] for row in self.rows("SELECT id FROM finding ORDER BY id")] if ids is None else sorted(set(ids))
        )
        rules = {
            number: Rule(*row) for number, *row in self.rows("SELECT id, iri, name, why, example, severity FROM rule")
        }
        for start in range(0, len(numbers), _CHUNK):
            yield from self._chunk(numbers[start : start + _CHUNK], rules)

    def _chunk(self, ids: Sequence[int], rules: Mapping[int, Rule]) -> Iterator[tuple[str, Finding]]:
        asked = json.dumps(ids)
        places, bodies = defaultdict[int, list[Place]](list), defaultdict[int, list[Body]](list)
        for number, *row in self.rows(f"SELECT finding, {', '.join(_OF_PLACE)} FROM place {_AMONG}", asked):
            places[number].append(Place(*row))
        for number, *row in self.rows(f"SELECT finding, iri, name FROM body {_AMONG}", asked):
            bodies[number].append(Body(*row))
        query = f"SELECT id, rule, result, {', '.join(_OF_FINDING)} FROM finding {_THESE}"
        for number, rule, result, *row in self.rows(query, asked):
            said: dict[str, Any] = dict(zip(_OF_FINDING.values(), row, strict=True))
            yield result, Finding(rule=rules[rule], places=tuple(places[number]), bodies=tuple(bodies[number]), **said)

    def lines(self, ids: Iterable[int] | None = None) -> Iterator[str]:
        """Write the whole report as N-Triples, or without its head the findings of these numbers."""
        if ids is None:
            ((conforms,),) = self.rows("SELECT NOT EXISTS (SELECT 1 FROM finding)")
            yield from head_lines(self.base, conforms=bool(conforms))
        yield from finding_lines(self.findings(ids), self.base)


_AMONG = "WHERE finding IN (SELECT value FROM json_each(?)) ORDER BY finding, number"
_THESE = "WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"


def kept_report(folder: Path) -> Kept | None:
    """Open the report in a generation's folder; None where there is none. Raises StoreError for one that is broken."""
    file = folder / REPORT
    try:
        state = file.stat()
        return _opened(file, state.st_ino, state.st_mtime_ns)
    except FileNotFoundError:
        return None
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{folder}: the validation report cannot be read: {error}") from None


@lru_cache(maxsize=4)
def _opened(file: Path, _inode: int, _modified: int) -> Kept | None:
    # a worker's jobs run one after another, each in a thread of its own
    address = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(address, uri=True, check_same_thread=False)
    if connection.execute("PRAGMA user_version").fetchone() == (_VERSION,):
        return Kept(connection)
    connection.close()
    return None


def write_kept(file: Path, report: Report, tallies: Iterable[Tally], base: str) -> None:
    """Write a report into a new file; raise StoreError where it cannot be written."""
    try:
        with closing(sqlite3.connect(file)) as connection:
            # a write that fails leaves nothing that is read, so that nothing need be undone
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            _fill(connection, report, tallies, base)
    except sqlite3.Error as error:
        raise StoreError(f"{file.parent}: the validation report cannot be written: {error}") from None


def _fill(connection: sqlite3.Connection, report: Report, tallies: Iterable[Tally], base: str) -> None:
    said = hashlib.sha256()
    with connection:
        for name, columns in _TABLES.items():
            keyed = " WITHOUT ROWID" if "PRIMARY KEY (" in columns else ""
            connection.execute(f"CREATE TABLE {name} ({columns}){keyed}")
        for name, rows in _rows(report, tallies, base).items():
            columns = ", ".join("?" for _ in connection.execute(f"SELECT * FROM {name}").description)
            connection.executemany(f"INSERT INTO {name} VALUES ({columns})", _passing(rows, said))
        connection.execute("INSERT INTO info VALUES ('digest', ?)", (said.hexdigest(),))
        for name, indexes in _INDEXES.items():
            for number, columns in enumerate(indexes):
                connection.execute(f"CREATE INDEX {name}_{number} ON {name} ({columns})")
        connection.execute(f"PRAGMA user_version = {_VERSION}")


def _passing(rows: Iterable[tuple[object, ...]], said: "hashlib._Hash") -> Iterator[tuple[object, ...]]:
    """Pass on rows, and hash what they say."""
    for row in rows:
        said.update(repr(row).encode("utf-8", "replace"))
        yield row


def _rows(report: Report, tallies: Iterable[Tally], base: str) -> Mapping[str, Iterable[tuple[object, ...]]]:
    rules = list(dict.fromkeys((*report.rules, *(finding.rule for finding in report.findings))))
    numbers = {rule: number for number, rule in enumerate(rules)}
    names = result_names(report.findings, base)
    return {
        "info": [("base", base)],
        "rule": [(number, one.iri, one.name, one.why, one.example, one.severity) for one, number in numbers.items()],
        "finding": (
            (number, numbers[one.rule], one.fingerprint, name, *attrgetter(*_OF_FINDING.values())(one))
            for number, (one, name) in enumerate(zip(report.findings, names, strict=True))
        ),
        "place": (
            (number, order, *(getattr(place, name) for name in _OF_PLACE))
            for number, one in enumerate(report.findings)
            for order, place in enumerate(one.places)
        ),
        "body": (
            (number, order, body.iri, body.name)
            for number, one in enumerate(report.findings)
            for order, body in enumerate(one.bodies)
        ),
        "tally": tallies,
    }
