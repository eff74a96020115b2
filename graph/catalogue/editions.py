"""The editions of the register and of the pages as datasets, and the two series they are of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rdflib import Literal, URIRef

from releasegraph.graph.authorship import PAGE_AUTHOR, PUBLISHER
from releasegraph.graph.catalogue.agents import use_of_kind
from releasegraph.graph.catalogue.authorities import authority
from releasegraph.graph.catalogue.distributions import distributions_of
from releasegraph.graph.catalogue.facts import dataset_facts
from releasegraph.graph.catalogue.months import (
    Months,
    edition_month,
    is_month,
    month_in_words,
    month_literal,
    period_triples,
    workbook_names,
)
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
from releasegraph.graph.vocabulary import DCT

__all__ = ["edition_triples", "series_triples"]

_TITLES = {"workbook": "NHS England's register of data sharing agreements", "page": "Pages of the reformatted register"}
_ABOUT_SERIES = {
    "workbook": f"The workbooks in which {PUBLISHER} publishes the agreements it shares health data under, each month.",
    "page": f"Pages by {PAGE_AUTHOR}, one for each body, that show the register's agreements with it in another order.",
}


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
            names = workbook_names(manifest)
            yield node, term("dct", "accrualPeriodicity"), authority("frequency/MONTHLY")
            yield node, term("dcat", "first"), URIRef(ids.edition(names[0]))
            yield node, term("dcat", "last"), URIRef(ids.edition(names[-1]))
            yield from period_triples(base, node, months.values())
            if newest := edition_month(manifest):
                yield node, URIRef(DCT.modified), month_literal(newest)


def edition_triples(manifest: Manifest, months: Months) -> Iterable[Triple]:
    """Describe each edition, by whom it is, on which terms it may be used, and which dumps hold it."""
    workbooks = workbook_names(manifest)
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
        return self.name if self.is_workbook and is_month(self.name) else None

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
        yield node, URIRef(DCT.issued), month_literal(one.month)
    if one.name in before:
        yield node, term("dcat", "prev"), URIRef(ids.edition(before[one.name]))
    yield from period_triples(base, node, [months[one.name]] if one.name in months else ())


def _provenance(base: str, node: URIRef, one: _Edition) -> Iterable[Triple]:
    statement = catalogue_node(base, f"provenance/{one.name}")
    words = f"Read from {one.file}" + (f", whose SHA-256 is {sha256}." if (sha256 := one.row.get("sha256")) else ".")
    yield node, term("dct", "provenance"), statement
    yield statement, TYPE, term("dct", "ProvenanceStatement")
    yield statement, term("rdfs", "label"), Literal(words, ENGLISH)
