"""The versions of an agreement in order, as the graphs have them: of the register, and of third parties' pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from releasegraph.api.things.asked import Asked
from releasegraph.api.things.standing import Standing, edition_month, standing_of
from releasegraph.api.things.statements import Statements
from releasegraph.graph.vocabulary import DCT, RDF, RG

__all__ = ["Sibling", "Siblings", "read_sibling", "read_siblings"]


@dataclass(frozen=True, slots=True)
class Sibling:
    """A version of an agreement or, stated by a third party, a listing."""

    iri: str
    key: str
    """The end of its address, such as `v4.2`, `v4.2/2`, `page/page-0123456789abcdef`."""
    href: str | None
    name: str
    """Its number as printed, such as `4.2`; else its key."""
    order: int
    title: str | None
    start: date | None
    end: date | None
    standing: Standing
    graph: str
    """Where it is described: "" is the default graph."""
    stub: bool


@dataclass(frozen=True, slots=True)
class Siblings:
    """The versions of an agreement in order, those that only superseded editions know, and its page listings."""

    versions: tuple[Sibling, ...]
    superseded: tuple[Sibling, ...]
    listings: tuple[Sibling, ...]


def read_siblings(asked: Asked, agreement: str) -> Siblings:
    """Read the versions and listings of an agreement from every graph; of several graphs that have one, the newest."""
    homes: dict[str, str] = {}
    for _, _, version, graph in asked.store.quads(subject=agreement, predicate=RG.hasVersion, graph=None):
        name = "" if graph is None else str(graph)
        known = homes.setdefault(str(version), name)
        homes[str(version)] = "" if "" in (known, name) else max(known, name)
    current = {one.iri: (one, listing) for one, listing in _current(asked, agreement)}
    versions: list[Sibling] = []
    superseded: list[Sibling] = []
    listings: list[Sibling] = []
    for iri, home in homes.items():
        if not home and iri in current:
            sibling, is_listing = current[iri]
        else:
            statements = asked.statements(home)
            sibling = read_sibling(asked, statements, agreement, iri)
            is_listing = RG.PageListing in statements.all(iri, RDF.type)
        if is_listing:
            listings.append(sibling)
        else:
            (superseded if home else versions).append(sibling)
    return Siblings(_ordered(versions), _ordered(superseded), _ordered(listings))


def _current(asked: Asked, agreement: str) -> Iterator[tuple[Sibling, bool]]:
    """Give the versions and listings of the current state, and whether each is a listing."""
    month = edition_month(asked.here.manifest)
    for iri, number, order, title, first_day, last_day, stub, listing in asked.relations.rows(
        "SELECT iri, name, place, title, first_day, last_day, stub, listing "
        "FROM version JOIN thing ON thing.id = version.id WHERE agreement = ?",
        asked.relations.id(agreement),
    ):
        start, end = (date.fromisoformat(day) if day else None for day in (first_day, last_day))
        key = iri.removeprefix(f"{agreement}/")
        name = _name(number, key)
        standing = standing_of(start, end, month)
        href = asked.links.href(iri)
        yield Sibling(iri, key, href, name, order, title, start, end, standing, "", bool(stub)), bool(listing)


def read_sibling(asked: Asked, statements: Statements, agreement: str, iri: str) -> Sibling:
    """Read one version or listing of an agreement, from one graph."""
    key = iri.removeprefix(f"{agreement}/")
    start, end = statements.day(iri, RG.startDate), statements.day(iri, RG.endDate)
    number = statements.one(iri, RG.versionNumber)
    return Sibling(
        iri,
        key,
        asked.links.href(iri),
        _name(number, key),
        statements.number(iri, RG.versionOrder) or 0,
        statements.one(iri, DCT.title),
        start,
        end,
        standing_of(start, end, edition_month(asked.here.manifest)),
        statements.graph or "",
        statements.one(iri, RG.stub) == "true",
    )


def _name(number: str | None, key: str) -> str:
    """Name a version by its number; a second row of the same reference has its own address, and says so."""
    return number if number and key == f"v{number}" else key


def _ordered(siblings: list[Sibling]) -> tuple[Sibling, ...]:
    return tuple(sorted(siblings, key=lambda one: (one.order, one.iri)))
