"""A law: its place in its instrument, who relies on it, who only cites it, and the datasets supplied under it."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from releasegraph.api.charts import BarChart, ColumnChart, Entry, Period, bar_chart, column_chart
from releasegraph.api.things.asked import Asked
from releasegraph.api.things.force import InForce, in_force_of
from releasegraph.api.things.law_use import (
    Citations,
    Scope,
    Use,
    citations_of,
    datasets_under,
    direct_uses,
    starts,
    used_by,
)
from releasegraph.api.things.paging import Paging, paging, query_string
from releasegraph.api.things.showing import link
from releasegraph.api.things.statements import Thing
from releasegraph.api.things.tabled import node
from releasegraph.api.view import Value
from releasegraph.graph.identifiers import LAW
from releasegraph.graph.store import rows_of
from releasegraph.graph.vocabulary import DCT, RG, SKOS

__all__ = ["Agreements", "Bodies", "LawView", "Part", "Supplied", "Using", "legislation_address", "view_law"]

_ROWS = 50
"""Bodies or agreements shown at a time, of those that rely and of those that only cite."""
_PARTS = 250
"""Parts shown in the tree."""
_FAR = 30
"""Years from the most frequent one that are still drawn."""
_CHARTED = 8
"""Versions from which on a chart says more than the table of agreements."""
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the law, `depth` steps below it, and how many versions name that very part."""

    value: Value
    depth: int
    relying: int
    citing: int
    here: bool = False


@dataclass(frozen=True, slots=True)
class Bodies:
    """Some of the bodies that control data under the versions, with their number of versions."""

    chart: BarChart
    paging: Paging


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """An agreement: its title where one is printed, and how many of its versions use the law."""

    agreement: Value
    title: str | None
    versions: int


@dataclass(frozen=True, slots=True)
class Agreements:
    """Some of the agreements whose versions use the law."""

    rows: tuple[AgreementRow, ...]
    paging: Paging


@dataclass(frozen=True, slots=True)
class Using:
    """The versions that use the law in one way, by body and by agreement."""

    use: Use
    bodies: Bodies
    agreements: Agreements


@dataclass(frozen=True, slots=True)
class Supplied:
    """A dataset supplied under the law, and on how many provisions."""

    dataset: Value
    provisions: int


@dataclass(frozen=True, slots=True)
class LawView:
    """The page of a provision or an instrument."""

    is_instrument: bool
    current: bool
    """Whether the current state names it; else only superseded editions do."""
    above: tuple[tuple[str, str | None], ...]
    """What it is part of, the instrument first: number and address of each."""
    number: str
    instrument: Value | None
    also_called: tuple[str, ...]
    text: str | None
    """The address of its text in force."""
    confirmed: bool
    force: InForce | None
    parts: tuple[Part, ...]
    more_parts: int
    with_parts: bool
    toggle: str
    relying: Using
    citing: Using
    years: ColumnChart | None
    undated: int
    """Versions that rely on it and print no day on which they start."""
    datasets: tuple[Supplied, ...]
    datasets_paging: Paging
    citations: Citations
    roles: tuple[tuple[Value, int], ...]
    """What the citations are for."""


def view_law(asked: Asked) -> LawView:
    """Show a provision or an instrument, with its parts unless the address says `parts=without`."""
    own = asked.about(asked.iri)
    with_parts = asked.parameters.get("parts") != "without"
    scope = Scope.of(asked.relations, asked.iri, with_parts=with_parts)
    parts = _parts(asked)
    versions = scope.relying(asked.relations)
    relying, citing = _using(asked, versions, "relying"), scope.citing(asked.relations) - versions
    datasets, datasets_paging = _supplied(asked, scope)
    instrument = own.one(RG.inInstrument)
    citations = citations_of(asked, scope, is_instrument=instrument is None)
    years = starts(asked.relations, versions) if relying.use.versions else {}
    return LawView(
        is_instrument=instrument is None,
        current=own.current,
        above=_above(asked, own),
        number=own.one(RG.provisionNumber) or own.one(DCT.title) or asked.labels.of(asked.iri),
        instrument=None if instrument is None else link(asked, instrument),
        also_called=own.all(SKOS.altLabel),
        text=legislation_address(asked.iri),
        confirmed=asked.about(instrument or asked.iri).one(RG.identifierConfirmed) != "false",
        force=in_force_of(asked.iri, asked.links.base),
        parts=parts[:_PARTS],
        more_parts=max(0, len(parts) - _PARTS),
        with_parts=with_parts,
        toggle=query_string({}, {"parts": "without"}) if with_parts else query_string({}, {"parts": "with"}),
        relying=relying,
        citing=_using(asked, citing, "citing"),
        years=_years(years),
        undated=relying.use.versions - sum(years.values()),
        datasets=datasets,
        datasets_paging=datasets_paging,
        citations=citations,
        roles=tuple((link(asked, role), number) for role, number in citations.roles.items()),
    )


