"""What the register says of each NHS dataset as a whole, read once from a finished store.

How many bodies hold a dataset is counted as its page counts it: the bodies that are the applicant of a version with a
provision of it. Listings on pages, a third party's, are not counted.
"""

import calendar
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from releasegraph.graph.relations import Relations
from releasegraph.graph.store import GraphStore, rows_of
from releasegraph.graph.vocabulary import RDFS, RG, SKOS

__all__ = ["NamedDataset", "named_datasets"]

_NAMES = f"""
SELECT ?dataset ?name ?other WHERE {{
  ?dataset a <{RG.Dataset}> ; <{RDFS.label}> ?name .
  OPTIONAL {{ ?dataset <{SKOS.altLabel}> ?other }}
}}"""
_HOLDERS = """
SELECT thing.iri, COUNT(DISTINCT body),
       COUNT(DISTINCT CASE WHEN first_day <= ?2 AND last_day >= max(?1, first_day) AND first_day <> ''
                           THEN body END)
FROM provision JOIN version ON version.id = provision.version
JOIN role ON role.version = version.id AND role = 'applicant'
JOIN thing ON thing.id = provision.dataset
WHERE reference NOT NULL
GROUP BY provision.dataset"""
_LAWS = (
    "SELECT dataset.iri, law.iri FROM under JOIN thing dataset ON dataset.id = dataset JOIN thing law ON law.id = law"
)
_VALUES = """
SELECT dataset.iri, property, concept.iri FROM attribute
JOIN thing dataset ON dataset.id = dataset JOIN thing concept ON concept.id = value
WHERE property IN (?1, ?2)"""
_FILES = """
SELECT iri, sum(number), min(nullif(month, '')), max(nullif(month, '')) FROM file
JOIN thing ON thing.id = dataset GROUP BY dataset"""


@dataclass(frozen=True, slots=True)
class NamedDataset:
    """A dataset of the register, under all its spellings."""

    iri: str
    name: str
    other_names: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    """IRIs of what it was released under."""
    holders: int | None = None
    """Bodies that applied for a version that provides it; None where no version does."""
    holders_now: int | None = None
    """Of these, by a version whose term covers a day of the month the graph speaks of; None without such a month."""
    types: tuple[str, ...] = ()
    """Labels of the types of data it was provided as."""
    is_sensitive: bool = False
    """Whether some provision of it is printed as sensitive."""
    files: int = 0
    months: tuple[str, str] | None = None
    """The first and the last month a file of it was released in."""


def named_datasets(store: GraphStore, relations: Relations, month: str | None) -> tuple[NamedDataset, ...]:
    """Read the datasets of a store's current state, by address; `month` is the one the graph speaks of."""
    names: dict[str, str] = {}
    others: defaultdict[str, set[str]] = defaultdict(set)
    for dataset, name, other in rows_of(store, _NAMES):
        names[dataset] = name
        others[dataset] |= {other} - {"", name}
    holders = {iri: (ever, now) for iri, ever, now in relations.rows(_HOLDERS, *_days(month))}
    laws = _grouped(relations.rows(_LAWS))
    files = {iri: (number, first, last) for iri, number, first, last in relations.rows(_FILES)}
    values = relations.rows(_VALUES, RG.typeOfData, RG.sensitivity)
    types = _grouped((dataset, value) for dataset, term, value in values if term == RG.typeOfData)
    sensitive = {dataset for dataset, term, value in values if term == RG.sensitivity and value.endswith("/sensitive")}
    labels = {value: _label(store, value) for found in types.values() for value in found}
    return tuple(
        NamedDataset(
            iri,
            names[iri],
            tuple(sorted(others[iri])),
            tuple(sorted(laws.get(iri, ()))),
            holders[iri][0] if iri in holders else None,
            holders[iri][1] if iri in holders and month else None,
            tuple(sorted(labels[value] for value in types.get(iri, ()))),
            iri in sensitive,
            files[iri][0] if iri in files else 0,
            (files[iri][1], files[iri][2]) if iri in files and files[iri][1] else None,
        )
        for iri in sorted(names)
    )


def _days(month: str | None) -> tuple[str, str]:
    """Give the first and the last day of a month; without one, days that no term covers."""
    if month is None:
        return "9999", ""
    return f"{month}-01", f"{month}-{calendar.monthrange(int(month[:4]), int(month[5:]))[1]}"


def _grouped(pairs: Iterable[Sequence[str]]) -> Mapping[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
    return found


def _label(store: GraphStore, iri: str) -> str:
    return next((str(quad[2]) for quad in store.quads(iri, RDFS.label)), iri)
