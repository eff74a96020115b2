"""A build validates what it built, and a store keeps the report until it is validated again."""

import shutil
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from rdflib import URIRef
from rdflib.namespace import RDF, SH

from releasegraph.graph.build import build
from releasegraph.graph.errors import StoreError
from releasegraph.graph.generations import REPORT, building, current_generation, open_store
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


def shortened(store: Path, number: int = 1) -> Report:
    """Give what a store keeps, cut to its first findings."""
    return Report(tuple(finding for _, finding in kept(store).findings())[:number], kept(store).rules())


def results(store: Path) -> set[str]:
    """Give the results that the store's graph of the validation has."""
    opened = open_store(store).store
    return {str(quad[2]) for quad in opened.quads(GRAPH, str(SH.result), graph=GRAPH)}


@pytest.fixture
def store(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "store"))


def test_a_report_replaces_the_one_before_and_keeps_its_tallies(store: Path) -> None:
    generation = current_generation(store)
    stamp = generation.stamp()
    keep(shortened(store), generation)
    assert sum(kept(store).counts.values()) == 1
    assert current_generation(store).stamp() != stamp
    tallied = {(one.edition, one.rule): one.number for one in kept(store).tallies()}
    ((_, finding),) = kept(store).findings()
    assert tallied[finding.edition or "", finding.rule.iri] == 1
    assert {edition for edition, _ in tallied} <= {one["name"] for one in generation.manifest.editions}


def test_rows_and_graph_say_the_same_after_a_validation(store: Path) -> None:
    opened = open_store(store)
    before, names = kept(store), opened.store.named_graphs()
    rest = {one for one in opened.store.quads(graph=None) if str(one[3]) != GRAPH}
    keep(shortened(store, 3), opened.generation)
    assert results(store) == {name for name, _ in kept(store).findings()}
    assert len(results(store)) == 3
    again = open_store(store).store
    assert again.named_graphs() == names
    assert {one for one in again.quads(graph=None) if str(one[3]) != GRAPH} == rest
    # what read the generation before reads it still
    assert {name for name, _ in before.findings()} == {
        str(quad[2]) for quad in opened.store.quads(GRAPH, str(SH.result), graph=GRAPH)
    }


def test_a_store_that_was_not_validated_gains_the_graph(tmp_path: Path, built: Path) -> None:
    build([EXAMPLES], tmp_path, validate=False)
    keep(shortened(built, 1000), current_generation(tmp_path))
    assert results(tmp_path) == results(built) != set()


def test_the_same_report_changes_nothing(store: Path) -> None:
    files = {path: path.stat().st_ino for path in store.rglob("*") if path.name != ".lock"}
    keep(shortened(store, 1000), current_generation(store))
    assert {path: path.stat().st_ino for path in store.rglob("*") if path.name != ".lock"} == files


def test_a_further_generation_shares_what_never_changes_and_no_more(store: Path) -> None:
    old = current_generation(store)
    keep(shortened(store), old)
    new = current_generation(store)
    shared = {
        path.relative_to(new.folder).as_posix()
        for path in new.folder.rglob("*")
        if path.is_file() and path.stat().st_nlink == 2
    }
    assert {"relations.sqlite"} < shared
    assert not {"manifest.json", REPORT, "engine/CURRENT"} & shared
    assert {Path(name).suffix for name in shared if name.startswith("engine/")} == {".sst"}
    assert new.manifest == old.manifest


def test_a_first_build_of_two_editions_counts_each_as_it_was_when_it_was_the_newest(tmp_path: Path) -> None:
    workbook = EXAMPLES / "datausesregister_september2026"
    august = Path(shutil.copytree(workbook, tmp_path / "datausesregister_august2026"))
    releases = august / "DataReleases.csv"
    lines = releases.read_text("utf-8").splitlines(keepends=True)
    late = next(line for line in lines if "FILE0990027" in line)
    releases.write_text("".join([*lines, late.replace("FILE0990027", "FILE0990927")]), "utf-8")
    build([august], tmp_path / "alone")
    build([august, workbook], tmp_path / "both")
    of_both = kept(tmp_path / "both").tallies()
    assert tuple(one for one in of_both if one.edition == "2026-08") == kept(tmp_path / "alone").tallies()
    late_releases = {one.edition: one.number for one in of_both if one.rule.endswith("#released-after-every-term")}
    assert late_releases["2026-08"] == late_releases["2026-09"] + 1
    build([august, workbook], tmp_path / "both")
    assert kept(tmp_path / "both").tallies() == of_both


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from releasegraph.graph import generations
    from releasegraph.graph.validating import keeping, kept, report, restating
    from releasegraph.graph.engine import EmbeddedStore

    def die(*_, **__):
        os.kill(os.getpid(), signal.SIGKILL)

    moment, store = sys.argv[1], generations.current_generation(Path(sys.argv[2]))
    owner, name = {
        "writing rows": (keeping, "write_kept"),
        "linking": (os, "link"),
        "removing": (EmbeddedStore, "remove"),
        "loading": (restating, "load_blocks"),
        "finishing": (EmbeddedStore, "finish"),
        "swapping": (Path, "replace"),
    }[moment]
    setattr(owner, name, die)
    keeping.keep(report.Report((), kept.kept_report(store.folder).rules()), store)
"""


@pytest.mark.parametrize("moment", ["writing rows", "linking", "removing", "loading", "finishing", "swapping"])
def test_a_killed_validation_leaves_report_and_graph(store: Path, built: Path, moment: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED), moment, str(store)], capture_output=True, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert list(kept(store).findings()) == list(kept(built).findings())
    assert results(store) == results(built)
    keep(shortened(store), current_generation(store))
    assert len(results(store)) == 1
    assert not list(store.glob(".building-*"))


def test_no_report_is_kept_while_a_build_runs(store: Path) -> None:
    with building(store), pytest.raises(StoreError, match="another build of this store is running"):
        keep(shortened(store), current_generation(store))


def test_a_broken_report_is_replaced(store: Path, built: Path) -> None:
    generation = current_generation(store)
    whole = Report(tuple(finding for _, finding in kept(built).findings()), kept(built).rules())
    (generation.folder / REPORT).write_bytes(b"no database" * 1000)
    keep(whole, generation)
    assert list(kept(store).findings()) == list(kept(built).findings())
    assert results(store) == results(built)
