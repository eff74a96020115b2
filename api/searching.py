"""The search: a page of results, and all of them as CSV."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import RedirectResponse, Response

from releasegraph.api.csv_document import guarded
from releasegraph.api.edge.limits import client_of
from releasegraph.api.front import front
from releasegraph.api.links import Links
from releasegraph.api.rendering import page
from releasegraph.api.routing import Router
from releasegraph.api.search_parameters import SearchParameters
from releasegraph.api.search_view import DEEPEST, view_search
from releasegraph.api.state import Served
from releasegraph.api.visits import visited
from releasegraph.api.workers.jobs import Head, Opening
from releasegraph.graph.search.folder import open_search
from releasegraph.graph.search.index import SearchIndex
from releasegraph.graph.search.things import Shown

__all__ = ["COLUMNS", "SearchTable", "router"]

router = Router()

COLUMNS = ("kind", "label", "iri", "page", "reference", "title", "applicant", "start", "end", "datasets")
"""The table's header; several references, titles, applicants or datasets have a semicolon between them."""

_index = lru_cache(maxsize=2)(open_search)
"""Opened once in each process, and anew for each generation's folder."""


def _index_of(here: Served) -> SearchIndex:
    return _index(here.generation.folder)


@router.reads("/search")
@visited
def search(request: Request, here: Served, parameters: Annotated[SearchParameters, Query()]) -> Response:
    """Find things by words and filters; without either, list everything.

    A form's empty fields leave the address by a redirect, so that one search has one address to share.
    """
    links = here.links(request)
    if any(not value for _, value in request.query_params.multi_items()):
        return RedirectResponse(links.path("search") + parameters.query(page=parameters.page), 302)
    view = view_search(_index_of(here), here.store, links, parameters, here.settings.page_results)
    return page(request, "search.html", view=view, words=parameters.q, deepest=DEEPEST)


@router.reads("/search.csv")
async def search_table(request: Request, parameters: Annotated[SearchParameters, Query()]) -> Response:
    """Give everything the same search finds, as CSV, in the same order."""
    limit = front(request).settings.time_limit
    return front(request).query(SearchTable(parameters), client_of(request.scope), limit)


@dataclass(frozen=True, slots=True)
class SearchTable:
    """Writes all results of a search; the header `Releasegraph-Results` says how many."""

    parameters: SearchParameters

    def __call__(self, here: Served, opening: Opening) -> None:
        """Write in a worker."""
        index, asked = _index_of(here), self.parameters.asked
        headers = {
            "Content-Disposition": 'attachment; filename="search.csv"',
            "Releasegraph-Results": str(index.count(asked)),
        }
        out = opening(Head.of("text/csv; charset=utf-8; header=present", headers))
        line = io.StringIO(newline="")
        writer = csv.writer(line)
        writer.writerow(COLUMNS)
        links = Links.of(here.base, "")
        for row in _rows(index.every(asked), index, links):
            writer.writerow(map(guarded, row))
            out.write(line.getvalue().encode("utf-8", "replace"))
            line.seek(0)
            line.truncate()
        out.write(line.getvalue().encode())


def _rows(found: Iterator[Shown], index: SearchIndex, links: Links) -> Iterator[tuple[str, ...]]:
    for one in found:
        path = links.document_path(one.iri)
        yield (
            index.labels["kind"].get(one.kind, one.kind),
            one.label,
            one.iri,
            f"{links.base}{path}" if path else one.iri,
            one.reference,
            one.title,
            one.applicant,
            one.start,
            one.end,
            "; ".join(one.datasets),
        )
