"""The parameters of a view's address, each a plain text that may be repeated where any of several values will do."""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlencode

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

__all__ = ["FILTERS", "FindingParameters", "body_value"]

FILTERS = ("severity", "rule", "body", "edition", "about", "record", "finding")
"""The parameters that choose findings; the others choose what of them is shown."""


def _without_empty(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _page(printed: object) -> object:
    """Read a page's number; an empty field asks for the first."""
    return 1 if printed == "" else printed


Values = Annotated[tuple[str, ...], AfterValidator(_without_empty)]


class FindingParameters(BaseModel):
    """Which findings a view has: of one parameter any value will do, of several all must hold."""

    model_config = ConfigDict(frozen=True)

    severity: Values = Field(default=(), description="`violation`, `warning` or `info`.")
    rule: Values = Field(default=(), description="Rules: shapes of `/shapes` by name, or by IRI.")
    body: Values = Field(default=(), description="Organisations, by the end of their IRIs, or as printed.")
    edition: Values = Field(default=(), description="Names of editions, such as `2026-09`.")
    about: Values = Field(default=(), description="Things, with all below them: `agreement/DARS-NIC-1-A`, or an IRI.")
    record: Values = Field(default=(), description="Source rows or lines, such as `2026-09/Datasets/17`.")
    finding: Values = Field(default=(), description="Findings, by fingerprint.")
    page: Annotated[int, BeforeValidator(_page)] = Field(default=1, ge=1, le=1_000_000, description="Which page.")

    def query(self, **changes: object) -> str:
        """Give the address's query (with `?`) after some changes, on its first page unless a page is given."""
        values: Mapping[str, object] = self.model_dump(exclude_defaults=True) | {"page": 1} | changes
        given = {name: value for name, value in values.items() if value != () and (name, value) != ("page", 1)}
        return "?" + urlencode(given, doseq=True) if given else ""

    def without(self, name: str, value: str) -> str:
        """Give the query without one value of a filter."""
        return self.query(**{name: tuple(one for one in getattr(self, name) if one != value)})

    @property
    def chosen(self) -> tuple[tuple[str, str], ...]:
        """Give each filter that is set, with each of its values."""
        return tuple((name, value) for name in FILTERS for value in getattr(self, name))


def body_value(iri: str, name: str, base: str) -> str:
    """Give the parameter's value for an organisation."""
    return iri.removeprefix(f"{base}id/organisation/") or name
