"""The sources to try hold what they were written to show."""

from pathlib import Path

import pytest
from rdflib import Literal

from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.generations import open_store
from releasegraph.graph.vocabulary import RG

COUNTS = {
    "agreements": 15,  # twelve described, one only a stub, two only on a page
    "agreement_versions": 28,  # two of them stubs
    "page_listings": 6,
    "dataset_provisions": 63,
    "releases": 131,
    "editions": 5,
}
CLAIMS = """PREFIX rg: <https://w3id.org/releasegraph#>
SELECT ?file ?count WHERE {
  GRAPH ?graph {
    ?claim rg:unsafeFileCount ?count ; rg:recordedIn/rg:inEdition/rg:sourceFile ?file
  }
}"""


@pytest.mark.parametrize("name", COUNTS)
def test_counts(examples_folder: Path, name: str) -> None:
    opened = open_store(examples_folder)
    counts = opened.manifest.counts
    opened.store.close()
    assert counts[name] == COUNTS[name]


def test_a_page_of_each_layout(examples_store: EmbeddedStore) -> None:
    layouts = {str(object_) for _, _, object_, _ in examples_store.quads(predicate=RG.layout, graph=None)}
    assert layouts == {"A", "B", "C"}


def test_the_older_capture_is_kept_apart(examples_store: EmbeddedStore) -> None:
    found = [(str(row["file"]), int(row["count"])) for row in examples_store.select(CLAIMS)]
    assert found == [("sources/pages/eastport-borough-council-b.html", 9)]
    current = {object_ for _, _, object_, _ in examples_store.quads(predicate=RG.unsafeFileCount)}
    assert {str(count) for count in current if isinstance(count, Literal)} == {"14", "11"}


def test_an_agreement_is_on_a_page_and_in_the_workbook(examples_store: EmbeddedStore) -> None:
    of = "http://localhost:8000/id/agreement/DARS-NIC-990105-N9P1Q"
    everywhere = {(str(version), graph) for _, _, version, graph in examples_store.quads(of, RG.hasVersion, graph=None)}
    assert sorted(version.removeprefix(of) for version, graph in everywhere if graph is None) == ["/v1.4", "/v2.10"]
    assert sum("/page/" in version for version, graph in everywhere if graph is not None) == 2
