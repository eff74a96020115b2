"""Who relies on some law, and who only cites it: counts of agreement versions, grouped in the store."""

from collections.abc import Mapping
from dataclasses import dataclass

from releasegraph.api.things.asked import Asked
from releasegraph.api.things.facts import node
from releasegraph.graph.store import GraphStore
from releasegraph.graph.vocabulary import DCT, RDFS, RG

__all__ = ["Scope", "Use", "count_citations", "datasets_under", "direct_uses", "listings_among", "used_by"]

MOST_COUNTED = 6000
"""Provisions of data that are counted by dataset while a reader waits."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The law a page speaks of: one provision or instrument, with or without its parts."""

    iri: str
    with_parts: bool

    def named(self, variable: str) -> str:
        """Write the pattern that binds a variable to each law in scope."""
        if not self.with_parts:
            return f"VALUES ?{variable} {{ {node(self.iri)} }}"
        return f"{{ SELECT ?{variable} WHERE {{ ?{variable} <{DCT.isPartOf}>* {node(self.iri)} }} }}"

    @property
    def relying(self) -> str:
        """Write the pattern of the versions whose datasets have law in scope as legal basis, each once."""
        return f"{{ SELECT DISTINCT ?version WHERE {{ {self.named('law')} ?version <{RG.reliesOn}> ?law }} }}"

    @property
    def citing(self) -> str:
        """Write the pattern of the versions whose prose cites law in scope and which rely on none of it, each once."""
        return (
            f"{{ {{ SELECT DISTINCT ?version WHERE {{ {self.named('law')} ?version <{RG.cites}> ?law }} }} "
            f"MINUS {{ SELECT DISTINCT ?version WHERE {{ {self.named('other')} ?version <{RG.reliesOn}> ?other }} }} }}"
        )


@dataclass(frozen=True, slots=True)
class Use:
    """The versions that use some law: how many, by agreement, by data controller, by year of start."""

    versions: int
    agreements: Mapping[str, int]
    bodies: Mapping[str, int]
    years: Mapping[int, int]

    @property
    def undated(self) -> int:
        """Give how many print no day on which they start."""
        return self.versions - sum(self.years.values())


def used_by(store: GraphStore, versions: str) -> Use:
    """Count the versions a pattern binds to `?version`, in the default graph."""
    agreements = _grouped(store, f"{versions} ?version <{RG.versionOf}> ?group")
    years = _grouped(store, f"{versions} ?version <{RG.startDate}> ?day BIND(YEAR(?day) AS ?group)")
    return Use(
        sum(agreements.values()),
        agreements,
        _grouped(store, f"{versions} ?version <{RG.dataController}> ?group"),
        {int(year): number for year, number in years.items()},
    )


def direct_uses(store: GraphStore, scope: Scope) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Count, for each law in scope by itself, the versions that rely on it, and those whose prose cites it."""
    return (
        _grouped(store, f"{scope.named('group')} ?version <{RG.reliesOn}> ?group"),
        _grouped(store, f"{scope.named('group')} ?version <{RG.cites}> ?group"),
    )


def listings_among(asked: Asked, versions: str) -> int:
    """Count the page listings among some versions: they are a third party's view."""
    if not asked.here.manifest.counts.get("page_listings"):
        return 0
    return _count(asked.store, f"{versions} ?version a <{RG.PageListing}>")


def count_citations(asked: Asked, scope: Scope) -> tuple[int, int, int]:
    """Count the places that cite law in scope; of them, those resolved by convention, and those that name no part."""
    status = f"{asked.here.base}id/concept/citation-status/"
    cites = f"?citation <{RG.citesProvision}> ?law"
    stated = f"SELECT ?citation WHERE {{ ?citation <{RG.citationStatus}> {node(status + 'by-convention')} }}"
    instrument_only = f"{cites} . ?citation <{RG.citationStatus}> {node(status + 'instrument-only')}"
    return (
        _count(asked.store, f"{scope.named('law')} {cites}"),
        _count(asked.store, f"{scope.named('law')} {{ {stated} }} {cites}"),
        _count(asked.store, f"VALUES ?law {{ {node(scope.iri)} }} {instrument_only}"),
    )


def datasets_under(store: GraphStore, scope: Scope) -> tuple[Mapping[str, str], Mapping[str, int] | None]:
    """Give the datasets with law in scope as legal basis, IRI to label; and how often each, None where that is slow."""
    found = store.select(
        f"SELECT DISTINCT ?dataset ?name WHERE {{ {scope.named('law')} ?dataset <{RG.releasedUnder}> ?law "
        f"OPTIONAL {{ ?dataset <{RDFS.label}> ?name }} }}"
    )
    names = {str(row["dataset"]): str(row.get("name", row["dataset"])) for row in found}
    based = f"{scope.named('law')} ?provision <{RG.legalBasis}> ?law"
    if _count(store, f"{{ SELECT ?provision WHERE {{ {based} }} LIMIT {MOST_COUNTED + 1} }}") > MOST_COUNTED:
        return names, None
    distinct = f"{{ SELECT DISTINCT ?provision WHERE {{ {based} }} }}"
    return names, _grouped(store, f"{distinct} ?provision <{RG.dataset}> ?group")


def _grouped(store: GraphStore, pattern: str) -> dict[str, int]:
    """Count solutions by `?group`, the most frequent first."""
    rows = store.select(f"SELECT ?group (COUNT(*) AS ?number) WHERE {{ {pattern} }} GROUP BY ?group")
    counted = ((str(row["group"]), int(str(row["number"]))) for row in rows if "group" in row)
    return dict(sorted(counted, key=lambda one: (-one[1], one[0])))


def _count(store: GraphStore, pattern: str) -> int:
    (row,) = store.select(f"SELECT (COUNT(*) AS ?number) WHERE {{ {pattern} }}")
    return int(str(row["number"]))
