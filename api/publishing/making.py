"""Makes the pages and documents of things, and finds what they link to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html import escape

from releasegraph.api.links import Links
from releasegraph.api.publishing.addresses import DOCUMENT_SUFFIXES, PAGED, Addresses, Fate, Page, file_of, unit_of
from releasegraph.api.publishing.asking import Got, LocalSite
from releasegraph.api.publishing.rewriting import rewritten
from releasegraph.graph.errors import StoreError

__all__ = ["Maker"]

_STEP = re.compile(r"([a-z-]+)-(\d+)/(?:#.*)?")
_REDIRECT = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{name}</title>
<link rel="canonical" href="{canonical}">
{documents}<meta http-equiv="refresh" content="0; url={href}">
</head>
<body>
<p>What is known of this is <a href="{href}">on its page</a>.</p>
</body>
</html>
"""
"""What a host that knows no redirects gives for the address of a thing itself."""


@dataclass(slots=True)
class Maker:
    """Makes files of the answers of a site, and gathers the things that the pages made so far link to."""

    site: LocalSite
    addresses: Addresses
    linked: set[str] = field(default_factory=set)
    leads: dict[str, tuple[str | Fate, str | None]] = field(default_factory=dict)
    """Where links lead from whatever page, and the things they lead to: shared by those who make pages of one site."""

    @property
    def links(self) -> Links:
        """Give the links as this site spells them."""
        return Links(self.addresses.base, self.addresses.prefix)

    @property
    def units(self) -> frozenset[str]:
        """Give the units that the pages made so far link to."""
        return frozenset(map(unit_of, self.linked))

    def thing(self, path: str) -> Iterator[tuple[str, bytes]]:
        """Make everything of one thing: its page, the steps of its tables, its documents, its own address."""
        for page, got in self._steps(path):
            yield file_of(page.address), got
        for suffix in DOCUMENT_SUFFIXES:
            yield file_of(path + suffix), _whole(self.site.document(path + suffix), path + suffix).body
        if not path.startswith("doc/law/"):
            name = path.removeprefix("doc/")
            yield file_of(f"id/{name}/"), self._redirect(path, name)

    def page(self, path: str) -> bytes:
        """Make another page, as it is without steps."""
        return self._static(Page(path), _whole(self.site.get(path), path).body, set())

    def document(self, path: str) -> bytes:
        """Make a document that its address names the format of."""
        return _whole(self.site.get(path), path).body

    def written(self, page: Page, body: bytes) -> bytes:
        """Give a page that was made elsewhere the links of this site."""
        return self._static(page, body, set())

    def _steps(self, path: str) -> Iterator[tuple[Page, bytes]]:
        waiting = [Page(path)]
        known = set(waiting)
        while waiting:
            page = waiting.pop()
            found: set[Page] = set()
            yield page, self._static(page, _whole(self.site.document(page.asked), page.asked).body, found)
            waiting += sorted(found - known, key=lambda one: one.address)
            known |= found

    def _static(self, page: Page, body: bytes, steps: set[Page]) -> bytes:
        """Give a page with the links of this site; its other steps are added to `steps`."""
        here = f"{self.addresses.prefix}/{page.path}"
        own = f"{here}/"
        itself = (here, f"{self.addresses.base}{page.path}")

        @cache
        def lead(href: str) -> str | Fate:
            known = None if href.startswith(itself) else self.leads.get(href)
            target, thing = known or (self.addresses.lead(href, page), self.addresses.thing_of(href))
            if known is None and not href.startswith(itself) and self.addresses.is_of_the_site(href):
                self.leads[href] = target, thing
            if thing is not None:
                self.linked.add(thing)
            if isinstance(target, str) and target.startswith(own):
                step = _STEP.fullmatch(target.removeprefix(own))
                if step is not None and PAGED.fullmatch(step[1]):
                    steps.add(Page(page.path, (step[1], int(step[2]))))
            return target

        return rewritten(body.decode("utf-8"), lead).encode("utf-8")

    def _redirect(self, path: str, name: str) -> bytes:
        start = f"{self.addresses.prefix}/{path}"
        documents = "".join(
            f'<link rel="alternate" type="{media_type}" href="{escape(start)}{suffix}">\n'
            for suffix, media_type in zip(DOCUMENT_SUFFIXES, ("application/ld+json", "text/turtle"), strict=True)
        )
        return _REDIRECT.format(
            name=escape(name),
            canonical=escape(f"{self.addresses.base}{path}/"),
            documents=documents,
            href=escape(f"{start}/"),
        ).encode()


def _whole(got: Got, path: str) -> Got:
    """Raise StoreError where the site itself does not have what its graph has: a build has removed it meanwhile."""
    if got.status != 200:
        raise StoreError(f"/{path}: not to be had from this store ({got.status})")
    return got