def legislation_address(iri: str) -> str | None:
    """Give the address of a law's text in force at legislation.gov.uk; None for one that has no address there."""
    return f"https://www.legislation.gov.uk/{iri.removeprefix(LAW)}" if iri.startswith(LAW) else None


def _above(asked: Asked, own: Thing) -> tuple[tuple[str, str | None], ...]:
    above: list[tuple[str, str | None]] = []
    seen = {own.iri}
    whole = own.one(DCT.isPartOf)
    while whole is not None and whole not in seen:
        seen.add(whole)
        number = asked.about(whole).one(RG.provisionNumber)
        above.append((number or asked.labels.of(whole), asked.links.href(whole)))
        whole = asked.about(whole).one(DCT.isPartOf)
    return tuple(reversed(above))


def _parts(asked: Asked) -> tuple[Part, ...]:
    """Give the law and its parts as a tree in reading order; nothing where it has no parts."""
    found = rows_of(
        asked.store,
        f"SELECT ?part ?whole ?number WHERE {{ ?part <{DCT.isPartOf}>+ {node(asked.iri)} ; <{DCT.isPartOf}> ?whole "
        f"OPTIONAL {{ ?part <{RG.provisionNumber}> ?number }} }}",
    )
    if not found:
        return ()
    below: dict[str, list[str]] = {}
    numbers: dict[str, str] = {}
    for part, whole, number in found:
        below.setdefault(whole, []).append(part)
        numbers[part] = number or part.rpartition("/")[2]
    relying, citing = direct_uses(asked.relations, Scope.of(asked.relations, asked.iri, with_parts=True))
    own = asked.labels.of(asked.iri)
    parts = [Part(Value(own, None, asked.iri), 0, relying.get(asked.iri, 0), citing.get(asked.iri, 0), here=True)]

    def descend(whole: str, depth: int) -> None:
        for part in sorted(below.get(whole, ()), key=_reading_order):
            value = Value(numbers[part], asked.links.href(part), part)
            parts.append(Part(value, depth, relying.get(part, 0), citing.get(part, 0)))
            descend(part, depth + 1)

    descend(asked.iri, 1)
    return tuple(parts)


def _reading_order(iri: str) -> tuple[tuple[bool, int, str], ...]:
    """Order provisions as a statute does: 9 before 14, 14 before 14Z2, letters after numbers."""
    pieces = (piece for piece in _DIGITS.split(iri) if piece)
    return tuple((not piece.isdigit(), int(piece) if piece.isdigit() else 0, piece) for piece in pieces)


def _using(asked: Asked, versions: Collection[int], name: str) -> Using:
    use = used_by(asked.relations, versions)
    bodies = paging(asked, len(use.bodies), _ROWS, f"{name}-bodies")
    agreements = paging(asked, len(use.agreements), _ROWS, f"{name}-agreements")
    return Using(
        use,
        Bodies(_body_chart(asked, _slice(use.bodies, bodies), name), bodies),
        Agreements(
            tuple(_agreement(asked, iri, number) for iri, number in _slice(use.agreements, agreements)), agreements
        ),
    )


def _slice(counts: Mapping[str, int], pages: Paging) -> list[tuple[str, int]]:
    return list(counts.items())[pages.offset : pages.last]


def _body_chart(asked: Asked, bodies: list[tuple[str, int]], name: str) -> BarChart:
    entries = [Entry(asked.labels.of(iri), (number,), asked.links.href(iri)) for iri, number in bodies]
    return bar_chart(f"{name}-bodies", "By data controller", "Data controller", entries, "versions")


def _agreement(asked: Asked, iri: str, number: int) -> AgreementRow:
    latest = asked.about(iri).one(RG.latestVersion)
    titles = asked.relations.rows("SELECT title FROM version WHERE id = ?", asked.relations.id(latest or ""))
    return AgreementRow(link(asked, iri), titles[0][0] if titles else None, number)


def _years(counts: Mapping[int, int]) -> ColumnChart | None:
    """Chart the versions by year; a year far from the most frequent one is most likely misprinted, and left out."""
    if len(counts) < 2 or sum(counts.values()) < _CHARTED:
        return None
    near = [year for year in counts if abs(year - next(iter(counts))) <= _FAR]
    periods = [
        Period(str(year), str(year), (counts.get(year, 0),), minor=year % 2 == 1)
        for year in range(min(near), max(near) + 1)
    ]
    return column_chart("years", "Versions that rely on it, by year of start", "Year", ("",), periods, "versions")


def _supplied(asked: Asked, scope: Scope) -> tuple[tuple[Supplied, ...], Paging]:
    counts = datasets_under(asked, scope)
    order = sorted(counts, key=lambda iri: (-counts[iri], asked.labels.of(iri).casefold()))
    pages = paging(asked, len(order), 2 * _ROWS, "datasets")
    return tuple(Supplied(link(asked, iri), counts[iri]) for iri in order[pages.offset : pages.last]), pages
