"""The page of a body: its names, what it became, its agreements, files, datasets and law, and what others say of it."""

from collections import defaultdict
from dataclasses import dataclass

from rdflib import URIRef

from releasegraph.api.charts import BarChart, Entry, bar_chart
from releasegraph.api.things.asked import Asked
from releasegraph.api.things.facts import facts, link, node
from releasegraph.api.things.files_released import Released, read_released
from releasegraph.api.things.paging import Paging, paging
from releasegraph.api.things.provenance import read_records
from releasegraph.api.things.spellings import Spellings, read_spellings
from releasegraph.api.things.standing import edition_month
from releasegraph.api.things.tabled import Table, table
from releasegraph.api.things.terms_held import HeldTerms, read_terms
from releasegraph.api.view import Value
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
_TYPES = """
SELECT DISTINCT ?dataset ?type
WHERE {{
  ?version rg:applicant {body} ;
           rg:hasProvision ?provision .
  ?provision rg:dataset ?dataset ;
             rg:typeOfData ?type .
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
_KINDS = """
SELECT ?type ?name (COUNT(?version) AS ?versions)
WHERE {{
  ?version rg:applicant {body} ;
           rg:organisationType ?type .
  ?type skos:prefLabel ?name .
}}
GROUP BY ?type ?name
ORDER BY DESC(?versions) ?name
"""
_CHANGES = """
SELECT ?change ?before ?beforeName ?after ?afterName ?words
WHERE {{
  {{ ?change org:resultingOrganization {body} }} UNION {{ ?change org:originalOrganization {body} }}
  ?change org:originalOrganization ?before ;
          org:resultingOrganization ?after ;
          rg:text ?words .
  ?before skos:prefLabel ?beforeName .
  ?after skos:prefLabel ?afterName .
}}
ORDER BY ?beforeName ?afterName ?words
"""
_CLAIMS = """
SELECT ?claim ?kind ?kindName ?words ?unsafeFiles ?author ?authorName
WHERE {{
  ?claim rg:about {body} ;
         rg:claimKind ?kind ;
         rg:text ?words ;
         rg:claimedBy ?author .
  ?kind skos:prefLabel ?kindName .
  ?author skos:prefLabel ?authorName .
  OPTIONAL {{ ?claim rg:unsafeFileCount ?unsafeFiles }}
}}
ORDER BY DESC(?unsafeFiles) ?kind ?words
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
    body = node(asked.iri)
    before, after = _changes(asked)
    datasets, dataset_pages, dataset_table = _datasets(asked)
    law_table = table(asked.links, _LAW.format(body=body))
    laws = law_table.rows(asked.store)
    entries = [Entry(name, (int(versions),), asked.links.href(law)) for law, name, versions in laws[:_LAWS]]
    listings, listing_pages = _listings(asked)
    claims = _claims(asked)
    kinds = table(asked.links, _KINDS.format(body=body)).rows(asked.store)
    return OrganisationView(
        read_spellings(asked),
        tuple((Value(name, asked.links.href(iri), iri), int(versions)) for iri, name, versions in kinds),
        _linked(asked, {str(quad[0]) for quad in asked.store.quads(None, ORG.subOrganizationOf, URIRef(asked.iri))}),
        _linked(asked, {str(quad[2]) for quad in asked.store.quads(asked.iri, ORG.subOrganizationOf)}),
        before,
        after,
        read_terms(asked, edition_month(asked.here.manifest)),
        read_released(
            asked,
            f"?version rg:applicant {body} ; rg:hasRelease ?release .",
            "Files released to it",
            only_releases=True,
        ),
        datasets,
        dataset_pages,
        dataset_table,
        bar_chart("law", "Agreement versions that rely on each", "Legal basis", entries, "versions"),
        len(laws),
        law_table,
        tuple(one for one in claims if not one.lists_project),
        tuple(one for one in claims if one.lists_project),
        listings,
        listing_pages,
        tuple(_other_roles(asked)),
    )


def _linked(asked: Asked, iris: set[str]) -> tuple[Value, ...]:
    return tuple(sorted((link(asked, one) for one in iris), key=lambda one: one.text.casefold()))


