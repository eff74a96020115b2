"""Who publishes a graph: said to `build`, kept in the manifest, and stated in the catalogue."""

from collections.abc import Callable
from pathlib import Path

import pytest

from releasegraph.graph.authorship import Publisher
from releasegraph.graph.generations import open_store

PAGE = Path(__file__).parent.parent / "cases" / "pages" / "layout-a.txt"
BASE = "https://data.example.org/"
Run = Callable[..., tuple[int, str, list[str]]]


def _named(store: Path) -> set[str]:
    opened = open_store(store)
    rows = opened.store.select(
        f"SELECT ?name WHERE {{ GRAPH <{BASE}graph/catalogue> {{ <{BASE}catalog>"
        " <http://purl.org/dc/terms/publisher>/<http://xmlns.com/foaf/0.1/name> ?name }}"
    )
    opened.store.close()
    return {str(row["name"]) for row in rows}


def test_who_publishes_is_kept_and_stated(tmp_path: Path, run: Run) -> None:
    store = tmp_path / "s"
    said = ("--publisher", "A <Trust> & Söhne", "--publisher-iri", "https://trust.example.org/id/1?a=b#it")
    code, _, lines = run("build", PAGE, "--store", store, "--base", BASE, *said, "--contact", "mailto:a.b@example.org")
    assert code == 0
    assert not [line for line in lines if "--publisher" in line]
    kept = open_store(store)
    assert kept.manifest.publisher == Publisher(said[1], said[3], "mailto:a.b@example.org")
    kept.store.close()
    assert _named(store) == {said[1]}


def test_a_build_without_a_publisher_names_the_host_and_says_so(tmp_path: Path, run: Run) -> None:
    code, _, lines = run("build", PAGE, "--store", tmp_path / "s", "--base", BASE)
    assert code == 0
    assert [line for line in lines if "data.example.org" in line and "--publisher" in line]
    assert _named(tmp_path / "s") == {"data.example.org"}


@pytest.mark.parametrize(
    ("option", "value"),
    [
        *(("--publisher-iri", value) for value in ("trust", "ftp://x/", "http://x/<y>", "http://x/%zz", "http://x/ y")),
        *(("--publisher-iri", value) for value in ("http://", "http://x/#a#b", "mailto:a@example.org")),
        *(("--contact", value) for value in ("a@example.org", "mailto:a", "mailto:a b@example.org", "tel:1")),
    ],
)
def test_an_address_that_is_none(tmp_path: Path, run: Run, option: str, value: str) -> None:
    code, _, errors = run("build", PAGE, "--store", tmp_path / "s", option, value)
    assert (code, len(errors)) == (2, 1)
    assert f"{option}: expected" in errors[0]
    assert not (tmp_path / "s").exists()


@pytest.mark.parametrize("contact", ["mailto:data@example.org", "https://example.org/ask?about=graph"])
def test_whom_to_ask(tmp_path: Path, run: Run, contact: str) -> None:
    assert run("build", PAGE, "--store", tmp_path / "s", "--base", BASE, "--contact", contact)[0] == 0
