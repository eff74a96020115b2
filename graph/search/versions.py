"""Versions and listings as the search sees them: what each says, and what its provisions and releases add."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import unquote

from releasegraph.graph.search.naming import last_part
from releasegraph.graph.search.reading import Reader
from releasegraph.graph.search.things import term_blocks
from releasegraph.graph.vocabulary import RG

__all__ = ["Facts", "Release", "Version", "edition_of", "read_releases", "read_versions"]

_IS_VERSION = "VALUES ?kind { rg:AgreementVersion rg:PageListing } ?a a ?kind ."
_SINGLE = f"""
SELECT ?a ?kind ?agreement ?reference ?title ?applicant ?start ?end ?startMonth ?endMonth ?body ?commercial WHERE {{
  {_IS_VERSION}
  OPTIONAL {{ ?a rg:versionOf ?agreement }} OPTIONAL {{ ?a rg:reference ?reference }}
  OPTIONAL {{ ?a dct:title ?title }} OPTIONAL {{ ?a rg:applicant ?applicant }}
  OPTIONAL {{ ?a rg:startDate ?start }} OPTIONAL {{ ?a rg:endDate ?end }}
  OPTIONAL {{ ?a rg:startMonthStart ?startMonth }} OPTIONAL {{ ?a rg:endMonthEnd ?endMonth }}
  OPTIONAL {{ ?a rg:organisationType ?body }} OPTIONAL {{ ?a rg:commercialPurpose ?commercial }} }}"""
_MANY: Mapping[str, tuple[str, ...]] = {
    "datasets": ("?a rg:versionOf ?of ; rg:dataset ?b",),
    "laws": ("?a rg:reliesOn ?b",),
    "bodies": ("?a rg:dataController ?b", "?a rg:pageOrganisation ?b"),
    "data": ("?p rg:provisionOf ?a ; rg:typeOfData ?b", "?a rg:listedTypeOfData ?b"),
    "optouts": ("?a rg:listedOptOuts ?b",),
    "records": ("?a rg:versionOf ?of ; rg:recordedIn ?b",),
}
_OF_RELEASES = {
    "version": "?b rg:hasRelease ?a",
    "dataset": "?a a rg:Release ; rg:dataset ?b",
    "opt_outs": "?a rg:optOutsApplied ?b",
    "day": "?a rg:releaseMonthStart ?b",
}
_KINDS = {RG.AgreementVersion: "version", RG.PageListing: "listing"}
_YES_NO = {"true": "yes", "false": "no", "1": "yes", "0": "no", "": "not-stated"}


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
    data: set[str] = field(default_factory=set)
    optouts: set[str] = field(default_factory=set)
    records: set[str] = field(default_factory=set)
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


def read_versions(reader: Reader) -> dict[str, Version]:
    """Read the versions and listings of one graph by IRI, in the order of their IRIs."""
    versions: dict[str, Version] = {}
    for iri, kind, agreement, reference, title, applicant, *said in sorted(reader.rows(_SINGLE)):
        start, end, month_start, month_end, body, commercial = said
        version = versions.setdefault(iri, Version(iri, _KINDS[kind]))
        version.agreement, version.title = agreement, title
        version.reference = reference or iri.partition("/id/agreement/")[2]
        version.applicant = applicant
        version.start, version.end = start or month_start, end or month_end
        version.facts.facets["commercial"].add(_YES_NO[commercial])
        version.facts.facets["source"].add("page" if version.kind == "listing" else "register")
        if body:
            version.facts.facets["body"].add(last_part(body))
        version.facts.day = int(version.start.replace("-", "") or 0)
        version.facts.active.update(_active(version.start, version.end))
    for name, patterns in _MANY.items():
        for pattern in patterns:
            for iri, value in reader.pairs(pattern):
                if iri in versions:
                    getattr(versions[iri], name).add(value)
    for version in versions.values():
        version.facts.facets["data"] |= {last_part(value) for value in version.data}
        version.facts.facets["optouts"] |= {last_part(value) for value in version.optouts}
        version.facts.facets["edition"] |= {edition_of(record) for record in version.records}
    return versions


def _active(start: str, end: str) -> Iterable[str]:
    """Cover a term both of whose days are printed."""
    return term_blocks(date.fromisoformat(start), date.fromisoformat(end)) if start and end else ()


def edition_of(record: str) -> str:
    """Give the name of the edition a record stands in."""
    return unquote(record.partition("/id/record/")[2].partition("/")[0])


def read_releases(reader: Reader) -> Iterator[Release]:
    """Read the releases of one graph, in the order of their IRIs."""
    said = {name: dict(reader.pairs(pattern)) for name, pattern in _OF_RELEASES.items()}
    for iri, file_reference in sorted(reader.pairs("?a rg:fileReference ?b")):
        yield Release(iri, file_reference, **{name: values.get(iri, "") for name, values in said.items()})
