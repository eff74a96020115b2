"""The graph of the examples, built once; and the scripts of other folders, imported as they import themselves."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from releasegraph.graph.build import build
from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.generations import open_store

PROJECT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
for folder in (HERE, PROJECT / "examples", PROJECT / "tests" / "benchmarks"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))


@pytest.fixture(scope="session")
def examples() -> Path:
    """Give the folder of the examples."""
    return PROJECT / "examples"


@pytest.fixture(scope="session")
def examples_folder(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the examples' sources, and give the store's folder."""
    folder = tmp_path_factory.mktemp("examples") / "store"
    build([examples / "sources"], folder)
    return folder


@pytest.fixture(scope="session")
def examples_store(examples_folder: Path) -> Iterator[EmbeddedStore]:
    """Give the graph of the examples' sources, open for reading."""
    store = open_store(examples_folder).store
    yield store
    store.close()
