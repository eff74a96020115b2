"""A finding in an RDF file is led to the files that speak of its focus node, and to a line where lines are triples."""

from pathlib import Path

import pytest
from rdflib import BNode, Graph

from releasegraph.api.reports.rdf_places import placed_in_files
from releasegraph.api.reports.spots import Spot, SpotFinder
from releasegraph.graph.validating.places import Place
from releasegraph.graph.validating.report import Report

from .conftest import finding

TRIPLES = """# a comment
<http://e.org/a> <http://e.org/p> "x" .
<http://e.org/a> <http://e.org/q> <http://e.org/c> .
"""


@pytest.fixture
def graphs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[Path, Graph]:
    """Write a file of lines and one of Turtle."""
    monkeypatch.chdir(tmp_path)
    Path("a.nt").write_text(TRIPLES)
    Path("b.ttl").write_text("<http://e.org/b> <http://e.org/p> 1 .")
    return {file: Graph().parse(file) for file in (Path("a.nt"), Path("b.ttl"))}


@pytest.mark.parametrize(
    ("focus", "path", "places"),
    [
        ("http://e.org/a", "http://e.org/q", [Place("a.nt", first_line=3, last_line=3)]),
        ("http://e.org/a", "http://e.org/none", [Place("a.nt", first_line=2, last_line=2)]),
        ("http://e.org/a", None, [Place("a.nt", first_line=2, last_line=2)]),
        ("http://e.org/b", None, [Place("b.ttl")]),
        ("http://e.org/c", None, [Place("a.nt")]),
        ("http://e.org/nowhere", None, []),
    ],
)
def test_a_focus_node_is_found(graphs: dict[Path, Graph], focus: str, path: str | None, places: list[Place]) -> None:
    report = placed_in_files(Report((finding(places=(), focus_node=focus, path=path),)), graphs)
    assert list(report.findings[0].places) == places
    spots = [SpotFinder(tuple(graphs)).spot(place) for place in places]
    assert spots == [Spot(place.file, place.first_line, place.last_line) for place in places]


def test_a_blank_node_is_found_in_its_file(graphs: dict[Path, Graph]) -> None:
    node = BNode()
    graphs[Path("b.ttl")].add((node, node, node))  # type: ignore[arg-type]
    report = placed_in_files(Report((finding(places=(), focus_node=f"_:{node}"),)), graphs)
    assert report.findings[0].places == (Place("b.ttl"),)


def test_places_that_are_known_stay(graphs: dict[Path, Graph]) -> None:
    report = Report((finding(focus_node="http://e.org/a"),))
    assert placed_in_files(report, graphs) == report
