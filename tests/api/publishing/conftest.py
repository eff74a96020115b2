"""The examples' site as files."""

from pathlib import Path
from typing import NamedTuple

import pytest

from releasegraph.api.publishing.publish import Published, publish
from releasegraph.graph.build import build

SOURCES = Path(__file__).resolve().parents[3] / "examples" / "sources"


class Site(NamedTuple):
    """A published site, its store, and what was said of it."""

    root: Path
    store: Path
    published: Published


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Publish the examples once, for tests that only read."""
    folder = tmp_path_factory.mktemp("published")
    build([SOURCES], folder / "store", base="https://data.example.org/register/")
    return Site(folder / "site", folder / "store", publish(folder / "store", folder / "site", processes=1))
