"""The example sources, built once: their store and its index."""

from pathlib import Path

import pytest

from releasegraph.graph.build import build
from releasegraph.graph.generations import OpenedStore, open_store
from releasegraph.graph.search.folder import open_search
from releasegraph.graph.search.index import SearchIndex

SOURCES = Path(__file__).resolve().parents[3] / "examples" / "sources"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a store."""
    place = tmp_path_factory.mktemp("searched") / "store"
    build([SOURCES], place)
    return place


@pytest.fixture(scope="session")
def opened(folder: Path) -> OpenedStore:
    return open_store(folder)


@pytest.fixture(scope="session")
def index(opened: OpenedStore) -> SearchIndex:
    return open_search(opened.generation.folder)
