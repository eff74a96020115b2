"""Pages written for the reader, each with what it must give: `cases/pages/{name}.txt` or `.html`, and `.json`."""

import json
from pathlib import Path
from typing import Any

import pytest

from releasegraph.graph.records import Block, Located, Page, Project
from releasegraph.graph.sources.decoding import utf8_text
from releasegraph.graph.sources.page import read_page
from releasegraph.graph.sources.page_html import html_text

CASES = Path(__file__).parents[2] / "cases" / "pages"
SOURCES = sorted(path for path in CASES.iterdir() if path.suffix in (".txt", ".html"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_case(path: Path) -> None:
    text = (html_text if path.suffix == ".html" else utf8_text)(path.read_bytes(), path.name)
    page = read_page(text, source_file=path.name, sha256="ab" * 32)
    assert "".join(block.text for block in page.blocks) == text
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert page_summary(page) == expected


def page_summary(page: Page) -> dict[str, Any]:
    """Give a page as JSON holds it: each value with its lines before it."""
    return {
        "edition": page.edition.name,
        "layout": page.layout,
        "organisation": located(page.organisation),
        "listed_titles": [located(title) for title in page.listed_titles],
        "unsafe_files": page.unsafe_files and located(page.unsafe_files),
        "flag": page.flag and located(page.flag),
        "projects": [project_summary(project) for project in page.projects],
        "issues": [
            [issue.problem.kind, issue.problem.severity, issue.record.rpartition("/")[2], issue.column]
            for issue in page.issues
        ],
    }


def project_summary(project: Project) -> dict[str, Any]:
    return {
        "heading": f"{lines(project.heading)} {project.title} | {project.reference}",
        "fields": {name: located(value) for name, value in project.fields.items()},
        "datasets_label": project.datasets_label and lines(project.datasets_label),
        "datasets": [located(dataset) for dataset in project.datasets],
        "sections": {
            section.kind: [lines(section.label), *map(located, section.lines)] for section in project.sections
        },
    }


def located(value: Located) -> str:
    return f"{lines(value.block)} {value.value}"


def lines(block: Block) -> str:
    return f"{block.first}-{block.last}"
