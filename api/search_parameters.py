"""The parameters of a search's address, each a plain text that may be repeated where any of several values will do."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from releasegraph.api.filters import FilterParameters, Values
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


class SearchParameters(FilterParameters):
    """What a search asks for."""

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
