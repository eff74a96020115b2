"""The page of a body: its names, what it became, its agreements, files, datasets and law, and what others say of it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter

from releasegraph.api.charts import BarChart, Entry, bar_chart
from releasegraph.api.things.asked import Asked
from releasegraph.api.things.files_released import Released, released_to
from releasegraph.api.things.paging import Paging, paging
from releasegraph.api.things.provenance import read_records
from releasegraph.api.things.showing import link
from releasegraph.api.things.spellings import Spellings, read_spellings
from releasegraph.api.things.standing import edition_month
from releasegraph.api.things.statements import Statements
from releasegraph.api.things.tabled import Table, anywhere, node, table
from releasegraph.api.things.terms_held import HeldTerms, read_terms
from releasegraph.api.view import Value
from releasegraph.graph.store import rows_of
from releasegraph.graph.vocabulary import DCT, ORG, RG

__all__ = ["OrganisationView", "view_organisation"]

_SHOWN = 25
"""Datasets or listings on one page of their table."""
_LAWS = 25
"""Legal bases shown; the table to download has them all."""
_NAMED = 3
"""Agreements named in one row."""

_DATASETS = """
SELECT ?dataset ?name ?agreement ?versions ?firstDay ?lastDay
WHERE {{
  {{ SELECT ?dataset ?agreement (COUNT(?version) AS ?versions) (MIN(?start) AS ?firstDay) (MAX(?end) AS ?lastDay)
    WHERE {{
      ?version rg:applicant {body} ;
               rg:versionOf ?agreement .
      OPTIONAL {{ ?version rg:startDate ?start }}
      OPTIONAL {{ ?version rg:endDate ?end }}
      ?version rg:dataset ?dataset .
    }}
    GROUP BY ?dataset ?agreement }}
  ?dataset skos:prefLabel ?name .
}}
"""
_LAW = """
SELECT ?law ?name ?versions
WHERE {{
  {{ SELECT ?law (COUNT(?version) AS ?versions)
    WHERE {{ ?version rg:applicant {body} ; a rg:AgreementVersion ; rg:reliesOn ?law }}
    GROUP BY ?law }}
  ?law rdfs:label ?name .
}}
ORDER BY DESC(?versions) ?name
"""
_HELD = """
SELECT iri, held.* FROM (
  SELECT dataset, agreement, count(*), min(nullif(first_day, '')), max(nullif(last_day, ''))
  FROM role JOIN version ON version.id = role.version JOIN named ON named.version = version.id
  WHERE body = ? AND role = 'applicant'
  GROUP BY dataset, agreement
) AS held JOIN thing ON thing.id = dataset
"""
_HELD_AS = """
SELECT DISTINCT supplied.dataset, iri
FROM role JOIN supplied ON supplied.version = role.version JOIN thing ON thing.id = type
WHERE body = ? AND role = 'applicant'
"""
_RELIED_ON = """
SELECT iri, number FROM (
  SELECT law, count(*) AS number
  FROM role JOIN relied ON relied.version = role.version JOIN version ON version.id = role.version
  WHERE body = ? AND role = 'applicant' AND NOT listing
  GROUP BY law
) JOIN thing ON thing.id = law
"""
_CLASSED = """
SELECT iri, count(*) FROM role JOIN version ON version.id = role.version JOIN thing ON thing.id = kind
WHERE body = ? AND role = 'applicant'
GROUP BY kind
"""
_LISTED = "id/concept/claim-kind/listed-project"
_OTHER_ROLES = (
    (RG.discloser, "disclosed the data of", ("agreement version", "agreement versions")),
    (RG.claimedBy, "is the author of", ("claim about bodies", "claims about bodies")),
    (RG.statedBy, "is the author of", ("listing on pages", "listings on pages")),
)
"""Property that leads to a body, and the words for how many things have it."""


@dataclass(frozen=True, slots=True)
class HeldDataset:
    """A dataset that agreements of a body name: since and until when, under which, as what type of data."""

    dataset: Value
    versions: int
    first: str
    last: str
    agreements: tuple[Value, ...]
    more: int
    """Agreements not named."""
    types: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A succession that a text states: the other body, the words, and where they stand."""

    other: Value
    words: str
    change: str | None
    records: tuple[Value, ...]
    evidence: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """A claim of a third party; one that lists a project says nothing of files."""

    lists_project: bool
    kind: Value
    words: str
    unsafe_files: int | None
    author: Value
    claim: str | None
    records: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A project on a third party's page about the body."""

    listing: Value
    agreement: Value
    title: str
    when: str
    author: Value | None


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """What the page of a body shows."""

    names: Spellings
    kinds: tuple[tuple[Value, int], ...]
    parts: tuple[Value, ...]
    wholes: tuple[Value, ...]
    predecessors: tuple[Change, ...]
    successors: tuple[Change, ...]
    terms: HeldTerms
    files: Released
    datasets: tuple[HeldDataset, ...]
    dataset_pages: Paging
    dataset_table: Table
    law: BarChart
    laws: int
    law_table: Table
    claims: tuple[ClaimShown, ...]
    listed_projects: tuple[ClaimShown, ...]
    listings: tuple[Listing, ...]
    listing_pages: Paging
    other_roles: tuple[str, ...]


