"""The page of a dataset: who has it now, who had it, as what type of data, under which law, and its files."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rdflib import Literal

from releasegraph.api.charts import BarChart, Entry, bar_chart
from releasegraph.api.things.asked import Asked
from releasegraph.api.things.facts import anywhere, facts, link, node
from releasegraph.api.things.files_released import Released, read_released
from releasegraph.api.things.paging import Paging, paging
from releasegraph.api.things.provenance import read_records
from releasegraph.api.things.spellings import Spellings, read_spellings
from releasegraph.api.things.standing import EditionMonth, edition_month
from releasegraph.api.things.tabled import Table, count, part, table
from releasegraph.api.view import Value
from releasegraph.graph.vocabulary import RG, SKOS

__all__ = ["DatasetView", "view_dataset"]

_SHOWN = 25
"""Rows on one page of a table."""
_BARS = 15
"""Values shown as bars; the table to download has them all."""

_ROWS = """
SELECT ?name ?reference ?start ?end ?provision ?version ?body
WHERE {{
  {provisions}
  ?version rg:applicant ?body ;
           rg:reference ?reference .
  ?body skos:prefLabel ?name .
  {term}
}}
"""
_ANY_TERM = """OPTIONAL {{ ?version rg:startDate ?start }}
  OPTIONAL {{ ?version rg:endDate ?end }}"""
_IN_FORCE = """?version rg:startDate ?start ;
           rg:endDate ?end .
  FILTER(?start <= "{month.last}"^^xsd:date && ?end >= "{month.first}"^^xsd:date && ?end >= ?start)"""
_VALUES = """
SELECT ?property ?value (COUNT(?provision) AS ?rows)
WHERE {{
  {provisions}
  ?provision ?property ?value .
  FILTER(?property IN ({properties}))
}}
GROUP BY ?property ?value
ORDER BY ?property DESC(?rows) ?value
"""
"""The engine reads a provision's properties together: one look instead of one for each."""
_PRINTED = """
SELECT ?printed (COUNT(?release) AS ?files) (MIN(?month) AS ?firstMonth) (MAX(?month) AS ?lastMonth)
WHERE {{
  {files}
  {months}
}}
GROUP BY ?printed
ORDER BY ?firstMonth ?printed
"""
_ATTRIBUTES = (
    ("type", "Type of data", RG.typeOfData),
    ("sensitivity", "Sensitivity", RG.sensitivity),
    ("frequency", "How often", RG.frequency),
    ("law", "Legal basis", RG.legalBasis),
    ("confidentiality", "How confidentiality is met", RG.confidentialityBasis),
)
"""Key, heading and property of a provision."""
_FEW = 1500
"""Things that name a dataset, up to which each is looked up."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A row of a version in force that provides the dataset, with its place in the source."""

    body: Value
    version: Value
    end: str
    types: tuple[Value, ...]
    sensitivity: tuple[Value, ...]
    law: tuple[Value, ...]
    records: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Holder:
    """A body whose versions name the dataset, none of them in force."""

    body: Value
    versions: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """A property of the dataset's provisions, its values counted; `more` of them are not shown."""

    chart: BarChart
    more: int


@dataclass(frozen=True, slots=True)
class Printed:
    """A name that files are printed with."""

    name: str
    files: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class DatasetView:
    """What the page of a dataset shows."""

    names: Spellings
    month: EditionMonth | None
    bodies: int
    versions: int
    bodies_now: int
    versions_now: int
    holdings: tuple[Holding, ...]
    holding_pages: Paging
    now_table: Table | None
    before: tuple[Holder, ...]
    before_pages: Paging
    rows_table: Table
    attributes: tuple[Attribute, ...]
    values_table: Table
    files: Released
    printed: tuple[Printed, ...]
    printed_table: Table | None
    listings: tuple[Value, ...]
    listing_pages: Paging


@dataclass(frozen=True, slots=True)
class _Row:
    """A provision of the dataset, on a version of a body."""

    name: str
    reference: str
    start: str
    end: str
    provision: str
    version: str
    body: str

    def in_force(self, month: EditionMonth | None) -> bool:
        """Tell whether the version's term covers a day of a month; one that ends before it starts covers none."""
        if month is None or not self.start or not self.end:
            return False
        return self.start <= month.last.isoformat() and self.end >= max(month.first.isoformat(), self.start)


