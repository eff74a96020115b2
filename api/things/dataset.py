"""The page of a dataset: who has it now, who had it, as what type of data, under which law, and its files."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rdflib import Literal

from releasegraph.api.charts import BarChart, Entry, bar_chart
from releasegraph.api.things.asked import Asked
from releasegraph.api.things.files_released import Released, released_of
from releasegraph.api.things.paging import Paging, paging
from releasegraph.api.things.provenance import read_records
from releasegraph.api.things.showing import link
from releasegraph.api.things.spellings import Spellings, read_spellings
from releasegraph.api.things.standing import EditionMonth, edition_month
from releasegraph.api.things.tabled import Table, anywhere, node, table
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
  ?provision rg:dataset {dataset} ;
             rg:provisionOf ?version .
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
  ?provision rg:dataset {dataset} ;
             rg:provisionOf ?version ;
             ?property ?value .
  FILTER(?property IN ({properties}))
}}
GROUP BY ?property ?value
ORDER BY ?property DESC(?rows) ?value
"""
_PRINTED = """
SELECT ?printed (COUNT(?release) AS ?files) (MIN(?month) AS ?firstMonth) (MAX(?month) AS ?lastMonth)
WHERE {{
  VALUES ?printed {{ {spellings} }}
  ?release rg:datasetText ?printed ;
           rg:releaseMonthStart ?month .
}}
GROUP BY ?printed
ORDER BY ?firstMonth ?printed
"""
_PROVIDED = """
SELECT provision.id, version.id, reference, first_day, last_day, bodies.iri
FROM provision JOIN version ON version.id = provision.version JOIN role ON role.version = version.id
  JOIN thing AS bodies ON bodies.id = body
WHERE dataset = ? AND role = 'applicant' AND reference NOT NULL
"""
_ATTRIBUTES = (
    ("type", "Type of data", RG.typeOfData),
    ("sensitivity", "Sensitivity", RG.sensitivity),
    ("frequency", "How often", RG.frequency),
    ("law", "Legal basis", RG.legalBasis),
    ("confidentiality", "How confidentiality is met", RG.confidentialityBasis),
)
"""Key, heading and property of a provision."""


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
    """A provision of the dataset, on a version of a body; provision and version are numbers of the relations."""

    name: str
    reference: str
    provision: int
    version: int
    start: str
    end: str
    body: str

    def in_force(self, month: EditionMonth | None) -> bool:
        """Tell whether the version's term covers a day of a month; one that ends before it starts covers none."""
        if month is None or not self.start or not self.end:
            return False
        return self.start <= month.last.isoformat() and self.end >= max(month.first.isoformat(), self.start)


def view_dataset(asked: Asked) -> DatasetView:
    """Read what the page of a dataset shows; who has it now is told by the month of the latest edition."""
    dataset = node(asked.iri)
    names, month = read_spellings(asked), edition_month(asked.here.manifest)
    rows = _rows(asked)
    now = [row for row in rows if row.in_force(month)]
    holding_pages = paging(asked, len(now), _SHOWN)
    before = _before(asked, rows, {row.body for row in now})
    before_pages = paging(asked, len(before), _SHOWN, "before")
    listings = _listings(asked)
    listing_pages = paging(asked, len(listings), _SHOWN, "listings")
    printed, printed_table = _printed(asked, names)
    in_force = None if month is None else _ROWS.format(dataset=dataset, term=_IN_FORCE.format(month=month))
    properties = ", ".join(node(term) for _, _, term in _ATTRIBUTES)
    return DatasetView(
        names,
        month,
        len({row.body for row in rows}),
        len({row.version for row in rows}),
        len({row.body for row in now}),
        len({row.version for row in now}),
        tuple(_holding(asked, row) for row in now[holding_pages.offset : holding_pages.last]),
        holding_pages,
        None if in_force is None else table(asked.links, in_force),
        before[before_pages.offset : before_pages.last],
        before_pages,
        table(asked.links, _ROWS.format(dataset=dataset, term=_ANY_TERM.format())),
        _attributes(asked),
        table(asked.links, _VALUES.format(dataset=dataset, properties=properties)),
        released_of(asked),
        printed,
        printed_table,
        tuple(link(asked, one) for one in listings[listing_pages.offset : listing_pages.last]),
        listing_pages,
    )


def _rows(asked: Asked) -> list[_Row]:
    """Give the provisions of the dataset on versions of bodies, by name of the body, reference and address."""
    relations = asked.relations
    found = relations.rows(_PROVIDED, relations.id(asked.iri))
    rows = (
        _Row(asked.labels.of(body), reference, provision, version, start, end, body)
        for provision, version, reference, start, end, body in found
    )
    return sorted(rows, key=lambda row: (row.name, row.reference, row.provision))


def _holding(asked: Asked, row: _Row) -> Holding:
    terms = (RG.typeOfData, RG.sensitivity, RG.legalBasis)
    provision, version = asked.relations.iri(row.provision), asked.relations.iri(row.version)
    own = asked.about(provision)
    records = read_records(asked, own.all(RG.recordedIn))
    types, sensitivity, law = (tuple(link(asked, one) for one in own.all(term)) for term in terms)
    return Holding(
        Value(row.name, asked.links.href(row.body), row.body),
        Value(row.reference, asked.links.href(version), version),
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


def _attributes(asked: Asked) -> tuple[Attribute, ...]:
    """Count the values of the provisions' properties."""
    counted: defaultdict[str, list[Entry]] = defaultdict(list)
    for term, value, number in asked.relations.rows(
        "SELECT property, iri, number FROM attribute JOIN thing ON thing.id = value WHERE dataset = ? "
        "ORDER BY number DESC, value",
        asked.relations.id(asked.iri),
    ):
        counted[term].append(Entry(asked.labels.of(value), (number,), asked.links.href(value)))
    return tuple(
        Attribute(
            bar_chart(key, head, head, counted[term][:_BARS], "rows of the register"),
            max(0, len(counted[term]) - _BARS),
        )
        for key, head, term in _ATTRIBUTES
        if counted[term]
    )


def _printed(asked: Asked, names: Spellings) -> tuple[tuple[Printed, ...], Table | None]:
    """Count the files by the name they are printed with, where a person joined names: the preferred one and others."""
    if not names.reviewed:
        return (), None
    preferred = asked.statements().one(asked.iri, SKOS.prefLabel)
    spellings = tuple(dict.fromkeys([*([preferred] if preferred else []), *(one.text for one in names.rows)]))
    rows = asked.relations.rows(
        "SELECT printed, sum(number), min(month) AS first, max(month) FROM file "
        f"WHERE month <> '' AND printed IN ({', '.join('?' * len(spellings))}) "
        "GROUP BY printed ORDER BY first, printed",
        *spellings,
    )
    written = " ".join(Literal(one).n3() for one in spellings)
    return tuple(Printed(*row) for row in rows), table(asked.links, _PRINTED.format(spellings=written))


def _listings(asked: Asked) -> list[str]:
    """Give the listings on pages that name the dataset, in whatever graph they stand."""
    if not asked.here.manifest.counts.get("page_listings"):
        return []
    pattern = anywhere(f"?listing a rg:PageListing ; rg:dataset {node(asked.iri)}")
    query = table(asked.links, f"SELECT DISTINCT ?listing WHERE {{ {pattern} }} ORDER BY ?listing")
    return [iri for (iri,) in query.rows(asked.store)]
