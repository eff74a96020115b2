"""From things to the source records they were read in: rows of a sheet, or blocks of lines of a page."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from releasegraph.graph.validating.lookups import Lookups, Row, is_iri
from releasegraph.graph.vocabulary import RG

__all__ = ["Source", "Sources", "read_sources"]


@dataclass(frozen=True, slots=True)
class Source:
    """A source record behind a thing."""

    record: str
    """Its IRI."""
    edition: str
    """The IRI of the edition it is in; "" where the graph does not say."""
    file: str
    layout: str
    """The layout of a page; "" for a workbook."""
    sheet: str
    row: int | None
    first_line: int | None
    last_line: int | None
    text: str | None
    """The exact lines of a page's block."""
    kind: str = ""
    """The kind of narrative the thing is part of there, as `expected-output`; or ""."""
    text_property: str = ""
    """The property of which the thing is the printed value there; or ""."""

    @property
    def position(self) -> tuple[str, str, int, str]:
        """Give what puts sources in order."""
        return self.file, self.sheet, self.row or self.first_line or 0, self.record


Sources = Mapping[str, tuple[Source, ...]]
"""A thing to its source records, in order."""

_RECORDED = f"<{RG.recordedIn}> ?r"
_KIND = f"<{RG.narrativeKind}> ?kind"
_OF_USE = f"?use {_RECORDED}", f"?use {_KIND}"
_WAYS: Sequence[tuple[Sequence[str], Sequence[str]]] = (
    ([f"?n {_RECORDED}"], [f"?n {_KIND}"]),
    ([f"?n <{RG.inRecord}> ?r"], ()),
    ([f"?r <{RG.hasExtraCell}> ?n"], ()),
    ([f"?n <{RG.inText}> ?text", f"?text {_RECORDED}"], ()),
    ([f"?n <{RG.inText}> ?text", f"?use <{RG.narrative}> ?text", _OF_USE[0]], _OF_USE[1:]),
    ([f"?n <{RG.sectionOf}> ?text", f"?use <{RG.narrative}> ?text", _OF_USE[0]], _OF_USE[1:]),
    ([f"?use <{RG.narrative}> ?n", _OF_USE[0]], _OF_USE[1:]),
    ([f"?n <{RG.hasVersion}> ?version", f"?version {_RECORDED}"], ()),
)
"""Ways from a thing to its records, the nearest first: what must match, and what may."""
_NAMED = (
    [f"?n <{RG.spelling}> ?spelling . ?thing ?printed ?spelling ; {_RECORDED}"],
    [f"?thing ?by ?n ; {_RECORDED}"],
)
"""Ways from a thing that has no records of its own to those of what names it."""
_SAID = {
    "e": RG.inEdition,
    "sheet": RG.sheet,
    "row": RG.row,
    "first": RG.firstLine,
    "last": RG.lastLine,
    "text": RG.text,
}
"""What a record says of itself, by variable."""
_OF_EDITION = [f"?n <{RG.sourceFile}> ?file", f"?n <{RG.layout}> ?layout"]
_NAMING = 30
"""Records looked at of what names a thing: a dataset is named on thousands of rows."""


def read_sources(things: Iterable[str], records: Collection[str], lookups: Lookups) -> Sources:
    """Give the source records behind things, by the nearest way that leads to any; a thing without any is left out.

    `records` are those of the things that are source records themselves.
    """
    said = _said("?n")
    found = {
        record: [[record, "", "", *facts] for facts in rows]
        for record, rows in lookups.rows(records, _FACTS, (), said).items()
    }
    left = set(things).difference(records)
    for needed, optional in _WAYS:
        by_way = lookups.rows(left, _LED, needed, [*optional, *_said("?r")])
        found |= by_way
        left -= by_way.keys()
    for needed in _NAMED:
        by_way = lookups.few(left, _LED, needed, _said("?r"), _NAMING)
        found |= by_way
        left -= by_way.keys()
    in_editions = {row[_EDITION] for rows in found.values() for row in rows}
    editions = lookups.rows(in_editions, "?file ?layout", (), _OF_EDITION)
    return {thing: _sources(rows, editions) for thing, rows in found.items()}


_FACTS = " ".join(f"?{name}" for name in _SAID)
_LED = f"?r ?kind ?printed {_FACTS}"
_EDITION = 3
"""Where the edition stands in a row."""


def _said(record: str) -> list[str]:
    return [f"{record} <{by}> ?{name}" for name, by in _SAID.items()]


def _sources(rows: Sequence[Row], editions: Mapping[str, Sequence[Row]]) -> tuple[Source, ...]:
    """Give a thing's sources in order, each once; of records that say a thing of themselves twice, the least."""
    if len(rows) == 1:
        return (_source(rows[0], editions),) if is_iri(rows[0][0]) else ()
    once = {tuple(row[:_EDITION]): row for row in sorted(rows, reverse=True) if is_iri(row[0])}
    return tuple(sorted((_source(row, editions) for row in once.values()), key=_position))


def _source(row: Row, editions: Mapping[str, Sequence[Row]]) -> Source:
    record, kind, printed, edition, sheet, number, first, last, text = row
    file, layout = min(editions.get(edition, _UNKNOWN))
    return Source(
        record=record,
        edition=edition,
        file=file or edition or record,
        layout=layout,
        sheet=sheet,
        row=_number(number),
        first_line=_number(first),
        last_line=_number(last),
        text=text or None,
        kind=kind.rpartition("/")[2],
        text_property=printed,
    )


_UNKNOWN = [["", ""]]


def _position(source: Source) -> tuple[str, str, int, str]:
    return source.position


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() else None
