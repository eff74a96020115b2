"""docs/harvesting.md says what is so."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from releasegraph.api.catalogue.paging import DEFAULT_SIZE, LARGEST_SIZE
from releasegraph.graph.catalogue.profiles import PROFILES

WORDS = " ".join((Path(__file__).resolve().parents[3] / "docs" / "harvesting.md").read_text("utf-8").split())


def test_sizes_and_profiles() -> None:
    assert f"A page has {DEFAULT_SIZE} datasets, or as many as `page_size` says, up to {LARGEST_SIZE:,}." in WORDS
    assert all(f"`{profile.token}`" in WORDS for profile in PROFILES)


@pytest.mark.parametrize(
    "address",
    [
        *("/catalog.ttl", "/catalog/register", "/catalog/page/1", "/catalog/page/1.ttl"),
        *("/catalog?modified_since=2026-09-01", "/catalog?modified_since=2026-09-01T12:00:00Z"),
    ],
)
def test_addresses(client: TestClient, address: str) -> None:
    stem, _, query = address.partition("?")
    assert (
        f"`{stem.replace('/1.ttl', '/2.ttl')}`" in WORDS or f"`?{query}`" in WORDS or query.partition("=")[2] in WORDS
    )
    assert client.get(address).status_code == 200
