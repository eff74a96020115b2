"""A graph built from the generated workbook holds exactly what the generator put into it."""

from dataclasses import asdict

import pytest
from generate import generate
from generator.model import Expected

from releasegraph.graph.build import Outcome, build

COUNTED = (
    "agreements",
    "agreement_versions",
    "organisations",
    "datasets",
    "dataset_provisions",
    "releases",
    "narratives",
    "editions",
)


@pytest.fixture(scope="module", params=[(0.02, 7), (0.05, 11)], ids=["small", "larger"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Expected, Outcome]:
    scale, seed = request.param
    folder = tmp_path_factory.mktemp("register")
    workbook = folder / "datausesregister_september2026.xlsx"
    expected = generate(workbook, scale=scale, seed=seed)
    return expected, build([workbook], folder / "store")


def test_counts_are_exact(built: tuple[Expected, Outcome]) -> None:
    expected, outcome = built
    assert {name: outcome.manifest.counts[name] for name in COUNTED} == {
        name: value for name, value in asdict(expected).items() if name in COUNTED
    }


def test_every_row_is_a_record(built: tuple[Expected, Outcome]) -> None:
    expected, outcome = built
    extra_column_header = 1
    assert outcome.manifest.counts["source_records"] == sum(expected.records.values()) + extra_column_header


def test_issues_are_exact(built: tuple[Expected, Outcome]) -> None:
    expected, outcome = built
    assert {kind: outcome.manifest.issues.get(kind, 0) for kind in expected.issues} == expected.issues
