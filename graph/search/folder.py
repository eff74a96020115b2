"""A build's last step but the swap: the index of its graph, beside it."""

from pathlib import Path

from releasegraph.graph.search.gathering import Gathering
from releasegraph.graph.search.index import SearchIndex, write_index
from releasegraph.graph.search.notes import Notes

__all__ = ["open_search", "write_search"]

_FOLDER = "search"


def write_search(notes: Notes, base: str, generation: Path) -> None:
    """Index what was noted of a graph, beside it; raise StoreError where the disk does not take it."""
    gathering = Gathering(notes, base)
    write_index(generation / _FOLDER, gathering.things(), gathering.labels)


def open_search(generation: Path) -> SearchIndex:
    """Open a generation's index; raise StoreError where it was built without one."""
    return SearchIndex.open(generation / _FOLDER)
