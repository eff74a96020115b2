"""The editions of the register and of the pages as datasets, and the two series they are of."""

import calendar
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rdflib import Literal, URIRef

from releasegraph.graph.authorship import PAGE_AUTHOR, PUBLISHER
from releasegraph.graph.catalogue.agents import contact_of, use_of_kind
from releasegraph.graph.catalogue.authorities import authority
from releasegraph.graph.catalogue.distributions import distributions_of
from releasegraph.graph.catalogue.terms import (
    ENGLISH,
    TYPE,
    Triple,
    catalogue_node,
    page_iri,
    series_iri,
    term,
)
from releasegraph.graph.generations import Manifest
from releasegraph.graph.identifiers import Identifiers
from releasegraph.graph.store import GraphStore
from releasegraph.graph.vocabulary import DCT, RG, XSD

__all__ = [
    "KEYWORDS",
    "Months",
    "dataset_facts",
    "edition_month",
    "edition_triples",
    "month_in_words",
    "period_triples",
    "released_months",
    "series_triples",
]

KEYWORDS = ("data sharing", "health data", "NHS England")
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
_TITLES = {"workbook": "NHS England's register of data sharing agreements", "page": "Pages of the reformatted register"}
_ABOUT_SERIES = {
    "workbook": f"The workbooks in which {PUBLISHER} publishes the agreements it shares health data under, each month.",
    "page": f"Pages by {PAGE_AUTHOR}, one for each body, that show the register's agreements with it in another order.",
}

Months = Mapping[str, tuple[date, date]]
"""Edition to the first day of the first month and the last day of the last in which it says a file was released."""


def released_months(store: GraphStore, manifest: Manifest) -> Months:
    """Read from a store which months the files that each workbook names were released in."""
    ids, names = Identifiers(manifest.base), _workbooks(manifest)
    graphs = {name: f"GRAPH <{ids.edition_graph(name)}>" if name != names[-1] else "" for name in names}
    found: dict[str, tuple[date, date]] = {}
    for name, graph in graphs.items():
        pattern = f"{{ ?file <{RG.releaseMonthStart}> ?start ; <{RG.releaseMonthEnd}> ?end }}"
        asked = f"SELECT (MIN(?start) AS ?first) (MAX(?end) AS ?last) WHERE {{ {graph} {pattern} }}"
        for row in store.select(asked):
            if "first" in row and "last" in row:
                found[name] = date.fromisoformat(str(row["first"])), date.fromisoformat(str(row["last"]))
    return found


def _workbooks(manifest: Manifest) -> Sequence[str]:
    """Give the names of the workbooks' editions, the oldest first: the last is current."""
    return sorted(one["name"] for one in manifest.editions if one.get("kind") == "workbook")


def edition_month(manifest: Manifest) -> str | None:
    """Give the month the graph speaks of, that of its newest workbook: `2026-09`; None where none has one."""
    return max((name for name in _workbooks(manifest) if _MONTH.fullmatch(name)), default=None)


def month_in_words(month: str) -> str:
    """Give `September 2026` for `2026-09`."""
    return f"{calendar.month_name[int(month[5:])]} {month[:4]}"


def dataset_facts(manifest: Manifest, node: URIRef, title: str, description: str) -> Iterable[Triple]:
    """Say what holds for every dataset that is made of the register: what it is called, of what, in which language."""
    for cls in ("Resource", "Dataset"):
        yield node, TYPE, term("dcat", cls)
    yield node, URIRef(DCT.title), Literal(title, ENGLISH)
    yield node, URIRef(DCT.description), Literal(description, ENGLISH)
    yield node, URIRef(DCT.identifier), Literal(str(node))
    yield node, term("dcat", "theme"), authority("data-theme/HEAL")
    yield node, term("dct", "accessRights"), authority("access-right/PUBLIC")
    yield node, term("dct", "language"), authority("language/ENG")
    yield node, term("dct", "spatial"), authority("country/GBR")
    for word in KEYWORDS:
        yield node, term("dcat", "keyword"), Literal(word, ENGLISH)
    yield from contact_of(manifest, node)


def period_triples(base: str, node: URIRef, periods: Iterable[tuple[date, date]]) -> Iterable[Triple]:
    """Say from when to when files were released that a dataset names; nothing where it names none."""
    known = tuple(periods)
    if known:
        first, last = min(start for start, _ in known), max(end for _, end in known)
        period = catalogue_node(base, f"period/{first}/{last}")
        yield node, term("dct", "temporal"), period
        yield period, TYPE, term("dct", "PeriodOfTime")
        yield period, term("dcat", "startDate"), Literal(first.isoformat(), datatype=URIRef(XSD.date))
        yield period, term("dcat", "endDate"), Literal(last.isoformat(), datatype=URIRef(XSD.date))


