"""The generator does what it says: the same bytes, every trap, cells that read back as planned."""

from datetime import date, datetime
from pathlib import Path

import pytest
from answers import ANSWERS
from generate import generate
from generator.model import Planned
from generator.plan import plan
from python_calamine import CalamineWorkbook

SMALL = 0.02


@pytest.fixture(scope="module")
def planned() -> Planned:
    return plan(scale=SMALL)


def test_same_seed_same_bytes(tmp_path: Path) -> None:
    first, second, other = (tmp_path / f"{name}.xlsx" for name in ("first", "second", "other"))
    assert generate(first, scale=SMALL, seed=3) == generate(second, scale=SMALL, seed=3)
    generate(other, scale=SMALL, seed=4)
    assert first.read_bytes() == second.read_bytes()
    assert first.read_bytes() != other.read_bytes()


@pytest.mark.parametrize("inline", [False, True])
def test_cells_read_back_as_planned(tmp_path: Path, planned: Planned, inline: bool) -> None:
    generate(tmp_path / "small.xlsx", scale=SMALL, inline=inline)
    book = CalamineWorkbook.from_path(tmp_path / "small.xlsx")
    for sheet in planned.sheets:
        read = book.get_sheet_by_name(sheet.name).to_python()
        assert [tuple(map(cell, row)) for row in read] == [sheet.header, *sheet.rows]


def cell(value: object) -> object:
    """Give a cell as the plan has it: no time of day, None for blank."""
    return value.date() if isinstance(value, datetime) else None if value == "" else value


@pytest.mark.parametrize("seed", [1, 2, 7])
def test_every_trap_is_laid_even_when_small(seed: int) -> None:
    expected = plan(scale=SMALL, seed=seed).expected
    assert {name for name, laid in expected.traps.items() if not laid} == set()
    assert set(TRAPS) <= set(expected.traps)
    assert {name for name, count in expected.issues.items() if not count} == set()


def test_a_scale_too_small_is_refused() -> None:
    with pytest.raises(ValueError, match=r"0\.02 or more"):
        plan(scale=0.01)


def test_every_question_has_an_answer_told_in_order(planned: Planned) -> None:
    for name, answer in ANSWERS.items():
        rows = answer(planned.truth)
        assert rows, name
        assert rows == sorted(rows), name
        assert all(isinstance(value, str) for row in rows for value in row), name


def test_truth_has_each_thing_once(planned: Planned) -> None:
    truth = planned.truth
    assert len({(version.agreement, version.number) for version in truth.versions}) == len(truth.versions)
    assert len(set(truth.provisions)) == len(truth.provisions)
    assert len(set(truth.releases)) == len(truth.releases)
    assert all(version.start is None or isinstance(version.start, date) for version in truth.versions)


TRAPS = (
    "blank-controllers",
    "blank-end",
    "blank-legal-basis",
    "blank-month",
    "blank-opt-outs",
    "blank-start",
    "cells-at-the-limit",
    "cells-that-look-like-formulas",
    "cells-with-control-characters",
    "cells-with-markup",
    "comma-name-nothing-vouches-for",
    "controllers-by-comma",
    "controllers-by-newline",
    "controllers-by-semicolon",
    "dataset-case-variant",
    "dataset-older-label",
    "dataset-only-released",
    "dataset-twice-with-other-attributes",
    "end-as-text",
    "end-before-start",
    "month-as-date",
    "odd-opt-outs",
    "reference-without-dars",
    "reference-without-dars-here-only",
    "reference-without-version",
    "release-after-every-term",
    "rows-with-odd-reference",
    "spelling-case",
    "spelling-curly-quote",
    "spelling-limited",
    "spelling-no-break-space",
    "spelling-own-initials",
    "spelling-reviewed",
    "spelling-trailing-space",
    "start-as-text",
    "stub-version",
    "sublicensing-blank",
    "version-4.10-after-4.9",
)
