"""A store keeps the report of its last validation, and serves it in every form of a document."""

import logging
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import RDF, SH
from starlette.testclient import TestClient

from releasegraph.api.application import create_application
from releasegraph.api.negotiation import GRAPHS
from releasegraph.api.settings import Settings
from releasegraph.api.validating import FailOn, ReportFormat, validate_sources
from releasegraph.graph.build import build
from releasegraph.graph.generations import current_generation

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "sources"
FORMS = {one.media_type: one.extension for one in GRAPHS}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a store of the examples, one of whose terms ends before it starts."""
    store = tmp_path_factory.mktemp("validated") / "store"
    build([EXAMPLES], store)
    return store


@pytest.fixture
def store(built: Path, tmp_path: Path) -> Path:
    """Give a store that no test has validated."""
    return Path(shutil.copytree(built, tmp_path / "store"))


def validated(store: Path, *shapes: Path, fail_on: FailOn = FailOn.VIOLATION) -> tuple[bool, str]:
    return validate_sources([], store, shapes, ReportFormat.TEXT, fail_on, lambda *_: None)


@pytest.mark.parametrize(("fail_on", "passes"), [(FailOn.VIOLATION, True), (FailOn.WARNING, False)])
def test_the_report_says_whether_it_passes(store: Path, fail_on: FailOn, passes: bool) -> None:
    passed, text = validated(store, fail_on=fail_on)
    assert passed is passes
    verdict = "passes" if passes else "fails"
    assert text.splitlines()[-1] == f"0 violations, 1 warning, 0 notes: {verdict} (fails on {fail_on})"


def test_the_report_is_served_in_every_form(store: Path) -> None:
    with TestClient(create_application(store, Settings())) as client:
        assert client.get("/validation").status_code == 404
        validated(store)
        said = {}
        for media_type, form in FORMS.items():
            answer = client.get("/validation", headers={"Accept": media_type})
            assert answer.headers["content-type"].partition(";")[0] == media_type
            assert answer.headers["vary"] == "Accept, Accept-Encoding"
            quads = ox.parse(answer.content, ox.RdfFormat.from_extension(form))
            said[form] = {str(quad.triple) for quad in quads}
            graph = rdflib.Graph().parse(data="\n".join(f"{one} ." for one in said[form]), format="nt")
        page = client.get("/validation", headers={"Accept": "text/html"}).text
        assert client.get("/validation", headers={"Accept": "image/png"}).status_code == 406
    assert set(said) == {"jsonld", "ttl", "nt", "rdf", "nq", "trig"}
    assert all(triples == said["nt"] for triples in said.values())
    (report,) = graph.subjects(RDF.type, SH.ValidationReport)
    (result,) = graph.objects(report, SH.result)
    assert str(report) == "http://localhost:8000/graph/validation"
    assert f'id="{str(result).partition("#")[2]}"' in page
    assert "does not end before it starts" in page


def test_the_same_graph_gives_the_same_report(store: Path) -> None:
    validated(store)
    first = current_generation(store).read_report()
    validated(store)
    assert first
    assert current_generation(store).read_report() == first


def test_a_page_shows_the_worst_results_and_not_too_many(store: Path) -> None:
    report = "".join(
        f"<http://e.org/r> <{SH.result}> <http://e.org/v#{kind}> . <http://e.org/v#{kind}> a <{SH.ValidationResult}> ; "
        f"<{SH.resultSeverity}> <{SH[kind]}> .\n"
        for kind in ("Info", "Warning", "Violation")
    )
    current_generation(store).keep_report(f"<http://e.org/r> a <{SH.ValidationReport}> .\n{report}".encode())
    with TestClient(create_application(store, Settings(page_solutions=2))) as client:
        page = client.get("/validation", headers={"Accept": "text/html"}).text
        whole = client.get("/validation", headers={"Accept": "text/turtle"}).text
    assert [kind in page for kind in ('id="Violation"', 'id="Warning"', 'id="Info"')] == [True, True, False]
    assert len(list(rdflib.Graph().parse(data=whole, format="turtle").objects(None, SH.result))) == 3


def test_a_report_by_other_shapes_is_not_kept(store: Path, tmp_path: Path) -> None:
    (tmp_path / "none.ttl").write_text("", encoding="utf-8")
    assert validated(store, tmp_path / "none.ttl")[0]
    assert current_generation(store).read_report() is None


def test_a_store_that_keeps_no_report_is_validated(store: Path, caplog: pytest.LogCaptureFixture) -> None:
    (current_generation(store).folder / "validation.ttl").mkdir()
    with caplog.at_level(logging.WARNING):
        assert validated(store)[0]
    assert "the validation report cannot be kept" in caplog.text
