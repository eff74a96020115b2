"""Where in the sources a thing was read: a cell of a sheet, or lines of a page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from releasegraph.graph.fields import FieldMapping, field_mappings
from releasegraph.graph.validating.evidence import Source
from releasegraph.graph.vocabulary import PREFIXES

__all__ = ["Described", "Place", "Spot", "compact", "spots_of"]

MOST_PLACES = 3
"""Places shown for one thing: a dataset is named on thousands of rows."""


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a sheet, or lines of a page."""

    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    """The column of the sheet, or the label on the page."""
    first_line: int | None = None
    last_line: int | None = None
    record: str | None = None
    """The IRI of the source record, where there is one."""
    edition: str | None = None
    """The IRI of the edition that the record is in."""

    def __str__(self) -> str:
        """Give `file: sheet row N, column C`, or `file: lines a-b, label`."""
        if self.first_line is not None:
            return f"{self.file}: lines {self.first_line}-{self.last_line}" + (
                f", {self.column}" if self.column else ""
            )
        if self.sheet is None:
            return self.file
        return f"{self.file}: {self.sheet} row {self.row}" + (f", column {self.column}" if self.column else "")


@dataclass(frozen=True, slots=True)
class Described:
    """What decides the column of a thing's property."""

    classes: frozenset[str]
    """The local names of its classes of ours."""
    column: str | None = None
    """The column it names itself: an issue or an extra cell."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place, with the record and the mappings that led to it."""

    place: Place
    source: Source
    mappings: tuple[FieldMapping, ...]
    labels: tuple[str, ...]


def spots_of(sources: Sequence[Source], path: str | None, described: Described) -> tuple[Spot, ...]:
    """Give at most three places of a thing, at the column or label of a property where the mappings know it."""
    spots = [_spot(source, path, described) for source in sources]
    exact = [spot for spot in spots if _stands_in(spot)]
    return tuple((exact or spots)[:MOST_PLACES])


def _spot(source: Source, path: str | None, described: Described) -> Spot:
    mappings = _mappings(source, path, described.classes)
    labels = (described.column,) if described.column else tuple(dict.fromkeys(one.label for one in mappings))
    place = Place(
        file=source.file,
        sheet=source.sheet or None,
        row=source.row,
        column=" or ".join(labels) or None,
        first_line=source.first_line,
        last_line=source.last_line,
        record=source.record,
        edition=source.edition or None,
    )
    return Spot(place, source, mappings, labels)


def _mappings(source: Source, path: str | None, classes: Iterable[str]) -> tuple[FieldMapping, ...]:
    """Give the columns or labels of a source that say a property of things of these classes."""
    printed_as = source.sheet or f"page {source.layout}"
    if source.kind:
        return _table().get((printed_as, "NarrativeUse", "narrative", source.kind.replace("-", "_")), ())
    if source.text_property:
        return _of_property(printed_as, compact(source.text_property))
    if path is None:
        return ()
    wanted = compact(path)
    names = sorted({_PRINTED_WITH.get(name, name) for name in classes})
    return tuple(one for name in names for one in _table().get((printed_as, name, wanted, ""), ()))


_PRINTED_WITH = {"Agreement": "AgreementVersion"}
"""A class whose things have no row of their own to the class that their properties are printed with."""


@cache
def _table() -> Mapping[tuple[str, str, str, str], tuple[FieldMapping, ...]]:
    """Give the mappings by source, class and property; also by field, with the field of them alone."""
    table: dict[tuple[str, str, str, str], tuple[FieldMapping, ...]] = {}
    for row in field_mappings():
        for name in row.properties:
            for field in ("", row.field):
                key = row.source, row.class_name, name, field
                table[key] = (*table.get(key, ()), row)
    return table


@cache
def _of_property(printed_as: str, name: str) -> tuple[FieldMapping, ...]:
    return tuple(row for row in field_mappings() if row.source == printed_as and name in row.properties)


def _stands_in(spot: Spot) -> bool:
    """Tell whether a record is where one of the labels is printed: any row, or the lines that begin with the label."""
    text = spot.source.text
    return text is None or any(text.lstrip().casefold().startswith(label.casefold()) for label in spot.labels)


def compact(path: str) -> str:
    """Write a property as the table of field mappings does: ours without prefix, others with it."""
    for prefix, namespace in PREFIXES.items():
        if path.startswith(namespace):
            local = path.removeprefix(namespace)
            return local if prefix == "rg" else f"{prefix}:{local}"
    return path
