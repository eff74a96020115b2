"""What the home page charts is what the rows say."""

from collections import Counter
from pathlib import Path

import pytest

from releasegraph.graph.build import build
from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.errors import StoreError
from releasegraph.graph.generations import open_store
from releasegraph.graph.summaries import Ranked, Summaries, read_summaries, summarise, write_summaries

SOURCES = Path(__file__).resolve().parents[2] / "examples" / "sources"
BASE = "http://data.example.org/"
RG = "https://w3id.org/releasegraph#"
DATE = "http://www.w3.org/2001/XMLSchema#date"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("summaries") / "store"
    build([SOURCES], folder)
    return folder


def test_a_build_keeps_the_summaries_of_its_graph(examples: Path) -> None:
    opened = open_store(examples)
    kept = read_summaries(opened.generation.folder)
    assert kept == summarise(opened.store, ["2026-09"])
    assert kept.month == "2026-09"


def test_files_by_month_are_those_of_the_graph(examples: Path) -> None:
    opened = open_store(examples)
    kept = read_summaries(opened.generation.folder)
    assert kept is not None
    applied = {str(s): str(o).rpartition("/")[2] for s, _, o, _ in opened.store.quads(None, f"{RG}optOutsApplied")}
    months = {str(s): str(o)[:7] for s, _, o, _ in opened.store.quads(None, f"{RG}releaseMonthStart")}
    expected = Counter((months[release], applied[release]) for release in months)
    assert kept.releases == {
        month: tuple(expected[month, name] for name in ("yes", "no", "not-stated"))
        for month in sorted({*months.values()})
    }


def store_of(*terms: tuple[str, str, str, str, str]) -> EmbeddedStore:
    """Give a store of versions: agreement, number, body, first day, last day."""
    store = EmbeddedStore.temporary()
    lines = []
    for agreement, number, body, start, end in terms:
        version = f"<{BASE}id/agreement/{agreement}/v{number}>"
        lines += [
            f"{version} <{RG}versionOf> <{BASE}id/agreement/{agreement}> .",
            f"{version} <{TYPE}> <{RG}AgreementVersion> .",
            f"{version} <{RG}applicant> <{BASE}id/organisation/{body}> .",
            f"{version} <{RG}reliesOn> <http://www.legislation.gov.uk/id/ukpga/2012/7> .",
            f'{version} <{RG}startDate> "{start}"^^<{DATE}> .',
            f'{version} <{RG}endDate> "{end}"^^<{DATE}> .',
        ]
    store.load("\n".join(lines).encode())
    return store


def bodies(summaries: Summaries) -> dict[str, int]:
    return {one.iri.rpartition("/")[2]: one.number for one in summaries.in_force}


@pytest.mark.parametrize(
    ("start", "end", "counted"),
    [
        ("2024-02-29", "2024-02-29", True),
        ("2020-01-01", "2024-02-01", True),
        ("2024-03-01", "2025-01-01", False),
        ("2020-01-01", "2024-01-31", False),
        ("2024-02-20", "2024-02-10", False),
    ],
)
def test_in_force_is_on_some_day_of_the_editions_month(start: str, end: str, counted: bool) -> None:
    found = summarise(store_of(("A", "1", "x", start, end)), ["2023-11", "2024-02"])
    assert bodies(found) == ({"x": 1} if counted else {})


def test_an_agreement_counts_once_and_december_has_an_end() -> None:
    store = store_of(
        ("A", "1", "x", "2023-01-01", "2023-12-31"),
        ("A", "2", "x", "2023-12-31", "2024-12-31"),
        ("B", "1", "x", "2023-01-01", "2023-12-01"),
        ("C", "1", "y", "2024-01-01", "2024-12-01"),
    )
    found = summarise(store, ["2023-12"])
    assert bodies(found) == {"x": 2}
    assert found.relied_on == (
        Ranked("http://www.legislation.gov.uk/id/ukpga/2012/7", "http://www.legislation.gov.uk/id/ukpga/2012/7", 4),
    )


def test_without_a_workbook_nothing_is_in_force() -> None:
    found = summarise(store_of(("A", "1", "x", "2023-01-01", "2023-12-31")), ["page-abc"])
    assert (found.month, found.in_force) == (None, ())


def test_a_generation_without_summaries_has_none(tmp_path: Path) -> None:
    assert read_summaries(tmp_path) is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"month": null, "releases": [], "in_force": [], "relied_on": []}'])
def test_broken_summaries_are_told(tmp_path: Path, text: str) -> None:
    write_summaries(Summaries(), tmp_path)
    assert read_summaries(tmp_path) == Summaries()
    (tmp_path / "summaries.json").write_text(text)
    with pytest.raises(StoreError, match=str(tmp_path)):
        read_summaries(tmp_path)
