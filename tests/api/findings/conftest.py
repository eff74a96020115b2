"""The examples' sources as two editions, the second built into the store of the first, each validated."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from releasegraph.api.application import create_application
from releasegraph.api.settings import Settings
from releasegraph.graph.build import build

SOURCES = Path(__file__).resolve().parents[3] / "examples" / "sources"
BASE = "https://data.example.org/"
FIRST, SECOND = "datausesregister_august2026", "datausesregister_september2026"
HOSTILE = "Uni <b>of</b> Northmere"
CURED = "Released after every term ended"
"""A rule that finds more in the first edition than in the second."""


@pytest.fixture(scope="package")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a store whose first edition had one late release more, and a title with markup in both."""
    folder = tmp_path_factory.mktemp("findings")
    first, second = folder / FIRST, folder / SECOND
    shutil.copytree(SOURCES / SECOND, second)
    agreements = second / "Agreements.csv"
    printed = agreements.read_text("utf-8")
    assert "UNIVERSITY OF NORTHMERE,Academic" in printed
    agreements.write_text(printed.replace("UNIVERSITY OF NORTHMERE,Academic", f"{HOSTILE},Academic"), "utf-8")
    shutil.copytree(second, first)
    releases = first / "DataReleases.csv"
    lines = releases.read_text("utf-8").splitlines(keepends=True)
    late = next(line for line in lines if "FILE0990027" in line)
    releases.write_text("".join([*lines, late.replace("FILE0990027", "FILE0990927")]), "utf-8")
    build([first], folder / "store", base=BASE)
    build([first, second, SOURCES / "pages"], folder / "store", base=BASE)
    return folder / "store"


@pytest.fixture(scope="package")
def client(store: Path) -> Iterator[TestClient]:
    """Give a client of an application over it, with room for every finding on a page of JSON."""
    with TestClient(create_application(store, Settings(page_rows=1000)), follow_redirects=False) as one:
        yield one


@pytest.fixture(scope="package")
def found(client: TestClient) -> list[dict[str, Any]]:
    """Give every finding, as the JSON has it."""
    document = client.get("/validation.json").json()
    assert document["total"] == len(document["results"]) > 50
    results: list[dict[str, Any]] = document["results"]
    return results
