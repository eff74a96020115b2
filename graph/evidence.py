"""Where in the sources a thing was read: from its node back to a row and column, or to lines and a label."""

from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF
from rdflib.paths import Path, SequencePath
from rdflib.term import Node

from releasegraph.graph.fields import field_mappings
from releasegraph.graph.vocabulary import PREFIXES, RG

__all__ = ["Place", "find_places"]

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

    def __str__(self) -> str:
        """Give `file: sheet row N, column C`, or `file: lines a-b, label`."""
        if self.first_line is not None:
            return f"{self.file}: lines {self.first_line}-{self.last_line}" + (
                f", {self.column}" if self.column else ""
            )
        if self.sheet is None:
            return self.file
        return f"{self.file}: {self.sheet} row {self.row}" + (f", column {self.column}" if self.column else "")


_RECORDED_IN = URIRef(RG.recordedIn)
_IN_TEXT = URIRef(RG.inText)
_USE_OF = ~URIRef(RG.narrative)
_EVIDENCE: tuple[URIRef | Path, ...] = (
    _RECORDED_IN,
    URIRef(RG.inRecord),
    ~URIRef(RG.hasExtraCell),
    SequencePath(_IN_TEXT, _RECORDED_IN),
    SequencePath(_IN_TEXT, _USE_OF, _RECORDED_IN),
    SequencePath(URIRef(RG.sectionOf), _USE_OF, _RECORDED_IN),
    SequencePath(_USE_OF, _RECORDED_IN),
    SequencePath(URIRef(RG.hasVersion), _RECORDED_IN),
)
"""Ways from a thing to its records, the nearest first."""


def find_places(data: Graph, node: Node, path: Node | None = None) -> tuple[Place, ...]:
    """Give at most three places behind a node, at the column or label of a property where the mappings know it."""
    file = data.value(node, URIRef(RG.sourceFile))
    if file is not None:
        return (Place(str(file)),)
    records = _find_records(data, node)
    labels = {record: _labels(data, node, path, record) for record in records}
    exact = [record for record in records if _stands_in(data, record, labels[record])]
    return tuple(_place(data, record, labels[record]) for record in (exact or records)[:MOST_PLACES])


def _find_records(data: Graph, node: Node) -> tuple[Node, ...]:
    """Give the source records behind a node, in order; those of the things that name it where it has none itself."""
    if (node, RDF.type, URIRef(RG.SourceRecord)) in data:
        return (node,)
    for way in _EVIDENCE:
        found = set(data.objects(node, way))
        if found:
            return tuple(sorted(found, key=lambda record: _position(data, record)))
    naming = {record for thing in set(data.subjects(None, node)) for record in data.objects(thing, _RECORDED_IN)}
    return tuple(sorted(naming, key=lambda record: _position(data, record)))


def _place(data: Graph, record: Node, labels: tuple[str, ...]) -> Place:
    return Place(
        file=_file(data, record),
        sheet=_text(data, record, RG.sheet),
        row=_number(data, record, RG.row),
        column=" or ".join(labels) or None,
        first_line=_number(data, record, RG.firstLine),
        last_line=_number(data, record, RG.lastLine),
        record=str(record),
    )


def _labels(data: Graph, node: Node, path: Node | None, record: Node) -> tuple[str, ...]:
    """Give the columns or labels of the record's source that say this property of this class of things."""
    printed = _text(data, node, RG.column)
    if printed:
        return (printed,)
    sheet, layout = _text(data, record, RG.sheet), _text(data, _edition(data, record), RG.layout)
    source = sheet or f"page {layout}"
    classes = {str(kind).removeprefix(PREFIXES["rg"]) for kind in data.objects(node, RDF.type)}
    kind = data.value(node, URIRef(RG.narrativeKind))
    field = str(kind).rpartition("/")[2].replace("-", "_") if kind else None
    rows = [
        row
        for row in field_mappings()
        if row.source == source and row.class_name in classes and _compact(path) in row.properties
    ]
    return tuple(dict.fromkeys(row.label for row in rows if field in (None, row.field)))


def _stands_in(data: Graph, record: Node, labels: Iterable[str]) -> bool:
    """Tell whether a record is where one of the labels is printed: any row, or the lines that begin with the label."""
    text = _text(data, record, RG.text)
    return text is None or any(text.lstrip().casefold().startswith(label.casefold()) for label in labels)


def _position(data: Graph, record: Node) -> tuple[str, str, int, str]:
    place = _place(data, record, ())
    return place.file, place.sheet or "", place.row or place.first_line or 0, str(record)


def _file(data: Graph, record: Node) -> str:
    edition = _edition(data, record)
    return _text(data, edition, RG.sourceFile) or str(edition or record)


def _edition(data: Graph, record: Node) -> Node | None:
    return data.value(record, URIRef(RG.inEdition))


def _text(data: Graph, node: Node | None, property_iri: str) -> str | None:
    value = None if node is None else data.value(node, URIRef(property_iri))
    return None if value is None else str(value)


def _number(data: Graph, node: Node, property_iri: str) -> int | None:
    value = data.value(node, URIRef(property_iri))
    return value.value if isinstance(value, Literal) and isinstance(value.value, int) else None


def _compact(path: Node | None) -> str:
    """Write a property as the table of field mappings does: ours without prefix, others with it."""
    text = str(path)
    for prefix, namespace in PREFIXES.items():
        if text.startswith(namespace):
            local = text.removeprefix(namespace)
            return local if prefix == "rg" else f"{prefix}:{local}"
    return text
