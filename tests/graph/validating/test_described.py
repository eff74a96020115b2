"""A store's catalogue is validated by its own shapes."""

from pathlib import Path

import pytest

from releasegraph.graph.build import build
from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.generations import open_store
from releasegraph.graph.identifiers import DEFAULT_BASE
from releasegraph.graph.validating.described import joined, validate_catalogue
from releasegraph.graph.validating.engines import Engine
from releasegraph.graph.validating.report import Finding, Report, Rule

PAGES = Path(__file__).resolve().parents[3] / "examples" / "sources"
DATASET = f"{DEFAULT_BASE}id/dataset/nameless"
LINE = f"<{DATASET}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> "


@pytest.mark.parametrize("engine", Engine)
def test_the_catalogue_of_a_build_conforms(tmp_path: Path, engine: Engine) -> None:
    build([PAGES], tmp_path, validate=False)
    report = validate_catalogue(open_store(tmp_path).store, DEFAULT_BASE, engine)
    assert report.conforms
    assert "https://w3id.org/releasegraph/shapes#CatalogueDataset-title" in {rule.iri for rule in report.rules}


@pytest.mark.parametrize(("graph", "found"), [("graph/catalogue", True), ("graph/other", False)])
def test_what_portals_need_is_missed_in_the_catalogue_alone(graph: str, found: bool) -> None:
    store = EmbeddedStore.temporary()
    store.load(f"{LINE}<{DEFAULT_BASE}{graph}> .\n".encode())
    report = validate_catalogue(store, DEFAULT_BASE)
    assert ("CatalogueDataset-title" in {one.rule.iri.rpartition("#")[2] for one in report.findings}) == found
    assert {one.focus_node for one in report.findings} <= {DATASET}


def test_reports_are_joined_the_worst_first() -> None:
    one, other = Rule("http://e.org/1"), Rule("http://e.org/2")
    note, wrong = (Finding(severity, one, "", severity) for severity in ("Info", "Violation"))
    assert joined([Report((note,), (one, other)), Report((wrong,), (other,))]) == Report((wrong, note), (one, other))
