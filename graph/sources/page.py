"""A page of the register, reformatted by a third party: text in layout A, B or C to a Page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from releasegraph.graph.errors import SourceError
from releasegraph.graph.identifiers import read_reference
from releasegraph.graph.records import Block, Edition, Issue, Located, Page, Problem, Project, Section
from releasegraph.graph.sources.page_layout import always_printed
from releasegraph.graph.sources.page_lines import has_illegal, line_blocks, page_lines, printable, trim
from releasegraph.graph.sources.page_role import Kind, Role
from releasegraph.graph.sources.page_roles import page_roles

__all__ = ["read_page"]

_EXPECTED = "the line `NHS Digital Data Release Register - reformatted`, then an organisation and its projects"

_Placed = tuple[Role, Block]


def read_page(text: str, *, source_file: str, sha256: str, edition_name: str | None = None) -> Page:
    """Read a page: every line in exactly one block, values as printed, and an issue for each line that fits nowhere.

    Raises SourceError where the text is no page: no organisation above its projects, or neither marker nor project.
    """
    lines = page_lines(text)
    read = page_roles(lines)
    if read is None:
        raise SourceError(source_file, "line 1", "not a page of the register", _EXPECTED)
    layout, roles = read
    blocks = line_blocks(lines, (role.line for role in roles if role.opens_block))
    placed = _place(roles, blocks)
    edition = Edition(edition_name or f"page-{sha256[:16]}", "page", source_file, sha256)
    projects = tuple(_projects(placed))
    return Page(
        edition=edition,
        layout=layout,
        organisation=_organisation(placed),
        projects=projects,
        blocks=blocks,
        listed_titles=tuple(_located(placed, Kind.TITLE)),
        unsafe_files=next(_located(placed, Kind.UNSAFE), None),
        flag=next(_located(placed, Kind.FLAG), None),
        issues=tuple(
            Issue(replace(problem, printed=printable(problem.printed)), _record(edition, block), column)
            for problem, block, column in _problems(layout, placed, projects, blocks)
        ),
    )


def _place(roles: Sequence[Role], blocks: Sequence[Block]) -> list[_Placed]:
    """Pair each role with the block that holds its line; both come in the order of the page."""
    placed: list[_Placed] = []
    remaining = iter(blocks)
    block = next(remaining)
    for role in roles:
        while role.line > block.last:
            block = next(remaining)
        placed.append((role, block))
    return placed


def _located(placed: Sequence[_Placed], kind: Kind) -> Iterator[Located]:
    """Give the values of one kind, each joined with the lines that carry it on."""
    for index, (role, block) in enumerate(placed):
        if role.kind is kind:
            yield _value(placed, index, role, block)


def _value(placed: Sequence[_Placed], index: int, role: Role, block: Block) -> Located:
    parts = [role.value]
    for other, place in placed[index + 1 :]:
        if place is not block:
            break
        if other.kind is Kind.CONTINUATION:
            parts.append(other.value)
    return Located(printable(trim(" ".join(parts))), block)


def _organisation(placed: Sequence[_Placed]) -> Located:
    heading = next(_located(placed, Kind.ORGANISATION))
    return Located(heading.value.removesuffix(" projects").rstrip(), heading.block)


def _projects(placed: Sequence[_Placed]) -> Iterator[Project]:
    starts = [index for index, (role, _) in enumerate(placed) if role.kind is Kind.HEADING]
    for start, end in pairwise([*starts, len(placed)]):
        heading, block = placed[start]
        parts = placed[start + 1 : end]
        yield Project(
            title=printable(heading.value),
            reference=heading.name,
            heading=block,
            fields=_fields(parts),
            datasets=tuple(_located(parts, Kind.DATASET)),
            datasets_label=next((place for role, place in parts if role.kind is Kind.DATASETS), None),
            sections=tuple(_sections(parts)),
        )


def _fields(parts: Sequence[_Placed]) -> Mapping[str, Located]:
    return {
        role.name: _value(parts, index, role, block)
        for index, (role, block) in enumerate(parts)
        if role.kind is Kind.FIELD
    }


def _sections(parts: Sequence[_Placed]) -> Iterator[Section]:
    starts = [index for index, (role, _) in enumerate(parts) if role.kind is Kind.SECTION]
    for start, end in pairwise([*starts, len(parts)]):
        label, block = parts[start]
        yield Section(label.name, block, tuple(_located(parts[start + 1 : end], Kind.PROSE)))


def _problems(
    layout: str, placed: Sequence[_Placed], projects: Sequence[Project], blocks: Sequence[Block]
) -> Iterator[tuple[Problem, Block, str]]:
    """Give each problem with its block and label: of the page, of its lines, of its projects, of its characters."""
    organisation = _organisation(placed)
    if not any(role.kind is Kind.MARKER for role, _ in placed):
        yield Problem("no-marker", organisation.value, _EXPECTED, "info"), organisation.block, ""
    if not projects:
        yield Problem("no-project", organisation.value, "at least one project"), organisation.block, ""
    for role, block in placed:
        if role.problem is not None:
            yield role.problem, block, role.column
    titles = {project.title for project in projects}
    for listed in _located(placed, Kind.TITLE):
        if listed.value not in titles:
            yield Problem("unknown-project-title", listed.value, "a project's title", "info"), listed.block, ""
    seen: set[str] = set()
    for project in projects:
        agreement = read_reference(project.reference).agreement
        if agreement in seen:
            yield Problem("repeated-reference", project.reference, "each agreement once"), project.heading, ""
        seen.add(agreement)
        for label in _missing_labels(layout, project):
            yield Problem("missing-field", "", f"the label `{label}`", "info"), project.heading, label
    for block in blocks:
        if has_illegal(block.text):
            yield Problem("control-character", trim(block.text), "characters that XML can hold"), block, ""


def _missing_labels(layout: str, project: Project) -> Iterator[str]:
    for field, label in always_printed(layout).items():
        found = project.datasets_label is not None if field == "datasets" else field in project.fields
        if not found:
            yield label


def _record(edition: Edition, block: Block) -> str:
    return f"{edition.name}/lines/{block.first}-{block.last}"
