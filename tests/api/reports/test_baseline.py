"""A baseline accepts what is known, wherever it has moved; the rest is new, and what is gone is cured."""

import json
from pathlib import Path

import pytest

from releasegraph.api.reports.baseline import Known, read_baseline, write_baseline
from releasegraph.api.reports.sameness import identity
from releasegraph.graph.errors import SourceError
from releasegraph.graph.validating.places import Place

from .conftest import FINDINGS, NASTY, Judge, finding

BASE = "http://localhost:8000/id/"


def accepted(tmp_path: Path, *findings: object) -> tuple[Known, ...]:
    write_baseline(tmp_path / "known.jsonl", findings)  # type: ignore[arg-type]
    return read_baseline(tmp_path / "known.jsonl")


def test_what_is_accepted_is_known(judged: Judge, tmp_path: Path) -> None:
    judgement = judged(baseline=accepted(tmp_path, *FINDINGS))
    assert (len(judgement.known), judgement.new, judgement.cured, judgement.passes) == (len(FINDINGS), (), (), True)
    assert (
        judgement.verdict
        == f"0 violations, 0 warnings, 0 notes new; {len(FINDINGS)} known, 0 cured: passes (fails on violation)"
    )


def test_a_new_finding_fails_and_a_cured_one_is_listed(judged: Judge, tmp_path: Path) -> None:
    gone = finding(value="2024-13", printed="2024-13")
    judgement = judged(FINDINGS, baseline=accepted(tmp_path, *FINDINGS[1:], gone))
    assert [one.finding for one in judgement.new] == [FINDINGS[0]]
    assert [one.identity for one in judgement.cured] == [identity(gone)]
    assert not judgement.passes
    assert judgement.verdict.startswith("1 violation, 0 warnings, 0 notes new; 5 known, 1 cured: fails")


def test_a_finding_is_accepted_as_often_as_it_is_listed(judged: Judge, tmp_path: Path) -> None:
    twice = (finding(), finding())
    assert len(judged(twice, baseline=accepted(tmp_path, finding())).new) == 1
    assert len(judged(twice[:1], baseline=accepted(tmp_path, *twice)).cured) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("release/FILE1", "release/FILE1"),
        ("record/2026-09/DataReleases/3", "record/2026-10/DataReleases/4"),
        ("record/page-1a/lines/3-4", "record/page-2b/lines/7-9"),
        ("issue/0123456789abcdef", "issue/fedcba9876543210"),
        ("claim/0123456789abcdef", "claim/fedcba9876543210"),
        ("agreement/DARS-NIC-1-A/page/page-1a", "agreement/DARS-NIC-1-A/page/page-2b"),
    ],
)
def test_a_moved_row_is_not_new(judged: Judge, tmp_path: Path, before: str, after: str) -> None:
    known = accepted(tmp_path, finding(focus_node=BASE + before))
    moved = finding(focus_node=BASE + after, places=(Place("other", "DataReleases", 400, "Release Month"),))
    assert judged([moved], baseline=known).new == ()


@pytest.mark.parametrize(
    "other",
    [
        finding(focus_node=f"{BASE}release/FILE2"),
        finding(value="2023-14"),
        finding(path=None),
        finding(FINDINGS[2].rule),
        finding(focus_node=f"{BASE}record/2026-09/DataReleases/3"),
    ],
)
def test_another_finding_is_new(judged: Judge, tmp_path: Path, other: object) -> None:
    assert len(judged([other], baseline=accepted(tmp_path, finding())).new) == 1  # type: ignore[list-item]


def test_rows_are_told_apart_by_what_is_printed(judged: Judge, tmp_path: Path) -> None:
    row = f"{BASE}record/2026-09/DataReleases/3"
    known = accepted(tmp_path, finding(focus_node=row, printed="a"))
    assert len(judged([finding(focus_node=row, printed="b")], baseline=known).new) == 1


def test_a_baseline_is_lines_in_order_that_name_rule_and_place(tmp_path: Path) -> None:
    write_baseline(tmp_path / "a", FINDINGS)
    write_baseline(tmp_path / "b", reversed(FINDINGS))
    lines = (tmp_path / "a").read_text("utf-8").split("\n")
    assert (tmp_path / "b").read_text("utf-8").split("\n") == lines
    assert len(lines) == len(FINDINGS) + 1
    first = json.loads(lines[-2])
    assert first["rule"].endswith("#Release-releaseMonth")
    assert first["place"] == "register: DataReleases row 3, column Release Month"
    assert {path.name for path in tmp_path.iterdir()} == {"a", "b"}
    assert any(json.loads(line)["message"] == NASTY.replace("\ud800", "?") for line in lines[:-1])


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (b"[1]\n", "line 1: not a known finding (not an object of strings)"),
        (b"\n{\n", "line 2: not a known finding"),
        (b'{"rule": "r"}\n', "line 1: not a known finding"),
        (b'{"rule": "r", "place": "p", "identity": "i", "more": "m"}', "line 1: not a known finding"),
        (b'{"rule": "r", "place": "p", "identity": 1}', "line 1: not a known finding"),
        (b"\xff", "not UTF-8"),
    ],
)
def test_what_is_no_baseline_is_refused_by_line(tmp_path: Path, content: bytes, wrong: str) -> None:
    (tmp_path / "known").write_bytes(content)
    with pytest.raises(SourceError) as refused:
        read_baseline(tmp_path / "known")
    assert str(refused.value).startswith(f"{tmp_path / 'known'}: {wrong}")


def test_a_baseline_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read_baseline(tmp_path / "none")
    with pytest.raises(SourceError, match="cannot be written"):
        write_baseline(tmp_path / "none" / "known", FINDINGS)
