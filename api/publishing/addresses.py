"""Where the site's addresses lead when there is no server: which of them are files, and what stands for the others.

A page is a folder with an `index.html`, so that every host finds it under the address a server gives it; documents
keep their suffix. What a plain host cannot tell apart, a query, becomes part of the path, or has no page.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from urllib.parse import parse_qsl, quote, unquote

__all__ = [
    "DOCUMENT_SUFFIXES",
    "PAGED",
    "Addresses",
    "Fate",
    "Page",
    "file_of",
    "findings_page",
    "is_writable",
    "unit_of",
]

DOCUMENT_SUFFIXES = (".jsonld", ".ttl")
"""Formats of a document about one thing: one for developers and one for linked data; the dumps have the others."""
PAGED = re.compile(r"page|before|listings|changes|datasets|[a-z]+-(?:bodies|agreements)")
"""Parameters by which pages step through their tables."""

_SUFFIXES = (".html", ".jsonld", ".ttl", ".nt", ".rdf", ".csv", ".json", ".xml")
_VERSION = re.compile(r"(doc/agreement/[^/]+/(?:v[^/]+|page/[^/]+))/([^/]+)(?:/.*)?")
_SECTIONS: Mapping[str, str] = MappingProxyType(
    {"provision": "datasets", "narrative": "prose", "policy": "rules", "condition": "rules", "retention": "rules"}
)
"""What stands under a version's address, and the section of the version's page that shows it."""
_KINDS = tuple(f"doc/{kind}/" for kind in ("agreement", "organisation", "dataset", "law", "instrument", "edition"))
_NOT_HERE = ("search.csv", "health", "ready", "metrics", "openapi.json", "linkset/")
"""Addresses of a server that no file answers."""
_LONGEST = 240
"""Bytes of a file's name, leaving some for the name it is written under first (ext4, APFS and NTFS take 255)."""


