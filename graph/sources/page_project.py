"""The lines of one project of a page: labelled fields, the list of datasets, prose sections."""

from collections.abc import Iterator, Mapping, Sequence

from releasegraph.graph.records import Problem
from releasegraph.graph.sources.page_layout import Label, list_item, match_label
from releasegraph.graph.sources.page_lines import Line, trim
from releasegraph.graph.sources.page_role import Kind, Role, repeated_label, unknown_line

__all__ = ["header_roles", "section_roles"]


def header_roles(lines: Sequence[Line], layout: str) -> Iterator[Role]:
    """Give the role of each line between a project's heading and its first prose section: fields and datasets."""
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
            yield unknown_line(line)
            continue
        yield above


def _labelled(line: Line, label: Label, seen: set[str]) -> Role:
    value = trim(label.value)
    if label.field in seen:
        return Role(Kind.REPEATED, line.number, value, label.field, repeated_label(line.text), label.printed)
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


def section_roles(lines: Sequence[Line], layout: str, sections: Mapping[str, str], fields: set[str]) -> Iterator[Role]:
    """Give the role of each line from the first section label of a project on; `fields` are those already read."""
    seen: set[str] = set()
    for index, line in enumerate(lines):
        kind = sections.get(line.text)
        if kind is not None and kind not in seen:
            seen.add(kind)
            yield Role(Kind.SECTION, line.number, name=kind)
        elif kind is not None:
            yield Role(Kind.PROSE, line.number, line.text, problem=repeated_label(line.text), column=line.text[:-1])
        elif (label := match_label(line.text, layout)) and _is_late_type(
            label, layout, fields, lines[index + 1 : index + 2], sections
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
