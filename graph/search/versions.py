"""Versions and listings as the search sees them: what each says, and what its provisions and releases add."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import unquote

from releasegraph.graph.search.naming import last_part
from releasegraph.graph.search.notes import Statements
from releasegraph.graph.search.things import term_blocks
from releasegraph.graph.vocabulary import DCT, RG

__all__ = ["Facts", "Release", "Version", "edition_in", "read_releases", "read_versions"]

_SINGLE: Mapping[str, tuple[str, ...]] = {
    "agreement": (RG.versionOf,),
    "reference": (RG.reference,),
    "title": (DCT.title,),
    "applicant": (RG.applicant,),
    "start": (RG.startDate, RG.startMonthStart),
    "end": (RG.endDate, RG.endMonthEnd),
}
"""Fields of a version to the properties that say them, the first that does."""
_SEVERAL: Mapping[str, tuple[str, ...]] = {
    "datasets": (RG.dataset,),
    "laws": (RG.reliesOn,),
    "bodies": (RG.dataController, RG.pageOrganisation),
}
_COMMERCIAL = {"true": "yes", "false": "no"}


@dataclass(slots=True)
class Facts:
    """What a thing is filtered and ordered by: a version's own, or those of all versions of an agreement or text."""

    facets: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    active: set[str] = field(default_factory=set)
    day: int = 0

    def add(self, other: "Facts") -> None:
        """Take in what another has."""
        for name, values in other.facets.items():
            self.facets[name] |= values
        self.active |= other.active
        self.day = max(self.day, other.day)


@dataclass(slots=True)
class Version:
    """A version or listing."""

    iri: str
    kind: str
    agreement: str = ""
    reference: str = ""
    title: str = ""
    applicant: str = ""
    start: str = ""
    end: str = ""
    datasets: set[str] = field(default_factory=set)
    laws: set[str] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)
    """Controllers; for a listing also the body whose page it stands on."""
    facts: Facts = field(default_factory=Facts)


@dataclass(frozen=True, slots=True)
class Release:
    """A file released."""

    iri: str
    file_reference: str
    version: str
    dataset: str
    opt_outs: str
    day: str
    """The first day of its month."""


def read_versions(graph: Statements, editions: Iterable[str]) -> dict[str, Version]:
    """Read the versions and listings of one graph by IRI, the versions printed in these editions."""
    listings = graph.members(RG.PageListing)
    versions = {iri: Version(iri, "listing") for iri in listings}
    versions |= {iri: Version(iri, "version") for iri in graph.members(RG.AgreementVersion) - listings}
    for name, predicates in _SINGLE.items():
        for predicate in reversed(predicates):
            for iri, value in graph.single(predicate).items():
                if iri in versions:
                    setattr(versions[iri], name, value)
    for name, predicates in _SEVERAL.items():
        for iri, value in (pair for predicate in predicates for pair in graph.pairs(predicate)):
            if iri in versions:
                getattr(versions[iri], name).add(value)
    commercial = graph.single(RG.commercialPurpose)
    for iri, version in versions.items():
        is_listing = version.kind == "listing"
        version.reference = version.reference or iri.partition("/id/agreement/")[2]
        version.facts.facets["commercial"] = {_COMMERCIAL.get(commercial.get(iri, ""), "not-stated")}
        version.facts.facets["source"] = {"page" if is_listing else "register"}
        version.facts.facets["edition"] = {edition_in(iri, "/page/")} if is_listing else set(editions)
        version.facts.day = int(version.start.replace("-", "") or 0)
        version.facts.active = set(_active(version.start, version.end))
    _add_concepts(versions, "body", graph.pairs(RG.organisationType), str)
    _add_concepts(versions, "optouts", graph.pairs(RG.listedOptOuts), str)
    _add_concepts(versions, "data", graph.pairs(RG.listedTypeOfData), str)
    holders = graph.single(RG.provisionOf)
    _add_concepts(versions, "data", graph.pairs(RG.typeOfData), lambda provision: holders.get(provision, ""))
    return versions


def _add_concepts(
    versions: Mapping[str, Version], facet: str, pairs: Iterable[tuple[str, str]], version_of: Callable[[str], str]
) -> None:
    for subject, concept in pairs:
        version = versions.get(version_of(subject))
        if version is not None:
            version.facts.facets[facet].add(last_part(concept))


def _active(start: str, end: str) -> Iterable[str]:
    """Cover a term both of whose days are printed."""
    return term_blocks(date.fromisoformat(start), date.fromisoformat(end)) if start and end else ()


def edition_in(iri: str, after: str) -> str:
    """Give the name of the edition that stands in an IRI after a part of it, such as `/id/record/`."""
    return unquote(iri.partition(after)[2].partition("/")[0])


def read_releases(graph: Statements) -> Iterator[Release]:
    """Read the releases of one graph."""
    references, versions = graph.single(RG.fileReference), graph.single(RG.underVersion)
    datasets, opt_outs, days = (graph.single(one) for one in (RG.dataset, RG.optOutsApplied, RG.releaseMonthStart))
    for iri, reference in references.items():
        rest = (values.get(iri, "") for values in (versions, datasets, opt_outs, days))
        yield Release(iri, reference, *rest)
