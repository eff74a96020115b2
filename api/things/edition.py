"""An edition's page: the file, its sheets, what it holds, its issues, and what changed since the edition before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from textwrap import shorten

from releasegraph.api.things.asked import Asked
from releasegraph.api.things.showing import link, values
from releasegraph.api.things.tabled import anywhere, node
from releasegraph.api.view import Value
from releasegraph.graph.identifiers import Identifiers
from releasegraph.graph.store import rows_of
from releasegraph.graph.vocabulary import DCT, RG

__all__ = ["Counted", "Difference", "EditionView", "PageLines", "view_edition"]

_SHEETS = ("Agreements", "Datasets", "DataReleases")
_HELD = (
    ("agreements", RG.Agreement),
    ("agreement versions", RG.AgreementVersion),
    ("dataset provisions", RG.DatasetProvision),
    ("releases", RG.Release),
    ("distinct texts", RG.Narrative),
)
_FIRST = 25
"""Agreement versions named, of those that came or went."""
_LINES = 150
"""Runs of lines of a page that are shown."""
_SHORT = 140
"""Characters shown of each."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of things."""

    name: str
    number: int
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """The agreement versions of one edition that another lacks: how many, and the first."""

    number: int
    first: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class PageLines:
    """A run of lines of a page: its record, and how it begins."""

    record: Value
    begins: str


@dataclass(frozen=True, slots=True)
class EditionView:
    """The page of an edition."""

    name: str
    file: str | None
    sha256: str | None
    kind: Value | None
    is_page: bool
    layout: str | None
    made_by: tuple[Value, ...]
    licence: str | None
    current: bool
    """Whether the current state is drawn from it."""
    sheets: tuple[Counted, ...]
    held: tuple[Counted, ...]
    listings: tuple[Value, ...]
    claims: tuple[Value, ...]
    lines: tuple[PageLines, ...]
    """The first runs of lines of a page, in their order."""
    issues: tuple[Counted, ...]
    previous: Value | None
    next: Value | None
    came: Difference | None
    went: Difference | None


def view_edition(asked: Asked) -> EditionView:
    """Show an edition: a workbook, or a page as captured."""
    own = asked.about(asked.iri)
    name = asked.iri.removeprefix(f"{asked.here.base}id/edition/")
    kind = own.one(RG.editionKind)
    is_page = kind is not None and kind.endswith("/page")
    older = f"{asked.here.base}graph/edition/{name}"
    in_default = next(asked.store.quads(subject=asked.iri), None) is not None
    before, after = _beside(asked, name)
    graph = None if in_default else older
    came, went = (None, None) if is_page or before is None else _differences(asked, graph, before)
    return EditionView(
        name=name,
        file=own.one(RG.sourceFile),
        sha256=own.one(RG.sha256),
        kind=None if kind is None else link(asked, kind),
        is_page=is_page,
        layout=own.one(RG.layout),
        made_by=values(asked, own, DCT.publisher) or values(asked, own, DCT.creator),
        licence=own.one(DCT.license),
        current=in_default,
        sheets=() if is_page else tuple(_sheets(asked, graph)),
        held=() if is_page else tuple(_held(asked, graph)),
        listings=_born(asked, RG.PageListing) if is_page else (),
        claims=_born(asked, RG.Claim) if is_page else (),
        lines=_page_lines(asked) if is_page else (),
        issues=tuple(_issues(asked)),
        previous=None if before is None else link(asked, Identifiers(asked.here.base).edition(before)),
        next=None if after is None else link(asked, Identifiers(asked.here.base).edition(after)),
        came=came,
        went=went,
    )


def _within(graph: str | None, pattern: str) -> str:
    return pattern if graph is None else f"GRAPH {node(graph)} {{ {pattern} }}"


def _count(asked: Asked, pattern: str) -> int:
    ((number,),) = rows_of(asked.store, f"SELECT (COUNT(*) AS ?number) WHERE {{ {pattern} }}")
    return int(number)


