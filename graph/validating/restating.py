"""A generation's graph with another report: beside the old one, and swapped in whole, as a build does."""

import contextlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.generations import REPORT, Generation, swap
from releasegraph.graph.loading import load_blocks

__all__ = ["restate"]

_TABLE = ".sst"
"""The suffix of the engine's files that are never changed once they are written; its others it may write to."""


def restate(generation: Generation, workplace: Path, graph: str, lines: Iterable[str]) -> str:
    """Make a generation whose named graph is these lines of N-Quads, and swap it in; give its name.

    The workplace holds the report already. All else is the generation's: what never changes is linked, not copied.
    """
    engine = generation.engine
    for path in sorted(generation.folder.rglob("*")):
        place = workplace / path.relative_to(generation.folder)
        if path.name == REPORT:
            continue
        if path.is_dir():
            place.mkdir(exist_ok=True)
        else:
            _take(path, place, linked=path.suffix != ".json" and (path.suffix == _TABLE or engine not in path.parents))
    store = EmbeddedStore.reopen(workplace / engine.name)
    store.clear(graph)
    load_blocks(lines, store)
    store.finish()
    store.close()
    return swap(generation.folder.parent, workplace, generation.manifest)


def _take(path: Path, place: Path, *, linked: bool) -> None:
    if linked:
        with contextlib.suppress(OSError):  # a file system without links
            os.link(path, place)
            return
    shutil.copyfile(path, place)
