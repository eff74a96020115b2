"""The tables of the graph, from the statements of each thing: rows by part, then joined with what they look up."""

import csv
import io
import itertools
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from releasegraph.graph.dumping.pieces import checksum_of
from releasegraph.graph.json_ld.entities import Statements
from releasegraph.graph.tables import TABLES, Field, Lookup, Table
from releasegraph.graph.vocabulary import RDF

__all__ = ["Gathered", "zip_tables"]

_TYPE = f"<{RDF.type}>"
_LOOKED_UP = frozenset(
    f"<{property_}>"
    for table in TABLES.values()
    for field in table.fields
    for lookup in field.lookups
    for property_ in lookup.columns.values()
)
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The first a zip can say: the same graph packs to the same bytes."""
_LEVEL = 1

Values = Mapping[str, Sequence[str]]
"""Property to objects."""


class Gathered:
    """What tables need of the things of a part: their own statements, and those looked up of them."""

    def __init__(self) -> None:
        self._rows: dict[str, list[bytes]] = defaultdict(list)
        self._facts: list[bytes] = []

    def add(self, subject: str, statements: Statements) -> None:
        """Take what tables need of a thing of the default graph."""
        said: dict[str, list[str]] = {}
        for predicate, object_ in statements:
            said.setdefault(predicate, []).append(object_)
        for name in _tables_of(said):
            own = [said.get(f"<{field.predicate}>", []) for field in TABLES[name].fields]
            self._rows[name].append(orjson.dumps([subject, own]))
        facts = {predicate: objects for predicate, objects in said.items() if predicate in _LOOKED_UP}
        if facts:
            self._facts.append(orjson.dumps([subject, facts]))

    def write(self, folder: Path, number: int) -> None:
        """Write them into files of the part."""
        for name, rows in (*self._rows.items(), ("facts", self._facts)):
            (folder / f"{number}.{name}").write_bytes(b"\n".join(rows))


def _tables_of(said: Values) -> Iterator[str]:
    """Give the tables in which a thing may have rows."""
    for name, table in TABLES.items():
        if f"<{table.cls}>" in said.get(_TYPE, ()) if table.cls else f"<{table.fields[0].predicate}>" in said:
            yield name


def zip_tables(folder: Path, parts: int, target: Path) -> tuple[int, str]:
    """Write the tables of all parts into a zip of CSV files (RFC 4180), named by table; give its size and SHA-256."""
    rows = {name: _read(folder, parts, name) for name in TABLES}
    wanted = {
        value
        for name, table in TABLES.items()
        for _, own in rows[name]
        for field, values in zip(table.fields, own, strict=True)
        if field.lookups
        for value in values
    }
    facts: dict[str, Values] = {thing: said for thing, said in _read(folder, parts, "facts") if thing in wanted}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as package:
        for name, table in TABLES.items():
            text = io.StringIO(newline="")
            writer = csv.writer(text)
            writer.writerow(table.columns)
            for subject, own in rows[name]:
                writer.writerows(_rows(table, subject, own, facts))
            package.writestr(zipfile.ZipInfo(f"{name}.csv", _MOMENT), text.getvalue(), zipfile.ZIP_DEFLATED, _LEVEL)
    return checksum_of(target)


def _read(folder: Path, parts: int, name: str) -> list[Any]:
    files = (folder / f"{number}.{name}" for number in range(parts))
    return [orjson.loads(line) for file in files if file.exists() for line in file.read_bytes().splitlines()]


def _rows(table: Table, subject: str, own: Sequence[Sequence[str]], facts: Mapping[str, Values]) -> Iterator[list[str]]:
    """Give a row for each choice of a value of each field."""
    choices = [list(_choices(field, values, facts)) for field, values in zip(table.fields, own, strict=True)]
    for chosen in itertools.product(*choices):
        yield [_printed(subject), *itertools.chain.from_iterable(chosen)]


def _choices(field: Field, values: Iterable[str], facts: Mapping[str, Values]) -> Iterator[tuple[str, ...]]:
    """Give what a field may fill its columns with; one choice of nothing where it may be absent, and is."""
    found = False
    for value in values:
        first = () if field.column is None else (_printed(value),)
        looked_up = [_looked_up(lookup, facts.get(value, {})) for lookup in field.lookups]
        for chosen in itertools.product(*looked_up):
            found = True
            yield (*first, *itertools.chain.from_iterable(chosen))
    if not found and field.optional:
        yield ("",) * len(field.columns)


def _looked_up(lookup: Lookup, said: Values) -> list[tuple[str, ...]]:
    columns = [[_printed(one) for one in said.get(f"<{property_}>", ())] for property_ in lookup.columns.values()]
    found = list(itertools.product(*columns))
    return [("",) * len(columns)] if lookup.optional and not found else found


def _printed(term: str) -> str:
    """Give an IRI or the text of a literal (SPARQL 1.1 Query Results CSV, section 3.2)."""
    if term[0] != '"':
        return term[1:-1] if term[0] == "<" else term
    text: str = orjson.loads(term[: term.rindex('"') + 1])
    return text
