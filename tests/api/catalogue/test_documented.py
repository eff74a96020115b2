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
    ("written", "address"),
    [
        ("`/catalog.ttl`", "/catalog.ttl"),
        ("`/catalog/register`", "/catalog/register"),
        ("`/catalog/page/1`", "/catalog/page/1"),
        ("`/catalog/page/2.ttl`", "/catalog/page/2.ttl?page_size=5"),
        ("`?modified_since=2026-09-01`", "/catalog?modified_since=2026-09-01"),
        ("`2026-09-01T12:00:00Z`", "/catalog?modified_since=2026-09-01T12:00:00Z"),
    ],
)
def test_addresses(client: TestClient, written: str, address: str) -> None:
    assert written in WORDS
    assert client.get(address).status_code == 200
