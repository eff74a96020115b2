"""A build validates what it built, and a store keeps the report until it is validated again."""

import shutil
from pathlib import Path

import pytest
from rdflib import URIRef
from rdflib.namespace import RDF, SH

from releasegraph.graph.build import build
from releasegraph.graph.generations import REPORT, current_generation, open_store
from releasegraph.graph.validating.engines import validate_store
from releasegraph.graph.validating.keeping import keep
from releasegraph.graph.validating.kept import Kept, kept_report
from releasegraph.graph.validating.report import Report, told
from releasegraph.graph.validating.shapes import load_shapes

EXAMPLES = Path(__file__).resolve().parents[3] / "examples" / "sources"
GRAPH = "http://localhost:8000/graph/validation"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("kept") / "store"
    outcome = build([EXAMPLES], store)
    assert outcome.findings == kept(store).counts, told(outcome.findings or {})
    return store


def kept(store: Path) -> Kept:
    found = kept_report(current_generation(store).folder)
    assert found is not None
    return found


def test_a_build_keeps_what_its_validation_finds(built: Path) -> None:
    report = validate_store(open_store(built).store, load_shapes())
    assert [finding for _, finding in kept(built).findings()] == list(report.findings)
    assert kept(built).rules() == report.rules
    assert report.findings
    read = [one for one in report.findings if "/id/merge/" not in one.focus_node]
    assert read
    assert all(one.places and one.edition for one in read)


def test_the_report_is_a_graph_of_the_store(built: Path) -> None:
    store = open_store(built).store
    assert GRAPH in store.named_graphs()
    results = {str(quad[2]) for quad in store.quads(GRAPH, str(SH.result), graph=GRAPH)}
    assert results == {name for name, _ in kept(built).findings()}
    said = {(quad[0].n3(), quad[1].n3(), quad[2].n3()) for quad in store.quads(graph=GRAPH)}
    assert not [term for triple in said for term in triple if term.startswith("_:")]
    lines = "".join(kept(built).lines()).splitlines()
    measured = {subject for subject, by, _ in said if by == f"<{RDF.type}>"} - {f"<{name}>" for name in results}
    assert len(said) > len(lines)
    assert f"<{GRAPH}>" in measured


def test_the_default_graph_says_nothing_of_its_validation(built: Path) -> None:
    store = open_store(built).store
    for kind in (SH.ValidationReport, SH.ValidationResult):
        assert not list(store.quads(None, str(RDF.type), URIRef(kind)))


def test_the_same_sources_give_the_same_report_and_carry_its_counts(built: Path, tmp_path: Path) -> None:
    again = Path(shutil.copytree(built, tmp_path / "again"))
    build([EXAMPLES], again)
    generation = current_generation(again)
    assert generation.name == "generation-2"
    assert (generation.folder / REPORT).read_bytes() == (current_generation(built).folder / REPORT).read_bytes()
    assert kept(again).tallies() == kept(built).tallies() != ()


def test_a_build_may_leave_validation_out(tmp_path: Path) -> None:
    outcome = build([EXAMPLES], tmp_path, validate=False)
    assert outcome.findings is None
    assert kept_report(current_generation(tmp_path).folder) is None
    assert GRAPH not in open_store(tmp_path).store.named_graphs()


def test_a_report_replaces_the_one_before_and_keeps_its_tallies(built: Path, tmp_path: Path) -> None:
    store = Path(shutil.copytree(built, tmp_path / "store"))
    generation = current_generation(store)
    before, stamp = kept(store), generation.stamp()
    keep(Report(tuple(finding for _, finding in before.findings())[:1], before.rules()), generation)
    assert sum(kept(store).counts.values()) == 1
    assert generation.stamp() != stamp
    tallied = {(one.edition, one.rule): one.number for one in kept(store).tallies()}
    ((_, finding),) = kept(store).findings()
    assert tallied[finding.edition or "", finding.rule.iri] == 1
    assert {edition for edition, _ in tallied} <= {one["name"] for one in generation.manifest.editions}


def test_a_broken_report_is_replaced(built: Path, tmp_path: Path) -> None:
    store = Path(shutil.copytree(built, tmp_path / "store"))
    generation = current_generation(store)
    whole = Report(tuple(finding for _, finding in kept(built).findings()), kept(built).rules())
    (generation.folder / REPORT).write_bytes(b"no database" * 1000)
    keep(whole, generation)
    assert list(kept(store).findings()) == list(kept(built).findings())
