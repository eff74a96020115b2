"""A source record's page: a row or run of lines, and what was read from each of its columns."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rdflib.term import Literal, URIRef

from releasegraph.api.things.asked import Asked
from releasegraph.api.things.showing import bare, link
from releasegraph.api.things.statements import Thing
from releasegraph.api.view import Value, view_value
from releasegraph.graph.fields import FieldMapping, field_mappings
from releasegraph.graph.vocabulary import ODRL, PREFIXES, RDF, RDFS, RG, XSD

__all__ = ["Cell", "Found", "IssueHere", "Read", "RecordView", "view_record"]

_FAR = 50
"""Rows looked over for the next record: a blank row has none."""
_FOUND = 100
"""Things read from one record that are shown."""


@dataclass(frozen=True, slots=True)
class Read:
    """A property of a thing, and the values read for it."""

    thing: Value
    property: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of the row, or a label the lines begin with, and what was read from it."""

    label: str
    read: tuple[Read, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A thing that was read from the record, and what kind of thing it is."""

    thing: Value
    kind: str


@dataclass(frozen=True, slots=True)
class IssueHere:
    """An issue in the record."""

    issue: Value
    severity: str
    column: str
    printed: str
    expected: str


@dataclass(frozen=True, slots=True)
class RecordView:
    """The page of a source record."""

    title: str
    """Such as `Row 1,204 of Datasets`."""
    file: str
    edition: Value | None
    sheet: str | None
    text: str | None
    first_line: int
    cells: tuple[Cell, ...]
    extra: tuple[tuple[str, str], ...]
    """Columns the register does not define, with their text."""
    found: tuple[Found, ...]
    more_found: int
    issues: tuple[IssueHere, ...]
    previous: Value | None
    next: Value | None


def view_record(asked: Asked) -> RecordView:
    """Show a source record."""
    own = asked.about(asked.iri)
    edition = own.one(RG.inEdition)
    file = (edition and asked.about(edition).one(RG.sourceFile)) or "an unnamed file"
    anywhere = asked.statements(None)
    things = [asked.about(iri) for iri in anywhere.subjects(RG.recordedIn, asked.iri)]
    text = own.one(RG.text)
    mappings = _mappings(asked, own, edition, text)
    extra = (asked.about(cell) for cell in own.all(RG.hasExtraCell))
    before, after = _neighbours(asked, own)
    return RecordView(
        title=_title(own),
        file=file,
        edition=None if edition is None else link(asked, edition),
        sheet=own.one(RG.sheet),
        text=text,
        first_line=int(own.one(RG.firstLine) or 1),
        cells=tuple(_cells(asked, mappings, things)),
        extra=tuple((cell.one(RG.column) or "", cell.one(RG.cellText) or "") for cell in extra),
        found=tuple(_found(asked, one) for one in things[:_FOUND]),
        more_found=max(0, len(things) - _FOUND),
        issues=tuple(_issue(asked, asked.about(iri)) for iri in anywhere.subjects(RG.inRecord, asked.iri)),
        previous=before,
        next=after,
    )


def _title(own: Thing) -> str:
    row, first_line, last_line = own.one(RG.row), own.one(RG.firstLine), own.one(RG.lastLine)
    if row is not None:
        return f"Row {int(row):,} of {own.one(RG.sheet) or 'a sheet'}"
    if first_line is not None and first_line == last_line:
        return f"Line {int(first_line):,}"
    return f"Lines {int(first_line):,} to {int(last_line):,}" if first_line and last_line else "Source record"


def _found(asked: Asked, thing: Thing) -> Found:
    """Show a thing by its own label, or by its kind where it has none; the use of a text by the field it fills."""
    kind = next((name for term, name in _KINDS.items() if term in thing.all(RDF.type)), None)
    if kind is None:
        classes = thing.all(RDF.type)
        kind = asked.labels.property(classes[-1]) if classes else "Thing"
    field = thing.one(RG.narrativeKind)
    name = asked.labels.of(thing.iri if field is None else field)
    if thing.iri.endswith(name):
        name, kind = kind, ""
    return Found(Value(name, asked.links.href(thing.iri), thing.iri), kind)


_KINDS = {ODRL.Agreement: "Policy", ODRL.Set: "Policy", RG.NarrativeUse: "Text of a field"}
"""What to call things whose class has no label of ours, or another than a reader expects."""


def _mappings(asked: Asked, own: Thing, edition: str | None, text: str | None) -> Iterable[FieldMapping]:
    """Give the rows of the table of field mappings that speak of this record, in the order of its columns."""
    layout = edition and asked.about(edition).one(RG.layout)
    source = own.one(RG.sheet) or f"page {layout}"
    begins = None if text is None else text.lstrip().casefold()
    return [
        mapping
        for mapping in field_mappings()
        if mapping.source == source and (begins is None or begins.startswith(mapping.label.casefold()))
    ]


def _cells(asked: Asked, mappings: Iterable[FieldMapping], things: list[Thing]) -> Iterator[Cell]:
    for mapping in mappings:
        kind = PREFIXES["rg"] + mapping.class_name
        own = [thing for thing in things if kind in thing.all(RDF.type)]
        yield Cell(mapping.label, tuple(_reads(asked, mapping, own)))


def _reads(asked: Asked, mapping: FieldMapping, things: Iterable[Thing]) -> Iterator[Read]:
    for thing in things:
        narrative_kind = thing.one(RG.narrativeKind)
        if narrative_kind is not None and narrative_kind.rpartition("/")[2].replace("-", "_") != mapping.field:
            continue
        for name in mapping.properties:
            prefix, _, local = name.rpartition(":")
            predicate = PREFIXES[prefix or "rg"] + local
            if predicate == RDFS.label:  # it repeats the reference
                continue
            shown = tuple(bare(view_value(term, asked.labels, asked.links)) for term in thing.objects(predicate))
            if shown:
                yield Read(link(asked, thing.iri), asked.labels.property(predicate), shown)


def _issue(asked: Asked, own: Thing) -> IssueHere:
    kind, severity = own.one(RG.issueKind), own.one(RG.severity)
    name = "Issue" if kind is None else asked.labels.of(kind)
    return IssueHere(
        Value(name, asked.links.href(own.iri), own.iri),
        "" if severity is None else asked.labels.of(severity),
        own.one(RG.column) or "",
        own.one(RG.printedValue) or "",
        own.one(RG.expected) or "",
    )


def _neighbours(asked: Asked, own: Thing) -> tuple[Value | None, Value | None]:
    row = own.one(RG.row)
    if row is not None:
        stem = own.iri.rpartition("/")[0]
        return _row(asked, stem, int(row), -1), _row(asked, stem, int(row), 1)
    above, below = int(own.one(RG.firstLine) or 0) - 1, int(own.one(RG.lastLine) or 0) + 1
    return _lines(asked, own, RG.lastLine, above), _lines(asked, own, RG.firstLine, below)


def _row(asked: Asked, stem: str, row: int, step: int) -> Value | None:
    for number in range(row + step, row + step * _FAR, step):
        iri = f"{stem}/{number}"
        if number > 1 and next(asked.store.quads(subject=iri, predicate=RG.row, graph=None), None):
            return Value(f"Row {number:,}", asked.links.href(iri), iri)
    return None


def _lines(asked: Asked, own: Thing, predicate: str, line: int) -> Value | None:
    stem = own.iri.rpartition("/")[0] + "/"
    wanted = Literal(str(line), datatype=URIRef(XSD.integer))
    for subject, *_ in asked.store.quads(predicate=predicate, object_=wanted, graph=None):
        iri = str(subject)
        if iri.startswith(stem):
            return Value(_title(asked.about(iri)), asked.links.href(iri), iri)
    return None