def _sheets(asked: Asked, graph: str | None) -> Iterable[Counted]:
    """Count rows with a record, by sheet: only one workbook writes into a graph."""
    known: Mapping[str, int] = dict(asked.relations.rows("SELECT name, number FROM sheet")) if graph is None else {}
    for sheet in _SHEETS:
        number = known.get(sheet)
        pattern = _within(graph, f'?record <{RG.sheet}> "{sheet}"')
        yield Counted(sheet, _count(asked, pattern) if number is None else number)


def _held(asked: Asked, graph: str | None) -> Iterable[Counted]:
    """Count things by class; those of the current state are known from the build."""
    known: Mapping[str, int] = asked.here.manifest.counts if graph is None else {}
    for name, term in _HELD:
        number = known.get(name.replace(" ", "_"), known.get("narratives") if name == "distinct texts" else None)
        yield Counted(name, _count(asked, _within(graph, f"?thing a <{term}>")) if number is None else number)


def _born(asked: Asked, term: str) -> tuple[Value, ...]:
    """Give the things of a class read from its records, which may stand in another graph than the records."""
    records = f"SELECT DISTINCT ?record WHERE {{ {anywhere(f'?record <{RG.inEdition}> {node(asked.iri)}')} }}"
    things = anywhere(f"?thing <{RG.recordedIn}> ?record ; a <{term}>")
    found = rows_of(asked.store, f"SELECT DISTINCT ?thing WHERE {{ {{ {records} }} {things} }} ORDER BY ?thing")
    return tuple(link(asked, thing) for (thing,) in found)


def _page_lines(asked: Asked) -> tuple[PageLines, ...]:
    pattern = f"?record <{RG.inEdition}> {node(asked.iri)} ; <{RG.firstLine}> ?first ; <{RG.text}> ?text"
    found = rows_of(
        asked.store,
        f"SELECT DISTINCT ?record ?first ?text WHERE {{ {anywhere(pattern)} }} ORDER BY ?first LIMIT {_LINES}",
    )
    return tuple(
        PageLines(Value(_span(record), asked.links.href(record), record), shorten(text, _SHORT, placeholder=" …"))
        for record, _, text in found
    )


def _span(record: str) -> str:
    first_line, _, last_line = record.rpartition("/")[2].partition("-")
    return first_line if first_line == last_line else f"{first_line} to {last_line}"


def _issues(asked: Asked) -> Iterable[Counted]:
    pattern = f"?issue <{RG.issueKind}> ?kind FILTER EXISTS {{ ?issue <{RG.inEdition}> {node(asked.iri)} }}"
    found = rows_of(
        asked.store,
        f"SELECT ?kind (COUNT(DISTINCT ?issue) AS ?number) WHERE {{ {anywhere(pattern)} }} "
        f"GROUP BY ?kind ORDER BY DESC(?number) ?kind",
    )
    for kind, number in found:
        if kind:
            yield Counted(asked.labels.of(kind), int(number), link(asked, kind))


def _beside(asked: Asked, name: str) -> tuple[str | None, str | None]:
    """Give the workbooks' editions before and after this one."""
    names = sorted(one["name"] for one in asked.here.manifest.editions if one["kind"] == "workbook")
    if name not in names:
        return None, None
    place = names.index(name)
    return names[place - 1] if place else None, names[place + 1] if place + 1 < len(names) else None


def _differences(asked: Asked, graph: str | None, before: str) -> tuple[Difference, Difference]:
    """Compare the versions the register describes in two editions."""
    older = Identifiers(asked.here.base).edition_graph(before)

    def versions(place: str | None) -> set[str]:
        described = f"?version <{RG.applicantText}> ?text"
        return {
            version for (version,) in rows_of(asked.store, f"SELECT ?version WHERE {{ {_within(place, described)} }}")
        }

    now, then = versions(graph), versions(older)
    return _difference(asked, now - then), _difference(asked, then - now)


def _difference(asked: Asked, versions: set[str]) -> Difference:
    shown = sorted(versions)[:_FIRST]
    return Difference(
        len(versions),
        tuple(Value(asked.about(one).one(RG.reference) or one, asked.links.href(one), one) for one in shown),
    )
