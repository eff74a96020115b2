"""The catalogue as people read it: what is described, what can be downloaded, and how a portal harvests it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from fastapi import Request
from fastapi.responses import HTMLResponse
from rdflib.term import Identifier, URIRef

from releasegraph.api.catalogue.paging import DEFAULT_SIZE, LARGEST_SIZE, Address, Page
from releasegraph.api.labels import short_name
from releasegraph.api.links import Links
from releasegraph.api.rendering import page as render
from releasegraph.api.schema_org import described_site, description_in
from releasegraph.api.state import Served
from releasegraph.api.view import view_graph
from releasegraph.graph.authorship import OGL, RIGHTS
from releasegraph.graph.catalogue.distributions import dump_files
from releasegraph.graph.catalogue.harvest import Entry, excerpt_of
from releasegraph.graph.catalogue.profiles import PROFILES
from releasegraph.graph.catalogue.terms import catalogue_graph
from releasegraph.graph.store import GraphStore, graph_of
from releasegraph.graph.vocabulary import DCT, PREFIXES, RDF, RG, SKOS

__all__ = ["Listed", "Step", "show_catalogue", "show_node"]

_ACCESS = f"{PREFIXES['dct']}accessRights"
_SERIES = f"{PREFIXES['dcat']}DatasetSeries"

_SORTS: Mapping[str, str] = MappingProxyType(
    {
        "id/dataset/": "NHS dataset",
        "id/edition/": "Edition",
        "catalog/graph": "This graph",
    }
)
"""Where a dataset's address begins, below the base, to what sort of dataset it is."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A dataset as listed: who may have it, how many bodies applied for it, by how much law it was released.

    `changed` is the day on which its description last did.
    """

    title: str
    href: str | None
    sort: str
    access: str
    bodies: str
    provisions: int
    changed: str


@dataclass(frozen=True, slots=True)
class Step:
    """A page of the list, by its number and its address here."""

    number: int
    href: str


def show_catalogue(
    request: Request, here: Served, page: Page, address: Address, headers: Mapping[str, str], since: datetime | None
) -> HTMLResponse:
    """Give a page of the datasets, or of those changed since a moment, and how to get and to harvest what is here."""
    links = here.links(request)
    schema = described_site(here)

    def step(number: int) -> Step:
        return Step(number, links.path(address.numbered(number)))

    return render(
        request,
        "catalogue.html",
        headers=headers,
        schema=schema,
        description=description_in(schema),
        page=page,
        since=None if since is None else f"{since:%Y-%m-%d %H:%M} UTC",
        listed=[_listed(here.store, here.base, entry, links) for entry in page.entries],
        steps={
            "first": step(1) if page.number > 2 else None,
            "previous": step(page.number - 1) if page.number > 1 else None,
            "next": step(page.number + 1) if page.number < page.last else None,
            "last": step(page.last) if page.number + 1 < page.last else None,
        },
        downloads=dump_files(here.manifest),
        profiles=PROFILES,
        sizes=(DEFAULT_SIZE, LARGEST_SIZE),
        licence=OGL if any(one.get("kind") == "workbook" for one in here.manifest.editions) else None,
        rights=RIGHTS if any(one.get("kind") == "page" for one in here.manifest.editions) else None,
    )


def show_node(request: Request, here: Served, iri: str, headers: Mapping[str, str]) -> HTMLResponse:
    """Give what the catalogue says of one of its nodes."""
    graph = graph_of(excerpt_of(here.store, here.base, iri, PROFILES[0]))
    things = view_graph(here.store, graph, here.links(request))
    first = sorted(things, key=lambda one: one.iri != iri)
    return render(request, "catalogue_node.html", headers=headers, node=first[0], things=first[1:])


def _listed(store: GraphStore, base: str, entry: Entry, links: Links) -> Listed:
    said: defaultdict[str, list[Identifier]] = defaultdict(list)
    for _, predicate, term, _ in store.quads(entry.dataset, graph=catalogue_graph(base)):
        said[str(predicate)].append(term)
    path = entry.dataset.removeprefix(base)
    is_series = URIRef(_SERIES) in said[RDF.type]
    sort = next((sort for start, sort in _SORTS.items() if path.startswith(start)), "Dataset")
    return Listed(
        str(next(iter(said[DCT.title]), None) or short_name(entry.dataset, base)),
        links.path(path) if path.startswith("catalog") else links.href(entry.dataset),
        "Series" if is_series else sort,
        ", ".join(sorted(_label(store, base, str(term)) for term in said[_ACCESS])),
        ", ".join(f"{int(term):,}" for term in said[RG.holderCount]),
        len(said[RG.releasedUnder]),
        entry.modified.date().isoformat() if entry.modified else "",
    )


def _label(store: GraphStore, base: str, concept: str) -> str:
    found = next(store.quads(concept, SKOS.prefLabel, graph=catalogue_graph(base)), None)
    return str(found[2]) if found else short_name(concept, base)
