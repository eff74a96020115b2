"""`build` validates what it built and says what it found, unless told not to."""

from collections.abc import Callable
from pathlib import Path

import pytest

from releasegraph.graph.generations import current_generation
from releasegraph.graph.validating.kept import kept_report

PAGE = Path(__file__).parent.parent / "cases" / "pages" / "layout-a.txt"
Run = Callable[..., tuple[int, str, list[str]]]


@pytest.mark.parametrize(("option", "validated"), [("--validate", True), ("--no-validate", False)])
def test_a_build_says_what_its_validation_found(tmp_path: Path, run: Run, option: str, validated: bool) -> None:
    code, _, lines = run("build", PAGE, "--store", tmp_path / "s", option)
    assert code == 0
    assert bool([line for line in lines if line.startswith("validation: ")]) is validated
    assert (kept_report(current_generation(tmp_path / "s").folder) is not None) is validated
