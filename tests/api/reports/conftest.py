"""Reports written by hand: every severity and kind of place, and texts that would break a format."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from releasegraph.api.reports.baseline import Known
from releasegraph.api.reports.judgement import Judgement, judge
from releasegraph.api.reports.spots import SpotFinder
from releasegraph.graph.identifiers import DEFAULT_BASE
from releasegraph.graph.validating.places import Place
from releasegraph.graph.validating.report import Body, Finding, Report, Rule

RGS = "https://w3id.org/releasegraph/shapes#"
RG = "https://w3id.org/releasegraph#"
NASTY = "50% of <b>]]></b> & {0}\r\n::error::[x](1), \x0b\ud800 é\u2028"

TERM = Rule(
    f"{RGS}AgreementVersion-term",
    "Term the right way round",
    "A term that ends before it starts is no term.",
    "",
    "Warning",
)
MONTH = Rule(f"{RGS}Release-releaseMonth", "Month of release", "Files are counted by month.", "A month of `2023`.")
NOTE = Rule("", "", "", "", "Info")
QUIET = Rule(f"{RGS}Release-dataset", "One dataset")


def finding(rule: Rule = MONTH, /, **changes: object) -> Finding:
    """Give a finding of a cell, changed."""
    usual = Finding(
        severity=rule.severity,
        rule=rule,
        message="A release has one month.",
        focus_node=f"{DEFAULT_BASE}id/release/FILE1",
        path=f"{RG}releaseMonth",
        value="2023-13",
        places=(
            Place(
                "register", "DataReleases", 3, "Release Month", record=f"{DEFAULT_BASE}id/record/2026-09/DataReleases/3"
            ),
        ),
        printed="2023-13",
        expected="a month such as 2023-12",
        bodies=(Body(f"{DEFAULT_BASE}id/organisation/northmere", "UNIVERSITY OF NORTHMERE"),),
        edition="2026-09",
        component="http://www.w3.org/ns/shacl#DatatypeConstraintComponent",
    )
    return replace(usual, **changes)  # type: ignore[arg-type]


FINDINGS = (
    finding(),
    finding(message=NASTY, printed=NASTY, value=NASTY, expected=NASTY, bodies=(Body("", NASTY),)),
    finding(
        TERM,
        places=(Place("pages/one.txt", None, None, "Dates", 2, 3),),
        printed=None,
        value=None,
        path=f"^{RG}x/{RG}y",
    ),
    finding(TERM, places=(Place("book.xlsx", "Agreements", 10, "DSA Start Date"),), printed=""),
    finding(NOTE, places=(), bodies=(), edition=None, expected="", focus_node="_:b0"),
    finding(NOTE, severity="http://example.org/severity", places=(Place("pages/two.html", first_line=4, last_line=4),)),
)


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, ...]:
    """Write the sources that the findings are of, and stand in the folder above them."""
    (tmp_path / "in/register").mkdir(parents=True)
    (tmp_path / "in/pages").mkdir()
    (tmp_path / "in/book.xlsx").write_bytes(b"PK")
    (tmp_path / "in/pages/one.txt").write_text("a\nb\nc\n")
    (tmp_path / "in/pages/two.html").write_text("<p>a")
    (tmp_path / "in/register/DataReleases.csv").write_text('File,Month\n"one\n1",2023\n"two\n2",2023-13\nthree,2\n')
    monkeypatch.chdir(tmp_path)
    return Path("in/register"), Path("in/pages"), Path("in/book.xlsx")


Judge = Callable[..., Judgement]


@pytest.fixture
def judged(sources: tuple[Path, ...]) -> Judge:
    """Judge findings, the examples by default, of sources that are at hand."""

    def judge_them(
        findings: Sequence[Finding] = FINDINGS, fail_on: str = "violation", baseline: Sequence[Known] | None = None
    ) -> Judgement:
        report = Report(tuple(findings), (MONTH, QUIET, TERM))
        return judge(report, fail_on, DEFAULT_BASE, baseline, SpotFinder(sources))

    return judge_them
