"""Superseded editions counted as they were when they were the newest: a graph each, which states it by itself."""

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.formats import format_named
from releasegraph.graph.identifiers import Identifiers
from releasegraph.graph.store import Boolean, GraphStore, Solutions
from releasegraph.graph.validating.engines import validate_store
from releasegraph.graph.validating.shapes import load_shapes
from releasegraph.graph.validating.tallies import Tally, tally
from releasegraph.graph.vocabulary import SKOS

__all__ = ["tallies_of"]

_SHARED = f"""CONSTRUCT {{ ?thing ?by ?value }} WHERE {{
  {{ ?any <{SKOS.inScheme}> ?thing }} UNION {{ ?thing <{SKOS.inScheme}> ?any }} ?thing ?by ?value
}}"""
"""What the default graph states for every edition: concepts and their schemes."""
_FORM = format_named("ntriples")


def tallies_of(editions: Iterable[str], store: GraphStore, base: str, workplace: Path) -> Iterator[Tally]:
    """Count what rules find in editions whose graphs a store has; each is loaded by itself beside the store."""
    for name in editions:
        with tempfile.TemporaryDirectory(dir=workplace, prefix="edition-") as folder:
            alone = _alone(store, Identifiers(base).edition_graph(name), Path(folder))
            report = validate_store(alone, load_shapes())
            alone.close()
        yield from tally(report, [name])


def _alone(store: GraphStore, graph: str, folder: Path) -> EmbeddedStore:
    """Give a store whose default graph is a named graph of another's, with the concepts."""
    with (folder / "stated.nt").open("w+b") as stated:
        store.dump(stated, _FORM, graph)
        concepts = store.query(_SHARED)
        if isinstance(concepts, Boolean | Solutions):
            raise TypeError("not a CONSTRUCT")
        concepts.write(stated, _FORM)
        stated.seek(0)
        alone = EmbeddedStore.create(folder / "engine")
        alone.load(stated)
    alone.finish()
    return alone
