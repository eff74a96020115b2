"""Which page of the catalogue a request asks for, and the addresses of the others.

A page leads to others by the dataset that they begin after: a build that lands in the middle of a harvest adds datasets
and takes some away, but has the harvester meet none of the others twice, and miss none. Numbers are for people, and for
sites of files, whose pages are all of one build.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from operator import attrgetter
from urllib.parse import urlencode

from starlette.exceptions import HTTPException

from releasegraph.graph.catalogue.harvest import Entry, View

__all__ = ["DEFAULT_SIZE", "LARGEST_SIZE", "Address", "Page", "page_link", "paged", "read_moment", "read_size"]

DEFAULT_SIZE = 50
"""Datasets on a page, where a harvester asks for no other number: such a page is made in some ten milliseconds."""
LARGEST_SIZE = 1000

_NUMBER = re.compile(r"[+-]?\d{1,9}")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)?)(Z|[+-]\d\d:\d\d)?")


@dataclass(frozen=True, slots=True)
class Address:
    """How a client asks for pages: a suffix, and parameters; pages keep to it.

    A harvester reads every page in the format of the first, so that one that asked for `catalog.rdf` is led to
    `catalog.rdf?after=…`; and a site without a server has pages as files, `catalog/page/2.rdf`.
    """

    suffix: str = ""
    parameters: tuple[tuple[str, str], ...] = ()
    as_file: bool = False

    def numbered(self, number: int) -> str:
        """Give the path of a page by its number, below the base."""
        if self.as_file:
            return self._path(f"catalog/page/{number}", ())
        return self._path("catalog", (("page", str(number)),))

    def after(self, dataset: str | None) -> str:
        """Give the path of the page that begins after a dataset, or of the first, below the base."""
        return self.numbered(1) if dataset is None else self._path("catalog", (("after", dataset),))

    def _path(self, stem: str, own: tuple[tuple[str, str], ...]) -> str:
        pairs = (*own, *self.parameters)
        return stem + self.suffix + (f"?{urlencode(pairs, safe='/:')}" if pairs else "")

    def with_suffix(self, extension: str) -> "Address":
        """Give the same in the format of that extension."""
        return replace(self, suffix=f".{extension}")

    def with_parameter(self, name: str, value: str) -> "Address":
        """Give the same with one parameter of another value."""
        return replace(self, parameters=(*(pair for pair in self.parameters if pair[0] != name), (name, value)))


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list: how many stand before it, how many it may have, and what it was asked for to begin after."""

    listed: Sequence[Entry]
    start: int
    size: int
    begins_after: str | None

    @property
    def entries(self) -> Sequence[Entry]:
        """Give what is on it."""
        return self.listed[self.start : self.start + self.size]

    @property
    def total(self) -> int:
        """Give how many there are on all pages."""
        return len(self.listed)

    @property
    def number(self) -> int:
        """Give its number, of one that begins between two the higher."""
        return -(-self.start // self.size) + 1

    @property
    def last(self) -> int:
        """Give the number of the last page."""
        return max(1, -(-self.total // self.size))

    def own(self, address: Address) -> str:
        """Give its path, below the base."""
        return address.numbered(self.number) if address.as_file else address.after(self.begins_after)

    def view(self, base: str, address: Address) -> View:
        """Give where the page stands, by addresses."""

        def at(start: int) -> str:
            if address.as_file:
                return base + address.numbered(start // self.size + 1)
            return base + address.after(self.listed[start - 1].dataset if start > 0 else None)

        rest = max(0, self.total - self.start - 1) // self.size * self.size
        return View(
            base + self.own(address),
            at(0),
            at(self.start + rest) if rest else base + self.own(address),
            at(self.start - self.size) if self.start > 0 else None,
            at(self.start + self.size) if rest else None,
            self.total,
        )


def paged(entries: Sequence[Entry], number: str | None, size: int, after: str | None = None) -> Page:
    """Give a page, of entries sorted by dataset, by its printed number or by the dataset that it begins after.

    Raises HTTPException 400 where that is no number, 404 where no page has it. After a dataset that is no more there
    comes what would have followed it; after the last an empty page.
    """
    if after is not None:
        if number is not None:
            raise HTTPException(400, "A page has a number, or begins after a dataset: give `page` or `after`.")
        return Page(entries, bisect_right(entries, after, key=attrgetter("dataset")), size, after)
    last = max(1, -(-len(entries) // size))
    wanted = 1 if number is None else _whole("page", number)
    if not 1 <= wanted <= last:
        raise HTTPException(404, f"There is no page {wanted}: there are pages 1 to {last}.")
    start = (wanted - 1) * size
    return Page(entries, start, size, entries[start - 1].dataset if start else None)


def read_size(printed: str | None) -> int:
    """Read how many datasets a page is to have; raise HTTPException 400 where that is no number we give."""
    size = DEFAULT_SIZE if printed is None else _whole("page_size", printed)
    if not 1 <= size <= LARGEST_SIZE:
        raise HTTPException(400, f"page_size: {size} is not between 1 and {LARGEST_SIZE}.")
    return size


def read_moment(printed: str) -> datetime:
    """Read an ISO 8601 date or date and time, without a zone in UTC; raise HTTPException 400 where it is none."""
    # in an address a plus sign that was not escaped means a space
    found = _MOMENT.fullmatch(printed.replace(" ", "+"))
    try:
        if found is None:
            raise ValueError(printed)
        moment = datetime.fromisoformat(found[1] + (found[2] or ""))
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise HTTPException(
            400,
            "modified_since: expected a date such as 2026-09-01, or a date and time such as 2026-09-01T12:00:00Z.",
        ) from None


def _whole(name: str, printed: str) -> int:
    if _NUMBER.fullmatch(printed) is None or not printed.isascii():
        raise HTTPException(400, f"{name}: expected a whole number.")
    return int(printed)


def page_link(view: View) -> Iterable[str]:
    """Give the elements of a Link header that lead to other pages (RFC 8288; first, last, prev, next of IANA's)."""
    for name, address in (("first", view.first), ("prev", view.previous), ("next", view.next), ("last", view.last)):
        if address is not None:
            yield f'<{address}>; rel="{name}"'
