"""A site of files alone is harvested as well: published, and served by Python's plainest server of files."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from rdflib import Graph, URIRef

from releasegraph.graph.build import build
from releasegraph.graph.vocabulary import PREFIXES

from .conftest import ROOT, Program, Replicate, free_port


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Publish the example sources, and give the address of a server of the files."""
    folder, port = tmp_path_factory.mktemp("published"), free_port()
    base = f"http://127.0.0.1:{port}/"
    build([ROOT / "examples/sources"], folder / "store", base=base)
    command = Path(sys.executable).parent / "releasegraph"
    subprocess.run([command, "publish", folder / "site", "--store", folder / "store"], check=True, capture_output=True)
    words = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", folder / "site"]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        deadline = time.monotonic() + 30
        while True:
            try:
                urlopen(base, timeout=5).close()
                break
            except URLError:
                assert time.monotonic() < deadline, "the server of files did not start"
                time.sleep(0.05)
        yield base
        server.terminate()


@pytest.fixture(scope="module")
def listed(files: str) -> frozenset[str]:
    """Give the datasets that the published catalogue lists."""
    with urlopen(f"{files}catalog.ttl", timeout=30) as answer:
        catalogue = Graph().parse(data=answer.read(), format="turtle")
    found = catalogue.objects(URIRef(f"{files}catalog"), URIRef(f"{PREFIXES['dcat']}dataset"))
    return frozenset(map(str, found))


@pytest.mark.parametrize("suffix", [".ttl", ".jsonld", ".rdf"])
def test_catalogue_of_files(files: str, ckan: Program, listed: frozenset[str], suffix: str) -> None:
    answer = ckan.ask(url=f"{files}catalog{suffix}", profile="euro_dcat_ap_3")
    assert answer["errors"] == []
    assert len(listed) > 20
    assert sorted(dataset["guid"] for dataset in answer["datasets"]) == sorted(listed)
    assert all(dataset["title"] for dataset in answer["datasets"])


def test_feed_of_files(files: str, replicate: Replicate, listed: frozenset[str], tmp_path: Path) -> None:
    members = replicate(f"{files}feed.ttl", tmp_path)["members"]
    entities = {member["id"].partition("#")[0] for member in members}
    assert len(entities) == len(members)
    assert {iri for iri in listed if "/id/" in iri} <= entities
    assert replicate(f"{files}feed.ttl", tmp_path)["members"] == []
