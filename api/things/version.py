"""The page of an agreement version, and of a listing on a third party's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from releasegraph.api.things.asked import Asked
from releasegraph.api.things.earlier import EarlierEdition, read_earlier
from releasegraph.api.things.faults import Fault, find_faults
from releasegraph.api.things.prose import Piece, mark_text
from releasegraph.api.things.provenance import Place, Record, find_places, read_records
from releasegraph.api.things.rules import Policy, Rule, read_conditions, read_policy, read_retention
from releasegraph.api.things.showing import link
from releasegraph.api.things.siblings import Sibling, read_sibling, read_siblings
from releasegraph.api.things.standing import EditionMonth, edition_month
from releasegraph.api.things.statements import Statements, edition_name, home_of
from releasegraph.api.things.supply import Provision, Releases, read_provisions, read_releases
from releasegraph.api.things.telling import field_marks, read_citations_in
from releasegraph.api.things.uses import Use, read_uses
from releasegraph.api.things.version_fields import COMPARED, Field, show_fields
from releasegraph.api.view import Value
from releasegraph.graph.law.citations import Field as LawField
from releasegraph.graph.vocabulary import DCT, RG, SKOS

__all__ = ["ListingView", "Neighbour", "VersionView", "view_listing", "view_version"]

_MOST_FAULTS = 50


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The version before or after, and the address of what changed between."""

    version: Sibling
    differences: str | None


@dataclass(frozen=True, slots=True)
class VersionView:
    """The page of a version."""

    agreement: Value
    own: Sibling
    title: str | None
    applicant: Value | None
    controllers: tuple[Value, ...]
    month: EditionMonth | None
    edition: str | None
    """The superseded edition the page speaks from, where the latest does not have the version."""
    position: int
    count: int
    previous: Neighbour | None
    next: Neighbour | None
    listings: tuple[Sibling, ...]
    fields: tuple[Field, ...]
    records: tuple[Record, ...]
    provisions: tuple[Provision, ...]
    releases: Releases
    uses: tuple[Use, ...]
    conditions: tuple[Rule, ...]
    retention: tuple[Rule, ...]
    policy: Policy | None
    faults: tuple[Fault, ...]
    more_faults: int
    earlier: tuple[EarlierEdition, ...]


@dataclass(frozen=True, slots=True)
class ListingView:
    """The page of a listing: all of it is what a third party states."""

    agreement: Value
    stated_by: Value | None
    page_of: Value | None
    title: str | None
    file: str
    apart: bool
    """Whether the register has the agreement, so that the listing stands in its page's own graph."""
    versions: tuple[Sibling, ...]
    fields: tuple[Field, ...]
    records: tuple[Record, ...]
    datasets: tuple[tuple[Value, tuple[str, ...]], ...]
    """Datasets with their names as printed, where those differ."""
    legal_bases: tuple[Value, ...]
    printed: tuple[Piece, ...]
    legal_places: tuple[Place, ...]
    uses: tuple[Use, ...]
    conditions: tuple[Rule, ...]
    retention: tuple[Rule, ...]
    policy: Policy | None
    faults: tuple[Fault, ...]
    more_faults: int


