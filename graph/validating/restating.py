"""A generation's graph with another report: beside the old one, and swapped in whole, as a build does."""

import contextlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.generations import REPORT, Generation, swap
from releasegraph.graph.loading import in_blocks, load_blocks

__all__ = ["restate"]

_TABLE = ".sst"
"""The suffix of the engine's files that are never changed once they are written; its others it may write to."""


def restate(
    generation: Generation, workplace: Path, graph: str, before: Iterable[str] | None, now: Iterable[str]
) -> str:
    """Make a generation whose named graph is what runs of lines of N-Quads state now, and swap it in; give its name.

    `before` is what the graph states, None where that is not known. The workplace holds the report already. All else is
    the generation's: what never changes is linked, not copied.
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
    gone, new = _difference(before or (), now)
    if before is None:
        store.clear(graph)
    for block in in_blocks(gone):
        store.remove(block)
    load_blocks(new, store)
    store.finish()
    store.close()
    return swap(generation.folder.parent, workplace, generation.manifest)


def _difference(before: Iterable[str], now: Iterable[str]) -> tuple[Iterable[str], list[str]]:
    """Give the runs that are stated no more, in order, and those that are new."""
    gone = dict.fromkeys(before)
    new = [run for run in now if gone.pop(run, "new") is not None]
    return gone, new


def _take(path: Path, place: Path, *, linked: bool) -> None:
    if linked:
        with contextlib.suppress(OSError):  # a file system without links
            os.link(path, place)
            return
    shutil.copyfile(path, place)
