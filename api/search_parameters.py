"""The parameters of a search's address, each a plain text that may be repeated where any of several values will do."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlencode

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from releasegraph.graph.search.index import Asked
from releasegraph.graph.search.things import FACETS

__all__ = ["SearchParameters"]


def _day(printed: object) -> object:
    """Read a day; an empty field asks for none."""
    if not isinstance(printed, str):
        return printed
    if not printed.strip():
        return None
    try:
        return date.fromisoformat(printed.strip())
    except ValueError:
        raise ValueError("expected a day such as 2024-05-31") from None


def _without_empty(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


Values = Annotated[tuple[str, ...], AfterValidator(_without_empty)]


class SearchParameters(BaseModel):
    """What a search asks for."""

    model_config = ConfigDict(frozen=True)

    q: str = Field(default="", description="Words; a phrase in quotes; a reference or name, whole or its beginning.")
    kind: Values = Field(default=(), description="Kinds of things, such as `agreement`.")
    body: Values = Field(default=(), description="Kinds of applicant: codes of the scheme `organisation-type`.")
    dataset: Values = Field(default=(), description="Datasets, by the end of their IRIs.")
    law: Values = Field(default=(), description="Law relied on, by its path: `ukpga/2012/7/section/261`.")
    data: Values = Field(default=(), description="Types of data: codes of the scheme `type-of-data`.")
    commercial: Values = Field(default=(), description="Commercial purpose: `yes`, `no`, `not-stated`.")
    optouts: Values = Field(
        default=(), description="Whether opt-outs were applied to files: `yes`, `no`, `not-stated`."
    )
    source: Values = Field(default=(), description="Where it is printed: `register`, `page`.")
    edition: Values = Field(default=(), description="Names of editions that print it.")
    active: Annotated[date | None, BeforeValidator(_day)] = Field(
        default=None, description="A day within the term printed."
    )
    sort: Literal["", "relevance", "date"] = Field(default="", description="Best first, or newest first.")
    page: int = Field(default=1, ge=1, le=1_000_000, description="Which page of the results.")

    @property
    def asked(self) -> Asked:
        """Give the question to the index."""
        chosen = {name: getattr(self, name) for name in FACETS if getattr(self, name)}
        return Asked(self.q, chosen, self.active, self.sort == "date")

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
