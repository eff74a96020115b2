"""What crawlers are told: the pages there are, when each last changed, and what is not for them.

Sitemaps 0.9 (https://www.sitemaps.org/protocol.html), Robots Exclusion Protocol (RFC 9309).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

from fastapi import Request
from fastapi.responses import PlainTextResponse, Response
from rdflib import URIRef
from starlette.exceptions import HTTPException

from releasegraph.api.links import Links
from releasegraph.api.questions import QUESTIONS
from releasegraph.api.routing import Router
from releasegraph.api.state import Served, described
from releasegraph.api.visits import visited
from releasegraph.graph.history import history_of
from releasegraph.graph.vocabulary import RDF, RG, SKOS

__all__ = ["Entry", "robots_text", "router", "site_entries", "sitemap_files"]

router = Router()

_XML = "application/xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_INDEX = "sitemap.xml"
_MOST = 50_000
"""Addresses in one file, by the protocol."""
_LARGEST = 50_000_000
"""Bytes of one file: under the protocol's 50 MiB whatever is counted as a megabyte."""

_FIXED = ("", "about", "questions", *(f"questions/{one.slug}" for one in QUESTIONS), "catalog", "ontology", "shapes")
_CLASSES = (
    *(RG.Agreement, RG.AgreementVersion, RG.PageListing, RG.Organisation, RG.Dataset, RG.RegisterEdition),
    *(RG.LegalInstrument, RG.StatutoryProvision, SKOS.ConceptScheme, SKOS.Concept),
)
"""Classes whose things are listed.

Rows, files, provisions, texts and citations are not: hundreds of thousands, each read on the page of its whole.
"""
_KEPT_OUT = ("sparql?", "search?", "search.csv", "validation?", "validation.", "dump/")
"""What is worked out anew for each address, or is a whole graph: starts of paths."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page: its path after the base, percent-encoded, and when what it shows last changed, where that is known."""

    path: str
    modified: datetime | None = None


def site_entries(here: Served) -> Iterator[Entry]:
    """Give every page for readers: those of the site itself, then those of things, each class by address."""
    yield from map(Entry, _FIXED)
    links, history = Links(here.base), history_of(here.generation)
    seen: set[str] = set()
    for term in _CLASSES:
        quads = here.store.quads(predicate=RDF.type, object_=URIRef(term), graph=None)
        found = {str(quad[0]) for quad in quads} - seen
        seen |= found
        for iri in sorted(found):
            path = links.document_path(iri)
            if path is not None:
                times = history.times(iri)
                yield Entry(path, times.modified if times else None)


def sitemap_files(
    entries: Iterable[Entry], base: str, *, most: int = _MOST, largest: int = _LARGEST
) -> Iterator[tuple[str, bytes]]:
    """Give the parts of a sitemap as file names and contents, and last the index that names them.

    A part holds at most `most` addresses and `largest` bytes.
    """
    parts: list[Entry] = []
    head, end = f'{_HEAD}<urlset xmlns="{_NAMESPACE}">\n'.encode(), b"</urlset>\n"
    lines: list[bytes] = []
    newest: datetime | None = None
    size = 0

    def part() -> tuple[str, bytes]:
        parts.append(Entry(f"sitemap/{len(parts) + 1}.xml", newest))
        return parts[-1].path, b"".join((head, *lines, end))

    for entry in entries:
        line = _located("url", base, entry).encode()
        if lines and (len(lines) == most or len(head) + size + len(line) + len(end) > largest):
            yield part()
            lines, newest, size = [], None, 0
        lines.append(line)
        size += len(line)
        newest = _later(newest, entry.modified)
    if lines:
        yield part()
    named = "".join(_located("sitemap", base, one) for one in parts)
    yield _INDEX, f'{_HEAD}<sitemapindex xmlns="{_NAMESPACE}">\n{named}</sitemapindex>\n'.encode()


def robots_text(links: Links, kept_out: Sequence[str] = _KEPT_OUT) -> str:
    """Let crawlers read pages, name those there are, and keep them from some paths."""
    lines = ["User-agent: *", *(f"Disallow: {links.path(path)}" for path in kept_out)]
    if not kept_out:
        lines.append("Allow: /")
    return "\n".join((*lines, "", f"Sitemap: {links.base}{_INDEX}", ""))


@router.reads("/robots.txt")
async def robots(request: Request) -> Response:
    """Let crawlers read pages, and keep them from queries, searches and whole files."""
    return PlainTextResponse(robots_text(described(request).links(request)))


@router.reads("/sitemap.xml")
@visited
def sitemap(_request: Request, here: Served) -> Response:
    """Name the parts of the sitemap."""
    return _file(here, _INDEX)


@router.reads("/sitemap/{part}.xml")
@visited
def sitemap_part(_request: Request, here: Served, part: str) -> Response:
    """Name the pages of one part."""
    return _file(here, f"sitemap/{part}.xml")


def _file(here: Served, name: str) -> Response:
    found = next((body for file, body in sitemap_files(site_entries(here), here.base) if file == name), None)
    if found is None:
        raise HTTPException(404, f"No such part of the sitemap; /{_INDEX} names those there are.")
    return Response(found, media_type=_XML)


def _located(element: str, base: str, entry: Entry) -> str:
    place = escape(base + entry.path, {'"': "&quot;", "'": "&apos;"})
    changed = f"<lastmod>{entry.modified.isoformat(timespec='seconds')}</lastmod>" if entry.modified else ""
    return f"<{element}><loc>{place}</loc>{changed}</{element}>\n"


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((moment for moment in (one, other) if moment), default=None)
