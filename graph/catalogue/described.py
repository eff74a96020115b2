"""What the catalogue says beyond the manifest, read from a finished store; and which rows it can not list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from releasegraph.graph.catalogue.collections import collection_triples, reviewed_collections
from releasegraph.graph.catalogue.datasets import dataset_triples
from releasegraph.graph.catalogue.entries import digest_of, write_entries
from releasegraph.graph.catalogue.months import Months, edition_month, released_months
from releasegraph.graph.catalogue.named_datasets import NamedDataset, named_datasets
from releasegraph.graph.fields import field_mappings
from releasegraph.graph.generations import Generation, Manifest
from releasegraph.graph.history import History
from releasegraph.graph.records import Issue
from releasegraph.graph.relations import opened_relations
from releasegraph.graph.store import GraphStore

__all__ = ["Described", "described_by", "untitled"]

_NAMELESS = frozenset({"blank-name", "unnamed"})
"""Kinds of issue of a name that nothing can be listed under."""


@dataclass(frozen=True, slots=True)
class Described:
    """What the catalogue says beyond the manifest: nothing, of a store of an older build."""

    datasets: tuple[NamedDataset, ...] = ()
    months: Months = field(default_factory=dict)
    history: History | None = None
    entries: Mapping[str, datetime] = field(default_factory=dict)
    """When what the catalogue says of a dataset last changed, by its IRI."""


def described_by(
    store: GraphStore, folder: Path, manifest: Manifest, history: History, now: datetime, before: Generation | None
) -> Described:
    """Read from a finished store, with its relations in this folder, what the catalogue says.

    The folder then also keeps when each entry changed; `before` is the generation that the build takes over from.
    """
    base, month = manifest.base, edition_month(manifest)
    with opened_relations(folder) as relations:
        datasets = named_datasets(store, relations, month)
    digests = {
        one.iri: digest_of(
            (*dataset_triples(base, (one,), month), *collection_triples(base, (one.iri,), reviewed_collections()))
        )
        for one in datasets
    }
    entries = write_entries(digests, max(now.replace(microsecond=0), history.published), before, folder)
    return Described(datasets, released_months(store, manifest), history, entries)


def untitled(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Give the issues of datasets without a name, blank or of signs alone: these the catalogue can not list.

    What a source prints there is kept in the graph.
    """
    columns = {row.label for row in field_mappings() if row.field in ("dataset", "datasets")}
    return tuple(one for one in issues if one.problem.kind in _NAMELESS and one.column in columns)
