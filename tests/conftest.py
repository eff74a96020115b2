"""Settings shared by every test."""

import asyncio
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from releasegraph.api.workers.forkservers import hold_forkserver
from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.generations import Manifest, building, swap

# a property is about values, not about how busy the machine is
settings.register_profile("no clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("no clock")

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of shared material, or skip: the project also passes alone."""
    folder = Path(os.environ.get("RELEASEGRAPH_SHARED", PROJECT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"no shared material at {folder}; set RELEASEGRAPH_SHARED to run this test")
    return folder


@pytest.fixture(scope="session", autouse=True)
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Have every application of the session ask one fork server, on disk: what tests in memory need they set."""
    folder = tmp_path_factory.mktemp("run")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RELEASEGRAPH_RUNTIME", str(folder))
        patch.setenv("RELEASEGRAPH_IN_MEMORY", "0")
        server = asyncio.run(hold_forkserver(folder, None))
        yield folder
        server.close()


StoreOf = Callable[..., Path]


@pytest.fixture
def store_of(tmp_path_factory: pytest.TempPathFactory) -> StoreOf:
    """Give a function that puts N-Quads into a store's folder, as a build does."""

    def make(nquads: bytes, base: str) -> Path:
        folder = tmp_path_factory.mktemp("made") / "store"
        with building(folder) as workplace:
            engine = EmbeddedStore.create(workplace / "engine")
            engine.load(nquads)
            engine.finish()
            engine.close()
            swap(folder, workplace, Manifest(base))
        return folder

    return make
