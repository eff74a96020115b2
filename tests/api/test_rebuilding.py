"""Who holds an answer keeps it while builds say the same, and is sent another once one does not."""

import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import releasegraph.api.front
from releasegraph.api.application import create_application
from releasegraph.api.settings import Settings
from releasegraph.graph.build import build
from releasegraph.graph.generations import current_generation

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "sources"
NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
HELD = (
    *("/catalog.ttl", "/catalog.jsonld?page_size=3", "/catalog/register.rdf", "/sitemap.xml"),
    *("/", "/doc/agreement/DARS-NIC-990112-M5N6P", "/id/dataset/emergency-care-data-set", "/dump/releasegraph.nq.gz"),
    "/sparql?query=SELECT%20(COUNT(*)%20AS%20?n)%20{%20?s%20?p%20?o%20}",
)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """Give the example sources, to be edited."""
    shutil.copytree(EXAMPLES, tmp_path / "sources")
    return tmp_path / "sources"


@pytest.fixture
def store(tmp_path: Path, sources: Path) -> Path:
    """Give a store of them."""
    build([sources], tmp_path / "store", now=NOW, validate=False)
    return tmp_path / "store"


@pytest.fixture
def client(store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """Give a client of an application that is quick to take up a build."""
    monkeypatch.setattr(releasegraph.api.front, "LOOK", 0.05)
    with TestClient(create_application(store, Settings()), follow_redirects=True) as one:
        yield one


def rebuild(client: TestClient, sources: Path, store: Path, days: int) -> None:
    """Build again, some days later, and wait until that is served."""
    build([sources], store, now=NOW + timedelta(days=days), validate=False)
    name, end = current_generation(store).name, time.monotonic() + 30
    while client.get("/health").json()["generation"] != name:
        assert time.monotonic() < end, "the new build is not served"
        time.sleep(0.02)


def test_tags_last_as_long_as_builds_say_the_same(client: TestClient, sources: Path, store: Path) -> None:
    before = {path: client.get(path) for path in HELD}
    assert {path: answer.status_code for path, answer in before.items()} == dict.fromkeys(HELD, 200)

    rebuild(client, sources, store, 1)
    for path, answer in before.items():
        assert client.get(path, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304, path
        again = client.get(path, headers={"Accept-Encoding": "identity", "Cache-Control": "no-cache"})
        assert again.content == answer.content, path

    for file in sources.glob("*/*.csv"):
        file.write_bytes(file.read_bytes().replace(b"Emergency Care Data Set", b"Urgent Care Data Set"))
    rebuild(client, sources, store, 2)
    for path in ("/catalog.ttl", "/", "/dump/releasegraph.nq.gz"):
        then = client.get(path, headers={"If-None-Match": before[path].headers["etag"]})
        assert then.status_code == 200, path
        assert then.headers["etag"] != before[path].headers["etag"]


def test_a_generation_says_what_another_of_the_same_sources_says(sources: Path, store: Path, tmp_path: Path) -> None:
    first = current_generation(store)
    build([sources], store, now=NOW + timedelta(days=1), validate=False)
    second = current_generation(store)
    assert first.name != second.name
    assert first.content() == second.content()

    build([sources], tmp_path / "other", now=NOW + timedelta(days=1), validate=False)
    began_later = current_generation(tmp_path / "other")
    assert began_later.content() != first.content(), "its things were published at another time"

    for unknown in (replace(second.manifest, dumps=()), replace(second.manifest, software="")):
        assert replace(second, manifest=unknown).content() == second.name
    (second.folder / "manifest.json").write_bytes((second.folder / "manifest.json").read_bytes() + b" ")
    assert second.content() != first.content()