def _recorded(asked: Asked, iri: str) -> tuple[Value, ...]:
    records = [str(quad[2]) for quad in asked.store.quads(subject=iri, predicate=RG.recordedIn, graph=None)]
    return tuple(
        Value(f"{one.words}, {one.file}", asked.links.href(one.iri), one.iri) for one in read_records(asked, records)
    )


def _datasets(asked: Asked) -> tuple[tuple[HeldDataset, ...], Paging, Table]:
    """Give the datasets that versions the body applied for name, the ones held longest ago last."""
    asking = table(asked.links, _DATASETS.format(body=node(asked.iri)))
    held: defaultdict[tuple[str, str], list[list[str]]] = defaultdict(list)
    for dataset, name, *rest in asking.rows(asked.store):
        held[name, dataset].append(rest)
    pages = paging(asked, len(held), _SHOWN, "datasets")
    types: defaultdict[str, list[str]] = defaultdict(list)
    for dataset, kind in table(asked.links, _TYPES.format(body=node(asked.iri))).rows(asked.store) if held else ():
        types[dataset].append(kind)
    shown = []
    for (name, dataset), rows in sorted(held.items())[pages.offset : pages.last]:
        rows.sort(key=lambda row: (row[3] or row[2], row[0]), reverse=True)
        shown.append(
            HeldDataset(
                Value(name, asked.links.href(dataset), dataset),
                sum(int(row[1]) for row in rows),
                min((row[2] for row in rows if row[2]), default=""),
                max((row[3] for row in rows if row[3]), default=""),
                tuple(link(asked, row[0]) for row in rows[:_NAMED]),
                max(0, len(rows) - _NAMED),
                _linked(asked, set(types[dataset])),
            )
        )
    return tuple(shown), pages, asking


def _changes(asked: Asked) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """Give the changes that made a body, and those it went into."""
    before: list[Change] = []
    after: list[Change] = []
    for change, old, old_name, new, new_name, words in table(asked.links, _CHANGES.format(body=node(asked.iri))).rows(
        asked.store
    ):
        other, name, found = (old, old_name, before) if new == asked.iri else (new, new_name, after)
        found.append(
            Change(
                Value(name, asked.links.href(other), other),
                words,
                asked.links.href(change),
                _recorded(asked, change),
                tuple(
                    link(asked, one)
                    for one in sorted(map(str, facts(asked.store, change, RG.evidence).all(RG.evidence)))
                ),
            )
        )
    return tuple(before), tuple(after)


def _claims(asked: Asked) -> tuple[ClaimShown, ...]:
    rows = table(asked.links, _CLAIMS.format(body=node(asked.iri))).rows(asked.store)
    return tuple(
        ClaimShown(
            kind == f"{asked.here.base}{_LISTED}",
            Value(kind_name, asked.links.href(kind), kind),
            words,
            int(number) if number else None,
            Value(name, asked.links.href(author), author),
            asked.links.href(claim),
            _recorded(asked, claim),
        )
        for claim, kind, kind_name, words, number, author, name in rows
    )


def _listings(asked: Asked) -> tuple[tuple[Listing, ...], Paging]:
    """Give the listings on pages about the body, in whatever graph they stand."""
    quads = asked.store.quads(predicate=RG.pageOrganisation, object_=URIRef(asked.iri), graph=None)
    found = sorted({str(quad[0]) for quad in quads})
    pages = paging(asked, len(found), _SHOWN, "listings")
    return tuple(_listing(asked, one) for one in found[pages.offset : pages.last]), pages


def _listing(asked: Asked, iri: str) -> Listing:
    own = facts(asked.store, iri, RG.versionOf, DCT.title, RG.whenText, RG.statedBy)
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
        pattern = f"?thing <{term}> {node(asked.iri)}"
        query = (
            f"SELECT (COUNT(DISTINCT ?thing) AS ?n) WHERE {{ {{ {pattern} }} UNION {{ GRAPH ?any {{ {pattern} }} }} }}"
        )
        number = int(table(asked.links, query).rows(asked.store)[0][0])
        if number:
            found.append(f"{does} {number:,} {one if number == 1 else many}")
    return found
