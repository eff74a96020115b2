"""The example sources, built once, and what a page of one of their things is asked."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from releasegraph.api.links import Links
from releasegraph.api.settings import Settings
from releasegraph.api.state import Served
from releasegraph.api.things.asked import Asked
from releasegraph.graph.build import build
from releasegraph.graph.generations import OpenedStore, open_store

SOURCES = Path(__file__).resolve().parents[3] / "examples" / "sources"
BASE = "http://data.example.org/"

Ask = Callable[..., Asked]


@pytest.fixture(scope="session")
def examples_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a store of the example sources."""
    folder = tmp_path_factory.mktemp("examples") / "store"
    build([SOURCES], folder, base=BASE)
    return folder


@pytest.fixture(scope="session")
def examples(examples_folder: Path) -> OpenedStore:
    """Give the store of the example sources, open."""
    return open_store(examples_folder)


@pytest.fixture(scope="session")
def ask(examples: OpenedStore) -> Ask:
    """Give a function that asks for the page of a thing: an IRI or a path after `id/`, then the parameters."""
    links = Links.of(BASE, "")

    def asked(thing: str, parameters: Mapping[str, str] | None = None, **settings: int) -> Asked:
        iri = thing if thing.startswith("http") else f"{BASE}id/{thing}"
        here = Served.of(examples, Settings(**settings))  # type: ignore[arg-type]
        return Asked(here, links, iri, links.document_path(iri) or "", parameters or {})

    return asked
