"""What each line of a page is: one role per non-blank line, decided from top to bottom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from releasegraph.graph.records import Problem
from releasegraph.graph.sources.page_layout import (
    Label,
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
from releasegraph.graph.sources.page_lines import Line, trim

__all__ = ["Kind", "Role", "page_roles"]


class Kind(Enum):
    """What a line is."""

    MARKER = auto()
    ORGANISATION = auto()
    TITLE = auto()
    UNSAFE = auto()
    FLAG = auto()
    HEADING = auto()
    FIELD = auto()
    REPEATED = auto()
    CONTINUATION = auto()
    """Carries on the value above it, in the same block."""
    NOTE = auto()
    """Stands in the block above it without being part of the value."""
    DATASETS = auto()
    DATASET = auto()
    SECTION = auto()
    PROSE = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Role:
    """A non-blank line and what it is."""

    kind: Kind
    line: int
    value: str = ""
    """Its words: the title of a heading, the value of a field, the name of a dataset, the line of prose."""
    name: str = ""
    """The reference of a heading, the field's name, the kind of a section."""
    problem: Problem | None = None
    column: str = ""
    """The label a problem belongs to."""

    @property
    def opens_block(self) -> bool:
        """Tell whether the line begins a block of its own."""
        return self.kind not in (Kind.CONTINUATION, Kind.NOTE)


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
            role = Role(Kind.REPEATED, line.number, line.text, problem=_repeated(line.text))
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
    return _unknown(line)


def _header(chunk: _Chunk, sections: Mapping[str, str]) -> Sequence[Line]:
    """Give the lines between a project's heading and its first prose section."""
    lines = chunk.lines[1:]
    end = next((index for index, line in enumerate(lines) if line.text in sections), len(lines))
    return lines[:end]


def _project(chunk: _Chunk, layout: str, sections: Mapping[str, str]) -> Iterator[Role]:
    heading = chunk.lines[0]
    if not chunk.reference:
        problem = Problem("unreadable-reference", heading.text, "a heading `title — DARS-NIC-…`")
        yield Role(Kind.UNKNOWN, heading.number, heading.text, problem=problem)
        yield from map(_unknown, chunk.lines[1:])
        return
    yield Role(Kind.HEADING, heading.number, chunk.title, chunk.reference)
    header = _header(chunk, sections)
    roles = list(_header_roles(header, layout))
    yield from roles
    fields = {role.name for role in roles if role.kind is Kind.FIELD}
    yield from _section_roles(chunk.lines[1 + len(header) :], layout, sections, fields)


def _header_roles(lines: Sequence[Line], layout: str) -> Iterator[Role]:
    labels = [match_label(line.text, layout) for line in lines]
    labelled = [index for index, label in enumerate(labels) if label is not None]
    has_label = any(label is not None and label.field == "datasets" for label in labels)
    # In layout C the type of data stands after the datasets.
    last_before_list = max(
        (index for index in labelled if (label := labels[index]) and label.field != "type_of_data"), default=-1
    )
    last = labelled[-1] if labelled else -1
    seen: set[str] = set()
    above: Role | None = None
    in_marked_list: bool | None = None
    """None outside the list of datasets; else whether its items carry marks."""
    for index, (line, label) in enumerate(zip(lines, labels, strict=True)):
        if label is not None:
            above = _labelled(line, label, seen)
            in_marked_list = None
            yield above
            seen.add(label.field)
            if above.kind is Kind.DATASETS and (inline := trim(label.value)):
                in_marked_list = True
                yield Role(Kind.DATASET, line.number, inline)
            continue
        item = list_item(line.text)
        in_datasets = above is not None and above.kind in (Kind.DATASETS, Kind.DATASET)
        if in_datasets and in_marked_list is None:
            in_marked_list = item is not None
        if in_datasets and item is not None and in_marked_list:
            above = Role(Kind.DATASET, line.number, item)
        elif in_datasets and not in_marked_list and not _is_sentence(line.text):
            above = Role(Kind.DATASET, line.number, line.text)
        elif item is not None and not has_label and not in_datasets and index > last_before_list and above is not None:
            above, in_marked_list = Role(Kind.DATASET, line.number, item), True
        elif (role := _continuation(line, above, item, index < last)) is not None:
            yield role
            above = role if role.kind is Kind.NOTE else above
            continue
        else:
            above = None
            yield _unknown(line)
            continue
        yield above


def _labelled(line: Line, label: Label, seen: set[str]) -> Role:
    value = trim(label.value)
    if label.field in seen:
        return Role(Kind.REPEATED, line.number, value, label.field, _repeated(line.text), label.printed)
    if label.field == "datasets":
        return Role(Kind.DATASETS, line.number)
    return Role(Kind.FIELD, line.number, value, label.field, column=label.printed)


def _continuation(line: Line, above: Role | None, item: str | None, label_follows: bool) -> Role | None:
    """Read an unlabelled line as more of the value above it, or as the note on system access; None if neither."""
    if above is None or item is not None:
        return None
    note_opens = above.name == "frequency" and line.text.startswith("(")
    note_goes_on = above.kind is Kind.NOTE and not above.value.endswith(")")
    if note_opens or note_goes_on:
        return Role(Kind.NOTE, line.number, line.text)
    wrapped_item = above.kind is Kind.DATASET and line.raw[:1] in " \t"
    wrapped_value = above.kind in (Kind.FIELD, Kind.REPEATED) and label_follows and not _looks_labelled(line.text)
    if not (wrapped_item or wrapped_value):
        return None
    problem = Problem("unknown-line", line.text, "a value on one line", "info")
    return Role(Kind.CONTINUATION, line.number, line.text, problem=problem, column=above.column)


def _section_roles(lines: Sequence[Line], layout: str, sections: Mapping[str, str], fields: set[str]) -> Iterator[Role]:
    seen: set[str] = set()
    for index, line in enumerate(lines):
        kind = sections.get(line.text)
        if kind is not None and kind not in seen:
            seen.add(kind)
            yield Role(Kind.SECTION, line.number, name=kind)
        elif kind is not None:
            yield Role(Kind.PROSE, line.number, line.text, problem=_repeated(line.text), column=line.text[:-1])
        elif (label := match_label(line.text, layout)) and _is_late_type(
            label, layout, fields, lines[index + 1 :], sections
        ):
            fields = fields | {label.field}
            yield Role(Kind.FIELD, line.number, trim(label.value), label.field, column=label.printed)
        else:
            yield Role(Kind.PROSE, line.number, line.text)


def _is_late_type(
    label: Label, layout: str, fields: set[str], after: Sequence[Line], sections: Mapping[str, str]
) -> bool:
    """Tell whether a line of prose is layout C's type of data, printed after a section."""
    return (
        layout == "C"
        and label.field == "type_of_data"
        and label.field not in fields
        and (not after or after[0].text in sections)
    )


def _is_sentence(text: str) -> bool:
    """Tell whether an unmarked line is prose and no dataset's name."""
    return len(text) > 160 or text.endswith((".", ":", ";", "?", "!"))


def _looks_labelled(text: str) -> bool:
    head, colon, _ = text.partition(":")
    return bool(colon) and head[:1].isupper() and len(head.split()) <= 4 and "(" not in head


def _unknown(line: Line) -> Role:
    return Role(
        Kind.UNKNOWN,
        line.number,
        line.text,
        problem=Problem("unknown-line", line.text, "a line of one of the three layouts", "info"),
    )


def _repeated(text: str) -> Problem:
    return Problem("repeated-field", text, "each label once")
