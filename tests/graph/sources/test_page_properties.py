"""Every generated page is read to its facts, and no text makes the reader fail or lose a character."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from releasegraph.graph.errors import SourceError
from releasegraph.graph.records import Located, Page, Project
from releasegraph.graph.sources.page import read_page
from releasegraph.graph.sources.page_layout import always_printed

from .page_strategies import GeneratedPage, GeneratedProject, generated_pages


def read(text: str) -> Page:
    return read_page(text, source_file="page.txt", sha256="0" * 64)


def located(page: Page) -> list[Located]:
    values = [page.organisation, *page.listed_titles, *filter(None, (page.unsafe_files, page.flag))]
    for project in page.projects:
        values += [*project.fields.values(), *project.datasets]
        values += [line for section in project.sections for line in section.lines]
    return values


def check_nothing_lost(page: Page, text: str) -> None:
    assert "".join(block.text for block in page.blocks) == text
    assert [block.first for block in page.blocks[1:]] == [block.last + 1 for block in page.blocks[:-1]]
    blocks = set(page.blocks)
    assert {value.block for value in located(page)} <= blocks
    records = {f"{page.edition.name}/lines/{block.first}-{block.last}" for block in blocks}
    assert {issue.record for issue in page.issues} <= records


def generated(project: Project) -> GeneratedProject:
    return GeneratedProject(
        title=project.title,
        reference=project.reference,
        fields={name: value.value for name, value in project.fields.items()},
        datasets=tuple(dataset.value for dataset in project.datasets),
        has_datasets_label=project.datasets_label is not None,
        sections=tuple((section.kind, tuple(line.value for line in section.lines)) for section in project.sections),
    )


@given(generated_pages())
def test_facts_come_back(case: GeneratedPage) -> None:
    page = read(case.text)
    check_nothing_lost(page, case.text)
    assert page.layout == case.layout
    assert page.organisation.value == case.organisation
    assert tuple(title.value for title in page.listed_titles) == case.listed_titles
    assert (page.unsafe_files and page.unsafe_files.value) == case.unsafe_files
    assert (page.flag and page.flag.value) == case.flag
    assert tuple(map(generated, page.projects)) == case.projects
    assert sorted((issue.problem.kind, issue.column) for issue in page.issues) == sorted(missing(case))


@given(generated_pages(), st.randoms(use_true_random=False), st.text())
def test_a_spoiled_page_loses_nothing(case: GeneratedPage, order: Random, stray: str) -> None:
    lines = [*case.text.splitlines(keepends=True), stray]
    order.shuffle(lines)
    read_anything("".join(lines))


@given(st.text())
def test_any_text(text: str) -> None:
    read_anything(text)


@given(st.text(max_size=60), st.integers(0, 12))
def test_any_text_after_a_marker(text: str, control: int) -> None:
    read_anything(f"NHS Digital Data Release Register - reformatted\nA{chr(control)}\n{text}")


def missing(case: GeneratedPage) -> list[tuple[str, str]]:
    """List the only issues a generated page has: a label its layout always prints, left out of a project."""
    return [
        ("missing-field", label)
        for project in case.projects
        for field, label in always_printed(case.layout).items()
        if field not in project.fields and (field != "datasets" or not project.has_datasets_label)
    ]


def read_anything(text: str) -> None:
    try:
        page = read(text)
    except SourceError:
        return
    check_nothing_lost(page, text)
