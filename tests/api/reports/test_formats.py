"""Each format is valid by its own standard, says every finding, and is broken by no text."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from releasegraph.api.reports.baseline import read_baseline, write_baseline
from releasegraph.api.reports.github import report_github
from releasegraph.api.reports.html_page import report_html
from releasegraph.api.reports.json_document import report_json
from releasegraph.api.reports.junit import report_junit
from releasegraph.api.reports.sarif import report_sarif
from releasegraph.api.reports.text import report_text
from releasegraph.graph.validating.report import Finding

from .conftest import FINDINGS, NASTY, Judge, finding

SCHEMAS = Path(__file__).parent / "schemas"


@pytest.fixture
def known(tmp_path: Path) -> Path:
    """Accept the second and third finding, and one that is gone."""
    write_baseline(tmp_path / "known", [*FINDINGS[1:3], finding(value="gone")])
    return tmp_path / "known"


@pytest.fixture(scope="module")
def sarif_schema() -> jsonschema.Draft4Validator:
    schema = json.loads((SCHEMAS / "sarif-schema-2.1.0.json").read_bytes())
    jsonschema.Draft4Validator.check_schema(schema)
    return jsonschema.Draft4Validator(schema, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER)


@pytest.mark.parametrize("findings", [(), FINDINGS])
def test_sarif_is_valid_by_its_schema(
    judged: Judge, known: Path, sarif_schema: jsonschema.Draft4Validator, findings: tuple[Finding, ...]
) -> None:
    for baseline in (None, read_baseline(known)):
        log = json.loads(report_sarif(judged(findings, baseline=baseline)))
        assert list(map(str, sarif_schema.iter_errors(log))) == []
        assert len(log["runs"][0]["results"]) == len(findings)


def test_sarif_names_rules_files_lines_and_cells(judged: Judge, known: Path) -> None:
    (run,) = json.loads(report_sarif(judged(baseline=read_baseline(known))))["runs"]
    rules, results = run["tool"]["driver"]["rules"], run["results"]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in results)
    assert [rule["id"] for rule in rules if not rule["shortDescription"]["text"] or not rule["help"]["text"]] == []
    assert "rgs:Release-dataset" in {rule["id"] for rule in rules}
    spots = [[one.get("physicalLocation") for one in result["locations"]] for result in results]
    root = {"uriBaseId": "%SRCROOT%"}
    csv = {
        "artifactLocation": {"uri": "in/register/DataReleases.csv"} | root,
        "region": {"startLine": 4, "endLine": 5},  # the third row: the second takes two lines
    }
    assert spots[:2] == [[csv], [csv]]
    assert spots[2] == [
        {"artifactLocation": {"uri": "in/pages/one.txt"} | root, "region": {"startLine": 2, "endLine": 3}}
    ]
    assert spots[3] == [{"artifactLocation": {"uri": "in/book.xlsx"} | root}]
    assert spots[4] == [
        {"artifactLocation": {"uri": uri} | root} for uri in ("in/register", "in/pages", "in/book.xlsx")
    ]
    assert spots[5] == [{"artifactLocation": {"uri": "in/pages/two.html"} | root}]
    (cell, focus) = results[3]["locations"][0]["logicalLocations"]
    assert cell == {"name": "DSA Start Date", "fullyQualifiedName": "Agreements/10/DSA Start Date", "kind": "cell"}
    assert focus["fullyQualifiedName"] == FINDINGS[3].focus_node
    assert [one["baselineState"] for one in results] == ["new", "unchanged", "unchanged", "new", "new", "new"]
    assert ["suppressions" in one for one in results] == [False, True, True, False, False, False]
    assert [one["level"] for one in results] == ["error", "error", "warning", "warning", "note", "note"]
    assert "{{0}}" in results[1]["message"]["text"]
    assert "\\[x\\](1)" in results[1]["message"]["text"]
    assert len(run["properties"]["cured"]) == 1


def test_sarif_tells_the_same_finding_by_the_same_fingerprint(judged: Judge) -> None:
    def fingerprints(*findings: Finding) -> list[str]:
        (run,) = json.loads(report_sarif(judged(findings)))["runs"]
        return [one["partialFingerprints"]["primaryLocationLineHash"] for one in run["results"]]

    first, second = fingerprints(finding(), finding(places=()))
    assert first.partition(":")[0] == second.partition(":")[0]
    assert [first[-2:], second[-2:]] == [":1", ":2"]
    assert fingerprints(finding(edition="2026-10")) == [first]
    assert fingerprints(finding(value="other")) != [first]


def test_junit_is_valid_by_the_schema_of_jenkins(judged: Judge, known: Path) -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd"))
    for baseline in (None, read_baseline(known)):
        for findings in ((), FINDINGS):
            document = etree.fromstring(report_junit(judged(findings, "warning", baseline)).encode())
            schema.assertValid(document)


def test_junit_has_a_suite_for_each_rule(judged: Judge, known: Path) -> None:
    document = etree.fromstring(report_junit(judged(fail_on="warning", baseline=read_baseline(known))).encode())
    told = {suite.get("name"): suite for suite in document}
    counts = {
        name: tuple(suite.get(count) for count in ("tests", "failures", "skipped")) for name, suite in told.items()
    }
    assert counts == {
        "Month of release": ("2", "1", "1"),
        "Term the right way round": ("2", "1", "1"),
        "unnamed": ("2", "0", "0"),
        "One dataset": ("1", "0", "0"),
        "Cured since the baseline": ("1", "0", "0"),
    }
    assert (document.get("tests"), document.get("failures")) == ("8", "2")
    (failure,) = told["Term the right way round"].findall("testcase/failure")
    assert failure.get("type") == "Warning"
    assert "printed: nothing" in failure.text
    assert failure.getparent().get("name") == "book.xlsx: Agreements row 10, column DSA Start Date"


def test_github_annotations_are_one_line_each_and_escaped(judged: Judge, known: Path) -> None:
    lines = report_github(judged(fail_on="never")).split("\n")
    assert lines.pop() == ""
    commands = [re.fullmatch(r"::(error|warning|notice) ([^:]*)::([^\r\n]*)", line) for line in lines]
    assert all(commands)
    read = [(one[1], dict(part.split("=", 1) for part in one[2].split(",")), one[3]) for one in commands if one]
    assert [name for name, _, _ in read] == ["error", "error", "warning", "warning", "notice", "notice", "notice"]
    assert read[0][1] == {
        "file": "in/register/DataReleases.csv",
        "title": "Month of release",
        "line": "4",
        "endLine": "5",
    }
    assert read[3][1] == {"file": "in/book.xlsx", "title": "Term the right way round"}
    assert "Agreements row 10, column DSA Start Date%0Aprinted: (nothing)" in read[3][2]
    assert "50%25 of" in read[1][2]
    assert "%0D%0A::error::" in read[1][2]
    assert read[-1][1:] == (
        {"title": "releasegraph validate"},
        "2 violations, 2 warnings, 1 note, 1 of another severity: passes (never fails)",
    )
    assert len(report_github(judged(baseline=read_baseline(known))).splitlines()) == 5


def test_a_title_cannot_end_its_property(judged: Judge) -> None:
    rule = type(FINDINGS[0].rule)("http://e.org/s", "a,line=9::b")
    assert "title=a%2Cline=9%3A%3Ab" in report_github(judged([finding(rule)]))


def test_json_says_all_that_is_known(judged: Judge, known: Path) -> None:
    said = json.loads(report_json(judged(baseline=read_baseline(known))))
    assert {name: said[name] for name in ("conforms", "passes", "failOn")} == {
        "conforms": False,
        "passes": False,
        "failOn": "violation",
    }
    assert [one["known"] for one in said["results"]] == [False, True, True, False, False, False]
    assert said["results"][1]["message"] == NASTY
    assert said["results"][0]["rule"]["name"] == "Month of release"
    assert said["results"][0]["files"] == [{"path": "in/register/DataReleases.csv", "first_line": 4, "last_line": 5}]
    assert said["cured"][0]["place"] == "register: DataReleases row 3, column Release Month"


def test_text_has_a_block_for_each_new_finding_and_each_cured_one(judged: Judge, known: Path) -> None:
    first, *_, cured, verdict = report_text(judged(baseline=read_baseline(known))).rstrip("\n").split("\n\n")
    assert first.split("\n") == [
        "Violation: A release has one month.",
        "  register: DataReleases row 3, column Release Month",
        "  http://localhost:8000/id/release/FILE1 rg:releaseMonth",
        "  printed: 2023-13",
        "  expected: a month such as 2023-12",
        "  concerns: UNIVERSITY OF NORTHMERE",
        "  rule: rgs:Release-releaseMonth (Month of release)",
    ]
    assert cured.startswith("Cured: A release has one month.\n")
    assert (
        verdict
        == "1 violation, 1 warning, 1 note, 1 of another severity new; 2 known, 1 cured: fails (fails on violation)"
    )


def test_text_keeps_to_its_block_and_moves_no_cursor(judged: Judge) -> None:
    text = report_text(judged([finding(printed="a\r\n\nb\x1b[31m\x9b2J\rc")]))
    assert "  printed: a\n    \n    b\ufffd[31m\ufffd2J\ufffdc\n" in text
    assert len(text.split("\n\n")) == 2


def test_html_stands_alone_and_escapes(judged: Judge, known: Path) -> None:
    page = report_html(judged(baseline=read_baseline(known)))
    assert "<script" not in page
    assert "<b>" not in page
    assert re.findall(r'\b(?:src|url)\s*[=(]|href="[^#]', page) == []
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    tree = LexborHTMLParser(page.encode("utf-8", "replace").decode())
    assert len(tree.css("section > ul.findings > li")) == len(FINDINGS)
    assert [title.text() for title in tree.css("title")] == ["Validation: fails"]
    assert NASTY.partition("\r")[0] in tree.css("main")[0].text()
