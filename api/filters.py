"""Filters of a page: the parameters of its address that choose, their values with counts, and the ways out of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from pydantic import AfterValidator, BaseModel, ConfigDict

__all__ = ["Choice", "FilterParameters", "Group", "Values", "Way", "group_of"]


def _without_empty(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


Values = Annotated[tuple[str, ...], AfterValidator(_without_empty)]
"""Of one filter any value will do; of several filters all must hold."""


class FilterParameters(BaseModel):
    """The parameters of a view's address: plain texts, repeated where any of several values will do."""

    model_config = ConfigDict(frozen=True)

    def query(self, **changes: object) -> str:
        """Give the address's query (with `?`) after some changes, on its first page unless a page is given."""
        values: Mapping[str, object] = self.model_dump(exclude_defaults=True) | {"page": 1} | changes
        given = {
            name: value
            for name, value in values.items()
            if value not in (None, "", ()) and (name, value) != ("page", 1)
        }
        return "?" + urlencode(given, doseq=True) if given else ""

    def without(self, name: str, value: str | None = None) -> str:
        """Give the query without one value of a filter, or without any."""
        kept = () if value is None else tuple(one for one in getattr(self, name) if one != value)
        return self.query(**{name: kept})


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter, and how many have it, or would be found with it."""

    value: str
    label: str
    count: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A filter's values: the commonest, and the others."""

    name: str
    legend: str
    choices: tuple[Choice, ...]
    others: tuple[Choice, ...]

    @property
    def chosen(self) -> bool:
        """Tell whether any value is chosen."""
        return any(choice.chosen for choice in self.choices)


def group_of(name: str, legend: str, choices: Sequence[Choice], shown: int) -> Group:
    """Give a filter's values, in order: so many stand there, and all that are chosen; the others are a list by name."""
    first = max(shown, sum(choice.chosen for choice in choices))
    others = sorted(choices[first:], key=lambda choice: choice.label.casefold())
    return Group(name, legend, tuple(choices[:first]), tuple(others))


@dataclass(frozen=True, slots=True)
class Way:
    """A link to another view: words, address, and how many it finds where that is known."""

    label: str
    href: str
    count: int | None = None