def view_organisation(asked: Asked) -> OrganisationView:
    """Read what the page of a body shows; files, datasets and law are those of the versions it applied for."""
    before, after = _changes(asked)
    datasets, dataset_pages = _datasets(asked)
    laws = _counted(asked, _RELIED_ON)
    entries = [Entry(law.text, (versions,), law.href) for law, versions in laws[:_LAWS]]
    listings, listing_pages = _listings(asked)
    claims = _claims(asked)
    body = node(asked.iri)
    return OrganisationView(
        read_spellings(asked),
        _counted(asked, _CLASSED),
        _linked(asked, asked.statements().subjects(ORG.subOrganizationOf, asked.iri)),
        _linked(asked, asked.statements().all(asked.iri, ORG.subOrganizationOf)),
        before,
        after,
        read_terms(asked, edition_month(asked.here.manifest)),
        released_to(asked),
        datasets,
        dataset_pages,
        table(asked.links, _DATASETS.format(body=body)),
        bar_chart("law", "Agreement versions that rely on each", "Legal basis", entries, "versions"),
        len(laws),
        table(asked.links, _LAW.format(body=body)),
        tuple(one for one in claims if not one.lists_project),
        tuple(one for one in claims if one.lists_project),
        listings,
        listing_pages,
        tuple(_other_roles(asked)),
    )


def _counted(asked: Asked, query: str) -> tuple[tuple[Value, int], ...]:
    """Give the things and numbers of a query for a body, the greatest number first."""
    rows = asked.relations.rows(query, asked.relations.id(asked.iri))
    return tuple(sorted(((link(asked, iri), number) for iri, number in rows), key=lambda one: (-one[1], one[0].text)))


def _linked(asked: Asked, iris: Iterable[str]) -> tuple[Value, ...]:
    return tuple(sorted((link(asked, one) for one in iris), key=lambda one: one.text.casefold()))


def _recorded(asked: Asked, iri: str) -> tuple[Value, ...]:
    records = read_records(asked, asked.about(iri).all(RG.recordedIn))
    return tuple(Value(f"{one.words}, {one.file}", asked.links.href(one.iri), one.iri) for one in records)


