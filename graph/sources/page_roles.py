"""What each line of a page is: one role per non-blank line, decided from top to bottom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from releasegraph.graph.records import Problem
from releasegraph.graph.sources.page_layout import (
    heading_parts,
    is_flag,
    is_loose_heading,
    is_marker,
    is_unsafe_sentence,
    list_item,
    match_label,
    page_layout,
    section_kinds,
)
from releasegraph.graph.sources.page_lines import Line
from releasegraph.graph.sources.page_project import header_roles, section_roles
from releasegraph.graph.sources.page_role import Kind, Role, repeated_label, unknown_line

__all__ = ["page_roles"]


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A project's lines, its heading first."""

    lines: Sequence[Line]
    title: str
    reference: str
    """Empty where the heading holds none that can be read."""


def page_roles(lines: Sequence[Line]) -> tuple[str, tuple[Role, ...]] | None:
    """Give the layout and the role of every non-blank line, in order; None where no organisation heads the page."""
    filled = [line for line in lines if line.text]
    chunks = _chunks(filled)
    preamble = filled[: len(filled) - sum(len(chunk.lines) for chunk in chunks)]
    above = list(_preamble(preamble, {chunk.title for chunk in chunks if chunk.title}))
    organisation = next((role.value for role in above if role.kind is Kind.ORGANISATION), None)
    marked = any(role.kind is Kind.MARKER for role in above)
    if organisation is None or not (marked or any(chunk.reference for chunk in chunks)):
        return None
    sections = section_kinds([line.text for line in filled])
    bodies = [[line.text for line in _header(chunk, sections)] for chunk in chunks]
    layout = page_layout(organisation, bodies)
    below = [role for chunk in chunks for role in _project(chunk, layout, sections)]
    return layout, (*above, *below)


def _chunks(lines: Sequence[Line]) -> list[_Chunk]:
    """Cut the lines at the project headings: a heading is followed by a labelled line, a mention in prose is not."""
    heads: list[tuple[int, str, str]] = []
    for index, line in enumerate(lines[:-1]):
        if match_label(lines[index + 1].text) is None or match_label(line.text) is not None:
            continue
        if parts := heading_parts(line.text):
            heads.append((index, *parts))
        elif is_loose_heading(line.text) and all(match_label(after.text) for after in lines[index + 1 : index + 3]):
            heads.append((index, "", ""))
    bounds = pairwise([*(index for index, _, _ in heads), len(lines)])
    return [
        _Chunk(lines[start:end], title, reference)
        for (start, end), (_, title, reference) in zip(bounds, heads, strict=True)
    ]


def _preamble(lines: Sequence[Line], titles: set[str]) -> Iterator[Role]:
    marker = next((index for index, line in enumerate(lines) if is_marker(line.text)), None)
    organisation = _organisation_index(lines, 0 if marker is None else marker + 1)
    seen: set[Kind] = set()
    for index, line in enumerate(lines):
        role = _preamble_role(line, index == organisation, organisation is not None and index > organisation, titles)
        if role.kind in seen and role.kind in (Kind.UNSAFE, Kind.FLAG):
            role = Role(Kind.REPEATED, line.number, line.text, problem=repeated_label(line.text))
        seen.add(role.kind)
        yield role


def _organisation_index(lines: Sequence[Line], start: int) -> int | None:
    candidates = [
        index
        for index, line in enumerate(lines[start:], start=start)
        if not (is_marker(line.text) or is_unsafe_sentence(line.text) or is_flag(line.text) or list_item(line.text))
    ]
    if start == 0:
        named = [index for index in candidates if lines[index].text.endswith(" projects")]
        candidates = named or candidates
    return candidates[0] if candidates else None


def _preamble_role(line: Line, is_organisation: bool, is_below: bool, titles: set[str]) -> Role:
    text, number = line.text, line.number
    if is_organisation:
        return Role(Kind.ORGANISATION, number, text)
    if is_marker(text):
        return Role(Kind.MARKER, number, text)
    if is_unsafe_sentence(text):
        return Role(Kind.UNSAFE, number, text)
    if is_flag(text):
        return Role(Kind.FLAG, number, text)
    if is_below and text in titles:
        return Role(Kind.TITLE, number, text)
    item = list_item(text)
    if is_below and item is not None:
        return Role(Kind.TITLE, number, item)
    return unknown_line(line)


def _header(chunk: _Chunk, sections: Mapping[str, str]) -> Sequence[Line]:
    """Give the lines between a project's heading and its first prose section."""
    lines = chunk.lines[1:]
    end = next((index for index, line in enumerate(lines) if line.text in sections), len(lines))
    return lines[:end]


def _project(chunk: _Chunk, layout: str, sections: Mapping[str, str]) -> Iterator[Role]:
    heading = chunk.lines[0]
    if not chunk.reference:
        problem = Problem("malformed-reference", heading.text, "a heading `title — DARS-NIC-…`")
        yield Role(Kind.UNKNOWN, heading.number, heading.text, problem=problem)
        yield from map(unknown_line, chunk.lines[1:])
        return
    yield Role(Kind.HEADING, heading.number, chunk.title, chunk.reference)
    header = _header(chunk, sections)
    roles = list(header_roles(header, layout))
    yield from roles
    fields = {role.name for role in roles if role.kind is Kind.FIELD}
    yield from section_roles(chunk.lines[1 + len(header) :], layout, sections, fields)
