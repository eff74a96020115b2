"""The search of a site without a server: a list of things that the reader's browser searches, and the page that does.

The list holds what has a name: bodies, datasets, law and agreements, with titles, applicants and datasets. Texts and
single files are left to the search of a server.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
from fastapi import Request
from fastapi.responses import Response

from releasegraph.api.rendering import page
from releasegraph.api.state import Served
from releasegraph.graph.search.index import Asked, SearchIndex
from releasegraph.graph.search.things import Shown
from releasegraph.graph.search.words import distinct_names

__all__ = ["FINDER_FILE", "finder", "finder_document"]

FINDER_FILE = "search/things.json"
"""Where a site has the list, after its root."""
_KINDS = ("organisation", "dataset", "instrument", "provision", "agreement")
"""Kinds of things listed, in the order of equal matches."""
_SCRIPT = "static/editor/finder.js"
"""Made by `make editor` from `api/editor/`; without it the page says where to look instead."""


def finder_document(index: SearchIndex, address: Callable[[str], str | None]) -> bytes:
    """Give the list as JSON: the same bytes for the same things.

    `address` gives the address of a thing's page, relative to the site's root, or None for a thing without one, which
    is left out. A thing is `[kind, address, name, other names, title, applicant, start, end, datasets]`: kind and
    datasets are places in the lists beside it, and what is empty at the end is left out.
    """
    found = [(place, shown) for place, kind in enumerate(_KINDS) for shown in _of_kind(index, kind)]
    addresses = [address(shown.iri) for _, shown in found]
    datasets = sorted(
        {name for (_, shown), place in zip(found, addresses, strict=True) if place for name in shown.datasets}
    )
    number = {name: place for place, name in enumerate(datasets)}
    things = [
        _row(kind, place, shown, [number[name] for name in shown.datasets])
        for (kind, shown), place in zip(found, addresses, strict=True)
        if place is not None
    ]
    labels = index.labels["kind"]
    return orjson.dumps(
        {"kinds": [labels.get(kind, kind) for kind in _KINDS], "datasets": datasets, "things": things},
        option=orjson.OPT_APPEND_NEWLINE,
    )


def _of_kind(index: SearchIndex, kind: str) -> Iterator[Shown]:
    yield from sorted(index.every(Asked(facets={"kind": (kind,)})), key=lambda one: one.iri)


def _row(kind: int, address: str, shown: Shown, datasets: list[int]) -> list[object]:
    # an agreement's label is its reference, and its title what people call it
    others = distinct_names(shown.label, shown.other_names)
    row: list[object] = [kind, address, shown.label, others, shown.title, shown.applicant]
    row += [shown.start, shown.end, datasets]
    while not row[-1]:
        row.pop()
    return row


def finder(request: Request, here: Served) -> Response:
    """Give the page that searches in the browser."""
    links = here.links(request)
    has_script = (Path(__file__).parent / _SCRIPT).is_file()
    settings = {"things": links.path(FINDER_FILE), "root": links.path("")}
    return page(request, "finder.html", script=links.path(_SCRIPT) if has_script else None, settings=settings)
