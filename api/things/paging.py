"""A long table a page at a time: which rows, and the links to the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from urllib.parse import urlencode

from releasegraph.api.things.asked import Asked

__all__ = ["Paging", "paging", "query_string", "read_number"]


@dataclass(frozen=True, slots=True)
class Paging:
    """Which rows of `total` a page shows, and the addresses of the pages beside it (queries, starting with `?`)."""

    number: int
    size: int
    total: int
    previous: str | None
    next: str | None

    @property
    def pages(self) -> int:
        """Give how many pages there are, at least one."""
        return max(1, ceil(self.total / self.size))

    @property
    def offset(self) -> int:
        """Give how many rows come before the first one shown."""
        return (self.number - 1) * self.size

    @property
    def last(self) -> int:
        """Give the number of the last row shown."""
        return min(self.total, self.offset + self.size)


def paging(asked: Asked, total: int, size: int, parameter: str = "page") -> Paging:
    """Page `total` rows by a parameter of the address; a number past the end is the last page."""
    size = max(1, min(size, asked.here.settings.page_rows))
    last = max(1, ceil(total / size))
    number = min(read_number(asked.parameters.get(parameter)), last)

    def address(other: int) -> str | None:
        return query_string(asked.parameters, {parameter: str(other)}) if 1 <= other <= last else None

    return Paging(number, size, total, address(number - 1), address(number + 1))


def read_number(printed: str | None) -> int:
    """Read a page's number, from 1; 1 where it is no such number."""
    return max(1, int(printed)) if printed and printed.isascii() and printed.isdigit() and len(printed) < 7 else 1


def query_string(parameters: Mapping[str, str], changes: Mapping[str, str | None]) -> str:
    """Give an address's query with some parameters changed, or left out where the change is None."""
    kept = {name: value for name, value in (dict(parameters) | dict(changes)).items() if value is not None}
    return "?" + urlencode(kept)
