"""Errors put into a generated workbook are found, each at its row and column, and nothing else is."""

from collections import Counter
from pathlib import Path

import pytest
from errors.finding import Verdict, judge
from errors.kinds import KINDS
from errors.planting import Planted, plant
from python_calamine import CalamineWorkbook

from releasegraph.graph.validating.shapes import SHAPES, load_shapes

ERRORS = 60
SMALL = 0.02


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    return plant(tmp_path_factory.mktemp("sources"), errors=ERRORS, scale=SMALL)


@pytest.fixture(scope="module")
def verdict(planted: Planted, tmp_path_factory: pytest.TempPathFactory) -> Verdict:
    return judge(planted, tmp_path_factory.mktemp("stores"))


def test_every_rule_has_a_kind_of_error() -> None:
    rules = {str(shape).removeprefix(SHAPES) for shape in load_shapes().subjects(unique=True)}
    assert set(KINDS) <= rules
    folder = Path(__file__).resolve().parents[2] / "shapes" / "rules"
    assert {file.stem for file in folder.glob("*.ttl")} <= set(KINDS)


def test_every_error_is_found_at_its_row_and_column(verdict: Verdict) -> None:
    assert verdict.missed == ()
    assert verdict.planted.total() == ERRORS
    assert verdict.planted.keys() == KINDS.keys()


def test_nothing_else_is_found(verdict: Verdict) -> None:
    assert verdict.extra == ()
    assert verdict.cured == ()


def test_what_is_almost_an_error_is_not_found(verdict: Verdict) -> None:
    assert verdict.unsound == ()


def test_the_workbooks_differ_only_where_an_error_must_be_found(planted: Planted) -> None:
    """Every row that differs is one of a sound agreement, and there is about one for each error."""
    sound, spoilt = (CalamineWorkbook.from_path(next(one.glob("*.xlsx"))) for one in (planted.sound, planted.spoilt))
    differing: Counter[str] = Counter()
    for name in sound.sheet_names:
        rows = [book.get_sheet_by_name(name).to_python() for book in (sound, spoilt)]
        assert len(rows[0]) == len(rows[1])
        differing.update(
            f"{name} row {number}" for number, (one, other) in enumerate(zip(*rows, strict=True), 1) if one != other
        )
    on_pages = sum(kind == "claim-unlike-register" for kind, _ in planted.expected)
    assert len(differing) == ERRORS - on_pages
    assert differing.keys() <= {place for _, place in planted.clean}
