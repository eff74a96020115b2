"""What a portal harvests: the catalogue's datasets in a stable order, and a page of them as an excerpt of its graph.

A page is complete for its datasets (their distributions, records, agents and concepts) and holds nothing of the others:
a harvester that follows every link within a page stays within a dataset.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import BinaryIO

from rdflib import Literal, URIRef
from rdflib.term import Identifier

from releasegraph.graph.catalogue.profiles import Profile
from releasegraph.graph.catalogue.terms import TYPE, Triple, catalogue_graph, term
from releasegraph.graph.engine import used_prefixes, write_triples
from releasegraph.graph.formats import Format
from releasegraph.graph.store import GraphStore, NamedGraph, Triples, rows_of
from releasegraph.graph.vocabulary import DCT, XSD

__all__ = ["Entry", "View", "changed_since", "entries_of", "excerpt_of", "page_of", "read_ahead"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A dataset of the catalogue, its record, when what is said of it last changed, and the series it is in."""

    dataset: str
    record: str | None = None
    modified: datetime | None = None
    series: str | None = None


@dataclass(frozen=True, slots=True)
class View:
    """A page among pages, each by its address: a hydra:PartialCollectionView."""

    page: str
    first: str
    last: str
    previous: str | None
    next: str | None
    total: int
    """Datasets on all pages together."""


@lru_cache(maxsize=2)
def entries_of(store: GraphStore, base: str) -> tuple[Entry, ...]:
    """Give every dataset of the catalogue, sorted by IRI; the same for every page a process makes."""
    found: dict[str, Entry] = {}
    for dataset, record, modified, series in rows_of(store, _ENTRIES.format(graph=catalogue_graph(base), base=base)):
        entry = Entry(dataset, record or None, _moment(modified), series or None)
        before = found.setdefault(dataset, entry)
        if _later(entry.modified, before.modified):
            found[dataset] = entry
    return tuple(found[dataset] for dataset in sorted(found))


_ENTRIES = """
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
SELECT ?dataset ?record ?modified ?series WHERE {{
  GRAPH <{graph}> {{
    <{base}catalog> dcat:dataset ?dataset .
    OPTIONAL {{
      ?record foaf:primaryTopic ?dataset ; a dcat:CatalogRecord .
      OPTIONAL {{ ?record dct:modified ?modified }}
    }}
    OPTIONAL {{ ?dataset dcat:inSeries ?series }}
  }}
}} ORDER BY ?dataset ?record ?series
"""


@lru_cache(maxsize=2)
def _catalogue(store: GraphStore, base: str) -> NamedGraph:
    return store.named_graph(catalogue_graph(base))


def read_ahead(store: GraphStore, base: str) -> None:
    """Read what every page is made from: where processes share memory, once for all of them."""
    entries_of(store, base)
    _catalogue(store, base)


def _moment(text: str) -> datetime | None:
    """Read an xsd:dateTime or xsd:date, without a zone in UTC; None where it is neither."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _later(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and other is not None and one > other


def changed_since(entries: Iterable[Entry], moment: datetime) -> tuple[Entry, ...]:
    """Give the entries whose record changed at that moment or later; one of which nothing is known might have."""
    return tuple(entry for entry in entries if entry.modified is None or entry.modified >= moment)


def page_of(store: GraphStore, base: str, entries: Sequence[Entry], view: View, profile: Profile) -> Triples:
    """Give a page of the catalogue: where it stands among the pages, the catalogue itself, and these datasets."""
    catalogue = f"{base}catalog"
    here = {entry.dataset for entry in entries}
    series = sorted({entry.series for entry in entries if entry.series}.difference(here))
    records = [entry.record for entry in entries if entry.record]
    first = (*_paging(view), *_named(store, base, series), *_members(view, catalogue, entries))
    things = (catalogue, *(entry.dataset for entry in entries), *records)
    return _in_profile(_catalogue(store, base).excerpt(things, profile.bounds, first), profile)


def excerpt_of(store: GraphStore, base: str, node: str, profile: Profile) -> Triples:
    """Give what the catalogue says of a node of its: of a dataset with its record, of a series with what is in it."""
    entries = entries_of(store, base)
    entry = next((one for one in entries if one.dataset == node), Entry(node))
    series = [entry.series] if entry.series else []
    things = [node, *([entry.record] if entry.record else [])]
    within = ((URIRef(one.dataset), term("dcat", "inSeries"), URIRef(node)) for one in entries if one.series == node)
    first = itertools.chain(_named(store, base, series), within)
    return _in_profile(_catalogue(store, base).excerpt(things, profile.bounds, first), profile)


class _Translated:
    """Triples in another vocabulary than the store's, each subject's together."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        by_subject: dict[Identifier, list[Triple]] = {}
        for triple in dict.fromkeys(triples):
            by_subject.setdefault(triple[0], []).append(triple)
        self._triples = [one for said in by_subject.values() for one in sorted(said, key=lambda one: one[1])]

    def __iter__(self) -> Iterator[Triple]:
        return iter(self._triples)

    def write(self, out: BinaryIO, form: Format, prefixes: Mapping[str, str] | None = None) -> None:
        names = (*(str(predicate) for _, predicate, _ in self._triples), XSD.string)
        out.write(write_triples(self._triples, form, used_prefixes(names, prefixes or {})))


def _in_profile(triples: Triples, profile: Profile) -> Triples:
    return triples if profile.translated is None else _Translated(profile.translated(triples))


def _paging(view: View) -> Iterator[Triple]:
    """Say where the page stands (Hydra, https://www.hydra-cg.com/spec/latest/core/#collections).

    Harvesters ask the page for the address of the next one, and either the page or the collection for the number of
    items; a page that were a hydra:PagedCollection too would be read by its older properties.
    """
    page, total = URIRef(view.page), Literal(str(view.total), datatype=URIRef(XSD.integer))
    yield page, TYPE, term("hydra", "PartialCollectionView")
    yield page, term("hydra", "totalItems"), total
    for name in ("first", "previous", "next", "last"):
        address = getattr(view, name)
        if address is not None:
            yield page, term("hydra", name), URIRef(address)


def _members(view: View, catalogue: str, entries: Iterable[Entry]) -> Iterator[Triple]:
    node, dataset, record = URIRef(catalogue), term("dcat", "dataset"), term("dcat", "record")
    yield node, term("hydra", "view"), URIRef(view.page)
    for entry in entries:
        yield node, dataset, URIRef(entry.dataset)
    for entry in entries:
        if entry.record:
            yield node, record, URIRef(entry.record)


def _named(store: GraphStore, base: str, series: Iterable[str]) -> Iterator[Triple]:
    """Say of series that are datasets of other pages no more than what they are called and that they are series."""
    for one in series:
        yield URIRef(one), TYPE, term("dcat", "DatasetSeries")
        for predicate in (DCT.title, DCT.description):
            for subject, named, text, _ in store.quads(one, predicate, graph=catalogue_graph(base)):
                yield subject, named, text
