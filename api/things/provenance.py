"""Which cell or lines of a source state a value: a thing's records, and the column or label of each property."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from releasegraph.api.things.asked import Asked
from releasegraph.api.view import Value
from releasegraph.graph.fields import field_mappings
from releasegraph.graph.vocabulary import PREFIXES, RG

__all__ = ["Place", "Record", "column_labels", "find_places", "read_records"]

_MOST = 3
"""Places given for one value."""


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a sheet, or lines of a page."""

    iri: str
    file: str
    edition: str
    source: str
    """As the field mappings name it: `Agreements`, `page B`."""
    row: int | None = None
    first_line: int | None = None
    last_line: int | None = None
    text: str | None = None

    @property
    def words(self) -> str:
        """Give `row 1,204 of Agreements` or `lines 12 to 14`."""
        if self.row is not None:
            return f"row {self.row:,} of {self.source}"
        if self.first_line is None or self.first_line == self.last_line:
            return f"line {self.first_line}"
        return f"lines {self.first_line:,} to {self.last_line:,}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value is printed: a link to the record, and the column or label it stands under."""

    record: Value
    column: str | None
    is_page: bool


def read_records(asked: Asked, records: Sequence[str]) -> tuple[Record, ...]:
    """Read source records, in the order of rows or lines."""
    anywhere = asked.statements(None)
    editions: dict[str, tuple[str, str]] = {}
    found = []
    for iri in records:
        edition = anywhere.one(iri, RG.inEdition) or ""
        if edition and edition not in editions:
            file, layout = anywhere.one(edition, RG.sourceFile), anywhere.one(edition, RG.layout)
            editions[edition] = (file or "", f"page {layout}")
        file, page = editions.get(edition, ("", ""))
        found.append(
            Record(
                iri,
                file,
                edition,
                anywhere.one(iri, RG.sheet) or page,
                anywhere.number(iri, RG.row),
                anywhere.number(iri, RG.firstLine),
                anywhere.number(iri, RG.lastLine),
                anywhere.one(iri, RG.text),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.file, one.source, one.row or one.first_line or 0, one.iri)))


def find_places(asked: Asked, records: Sequence[Record], class_name: str, predicate: str) -> tuple[Place, ...]:
    """Give where a property of a thing of a class (`AgreementVersion`) is printed: its column, or its label's lines."""
    places = []
    for record in records:
        labels = column_labels(record.source, class_name, predicate)
        if record.text is not None:
            start = record.text.lstrip().casefold()
            labels = tuple(label for label in labels if start.startswith(label.casefold()))
        places += [
            Place(
                Value(record.words, asked.links.href(record.iri), record.iri),
                label,
                record.text is not None,
            )
            for label in labels
        ]
    return tuple(places[:_MOST])


@cache
def column_labels(source: str, class_name: str, predicate: str) -> tuple[str, ...]:
    """Give the columns of a sheet, or the labels of a page layout, that say a property of a class."""
    name = next(
        (
            predicate.removeprefix(namespace) if prefix == "rg" else f"{prefix}:{predicate.removeprefix(namespace)}"
            for prefix, namespace in PREFIXES.items()
            if predicate.startswith(namespace)
        ),
        predicate,
    )
    return tuple(
        dict.fromkeys(
            row.label
            for row in field_mappings()
            if row.source == source and row.class_name == class_name and name in row.properties
        )
    )
