"""The catalogue as files: its pages for harvesters, which lead to one another as files, and each of its nodes."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from releasegraph.api.catalogue.paging import DEFAULT_SIZE, paged
from releasegraph.api.links import iri_spellings
from releasegraph.api.publishing.addresses import Page, file_of, is_writable
from releasegraph.api.publishing.making import Maker
from releasegraph.api.state import Served
from releasegraph.graph.catalogue.harvest import entries_of
from releasegraph.graph.catalogue.terms import catalogue_graph

__all__ = ["CATALOGUE_FORMATS", "catalogue_files", "catalogue_paths"]

CATALOGUE_FORMATS: Mapping[str, str] = MappingProxyType(
    {".ttl": "text/turtle", ".jsonld": "application/ld+json", ".rdf": "application/rdf+xml"}
)
"""Suffix to media type of what harvesters read."""


def catalogue_paths(here: Served) -> tuple[str, ...]:
    """Give the paths of the catalogue's pages and nodes, the catalogue itself first."""
    last = paged(entries_of(here.store, here.base), None, DEFAULT_SIZE).last
    start = f"{here.base}catalog/"
    quads = here.store.quads(graph=catalogue_graph(here.base))
    nodes = sorted({str(subject) for subject, *_ in quads if str(subject).startswith(start)})
    paths = [next(iri_spellings(node.removeprefix(here.base))) for node in nodes]
    return ("catalog", *(f"catalog/page/{number + 1}" for number in range(last)), *filter(is_writable, paths))


def catalogue_files(maker: Maker, _here: Served, path: str) -> Iterator[tuple[str, bytes]]:
    """Make the files of a page or node; `catalog.ttl` and its like are the first page, and lead to the others."""
    yield file_of(Page(path).address), maker.page(path)
    asked = "catalog/page/1" if path == "catalog" else path
    for suffix in CATALOGUE_FORMATS:
        yield file_of(path + suffix), maker.document(asked + suffix)
