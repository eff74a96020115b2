"""Which view and template show a thing of each class."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from releasegraph.api.things.agreement import view_agreement
from releasegraph.api.things.asked import Asked
from releasegraph.api.things.citation import view_citation
from releasegraph.api.things.claim import view_claim
from releasegraph.api.things.concept import view_concept, view_scheme
from releasegraph.api.things.dataset import view_dataset
from releasegraph.api.things.edition import view_edition
from releasegraph.api.things.issue import view_issue
from releasegraph.api.things.law import view_law
from releasegraph.api.things.narrative import view_narrative, view_quotation
from releasegraph.api.things.organisation import view_organisation
from releasegraph.api.things.plain import PLAIN
from releasegraph.api.things.policy import view_policy
from releasegraph.api.things.provision import view_provision
from releasegraph.api.things.record import view_record
from releasegraph.api.things.release import view_release
from releasegraph.api.things.version import view_listing, view_version
from releasegraph.graph.vocabulary import ODRL, RG, SKOS

__all__ = ["KINDS", "Kind", "kind_of"]


@dataclass(frozen=True, slots=True)
class Kind:
    """How things of a class are shown: `view(asked)` gives the template its `view`."""

    template: str
    view: Callable[[Asked], object]
    lists_uses: bool = False
    """Whether the page lists the statements that point to the thing, which the view itself does not look for."""


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        RG.Agreement: Kind("things/agreement.html", view_agreement),
        RG.PageListing: Kind("things/listing.html", view_listing),
        RG.AgreementVersion: Kind("things/version.html", view_version),
        RG.LegalInstrument: Kind("things/law.html", view_law),
        RG.StatutoryProvision: Kind("things/law.html", view_law),
        RG.Dataset: Kind("things/dataset.html", view_dataset),
        RG.Organisation: Kind("things/organisation.html", view_organisation),
        RG.Release: Kind("things/release.html", view_release),
        RG.RegisterEdition: Kind("things/edition.html", view_edition),
        RG.SourceRecord: Kind("things/record.html", view_record),
        RG.Claim: Kind("things/claim.html", view_claim),
        RG.Issue: Kind("things/issue.html", view_issue),
        SKOS.Concept: Kind("things/concept.html", view_concept, lists_uses=True),
        SKOS.ConceptScheme: Kind("things/scheme.html", view_scheme),
        ODRL.Agreement: Kind("things/policy.html", view_policy),
        ODRL.Set: Kind("things/policy.html", view_policy),
        **{term: Kind("things/plain.html", view) for term, view in PLAIN.items()},
        RG.DatasetProvision: Kind("things/provision.html", view_provision),
        RG.Narrative: Kind("things/narrative.html", view_narrative),
        RG.Quotation: Kind("things/quotation.html", view_quotation),
        RG.Citation: Kind("things/citation.html", view_citation),
    }
)
"""Class IRI to its page; a thing of another class has the general page, `thing.html`."""


def kind_of(classes: Iterable[str]) -> Kind | None:
    """Give how a thing of these classes is shown; of several with a page, the first of our table."""
    own = set(classes)
    return next((kind for term, kind in KINDS.items() if term in own), None)
