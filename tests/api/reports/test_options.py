"""The options of `validate`: formats, files, baselines, and what the exit code says."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import RDF, SH
from typer.testing import CliRunner, Result

from releasegraph.api.command_line import app, main
from releasegraph.api.reports.writers import ReportFormat

DATA = """<http://e.org/a> a <http://e.org/Person> ; <http://e.org/name> "A", "B" .
<http://e.org/b> a <http://e.org/Person> .
"""
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<http://e.org/shapes#name> a sh:PropertyShape ; sh:targetClass <http://e.org/Person> ; sh:path <http://e.org/name> ;
    sh:minCount 1 ; sh:message "A person has a name." .
<http://e.org/shapes#names> a sh:PropertyShape ; sh:targetClass <http://e.org/Person> ; sh:path <http://e.org/name> ;
    sh:maxCount 1 ; sh:severity sh:Warning ; sh:message "A person has one name." .
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with data and shapes: one violation and one warning."""
    monkeypatch.chdir(tmp_path)
    Path("data.ttl").write_text(DATA)
    Path("shapes.ttl").write_text(SHAPES)
    return tmp_path


def validate(*options: str) -> Result:
    return CliRunner().invoke(app, ["validate", "data.ttl", "--shapes", "shapes.ttl", *options])


@pytest.mark.parametrize(("fail_on", "code"), [("violation", 1), ("warning", 1), ("info", 1), ("never", 0)])
def test_the_exit_code_says_whether_it_passes(fail_on: str, code: int) -> None:
    result = validate("--fail-on", fail_on)
    assert result.exit_code == code
    assert result.stdout.startswith("Violation: A person has a name.\n  data.ttl\n  http://e.org/b")


def test_a_warning_passes_unless_it_is_to_fail() -> None:
    Path("data.ttl").write_text(DATA.replace("/b> a <http://e.org/Person>", "/b> a <http://e.org/Dog>"))
    assert [validate("--fail-on", fail_on).exit_code for fail_on in ("violation", "warning", "info", "never")] == [
        0,
        1,
        1,
        0,
    ]


def test_one_validation_writes_many_reports(folder: Path) -> None:
    also = [part for form in ReportFormat for part in ("--also", f"{form}=out.{form}")]
    result = validate("--format", "github", *also)
    assert result.exit_code == 1
    assert result.stdout_bytes == (folder / "out.github").read_bytes()
    assert {path.suffix[1:] for path in folder.glob("out.*")} == set(ReportFormat)
    for form in ReportFormat:
        assert "A person has one name." in (folder / f"out.{form}").read_text("utf-8")


def test_turtle_is_a_validation_report() -> None:
    result = validate("--format", "turtle")
    assert len(list(ox.parse(result.stdout, ox.RdfFormat.TURTLE))) > 10
    graph = rdflib.Graph().parse(data=result.stdout, format="turtle")
    (report,) = graph.subjects(RDF.type, SH.ValidationReport)
    focus = {str(graph.value(one, SH.focusNode)) for one in graph.objects(report, SH.result)}
    assert focus == {"http://e.org/a", "http://e.org/b"}


def test_a_baseline_is_written_and_then_passes() -> None:
    assert validate("--write-baseline", "known").exit_code == 0
    before = Path("known").read_bytes()
    again = validate("--baseline", "known", "--fail-on", "info", "--write-baseline", "known")
    assert again.exit_code == 0
    assert again.stdout == "0 violations, 0 warnings, 0 notes new; 2 known, 0 cured: passes (fails on info)\n"
    assert Path("known").read_bytes() == before
    Path("data.ttl").write_text(DATA.replace('"A", "B"', '"A"') + "<http://e.org/c> a <http://e.org/Person> .")
    changed = validate("--baseline", "known", "--format", "json")
    assert changed.exit_code == 1
    said = json.loads(changed.stdout)
    assert [(one["focus_node"], one["known"]) for one in said["results"]] == [
        ("http://e.org/b", True),
        ("http://e.org/c", False),
    ]
    assert [one["message"] for one in said["cured"]] == ["A person has one name."]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--format", "pdf"], "'pdf' is not one of"),
        (["--also", "sarif"], "'sarif' is not FORMAT=FILE"),
        (["--also", "pdf=x"], "'pdf=x' is not FORMAT=FILE"),
        (["--fail-on", "all"], "'all' is not one of"),
    ],
)
def test_wrong_use_is_told(options: list[str], said: str) -> None:
    result = validate(*options)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.replace("│", " ").split())


def test_a_baseline_that_cannot_be_read_is_told_before_anything_is_validated(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("known").write_text("{\n")
    monkeypatch.setattr("sys.argv", ["releasegraph", "validate", "none.ttl", "--baseline", "known"])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 2
    assert capsys.readouterr().err.startswith("known: line 1: not a known finding")
