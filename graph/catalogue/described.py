"""What the catalogue says beyond the manifest, read from a finished store; and which rows it can not list."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from releasegraph.graph.catalogue.months import Months, edition_month, released_months
from releasegraph.graph.catalogue.named_datasets import NamedDataset, named_datasets
from releasegraph.graph.fields import field_mappings
from releasegraph.graph.generations import Manifest
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


def described_by(store: GraphStore, folder: Path, manifest: Manifest, history: History) -> Described:
    """Read from a finished store, with its relations in this folder, what the catalogue says."""
    with opened_relations(folder) as relations:
        datasets = named_datasets(store, relations, edition_month(manifest))
    return Described(datasets, released_months(store, manifest), history)


def untitled(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Give the issues of datasets without a name, blank or of signs alone: these the catalogue can not list.

    What a source prints there is kept in the graph.
    """
    columns = {row.label for row in field_mappings() if row.field in ("dataset", "datasets")}
    return tuple(one for one in issues if one.problem.kind in _NAMELESS and one.column in columns)