def _datasets(asked: Asked) -> tuple[tuple[HeldDataset, ...], Paging]:
    """Give the datasets that versions the body applied for name, by name."""
    relations = asked.relations
    body = relations.id(asked.iri)
    held: defaultdict[tuple[str, int], list[tuple[int, int, str | None, str | None]]] = defaultdict(list)
    for iri, dataset, *row in relations.rows(_HELD, body):
        held[asked.labels.of(iri), dataset].append(tuple(row))
    pages = paging(asked, len(held), _SHOWN, "datasets")
    types: defaultdict[int, set[str]] = defaultdict(set)
    for dataset, kind in relations.rows(_HELD_AS, body) if held else ():
        types[dataset].add(kind)
    shown = []
    for (_, dataset), rows in sorted(held.items())[pages.offset : pages.last]:
        # the agreement held latest first
        rows.sort(key=lambda row: (row[3] or row[2] or "", row[0]), reverse=True)
        shown.append(
            HeldDataset(
                link(asked, relations.iri(dataset)),
                sum(row[1] for row in rows),
                min((row[2] for row in rows if row[2]), default=""),
                max((row[3] for row in rows if row[3]), default=""),
                tuple(link(asked, relations.iri(row[0])) for row in rows[:_NAMED]),
                max(0, len(rows) - _NAMED),
                _linked(asked, types[dataset]),
            )
        )
    return tuple(shown), pages


def _changes(asked: Asked) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """Give the changes that made a body, and those it went into."""
    own = asked.statements()

    def along(here: str, there: str) -> tuple[Change, ...]:
        found = (
            _change(asked, own, change, other)
            for change in own.subjects(here, asked.iri)
            for other in own.all(change, there)
            if other != asked.iri
        )
        return tuple(sorted(found, key=lambda one: (one.other.text, one.words)))

    return (
        along(ORG.resultingOrganization, ORG.originalOrganization),
        along(ORG.originalOrganization, ORG.resultingOrganization),
    )


def _change(asked: Asked, own: Statements, change: str, other: str) -> Change:
    return Change(
        link(asked, other),
        own.one(change, RG.text) or "",
        asked.links.href(change),
        _recorded(asked, change),
        tuple(link(asked, one) for one in asked.about(change).all(RG.evidence)),
    )


def _claims(asked: Asked) -> tuple[ClaimShown, ...]:
    """Give the claims about a body, those of the most files first."""
    own = asked.statements()
    found = []
    for claim in own.subjects(RG.about, asked.iri):
        kind, words, author = (own.one(claim, term) for term in (RG.claimKind, RG.text, RG.claimedBy))
        if kind is None or words is None or author is None:
            continue
        shown = ClaimShown(
            kind == f"{asked.here.base}{_LISTED}",
            link(asked, kind),
            words,
            own.number(claim, RG.unsafeFileCount),
            link(asked, author),
            asked.links.href(claim),
            _recorded(asked, claim),
        )
        found.append(((shown.unsafe_files is None, -(shown.unsafe_files or 0), kind, words), shown))
    return tuple(shown for _, shown in sorted(found, key=itemgetter(0)))


def _listings(asked: Asked) -> tuple[tuple[Listing, ...], Paging]:
    """Give the listings on pages about the body, in whatever graph they stand."""
    found = asked.statements(None).subjects(RG.pageOrganisation, asked.iri)
    pages = paging(asked, len(found), _SHOWN, "listings")
    return tuple(_listing(asked, one) for one in found[pages.offset : pages.last]), pages


def _listing(asked: Asked, iri: str) -> Listing:
    own = asked.about(iri)
    author = own.one(RG.statedBy)
    return Listing(
        link(asked, iri),
        link(asked, own.one(RG.versionOf) or iri),
        own.one(DCT.title) or "",
        own.one(RG.whenText) or "",
        link(asked, author) if author else None,
    )


def _other_roles(asked: Asked) -> list[str]:
    found = []
    for term, does, (one, many) in _OTHER_ROLES:
        if next(asked.store.subjects(term, asked.iri, None), None) is None:
            continue
        query = f"SELECT (COUNT(DISTINCT ?thing) AS ?n) WHERE {{ {anywhere(f'?thing <{term}> {node(asked.iri)}')} }}"
        number = int(rows_of(asked.store, query)[0][0])
        found.append(f"{does} {number:,} {one if number == 1 else many}")
    return found
