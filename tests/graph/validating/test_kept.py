"""A report is kept in rows, and comes back as it was."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from releasegraph.graph.errors import StoreError
from releasegraph.graph.generations import REPORT
from releasegraph.graph.validating.kept import Kept, kept_report, write_kept
from releasegraph.graph.validating.report import Body, Finding, Place, Report, Rule
from releasegraph.graph.validating.tallies import Tally
from releasegraph.graph.validating.written import finding_lines, report_lines, result_names

BASE = "http://example.org/"
RULES = tuple(Rule(f"{BASE}rule/{name}", f"Rule {name}", "It matters.", "", "Warning") for name in "abc")
FINDINGS = tuple(
    Finding(
        severity=severity,
        rule=RULES[number % 2],
        message=f"No {number}.",
        focus_node=f"{BASE}id/{number}",
        path=path,
        value=value,
        datatype="@en" if value else "",
        places=tuple(Place("r.xlsx", "Agreements", row, "A", record=f"{BASE}r/{row}") for row in range(2, 2 + number)),
        printed="" if number else None,
        expected="another",
        bodies=(Body(f"{BASE}b", "B"), Body(f"{BASE}a", "Z"))[:number],
        edition="2026-09" if number else None,
    )
    for number, (severity, path, value) in enumerate(
        [
            ("Violation", None, None),
            ("Warning", f"{BASE}p", "v"),
            ("Info", f"(<{BASE}p>)*", None),
        ]
    )
)
TALLIES = (Tally("2026-09", RULES[0].iri, "Rule a", "Warning", 3), Tally("2026-10", RULES[1].iri, "Rule b", "Info", 0))


def kept_in(folder: Path, report: Report) -> Kept:
    folder.mkdir(exist_ok=True)
    write_kept(folder / REPORT, report, TALLIES, BASE)
    kept = kept_report(folder)
    assert kept is not None
    return kept


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return kept_in(tmp_path / "generation", Report(FINDINGS, RULES))


def test_findings_come_back_as_they_were(kept: Kept) -> None:
    names = result_names(FINDINGS, BASE)
    assert list(kept.findings()) == list(zip(names, FINDINGS, strict=True))
    assert kept.rules() == RULES
    assert kept.tallies() == TALLIES
    assert kept.counts == {"Violation": 1, "Warning": 1, "Info": 1}


def test_some_findings_come_in_order(kept: Kept) -> None:
    assert [finding for _, finding in kept.findings([2, 0, 2, 99])] == [FINDINGS[0], FINDINGS[2]]


def test_findings_are_read_piece_by_piece(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("releasegraph.graph.validating.kept._CHUNK", 2)
    assert [finding for _, finding in kept.findings()] == list(FINDINGS)


def test_a_report_is_written_as_it_was(kept: Kept) -> None:
    assert list(kept.lines()) == list(report_lines(Report(FINDINGS, RULES), BASE))
    named = list(zip(result_names(FINDINGS, BASE), FINDINGS, strict=True))
    assert list(kept.lines([1])) == list(finding_lines(named[1:2], BASE))


def test_an_empty_report_conforms(tmp_path: Path) -> None:
    report = Report((), RULES)
    kept = kept_in(tmp_path / "generation", report)
    assert list(kept.lines()) == list(report_lines(report, BASE))
    assert kept.counts == {}


def test_the_same_report_is_the_same_file(tmp_path: Path) -> None:
    one, other = (kept_in(tmp_path / name, Report(FINDINGS, RULES)) for name in ("one", "other"))
    digests = [kept.rows("SELECT value FROM info WHERE key = 'digest'") for kept in (one, other)]
    assert digests[0] == digests[1]
    fewer = kept_in(tmp_path / "fewer", Report(FINDINGS[:2], RULES))
    assert fewer.rows("SELECT value FROM info WHERE key = 'digest'") != digests[0]


def test_a_report_replaced_is_read_anew(kept: Kept, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    write_kept(fresh, Report(FINDINGS[:1], RULES), (), BASE)
    fresh.replace(tmp_path / "generation" / REPORT)
    again = kept_report(tmp_path / "generation")
    assert again is not None
    assert [finding for _, finding in again.findings()] == [FINDINGS[0]]
    assert len(list(kept.findings())) == 3, "a reader goes on with what it has open"


def test_no_report_is_none(tmp_path: Path) -> None:
    assert kept_report(tmp_path) is None


def test_a_report_of_another_version_is_none(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / REPORT) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    assert kept_report(tmp_path) is None


@pytest.mark.parametrize("spoilt", ["folder", "garbage"])
def test_a_broken_report_is_said_to_be(tmp_path: Path, spoilt: str) -> None:
    if spoilt == "folder":
        (tmp_path / REPORT).mkdir()
    else:
        (tmp_path / REPORT).write_bytes(b"no database" * 1000)
    with pytest.raises(StoreError, match="the validation report cannot be read"):
        kept_report(tmp_path)


def test_a_report_that_cannot_be_written_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="the validation report cannot be written"):
        write_kept(tmp_path / "nowhere" / REPORT, Report(()), (), BASE)
    shutil.copy(__file__, tmp_path / REPORT)
    with pytest.raises(StoreError, match="the validation report cannot be written"):
        write_kept(tmp_path / REPORT, Report(()), (), BASE)
