"""Makes what is not about one thing: the home page, questions with answers, terms, catalogue, search, dumps."""

from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

from releasegraph.api.finder import FINDER_FILE, finder, finder_document
from releasegraph.api.publishing.addresses import Page, file_of
from releasegraph.api.publishing.catalogue_files import catalogue_files
from releasegraph.api.publishing.feed_files import feed_files
from releasegraph.api.publishing.findings_files import FINDINGS_FILES, findings_files, rule_files
from releasegraph.api.publishing.hosting import host_files
from releasegraph.api.publishing.making import Maker
from releasegraph.api.publishing.question_files import question_files
from releasegraph.api.questions import QUESTION_OF
from releasegraph.api.rendering import page
from releasegraph.api.sitemaps import Entry, robots_text, site_entries, sitemap_files
from releasegraph.api.state import Served
from releasegraph.graph.json_ld.context import VERSIONS
from releasegraph.graph.search.folder import open_search

__all__ = [
    *("CATALOGUE", "FEED", "FILES", "FINDINGS", "KEPT_WHILE", "PAGES", "QUESTIONS", "SITE_UNITS"),
    *("is_of_site", "site_files", "static_files"),
]

File = tuple[str, bytes]

PAGES = ("", "about", "questions", "ontology", "shapes", "void", "search", "sparql", "validation")
"""Paths of pages; those of questions and of the catalogue are beside them."""
_DOCUMENTS = ("ontology", "shapes")
_CONTEXTS = ("context.jsonld", *(f"context/v{version}.jsonld" for version in VERSIONS))
FILES = (
    *(f"{path}.ttl" for path in _DOCUMENTS),
    *_CONTEXTS,
    *FINDINGS_FILES,
    *(".well-known/void", "sitemap.xml", "robots.txt", FINDER_FILE),
)
_SITE = "site/"
QUESTIONS, CATALOGUE, FEED, FINDINGS = (f"{_SITE}{name}/" for name in ("questions", "catalogue", "feed", "validation"))
"""Starts of units of questions, pages of the catalogue, documents of the feed, and rules; slugs and paths follow."""
KEPT_WHILE = ("site/software", "site/terms", "site/shapes")
"""Units that nothing but the software, its settings and the editions changes."""


def _home(maker: Maker, here: Served) -> Iterator[File]:
    for path in ("", "about", "questions"):
        yield file_of(Page(path).address), maker.page(path)
    yield from _own_pages(maker, here, ("sparql/", "static_site/queries.html"))
    yield "robots.txt", robots_text(maker.links, kept_out=()).encode()


def _document(*paths: str) -> Callable[[Maker, Served], Iterator[File]]:
    def make(maker: Maker, _here: Served) -> Iterator[File]:
        for path in paths:
            yield file_of(Page(path).address), maker.page(path)
            yield f"{path}.ttl", maker.site.get(path, "text/turtle").body

    return make


def _void(maker: Maker, _here: Served) -> Iterator[File]:
    body = maker.site.get(".well-known/void").body
    yield file_of("void/"), maker.written(Page("void"), body)
    yield ".well-known/void", maker.site.get(".well-known/void", "text/turtle").body


def _search(maker: Maker, here: Served) -> Iterator[File]:
    def address(iri: str) -> str | None:
        path = maker.links.document_path(iri)
        return Page(path).address if path is not None and path in maker.addresses.things else None

    yield FINDER_FILE, finder_document(open_search(here.generation.folder), address)
    body = finder(maker.site.request("search"), here).body
    yield file_of("search/"), maker.written(Page("search"), bytes(body))


def _sitemap(maker: Maker, here: Served) -> Iterator[File]:
    kept = (
        Entry(Page(one.path).address, one.modified)
        for one in site_entries(here)
        if one.path in maker.addresses.things or one.path in maker.addresses.pages
    )
    yield from sitemap_files(kept, here.base)


def _software(maker: Maker, here: Served) -> Iterator[File]:
    """Make what is the same whatever the graph says."""
    yield from _own_pages(maker, here, ("404.html", "static_site/missing.html"))
    for path in _CONTEXTS:
        yield path, maker.document(path)
    yield from static_files()
    yield from host_files(maker.addresses.prefix)


def _own_pages(maker: Maker, here: Served, *pages: tuple[str, str]) -> Iterator[File]:
    """Make pages that a server has none of: pairs of address and template."""
    for address, template in pages:
        body = page(maker.site.request(address), template, dumps=here.manifest.dumps).body
        yield file_of(address), maker.written(Page(address.rstrip("/")), bytes(body))


def is_of_site(unit: str) -> bool:
    """Tell whether a unit is about no one thing."""
    return unit.startswith(_SITE)


def site_files(unit: str, maker: Maker, here: Served) -> Iterator[File]:
    """Make the files of a unit that is about no one thing."""
    if unit in SITE_UNITS:
        yield from SITE_UNITS[unit](maker, here)
        return
    start, make = next((start, make) for start, make in _FAMILIES.items() if unit.startswith(start))
    yield from make(maker, here, unit.removeprefix(start))


def static_files() -> Iterator[File]:
    """Give the style sheets, scripts and images of the site."""
    yield from _below(files("releasegraph.api").joinpath("static"), "static")


def _below(folder: Traversable, path: str) -> Iterator[File]:
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        if one.is_dir():
            yield from _below(one, f"{path}/{one.name}")
        else:
            yield f"{path}/{one.name}", one.read_bytes()


SITE_UNITS: Mapping[str, Callable[[Maker, Served], Iterator[File]]] = MappingProxyType(
    {
        **{f"{QUESTIONS}{slug}": question_files(slug) for slug in QUESTION_OF},
        "site/shapes": _document("shapes"),
        "site/terms": _document("ontology"),
        "site/home": _home,
        "site/search": _search,
        "site/validation": findings_files,
        "site/void": _void,
        "site/sitemap": _sitemap,
        "site/software": _software,
    }
)
"""Unit to what makes its files."""
_FAMILIES: Mapping[str, Callable[[Maker, Served, str], Iterator[File]]] = MappingProxyType(
    {CATALOGUE: catalogue_files, FEED: feed_files, FINDINGS: rule_files}
)
"""Start of units to what makes the files of the path that follows."""
