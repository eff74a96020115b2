"""Which page of the catalogue a request asks for, and the addresses of the others."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
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
    """How a client asks for pages: a path up to the page's number, a suffix, and parameters; pages keep to it.

    A harvester reads every page in the format of the first, so that one that asked for `catalog.rdf` is led to
    `catalog.rdf?page=2`; and a site without a server has pages as files, `catalog/page/2.rdf`.
    """

    suffix: str = ""
    parameters: tuple[tuple[str, str], ...] = ()
    as_file: bool = False

    def page(self, number: int) -> str:
        """Give the path of a page, below the base."""
        stem, pairs = f"catalog/page/{number}", self.parameters
        if not self.as_file:
            stem, pairs = "catalog", (("page", str(number)), *self.parameters)
        return stem + self.suffix + (f"?{urlencode(pairs)}" if pairs else "")

    def with_suffix(self, extension: str) -> "Address":
        """Give the same in the format of that extension."""
        return replace(self, suffix=f".{extension}")

    def with_parameter(self, name: str, value: str) -> "Address":
        """Give the same with one parameter of another value."""
        return replace(self, parameters=(*(pair for pair in self.parameters if pair[0] != name), (name, value)))


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its number, that of the last, its entries, and how many there are on all."""

    number: int
    last: int
    entries: tuple[Entry, ...]
    total: int

    def view(self, base: str, address: Address) -> View:
        """Give where the page stands, by addresses."""

        def at(number: int) -> str:
            return base + address.page(number)

        return View(
            at(self.number),
            at(1),
            at(self.last),
            at(self.number - 1) if self.number > 1 else None,
            at(self.number + 1) if self.number < self.last else None,
            self.total,
        )


def paged(entries: Sequence[Entry], number: str | None, size: int) -> Page:
    """Give a page by its printed number; raise HTTPException 400 where that is no number, 404 where no page has it."""
    last = max(1, -(-len(entries) // size))
    wanted = 1 if number is None else _whole("page", number)
    if not 1 <= wanted <= last:
        raise HTTPException(404, f"There is no page {wanted}: there are pages 1 to {last}.")
    return Page(wanted, last, tuple(entries[(wanted - 1) * size : wanted * size]), len(entries))


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