def series_triples(manifest: Manifest, months: Months) -> Iterable[Triple]:
    """Describe the series that the build has editions of."""
    base, ids = manifest.base, Identifiers(manifest.base)
    for kind, title in _TITLES.items():
        if not any(one.get("kind") == kind for one in manifest.editions):
            continue
        node = series_iri(base, kind)
        yield from dataset_facts(manifest, node, title, _ABOUT_SERIES[kind])
        yield node, TYPE, term("dcat", "DatasetSeries")
        for fact in use_of_kind(base, kind):
            yield node, *fact
        if kind == "workbook":
            names = _workbooks(manifest)
            yield node, term("dct", "accrualPeriodicity"), authority("frequency/MONTHLY")
            yield node, term("dcat", "first"), URIRef(ids.edition(names[0]))
            yield node, term("dcat", "last"), URIRef(ids.edition(names[-1]))
            yield from period_triples(base, node, months.values())
            if newest := edition_month(manifest):
                yield node, URIRef(DCT.modified), _month(newest)


def edition_triples(manifest: Manifest, months: Months) -> Iterable[Triple]:
    """Describe each edition, by whom it is, on which terms it may be used, and which dumps hold it."""
    workbooks = _workbooks(manifest)
    before = dict(zip(workbooks[1:], workbooks, strict=False))
    for edition in manifest.editions:
        yield from _edition(manifest, _Edition(edition, workbooks), before, months)


@dataclass(frozen=True, slots=True)
class _Edition:
    """An edition of the manifest, in words."""

    row: Mapping[str, str]
    workbooks: Sequence[str]

    @property
    def name(self) -> str:
        return self.row["name"]

    @property
    def file(self) -> str:
        return self.row.get("file", self.name)

    @property
    def is_workbook(self) -> bool:
        return self.row.get("kind") == "workbook"

    @property
    def is_superseded(self) -> bool:
        """Tell whether a graph of its own holds it; of a page some listings may be there, and the rest elsewhere."""
        return not self.is_workbook or self.name != self.workbooks[-1]

    @property
    def month(self) -> str | None:
        return self.name if self.is_workbook and _MONTH.fullmatch(self.name) else None

    @property
    def title(self) -> str:
        if self.is_workbook:
            return f"{_TITLES['workbook']}, {month_in_words(self.month) if self.month else f'edition {self.name}'}"
        return f"Page of the reformatted register: {self.file}"

    def description(self, ids: Identifiers) -> str:
        if not self.is_workbook:
            where = f"the graph <{ids.edition_graph(self.name)}> or the default graph"
            return f"What the page {self.file} says, with the lines that say it. It is in {where}."
        where = f"the graph <{ids.edition_graph(self.name)}>" if self.is_superseded else "the default graph"
        return f"What the workbook {self.file} says, each fact with its sheet and row. It is in {where}."


def _edition(manifest: Manifest, one: _Edition, before: Mapping[str, str], months: Months) -> Iterable[Triple]:
    base, ids = manifest.base, Identifiers(manifest.base)
    node, kind = URIRef(ids.edition(one.name)), one.row.get("kind", "")
    yield from dataset_facts(manifest, node, one.title, one.description(ids))
    yield node, TYPE, term("prov", "Entity")
    if kind in _TITLES:
        yield node, term("dcat", "inSeries"), series_iri(base, kind)
    yield node, term("dcat", "version"), Literal(one.name)
    yield node, term("dcat", "landingPage"), (page := page_iri(base, node))
    yield page, TYPE, term("foaf", "Document")
    for fact in use_of_kind(base, kind):
        yield node, *fact
    for distribution in distributions_of(manifest, superseded=one.is_superseded):
        yield node, term("dcat", "distribution"), distribution
    yield from _provenance(base, node, one)
    if one.month:
        yield node, URIRef(DCT.issued), _month(one.month)
    if one.name in before:
        yield node, term("dcat", "prev"), URIRef(ids.edition(before[one.name]))
    yield from period_triples(base, node, [months[one.name]] if one.name in months else ())


def _provenance(base: str, node: URIRef, one: _Edition) -> Iterable[Triple]:
    statement = catalogue_node(base, f"provenance/{one.name}")
    words = f"Read from {one.file}" + (f", whose SHA-256 is {sha256}." if (sha256 := one.row.get("sha256")) else ".")
    yield node, term("dct", "provenance"), statement
    yield statement, TYPE, term("dct", "ProvenanceStatement")
    yield statement, term("rdfs", "label"), Literal(words, ENGLISH)


def _month(month: str) -> Literal:
    return Literal(month, datatype=URIRef(XSD.gYearMonth))
