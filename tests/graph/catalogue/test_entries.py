"""When the catalogue's entries of datasets last changed, from build to build."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rdflib import Literal, URIRef

from releasegraph.graph.catalogue.entries import digest_of, write_entries
from releasegraph.graph.errors import StoreError
from releasegraph.graph.generations import Generation, Manifest
from releasegraph.graph.vocabulary import DCT

BASE = "https://data.example.org/"
JUNE = datetime(2026, 6, 1, tzinfo=UTC)
JULY = JUNE + timedelta(days=30)


def generation(folder: Path) -> Generation:
    return Generation(folder.name, Manifest(BASE), folder)


@pytest.fixture
def june(tmp_path: Path) -> Generation:
    (folder := tmp_path / "june").mkdir()
    assert write_entries({"a": "1", "b": "1"}, JUNE, None, folder) == {"a": JUNE, "b": JUNE}
    return generation(folder)


def test_only_what_says_something_else_is_new(june: Generation, tmp_path: Path) -> None:
    found = write_entries({"a": "1", "b": "2", "c": "1"}, JULY, june, tmp_path)
    assert found == {"a": JUNE, "b": JULY, "c": JULY}


def test_a_build_that_says_the_same_writes_the_same(june: Generation, tmp_path: Path) -> None:
    write_entries({"b": "1", "a": "1"}, JULY, june, tmp_path)
    assert (tmp_path / "entries.json").read_bytes() == (june.folder / "entries.json").read_bytes()


def test_what_is_gone_and_comes_again_is_new(june: Generation, tmp_path: Path) -> None:
    write_entries({"b": "1"}, JULY, june, tmp_path)
    (last := tmp_path / "last").mkdir()
    found = write_entries({"a": "1", "b": "1"}, JULY + timedelta(days=1), generation(tmp_path), last)
    assert found == {"a": JULY + timedelta(days=1), "b": JUNE}


def test_a_store_built_without_begins(tmp_path: Path) -> None:
    (folder := tmp_path / "new").mkdir()
    assert write_entries({"a": "1"}, JULY, generation(tmp_path), folder) == {"a": JULY}


@pytest.mark.parametrize("kept", [b"", b"[]", b'{"a": 1}', b'{"a": ["1", "yesterday"]}'])
def test_entries_that_cannot_be_read(kept: bytes, june: Generation, tmp_path: Path) -> None:
    (june.folder / "entries.json").write_bytes(kept)
    with pytest.raises(StoreError, match="entries cannot be read"):
        write_entries({}, JULY, june, tmp_path)


def test_a_digest_is_of_what_is_said_in_any_order() -> None:
    one = (URIRef(f"{BASE}d"), URIRef(DCT.title), Literal("A", "en"))
    other = (URIRef(f"{BASE}d"), URIRef(DCT.title), Literal("A"))
    assert digest_of((one, other)) == digest_of((other, one, one))
    assert digest_of((one,)) != digest_of((other,))
