"""Who relies on some law, and who only cites it: counts of agreement versions, grouped in the store."""

from collections.abc import Mapping
from dataclasses import dataclass

from releasegraph.api.things.asked import Asked
from releasegraph.api.things.facts import node, rows
from releasegraph.graph.store import GraphStore
from releasegraph.graph.vocabulary import DCT, RDFS, RG

__all__ = [
    "Citations",
    "Scope",
    "Use",
    "citations_of",
    "datasets_under",
    "direct_uses",
    "listings_among",
    "starts",
    "used_by",
]

MOST_COUNTED = 3000
"""Provisions of data, or citations, that are counted one by one while a reader waits."""


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
    """The versions that use some law: how many, by agreement and by data controller, the most first."""

    versions: int
    agreements: Mapping[str, int]
    bodies: Mapping[str, int]


def used_by(store: GraphStore, versions: str) -> Use:
    """Count the versions a pattern binds to `?version`, in the default graph."""
    agreements = _grouped(store, f"{versions} ?version <{RG.versionOf}> ?group")
    bodies = _grouped(store, f"{versions} ?version <{RG.dataController}> ?group") if agreements else {}
    return Use(sum(agreements.values()), agreements, bodies)


def starts(store: GraphStore, versions: str) -> Mapping[int, int]:
    """Count versions by the year they start, where a day is printed."""
    years = _grouped(store, f"{versions} ?version <{RG.startDate}> ?day BIND(YEAR(?day) AS ?group)")
    return {int(year): number for year, number in years.items()}


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


@dataclass(frozen=True, slots=True)
class Citations:
    """The places in texts that cite some law."""

    number: int
    by_convention: int
    """Those that do not name the instrument, and are read by convention."""
    instrument_only: int
    """Those that name the instrument and no part of it."""
    amending: int
    """Those that name it as what amended the provision they cite."""
    roles: Mapping[str, int]
    """What they are for: concept to number; empty where there are so many that counting them is slow."""


def citations_of(asked: Asked, scope: Scope, *, is_instrument: bool) -> Citations:
    """Count the citations of law in scope."""
    status = f"{asked.here.base}id/concept/citation-status/"
    law = scope.named("law")
    cites = f"?citation <{RG.citesProvision}> ?law"
    by_convention = f"SELECT ?citation WHERE {{ ?citation <{RG.citationStatus}> {node(status + 'by-convention')} }}"
    instrument_only = f"{cites} . ?citation <{RG.citationStatus}> {node(status + 'instrument-only')}"
    number = _count(asked.store, f"{law} {cites}")
    return Citations(
        number,
        _count(asked.store, f"{law} {{ {by_convention} }} {cites}"),
        _count(asked.store, f"VALUES ?law {{ {node(scope.iri)} }} {instrument_only}") if is_instrument else 0,
        _count(asked.store, f"{law} ?citation <{RG.amendedBy}> ?law"),
        _grouped(asked.store, f"{law} {cites} ; <{RG.citationRole}> ?group") if 0 < number <= MOST_COUNTED else {},
    )


def datasets_under(store: GraphStore, scope: Scope) -> tuple[Mapping[str, str], Mapping[str, int] | None]:
    """Give the datasets with law in scope as legal basis, IRI to label; and how often each, None where that is slow."""
    law = scope.named("law")
    names = dict(
        rows(
            store,
            f"SELECT DISTINCT ?dataset ?name WHERE {{ {law} ?dataset <{RG.releasedUnder}> ?law "
            f"OPTIONAL {{ ?dataset <{RDFS.label}> ?name }} }}",
        )
    )
    based = f"?provision <{RG.legalBasis}> ?law"
    if _count(store, f"{{ SELECT ?provision WHERE {{ {law} {based} }} LIMIT {MOST_COUNTED + 1} }}") > MOST_COUNTED:
        return names, None
    laws = " ".join(node(one) for (one,) in rows(store, f"SELECT ?law WHERE {{ {law} }}"))
    pattern = f"VALUES ?law {{ {laws} }} {based} ; <{RG.dataset}> ?group"
    return names, _grouped(store, pattern, "DISTINCT ?provision")


def _grouped(store: GraphStore, pattern: str, counted: str = "*") -> dict[str, int]:
    """Count solutions by `?group`, the most frequent first."""
    found = rows(store, f"SELECT ?group (COUNT({counted}) AS ?number) WHERE {{ {pattern} }} GROUP BY ?group")
    counts = ((group, int(number)) for group, number in found if group)
    return dict(sorted(counts, key=lambda one: (-one[1], one[0])))


def _count(store: GraphStore, pattern: str) -> int:
    ((number,),) = rows(store, f"SELECT (COUNT(*) AS ?number) WHERE {{ {pattern} }}")
    return int(number)