def view_version(asked: Asked) -> VersionView:
    """Show a version from the latest edition that has it."""
    home = home_of(asked.reading, asked.here.base, asked.iri)
    statements = asked.statements(home)
    agreement = statements.one(asked.iri, RG.versionOf) or asked.iri.rpartition("/")[0]
    siblings = read_siblings(asked, agreement)
    own = read_sibling(asked, statements, agreement, asked.iri)
    # a version that its agreement does not name stands alone
    lines = (siblings.versions, siblings.superseded, (own,))
    line = next(line for line in lines if any(one.iri == own.iri for one in line))
    place = next(place for place, one in enumerate(line) if one.iri == own.iri)
    records = read_records(asked, statements.all(asked.iri, RG.recordedIn))
    releases = read_releases(asked, statements, asked.iri)
    provisions = read_provisions(asked, statements, asked.iri)
    uses = read_uses(asked, statements, asked.iri)
    applicant = statements.one(asked.iri, RG.applicant)
    behind = [record.iri for record in records]
    behind += [record.iri or "" for provision in provisions for record in provision.records]
    faults = find_faults(asked, behind)
    return VersionView(
        link(asked, agreement),
        own,
        statements.one(asked.iri, DCT.title),
        None if applicant is None else link(asked, applicant),
        tuple(link(asked, one) for one in statements.all(asked.iri, RG.dataController)),
        edition_month(asked.here.manifest),
        edition_name(asked.here.base, home) if home else None,
        place + 1,
        len(line),
        _neighbour(asked, agreement, line, place, -1),
        _neighbour(asked, agreement, line, place, 1),
        siblings.listings,
        show_fields(asked, statements, asked.iri, "AgreementVersion", records),
        records,
        provisions,
        releases,
        uses,
        read_conditions(asked, statements, asked.iri),
        read_retention(asked, statements, asked.iri),
        read_policy(asked, statements, asked.iri),
        faults[:_MOST_FAULTS],
        max(0, len(faults) - _MOST_FAULTS),
        read_earlier(asked, home, COMPARED),
    )


def view_listing(asked: Asked) -> ListingView:
    """Show a listing, from the graph of its page where the register has the agreement."""
    home = home_of(asked.reading, asked.here.base, asked.iri)
    statements = asked.statements(home)
    agreement = statements.one(asked.iri, RG.versionOf) or asked.iri.partition("/page/")[0]
    records = read_records(asked, statements.all(asked.iri, RG.recordedIn))
    stated_by, page_of = statements.one(asked.iri, RG.statedBy), statements.one(asked.iri, RG.pageOrganisation)
    words = statements.one(asked.iri, RG.legalBasisText) or ""
    marks = field_marks(read_citations_in(asked, statements, (asked.iri,)), words, LawField.LEGAL_BASIS)
    faults = find_faults(asked, (record.iri for record in records))
    return ListingView(
        link(asked, agreement),
        None if stated_by is None else link(asked, stated_by),
        None if page_of is None else link(asked, page_of),
        statements.one(asked.iri, DCT.title),
        records[0].file if records else "",
        bool(home),
        read_siblings(asked, agreement).versions,
        show_fields(asked, statements, asked.iri, "PageListing", records),
        records,
        _datasets(asked, statements),
        tuple(link(asked, one) for one in statements.all(asked.iri, RG.reliesOn)),
        mark_text(words, marks),
        find_places(asked, records, "PageListing", RG.legalBasisText),
        read_uses(asked, statements, asked.iri),
        read_conditions(asked, statements, asked.iri),
        read_retention(asked, statements, asked.iri),
        read_policy(asked, statements, asked.iri),
        faults[:_MOST_FAULTS],
        max(0, len(faults) - _MOST_FAULTS),
    )


def _neighbour(asked: Asked, agreement: str, line: Sequence[Sibling], place: int, step: int) -> Neighbour | None:
    other = place + step
    if not 0 <= other < len(line):
        return None
    before, after = sorted((place, other))
    query = urlencode({"from": line[before].key, "to": line[after].key})
    page = asked.links.href(agreement)
    return Neighbour(line[other], f"{page}?{query}#differences" if page else None)


def _datasets(asked: Asked, statements: Statements) -> tuple[tuple[Value, tuple[str, ...]], ...]:
    """Give the datasets a listing names, each with the names printed for it that are not its own label."""
    datasets = [link(asked, one) for one in statements.all(asked.iri, RG.dataset)]
    labels = {one.text for one in datasets}
    others = [name for name in statements.all(asked.iri, RG.datasetText) if name not in labels]
    anywhere = asked.statements(None)
    found = []
    for one in datasets:
        names = set(anywhere.all(one.iri or "", SKOS.altLabel)) & set(others)
        found.append((one, tuple(sorted(names))))
    return tuple(sorted(found, key=lambda item: item[0].text.casefold()))