class Fate(Enum):
    """What becomes of a link that leads nowhere on a static site."""

    UNLINKED = "its words stay"
    LEFT_OUT = "it goes, with the item of a list that it makes"


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a server addresses it: its path after the prefix, and the parameters its tables are stepped by."""

    path: str
    step: tuple[str, int] | None = None

    @property
    def address(self) -> str:
        """Give the path under the site's root that leads to it."""
        folder = f"{self.path}/" if self.path else ""
        return folder if self.step is None else f"{folder}{self.step[0]}-{self.step[1]}/"

    @property
    def asked(self) -> str:
        """Give the path and query by which a server is asked for it."""
        return self.path if self.step is None else f"{self.path}?{self.step[0]}={self.step[1]}"


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of one site: its prefix and base, the pages of things there are, and other pages and files."""

    base: str
    prefix: str
    things: Collection[str]
    """Paths of things that have a page, such as `doc/agreement/x`, percent-encoded."""
    pages: Collection[str]
    """Paths of the other pages."""
    files: Collection[str]
    """Paths of files that are no page, static ones included."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Paths that have another one here."""

    def lead(self, href: str, page: Page) -> str | Fate:
        """Give where a link on a page leads here; links to elsewhere, and into the page itself, stay as they are."""
        absolute = href.startswith(self.base)
        if absolute:
            href = f"{self.prefix}/{href.removeprefix(self.base)}"
        place, query, fragment = _parts(href)
        path = self._own(place) if place else page.path if query else None
        if path is None:
            return href
        lead = self._lead(path, query, page)
        if isinstance(lead, Fate):
            return lead
        bare, _, section = lead.partition("#")
        section = fragment or section
        start = self.base if absolute else f"{self.prefix}/"
        return f"{start}{bare}#{section}" if section else start + bare

    def _own(self, path: str) -> str | None:
        """Give a path under the site's prefix without that; None for an address elsewhere."""
        start = f"{self.prefix}/"
        return path.removeprefix(start) if path.startswith(start) and not path.startswith("//") else None

    def is_of_the_site(self, href: str) -> bool:
        """Tell whether a link names a page or file there is, so that it leads to the same from all other pages."""
        path = _parts(href.removeprefix(self.base).removeprefix(f"{self.prefix}/"))[0]
        return bool(path) and (path in self.things or path in self.pages or path in self.files)

    def thing_of(self, href: str) -> str | None:
        """Give the path of the thing that a link leads to, where things of its kind have pages, or to a part of it."""
        path = _parts(href)[0].removeprefix(self.base).removeprefix(f"{self.prefix}/")
        if path in self.things:
            return path
        part = _VERSION.fullmatch(path)
        if part:
            return part[1]
        return path if path.startswith(_KINDS) and _split(path)[1] not in _SUFFIXES else None

    def _lead(self, path: str, query: str, page: Page) -> str | Fate:
        path = self.renamed.get(path, path)
        if path == "catalog" and query.startswith("page="):
            path, query = f"catalog/page/{query.removeprefix('page=')}", ""
        if path in self.things or path in self.pages:
            return self._page(path, query, page)
        if path in self.files:
            if query and path.startswith("validation"):
                return Fate.LEFT_OUT
            return f"{path}?{query}" if query else path
        if path.startswith(_NOT_HERE):
            return Fate.LEFT_OUT
        stem, suffix = _split(path)
        if suffix and (stem in self.things or stem in self.pages):
            if suffix == ".html":
                return Page(stem).address
            return path if stem in self.things and suffix in DOCUMENT_SUFFIXES else Fate.LEFT_OUT
        return self._part(path, page)

    def _page(self, path: str, query: str, page: Page) -> str | Fate:
        """Give the page of a path: the step of one table, the one that is not where this page already stands."""
        if path in ("search", "sparql"):
            return f"{path}/?{query}" if query and path == "search" else f"{path}/"
        if path == "validation":
            return self._findings(parse_qsl(query))
        asked = dict(parse_qsl(query))
        if path == page.path and page.step is not None and asked.get(page.step[0]) == str(page.step[1]):
            del asked[page.step[0]]
        steps = [(name, value) for name, value in asked.items() if PAGED.fullmatch(name) and value.isdigit()]
        if path.startswith("questions") and asked:  # a long answer has its other rows in its files
            return Fate.LEFT_OUT
        if not steps:
            if "from" in asked:  # two versions side by side: their agreement shows the last two
                return Fate.LEFT_OUT if path == page.path else Page(path).address
            return Page(path).address if not asked else Fate.LEFT_OUT
        name, value = steps[0]
        return Page(path, (name, int(value)) if int(value) > 1 else None).address

    def _findings(self, asked: list[tuple[str, str]]) -> str | Fate:
        """Give the page of all findings or of those of one rule; other views of them are not made."""
        given = dict(asked)
        rule, number = given.pop("rule", None), given.pop("page", "1")
        if given or len(asked) > len(dict(asked)):
            return Fate.UNLINKED
        if rule is None:
            return Page("validation").address if number == "1" else Fate.LEFT_OUT
        page = findings_page(rule, int(number))
        return page.address if page.path in self.pages else Fate.UNLINKED

    def _part(self, path: str, page: Page) -> str | Fate:
        """Give where a thing without a page is shown, as far as its address tells."""
        under = _VERSION.fullmatch(path)
        if under is not None and under[1] in self.things:
            return f"{Page(under[1]).address}#{_SECTIONS.get(under[2], 'main')}"
        kind, _, rest = path.removeprefix("doc/").partition("/")
        if kind == "record":
            edition = f"doc/edition/{rest.partition('/')[0]}"
            return Page(edition).address if edition in self.things else Fate.UNLINKED
        here = kind in ("release", "text") and page.path.startswith("doc/agreement/") and page.path.count("/") > 2
        return f"{Page(page.path).address}#{'releases' if kind == 'release' else 'prose'}" if here else Fate.UNLINKED


def findings_page(rule: str, number: int = 1) -> Page:
    """Give the page of what a rule found."""
    return Page(f"validation/rule/{quote(rule, safe='')}", ("page", number) if number > 1 else None)


def unit_of(path: str) -> str:
    """Give what a thing's page is made with: an agreement and its versions are made together."""
    return "/".join(path.split("/")[:3]) if path.startswith("doc/agreement/") else path


def file_of(address: str) -> str:
    """Give the file, under the site's folder, that a host gives at an address."""
    path = unquote(address)
    return f"{path}index.html" if not path or path.endswith("/") else path


def is_writable(path: str) -> bool:
    """Tell whether a path can be files on any disk, and only under the folder it is meant for."""
    names = path.split("/")
    return all(
        name
        and unquote(name) not in (".", "..")
        and "%2F" not in name.upper()
        and "%00" not in name
        and "%5C" not in name.upper()
        and len(unquote(name).encode()) <= _LONGEST
        for name in names
    )


def _split(path: str) -> tuple[str, str]:
    stem, dot, suffix = path.rpartition(".")
    return (stem, dot + suffix) if dot + suffix in _SUFFIXES else (path, "")


def _parts(href: str) -> tuple[str, str, str]:
    """Give what an address has before its query, that, and its fragment (RFC 3986, section 3)."""
    rest, _, fragment = href.partition("#")
    place, _, query = rest.partition("?")
    return place, query, fragment
