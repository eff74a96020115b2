"""Whom a finding concerns: the applicant of the version a thing belongs to, or the organisation of the page."""

from collections.abc import Iterable, Mapping

from releasegraph.graph.validating.lookups import Lookups
from releasegraph.graph.validating.report import Body
from releasegraph.graph.vocabulary import ODRL, ORG, RDF, RDFS, RG, SKOS

__all__ = ["bodies_of"]

_USED_BY = f"^<{RG.narrative}>/<{RG.usedBy}>"
_IN_ROW = f"^<{RG.recordedIn}>/(<{RG.provisionOf}>|<{RG.underVersion}>)?"
_TO_VERSIONS: Mapping[str, str] = {
    RG.Release: f"<{RG.underVersion}>",
    RG.DatasetProvision: f"<{RG.provisionOf}>",
    RG.NarrativeUse: f"<{RG.usedBy}>",
    RG.Narrative: _USED_BY,
    RG.NarrativeSection: f"<{RG.sectionOf}>/{_USED_BY}",
    RG.Citation: f"<{RG.inText}>/{_USED_BY}",
    RG.Quotation: f"<{RG.inText}>/{_USED_BY}",
    RG.Condition: f"^<{RG.hasCondition}>",
    RG.RetentionRule: f"^<{RG.hasRetentionRule}>",
    ODRL.Agreement: f"^<{RG.hasPolicy}>",
    RG.Agreement: f"<{RG.hasVersion}>",
    RG.Issue: f"<{RG.inRecord}>/{_IN_ROW}",
    RG.ExtraCell: f"^<{RG.hasExtraCell}>/{_IN_ROW}",
    RG.SourceRecord: _IN_ROW,
}
"""How a thing of a class leads to the versions and listings it belongs to."""
_OF_VERSIONS = f"(<{RG.applicant}>|<{RG.pageOrganisation}>)"
_VERSIONS = (RG.AgreementVersion, RG.PageListing)
_TO_BODIES: Mapping[str, str] = {
    RG.Claim: f"<{RG.about}>",
    RG.NameMerge: f"<{RG.mergedInto}>",
    RG.OrganisationChange: f"(<{ORG.originalOrganization}>|<{ORG.resultingOrganization}>)",
} | dict.fromkeys(_VERSIONS, _OF_VERSIONS)
_ORGANISATION = f"?n <{RDF.type}> ?class FILTER(?class = <{RG.Organisation}>)"
"""By a filter: of a class given at once the engine looks through all its members for each of a thousand nodes."""
_NAMED = f"?n <{SKOS.prefLabel}>|<{RDFS.label}> ?name"


def bodies_of(classes: Mapping[str, Iterable[str]], lookups: Lookups) -> Mapping[str, tuple[Body, ...]]:
    """Give, from things and their classes, the organisations each concerns, by name; none for most."""
    members: dict[str, list[str]] = {}
    for node, own in classes.items():
        for one in own:
            members.setdefault(one, []).append(node)
    found: dict[str, set[str]] = {node: {node} for node in members.get(RG.Organisation, ())}
    ways = {one: (way, _OF_VERSIONS) for one, way in _TO_VERSIONS.items()} | {
        one: (way,) for one, way in _TO_BODIES.items()
    }
    for one, steps in ways.items():
        for node, iris in lookups.values(members.get(one, ()), *steps).items():
            found.setdefault(node, set()).update(iris)
    named = lookups.rows({iri for iris in found.values() for iri in iris}, "?name", [_ORGANISATION], [_NAMED])
    bodies = {iri: Body(iri, min(rows)[0]) for iri, rows in named.items()}
    return {
        node: tuple(sorted((bodies[iri] for iri in iris if iri in bodies), key=_name)) for node, iris in found.items()
    }


def _name(body: Body) -> tuple[str, str]:
    return body.name.casefold(), body.iri
