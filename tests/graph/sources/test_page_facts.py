"""Real pages are read to the facts written down beside them."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from releasegraph.graph.records import Page, Project
from releasegraph.graph.sources.decoding import utf8_text
from releasegraph.graph.sources.page import read_page

PAGES = ("leeds-c", "middlesbrough-b", "nice-b", "royal-free-a", "scotland-b")
FIELDS = {
    "optouts": "opt_outs",
    "basis": "legal_basis",
    "purposes": "purposes",
    "sensitive": "sensitivity",
    "when": "when",
    "frequency": "frequency",
    "controllers": "data_controllers",
    "sub": "sublicensing",
    "type": "type_of_data",
}
SECTIONS = {
    "Objectives": "objective",
    "Expected Benefits": "expected-benefits",
    "Outputs": "expected-output",
    "Processing": "processing-activities",
}


def read(path: Path) -> Page:
    content = path.read_bytes()
    text = utf8_text(content, path.name)
    page = read_page(text, source_file=path.name, sha256=hashlib.sha256(content).hexdigest())
    assert "".join(block.text for block in page.blocks) == text
    return page


@pytest.mark.parametrize("name", PAGES)
def test_page_of_facts(shared: Path, name: str) -> None:
    facts = json.loads((shared / "pages" / f"{name}.facts.json").read_text(encoding="utf-8"))
    page = read(shared / "pages" / f"{name}.txt")
    assert page.organisation.value == facts["org"]
    assert page.layout == facts["layout"]
    assert (page.flag is not None) == facts["flag"]
    assert (page.unsafe_files is not None) == (facts["files"] is not None)
    if page.unsafe_files is not None:
        assert page.unsafe_files.value.startswith(f"{facts['files']} data files")
    assert [project_facts(project) for project in page.projects] == [expected(facts) for facts in facts["projects"]]
    unlabelled = any(project.get("no_dataset_label") for project in facts["projects"])
    assert [(issue.problem.kind, issue.column) for issue in page.issues] == [("missing-field", "Datasets")] * unlabelled


def expected(facts: dict[str, Any]) -> dict[str, Any]:
    """Bring written facts to the reader's terms: `Project N` is no title, a term keeps its full stop."""
    found = {key: value for key, value in facts.items() if key != "no_dataset_label"}
    if found["title"].startswith("Project "):
        found["title"] = ""
    found["when"] = found["when"].rstrip(".")
    return found | {"label": not facts.get("no_dataset_label", False)}


def project_facts(project: Project) -> dict[str, Any]:
    values = {key: project.fields[field].value for key, field in FIELDS.items() if field in project.fields}
    values["when"] = values["when"].rstrip(".")
    return {
        "title": project.title,
        "ref": project.reference,
        **values,
        "datasets": [dataset.value for dataset in project.datasets],
        "sections": {
            label: [line.value for line in section.lines]
            for label, kind in SECTIONS.items()
            for section in project.sections
            if section.kind == kind
        },
        "label": project.datasets_label is not None,
    }


def test_seed(shared: Path) -> None:
    (path,) = (shared / "seed").glob("*.txt")
    page = read(path)
    assert page.layout == "B"
    assert page.organisation.value == "NHS Coventry And Warwickshire Integrated Care Board"
    assert [title.value for title in page.listed_titles] == [project.title for project in page.projects]
    assert [project.reference for project in page.projects] == ["DARS-NIC-617743-X0M9Z", "DARS-NIC-615985-Y6L2H"]
    assert [len(project.datasets) for project in page.projects] == [5, 3]
    assert [[(section.kind, section.label.first) for section in project.sections] for project in page.projects] == [
        [("objective", 22), ("expected-benefits", 65), ("expected-output", 72), ("processing-activities", 86)],
        [("expected-benefits", 123), ("expected-output", 168)],
    ]
    assert [section.lines[-1].block.last for project in page.projects for section in project.sections] == [
        64, 71, 85, 108, 167, 210,
    ]  # fmt: skip
    assert page.projects[0].fields["when"].value == "DSA runs 2023-03-13 — 2026-03-12 2023.12 — 2024.11."
    assert page.projects[1].fields["sublicensing"].value == "Yes"
    assert page.issues == ()
