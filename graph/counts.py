"""How many of each thing a graph holds: what `stats` prints and the home page shows."""

from collections.abc import Mapping

from releasegraph.graph.partitions import Partitions
from releasegraph.graph.store import GraphStore
from releasegraph.graph.vocabulary import RG

__all__ = ["count_graph"]

_CURRENT: Mapping[str, str] = {
    "agreements": RG.Agreement,
    "agreement_versions": RG.AgreementVersion,
    "organisations": RG.Organisation,
    "datasets": RG.Dataset,
    "dataset_provisions": RG.DatasetProvision,
    "releases": RG.Release,
    "legal_instruments": RG.LegalInstrument,
    "statutory_provisions": RG.StatutoryProvision,
    "citations": RG.Citation,
    "narratives": RG.Narrative,
    "claims": RG.Claim,
    "source_records": RG.SourceRecord,
    "name_merges": RG.NameMerge,
}
"""Counted in the default graph."""
_EVERYWHERE: Mapping[str, str] = {
    "page_listings": RG.PageListing,
    "editions": RG.RegisterEdition,
    "issues": RG.Issue,
}
"""Counted in every graph: a listing lives in its edition's graph once a workbook has its agreement."""


def count_graph(store: GraphStore, partitions: Partitions) -> dict[str, int]:
    """Count the triples of the default graph, and things by class; keys as in `stats --format json`.

    What is in the default graph was counted with its partitions.
    """
    things = {one.cls: one.entities for one in partitions.classes}
    return {
        "triples": partitions.triples,
        **{name: things.get(term, 0) for name, term in _CURRENT.items()},
        **{name: _everywhere(store, term) for name, term in _EVERYWHERE.items()},
    }


def _everywhere(store: GraphStore, term: str) -> int:
    pattern = f"{{ ?s a <{term}> }} UNION {{ GRAPH ?g {{ ?s a <{term}> }} }}"
    (solution,) = store.select(f"SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {{ {pattern} }}")
    return int(solution["n"])
