"""From things to the source records they were read in: rows of a sheet, or blocks of lines of a page."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from releasegraph.graph.validating.lookups import Lookups, Row
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

_USE = f"?use <{RG.recordedIn}> ?r OPTIONAL {{ ?use <{RG.narrativeKind}> ?kind }}"
_WAYS = (
    f"?n <{RG.recordedIn}> ?r OPTIONAL {{ ?n <{RG.narrativeKind}> ?kind }}",
    f"?n <{RG.inRecord}> ?r",
    f"?r <{RG.hasExtraCell}> ?n",
    f"?n <{RG.inText}>/<{RG.recordedIn}> ?r",
    f"?n <{RG.inText}>/^<{RG.narrative}> ?use . {_USE}",
    f"?n <{RG.sectionOf}>/^<{RG.narrative}> ?use . {_USE}",
    f"?use <{RG.narrative}> ?n . {_USE}",
    f"?n <{RG.hasVersion}>/<{RG.recordedIn}> ?r",
)
"""Ways from a thing to its records, the nearest first."""
_NAMED = (
    f"?n <{RG.spelling}> ?spelling . ?thing ?printed ?spelling ; <{RG.recordedIn}> ?r",
    f"?thing ?by ?n ; <{RG.recordedIn}> ?r",
)
"""Ways from a thing that has no records of its own to those of what names it."""
_SAID = " ".join(
    f"OPTIONAL {{ ?n <{by}> ?{name} }}"
    for by, name in (
        (RG.inEdition, "e"),
        (RG.sheet, "sheet"),
        (RG.row, "row"),
        (RG.firstLine, "first"),
        (RG.lastLine, "last"),
        (RG.text, "text"),
    )
)
_EDITIONS = f"OPTIONAL {{ ?n <{RG.sourceFile}> ?file }} OPTIONAL {{ ?n <{RG.layout}> ?layout }}"
_NAMING = 30
"""Records looked at of what names a thing: a dataset is named on thousands of rows."""

_Lead = tuple[str, str, str]
"""A record, and the kind of narrative and the property that led to it, or ""."""


def read_sources(things: Iterable[str], records: Collection[str], lookups: Lookups) -> Sources:
    """Give the source records behind things, by the nearest way that leads to any; a thing without any is left out.

    `records` are those of the things that are source records themselves.
    """
    leads: dict[str, Sequence[_Lead]] = {record: ((record, "", ""),) for record in records}
    left = set(things).difference(records)
    for way in _WAYS:
        found = lookups.rows(left, "?r ?kind ?printed", way)
        leads.update((thing, _leads(rows)) for thing, rows in found.items())
        left -= found.keys()
    for way in _NAMED:
        found = lookups.few(left, "?r ?kind ?printed", way, _NAMING)
        leads.update((thing, _leads(rows)) for thing, rows in found.items())
        left -= found.keys()
    said = lookups.rows({record for led in leads.values() for record, _, _ in led}, _FACTS, _SAID)
    editions = lookups.rows({row[0] for rows in said.values() for row in rows}, "?file ?layout", _EDITIONS)
    known = {record: _source(record, min(rows), editions) for record, rows in said.items()}
    return {
        thing: tuple(sorted((_led(known[lead[0]], lead) for lead in led if lead[0] in known), key=_position))
        for thing, led in leads.items()
    }


_FACTS = "?e ?sheet ?row ?first ?last ?text"


def _leads(rows: Iterable[Row]) -> Sequence[_Lead]:
    return sorted({(record, kind.rpartition("/")[2], printed) for record, kind, printed in rows})


def _source(record: str, row: Row, editions: Mapping[str, Sequence[Row]]) -> Source:
    edition, sheet, number, first, last, text = row
    file, layout = min(editions.get(edition, [["", ""]]))
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
    )


def _led(source: Source, lead: _Lead) -> Source:
    _, kind, printed = lead
    return replace(source, kind=kind, text_property=printed) if kind or printed else source


def _position(source: Source) -> tuple[str, str, int, str]:
    return source.position


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() else None
