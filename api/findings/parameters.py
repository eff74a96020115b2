"""The parameters of a view's address, each a plain text that may be repeated where any of several values will do."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from releasegraph.api.filters import FilterParameters, Values

__all__ = ["FILTERS", "FindingParameters", "body_value"]

FILTERS = ("severity", "rule", "body", "edition", "about", "record", "finding")
"""The parameters that choose findings; the others choose what of them is shown."""


def _page(printed: object) -> object:
    """Read a page's number; an empty field asks for the first."""
    return 1 if printed == "" else printed


class FindingParameters(FilterParameters):
    """Which findings a view has: of one parameter any value will do, of several all must hold."""

    severity: Values = Field(default=(), description="`violation`, `warning` or `info`.")
    rule: Values = Field(default=(), description="Rules: shapes of `/shapes` by name, or by IRI.")
    body: Values = Field(default=(), description="Organisations, by the end of their IRIs, or as printed.")
    edition: Values = Field(default=(), description="Names of editions, such as `2026-09`.")
    about: Values = Field(default=(), description="Things, with all below them: `agreement/DARS-NIC-1-A`, or an IRI.")
    record: Values = Field(default=(), description="Source rows or lines, such as `2026-09/Datasets/17`.")
    finding: Values = Field(default=(), description="Findings, by fingerprint.")
    page: Annotated[int, BeforeValidator(_page)] = Field(default=1, ge=1, le=1_000_000, description="Which page.")

    @property
    def chosen(self) -> tuple[tuple[str, str], ...]:
        """Give each filter that is set, with each of its values."""
        return tuple((name, value) for name in FILTERS for value in getattr(self, name))


def body_value(iri: str, name: str, base: str) -> str:
    """Give the parameter's value for an organisation."""
    return iri.removeprefix(f"{base}id/organisation/") or name