def view_dataset(asked: Asked) -> DatasetView:
    """Read what the page of a dataset shows; who has it now is told by the month of the latest edition."""
    dataset = node(asked.iri)
    scan = count(asked, f"?thing rg:dataset {dataset}") > _FEW
    provisions = _provisions(dataset, scan=scan)
    names, month = read_spellings(asked), edition_month(asked.here.manifest)
    rows_table = table(asked.links, _ROWS.format(provisions=provisions, term=_ANY_TERM.format()))
    # sorted here: the engine takes longer to sort than to answer
    rows = sorted(
        (_Row(*row) for row in rows_table.rows(asked.store)), key=lambda row: (row.name, row.reference, row.provision)
    )
    now = [row for row in rows if row.in_force(month)]
    holding_pages = paging(asked, len(now), _SHOWN)
    before = _before(asked, rows, {row.body for row in now})
    before_pages = paging(asked, len(before), _SHOWN, "before")
    attributes, values_table = _attributes(asked, provisions)
    listings = _listings(asked)
    listing_pages = paging(asked, len(listings), _SHOWN, "listings")
    printed_table = _printed(asked, names, scan=scan) if names.reviewed else None
    printed = printed_table.rows(asked.store) if printed_table else []
    return DatasetView(
        names,
        month,
        len({row.body for row in rows}),
        len({row.version for row in rows}),
        len({row.body for row in now}),
        len({row.version for row in now}),
        tuple(_holding(asked, row) for row in now[holding_pages.offset : holding_pages.last]),
        holding_pages,
        table(asked.links, _ROWS.format(provisions=provisions, term=_IN_FORCE.format(month=month))) if month else None,
        before[before_pages.offset : before_pages.last],
        before_pages,
        rows_table,
        attributes,
        values_table,
        read_released(asked, f"?release rg:dataset {dataset} .", "Files released", only_releases=False),
        tuple(Printed(name, int(files), first[:7], last[:7]) for name, files, first, last in printed),
        printed_table,
        tuple(link(asked, one) for one in listings[listing_pages.offset : listing_pages.last]),
        listing_pages,
    )


def _provisions(dataset: str, *, scan: bool) -> str:
    """Write the pattern of a dataset's provisions and their versions."""
    named = part("?provision", f"?provision rg:dataset {dataset} .", scan=scan)
    of = part("?provision ?version", "?provision rg:provisionOf ?version .", scan=scan)
    return part("?provision ?version", f"{named} {of}", scan=scan)


def _holding(asked: Asked, row: _Row) -> Holding:
    terms = (RG.typeOfData, RG.sensitivity, RG.legalBasis)
    own = facts(asked.store, row.provision, *terms, RG.recordedIn)
    records = read_records(asked, [str(one) for one in own.all(RG.recordedIn)])
    types, sensitivity, law = (tuple(link(asked, str(one)) for one in own.all(term)) for term in terms)
    return Holding(
        Value(row.name, asked.links.href(row.body), row.body),
        Value(row.reference, asked.links.href(row.version), row.version),
        row.end,
        types,
        sensitivity,
        law,
        tuple(Value(one.words, asked.links.href(one.iri), one.iri) for one in records),
    )


def _before(asked: Asked, rows: Sequence[_Row], now: Collection[str]) -> tuple[Holder, ...]:
    """Give the bodies that have none of their versions in force, sorted by name as the rows are."""
    by_body: defaultdict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        if row.body not in now:
            by_body[row.body].append(row)
    return tuple(
        Holder(
            Value(own[0].name, asked.links.href(body), body),
            len({row.version for row in own}),
            min((row.start for row in own if row.start), default=""),
            max((row.end for row in own if row.end), default=""),
        )
        for body, own in by_body.items()
    )


def _attributes(asked: Asked, provisions: str) -> tuple[tuple[Attribute, ...], Table]:
    """Count the values of the provisions' properties."""
    properties = ", ".join(node(term) for _, _, term in _ATTRIBUTES)
    asking = table(asked.links, _VALUES.format(provisions=provisions, properties=properties))
    counted: defaultdict[str, list[Entry]] = defaultdict(list)
    for term, value, number in asking.rows(asked.store):
        counted[term].append(Entry(asked.labels.of(value), (int(number),), asked.links.href(value)))
    return tuple(
        Attribute(
            bar_chart(key, head, head, counted[term][:_BARS], "rows of the register"),
            max(0, len(counted[term]) - _BARS),
        )
        for key, head, term in _ATTRIBUTES
        if counted[term]
    ), asking


def _printed(asked: Asked, names: Spellings, *, scan: bool) -> Table:
    """Ask under which names files are printed: the preferred name and each spelling joined to it."""
    preferred = facts(asked.store, asked.iri, SKOS.prefLabel).one(SKOS.prefLabel)
    spellings = dict.fromkeys([*([preferred] if preferred else []), *(one.text for one in names.rows)])
    chosen = " ".join(Literal(one).n3() for one in spellings)
    files = f"VALUES ?printed {{ {chosen} }} ?release rg:datasetText ?printed ."
    return table(
        asked.links,
        _PRINTED.format(
            files=part("?release ?printed", files, scan=scan),
            months=part("?release ?month", "?release rg:releaseMonthStart ?month .", scan=scan),
        ),
    )


def _listings(asked: Asked) -> list[str]:
    """Give the listings on pages that name the dataset, in whatever graph they stand."""
    if not asked.here.manifest.counts.get("page_listings"):
        return []
    pattern = anywhere(f"?listing a rg:PageListing ; rg:dataset {node(asked.iri)}")
    return [
        iri
        for (iri,) in table(asked.links, f"SELECT DISTINCT ?listing WHERE {{ {pattern} }} ORDER BY ?listing").rows(
            asked.store
        )
    ]
