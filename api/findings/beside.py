"""What validation found about a thing, for the page of that thing."""

from dataclasses import dataclass

from releasegraph.api.findings.asking import Selection
from releasegraph.api.findings.badge import summary
from releasegraph.api.findings.parameters import FindingParameters
from releasegraph.api.links import Links
from releasegraph.api.state import Served
from releasegraph.graph.validating.kept import kept_report

__all__ = ["Beside", "findings_beside"]

_BY_KIND = {"id/organisation/": "body", "id/edition/": "edition", "id/record/": "record"}
"""Start of an IRI to the filter that chooses what concerns the thing; of other things, what is about them."""


@dataclass(frozen=True, slots=True)
class Beside:
    """How many findings there are, in words, and the address of the view that has them."""

    summary: str
    href: str


def findings_beside(here: Served, links: Links, iri: str) -> Beside | None:
    """Give what was found of a body, in an edition, in a row, or about a thing and all below it; None for nothing."""
    kept = kept_report(here.generation.folder)
    if kept is None:
        return None
    parameters = _parameters(iri, here.base)
    counts = Selection(kept, parameters, here.base).severities()
    return Beside(summary(counts), links.path("validation") + parameters.query()) if counts else None


def _parameters(iri: str, base: str) -> FindingParameters:
    for start, name in _BY_KIND.items():
        if iri.startswith(base + start):
            return FindingParameters.model_validate({name: (iri.removeprefix(base + start),)})
    return FindingParameters(about=(iri.removeprefix(f"{base}id/"),))
