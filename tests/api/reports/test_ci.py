"""The hooks and the action do what they say, as far as they run without their hosts."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[3]
PROGRAMS = Path(sys.executable).parent
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<http://e.org/shapes#Person> a sh:NodeShape ; sh:targetClass <http://e.org/Person> ;
    sh:property [ sh:path <http://e.org/name> ; sh:minCount 1 ; sh:message "A person has a name." ] .
"""
GOOD = '<http://e.org/a> a <http://e.org/Person> ; <http://e.org/name> "A" .\n'
BAD = "<http://e.org/b> a <http://e.org/Person> .\n"


def run(folder: Path, *command: str | Path, environment: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Run a program of the environment under test, with git and a home of its own."""
    known = {"HOME": str(folder), "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}", "LANG": "C.UTF-8"}
    author = {f"GIT_{who}_{what}": "t@e.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=known | author | {"PRE_COMMIT_HOME": str(folder / ".home")} | dict(environment or {}),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def commit(folder: Path) -> str:
    """Make a folder a repository with one commit; give its hash."""
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "Begin"]):
        code, said = run(folder, "git", *command)
        assert code == 0, said
    return run(folder, "git", "rev-parse", "HEAD")[1].strip()


@pytest.mark.parametrize(
    ("schema", "file"),
    [("vendor.github-actions", "action.yml"), ("vendor.github-workflows", "examples/workflows/validate.yml")],
)
def test_what_github_reads_is_valid_by_its_schema(tmp_path: Path, schema: str, file: str) -> None:
    code, said = run(tmp_path, PROGRAMS / "check-jsonschema", "--builtin-schema", schema, PROJECT / file)
    assert code == 0, said


def test_the_hooks_are_valid(tmp_path: Path) -> None:
    code, said = run(tmp_path, PROGRAMS / "pre-commit", "validate-manifest", PROJECT / ".pre-commit-hooks.yaml")
    assert code == 0, said


@pytest.fixture
def hooks(tmp_path: Path) -> Mapping[str, str]:
    """Commit the hooks alone, to run the program that is installed and not to install it."""
    folder = tmp_path / "hooks"
    folder.mkdir()
    (folder / "home").mkdir()
    text = (PROJECT / ".pre-commit-hooks.yaml").read_text("utf-8")
    assert text.count("language: python") == text.count("- id:")
    (folder / ".pre-commit-hooks.yaml").write_text(text.replace("language: python", "language: unsupported"))
    return {"repo": str(folder), "rev": commit(folder)}


def configured(folder: Path, hooks: Mapping[str, str], hook: str, *arguments: str) -> Path:
    folder.mkdir()
    config = {"repos": [{**hooks, "hooks": [{"id": hook, "args": list(arguments), "exclude": "^shapes/"}]}]}
    (folder / ".pre-commit-config.yaml").write_text(json.dumps(config))
    (folder / ".gitignore").write_text(".home\n.cache\n")
    return folder


def test_a_hook_validates_the_rdf_of_a_change(tmp_path: Path, hooks: Mapping[str, str]) -> None:
    folder = configured(tmp_path / "mine", hooks, "releasegraph-validate-rdf", "--shapes", "shapes/people.ttl")
    (folder / "shapes").mkdir()
    (folder / "shapes/people.ttl").write_text(SHAPES)
    (folder / "good.ttl").write_text(GOOD)
    (folder / "notes.md").write_text("no RDF")
    (folder / "bad.ttl").write_text(BAD)
    commit(folder)
    code, said = run(folder, PROGRAMS / "pre-commit", "run", "--all-files")
    assert code == 1
    assert "A person has a name.\n  bad.ttl\n" in said
    assert "1 violation, 0 warnings, 0 notes" in said


def test_a_hook_validates_sources_when_one_changes(tmp_path: Path, hooks: Mapping[str, str]) -> None:
    folder = configured(tmp_path / "mine", hooks, "releasegraph-validate", "pages", "--fail-on", "never")
    (folder / "pages").mkdir()
    page = PROJECT / "examples/sources/pages/university-of-northmere-a.txt"
    (folder / "pages/one.txt").write_bytes(page.read_bytes())
    commit(folder)
    code, said = run(folder, PROGRAMS / "pre-commit", "run", "--all-files", "--verbose")
    assert code == 0, said
    assert "(never fails)" in said


ACTION: Mapping[str, Any] = yaml.safe_load((PROJECT / "action.yml").read_text("utf-8"))


def act(folder: Path, **inputs: str) -> tuple[int, str, Mapping[str, str]]:
    """Run the action's step that validates as the runner does; give exit code, what it prints and its outputs."""
    (step,) = (one for one in ACTION["runs"]["steps"] if one.get("id") == "validate")
    assert set(inputs) <= set(ACTION["inputs"])
    given = {f"${{{{ inputs.{name} }}}}": inputs.get(name, one["default"]) for name, one in ACTION["inputs"].items()}
    environment = {name: given[value] for name, value in step["env"].items()}
    files = {name: str(folder / name) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    code, said = run(folder, *shell, environment=environment | files)
    output = folder / "GITHUB_OUTPUT"
    lines = output.read_text("utf-8").splitlines() if output.exists() else []
    return code, said, dict(line.split("=", 1) for line in lines)


def test_the_action_passes_every_input_by_the_environment() -> None:
    steps = ACTION["runs"]["steps"]
    assert [step["run"] for step in steps if "${{" in step.get("run", "")] == []
    used = {value for step in steps for value in (*step.get("env", {}).values(), *step.get("with", {}).values())}
    assert {f"${{{{ inputs.{name} }}}}" for name in ACTION["inputs"]} <= used


def test_the_action_annotates_and_writes_reports(tmp_path: Path) -> None:
    (tmp_path / "my data.ttl").write_text(BAD + GOOD)
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    code, said, outputs = act(tmp_path, sources="\nmy data.ttl\n", shapes="shapes.ttl")
    assert code == 1
    assert "::error file=my data.ttl,title=" in said
    assert outputs["verdict"] == "1 violation, 0 warnings, 0 notes: fails (fails on violation)"
    (run_,) = json.loads((tmp_path / outputs["sarif"]).read_text("utf-8"))["runs"]
    (location,) = run_["results"][0]["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "my%20data.ttl"
    assert (tmp_path / outputs["html"]).read_text("utf-8").startswith("<!DOCTYPE html>")
    assert "<testsuites" in (tmp_path / outputs["junit"]).read_text("utf-8")
    assert outputs["verdict"] in (tmp_path / "GITHUB_STEP_SUMMARY").read_text("utf-8")


def test_the_action_accepts_what_a_baseline_knows(tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_text(BAD)
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    command = (PROGRAMS / "releasegraph", "validate", "data.ttl", "--shapes", "shapes.ttl")
    assert run(tmp_path, *command, "--write-baseline", "known.jsonl")[0] == 0
    code, said, outputs = act(tmp_path, sources="data.ttl", shapes="shapes.ttl", baseline="known.jsonl")
    assert code == 0, said
    assert outputs["verdict"] == "0 violations, 0 warnings, 0 notes new; 1 known, 0 cured: passes (fails on violation)"


def test_the_action_says_what_it_cannot_read(tmp_path: Path) -> None:
    code, said, outputs = act(tmp_path, sources="none.ttl")
    assert (code, outputs) == (2, {})
    assert "none.ttl: the file cannot be read" in said
