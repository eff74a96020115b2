"""From things to the source records they were read in: rows of a sheet, or blocks of lines of a page."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from releasegraph.graph.validating.lookups import Lookups, Row
from releasegraph.graph.vocabulary import RDF, RG

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
    kind: str
    """The kind of narrative the thing is part of there, as `expected-output`; or ""."""
    text_property: str
    """The property of which the thing is the printed value there; or ""."""

    @property
    def position(self) -> tuple[str, str, int, str]:
        """Give what puts sources in order."""
        return self.file, self.sheet, self.row or self.first_line or 0, self.record


Sources = Mapping[str, tuple[Source, ...]]
"""A thing to its source records, in order."""

_USE = f"?use <{RG.recordedIn}> ?r OPTIONAL {{ ?use <{RG.narrativeKind}> ?kind }}"
_WAYS = (
    f"?n <{RDF.type}> <{RG.SourceRecord}> BIND(?n AS ?r)",
    f"?n <{RG.recordedIn}> ?r OPTIONAL {{ ?n <{RG.narrativeKind}> ?kind }}",
    f"?n <{RG.inRecord}> ?r",
    f"?r <{RG.hasExtraCell}> ?n",
    f"?n <{RG.inText}>/<{RG.recordedIn}> ?r",
    f"?n <{RG.inText}>/^<{RG.narrative}> ?use . {_USE}",
    f"?n <{RG.sectionOf}>/^<{RG.narrative}> ?use . {_USE}",
    f"?use <{RG.narrative}> ?n . {_USE}",
    f"?n <{RG.hasVersion}>/<{RG.recordedIn}> ?r",
    f"?n <{RG.spelling}> ?spelling . ?thing ?printed ?spelling ; <{RG.recordedIn}> ?r",
    f"?thing ?by ?n ; <{RG.recordedIn}> ?r",
)
"""Ways from a thing to its records, the nearest first; at last from the things that name it."""
_SAID = " ".join(
    f"OPTIONAL {{ ?r <{by}> ?{name} }}"
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


def read_sources(things: Iterable[str], lookups: Lookups) -> Sources:
    """Give the source records behind things, by the nearest way that leads to any; a thing without any is left out."""
    left, found = set(things), dict[str, list[Row]]()
    for way in _WAYS:
        rows = lookups.rows(left, "?r ?e ?sheet ?row ?first ?last ?text ?kind ?printed", f"{way} {_SAID}")
        found.update(rows)
        left -= rows.keys()
    editions = lookups.rows({row[1] for rows in found.values() for row in rows}, "?file ?layout", _EDITIONS)
    about = {edition: min(rows) for edition, rows in editions.items()}
    return {thing: tuple(sorted(_sources(rows, about), key=_position)) for thing, rows in found.items()}


def _sources(rows: Iterable[Row], editions: Mapping[str, Row]) -> Iterator[Source]:
    seen: set[tuple[str, str]] = set()
    for record, edition, sheet, row, first, last, text, kind, printed in rows:
        if (record, kind) not in seen:
            seen.add((record, kind))
            file, layout = editions.get(edition, ("", ""))
            yield Source(
                record=record,
                edition=edition,
                file=file or edition or record,
                layout=layout,
                sheet=sheet,
                row=_number(row),
                first_line=_number(first),
                last_line=_number(last),
                text=text or None,
                kind=kind.rpartition("/")[2],
                text_property=printed,
            )


def _position(source: Source) -> tuple[str, str, int, str]:
    return source.position


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() else None
