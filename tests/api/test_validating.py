"""`validate` gives the report of a store, of sources, of RDF files; a store keeps that by the shipped shapes."""

import logging
import shutil
from pathlib import Path

import pytest

from releasegraph.api.validating import Engine, validate_sources
from releasegraph.graph.build import build
from releasegraph.graph.errors import SourceError
from releasegraph.graph.generations import building, current_generation
from releasegraph.graph.identifiers import DEFAULT_BASE
from releasegraph.graph.shacl import ShapesError
from releasegraph.graph.validating.kept import Kept, kept_report
from releasegraph.graph.validating.places import Place
from releasegraph.graph.validating.report import Report

PAGES = Path(__file__).resolve().parents[2] / "examples" / "sources" / "pages"
BASE = "https://data.example.org/"
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<http://e.org/s> a sh:PropertyShape ; sh:targetNode <http://e.org/a> ; sh:path <http://e.org/p> ; sh:minCount 1 .
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the example pages, and validate nothing."""
    store = tmp_path_factory.mktemp("validated") / "store"
    build([PAGES], store, base=BASE, validate=False)
    return store


@pytest.fixture
def store(built: Path, tmp_path: Path) -> Path:
    """Give a store that no test has validated."""
    return Path(shutil.copytree(built, tmp_path / "store"))


def validated(*sources: Path, store: Path | None = None, shapes: Path | None = None) -> tuple[Report, str]:
    return validate_sources(sources, store, [shapes] if shapes else None, Engine.BUILTIN, lambda *_: None)


def kept(store: Path) -> Kept | None:
    return kept_report(current_generation(store).folder)


def test_a_store_keeps_its_report(store: Path) -> None:
    assert kept(store) is None
    report, base = validated(store=store)
    assert base == BASE
    assert report.findings
    there = kept(store)
    assert there is not None
    assert [finding for _, finding in there.findings()] == list(report.findings)
    assert there.base == BASE


def test_the_same_graph_gives_the_same_report(store: Path) -> None:
    first, _ = validated(store=store)
    file = next(path for path in current_generation(store).folder.iterdir() if "validation" in path.name)
    content = file.read_bytes()
    assert validated(store=store)[0] == first
    assert file.read_bytes() == content


def test_sources_give_the_report_of_their_store(store: Path) -> None:
    (there, _), (here, base) = validated(store=store), validated(PAGES)
    assert base == DEFAULT_BASE
    assert [(one.message, one.places[:1] and str(one.places[0])) for one in here.findings] == [
        (one.message, one.places[:1] and str(one.places[0])) for one in there.findings
    ]


def test_a_report_by_other_shapes_is_not_kept(store: Path, tmp_path: Path) -> None:
    (tmp_path / "none.ttl").write_text("", encoding="utf-8")
    assert validated(store=store, shapes=tmp_path / "none.ttl")[0].conforms
    assert kept(store) is None


def test_a_store_that_cannot_keep_a_report_is_validated(store: Path, caplog: pytest.LogCaptureFixture) -> None:
    with building(store), caplog.at_level(logging.WARNING):
        assert validated(store=store)[0].findings
    assert "another build of this store is running" in caplog.text
    assert kept(store) is None


@pytest.mark.parametrize("engine", Engine)
def test_rdf_files_are_one_graph(tmp_path: Path, engine: Engine) -> None:
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    (tmp_path / "a.ttl").write_text('<http://e.org/a> <http://e.org/q> "x" .')
    (tmp_path / "b.nt").write_text('<http://e.org/a> <http://e.org/p> "x" .')
    files, shapes = [tmp_path / "a.ttl", tmp_path / "b.nt"], [tmp_path / "shapes.ttl"]
    assert validate_sources(files, None, shapes, engine, lambda *_: None)[0].conforms
    report, _ = validate_sources(files[:1], None, shapes, engine, lambda *_: None)
    (finding,) = report.findings
    assert (finding.focus_node, finding.places) == ("http://e.org/a", (Place(files[0].as_posix()),))


@pytest.mark.parametrize(
    ("shapes", "error"),
    [
        ("oops", SourceError),
        (SHAPES.replace("sh:minCount 1", 'sh:pattern "("'), ShapesError),
        (SHAPES.replace("<http://e.org/p>", "[ sh:inversePath 1 ]"), ShapesError),
    ],
)
def test_shapes_that_cannot_be_used_are_refused(tmp_path: Path, shapes: str, error: type[Exception]) -> None:
    (tmp_path / "shapes.ttl").write_text(shapes)
    (tmp_path / "a.ttl").write_text("")
    with pytest.raises(error):
        validated(tmp_path / "a.ttl", shapes=tmp_path / "shapes.ttl")


def test_an_ill_formed_literal_is_told_by_the_report_alone(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "shapes.ttl").write_text(
        SHAPES.replace("sh:minCount 1", "sh:datatype <http://www.w3.org/2001/XMLSchema#date>")
    )
    (tmp_path / "a.ttl").write_text(
        '<http://e.org/a> <http://e.org/p> "2024-13-45"^^<http://www.w3.org/2001/XMLSchema#date> .'
    )
    report, _ = validated(tmp_path / "a.ttl", shapes=tmp_path / "shapes.ttl")
    assert [one.value for one in report.findings] == ["2024-13-45"]
    assert "rdflib.term" not in {record.name for record in caplog.records}
    logging.getLogger("rdflib.term").warning("something else")
    assert "something else" in caplog.text
