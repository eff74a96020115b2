"""The labels of the three page layouts, and how a line is known by them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from releasegraph.graph.fields import columns, label_fields

__all__ = [
    "LAYOUTS",
    "Label",
    "always_printed",
    "heading_parts",
    "is_flag",
    "is_loose_heading",
    "is_marker",
    "is_unsafe_sentence",
    "list_item",
    "match_label",
    "page_layout",
    "section_kinds",
]

LAYOUTS = ("A", "B", "C")
SECTION_FIELDS = ("objective", "expected_benefits", "expected_output", "processing_activities")
"""Fields that are prose sections; their kind is the name with hyphens."""

# Other spellings of the section labels. A page that prints the usual label of a kind uses these only as sub-headings.
_OTHER_SECTION_LABELS = {
    "Objective:": "objective",
    "Objective for Processing:": "objective",
    "Benefits:": "expected-benefits",
    "Expected Benefit:": "expected-benefits",
    "Expected Measurable Benefits:": "expected-benefits",
    "Output:": "expected-output",
    "Expected Output:": "expected-output",
    "Expected Outputs:": "expected-output",
    "Processing Activities:": "processing-activities",
    "Processing activities:": "processing-activities",
}

_MARKER = re.compile(r"(?:NHS \w+ )?Data Release Register\b.*\breformatted", re.IGNORECASE)
_REFERENCE = re.compile(r"(?<!\S)(?:DARS-)?NIC-[0-9A-Za-z]+(?:-[0-9A-Za-z]+)*(?:-v[0-9]+(?:\.[0-9]+)*)?$")
_TITLE_DASH = re.compile(r"(?:[—–]|(?:^|\s)-)$")
_NO_TITLE = re.compile(r"Project\s+\d+")
_LOOSE_HEADING = re.compile(r"Project\s+\d+(?:\s*[—–-].*)?|.*\s[—–]\s\S*\d\S*")
_LIST_MARK = re.compile(r"(?:[-–*~]\s+|[•●▪◦‣·]\s*|\d{1,3}[.)]\s+)(?=\S)")
_MONTH_ONLY_TERM = re.compile(r"DSA runs \d{4}-\d{2}(?!-?\d)")
_FLAGS = ("\N{TRIANGULAR FLAG ON POST}", ":triangular_flag_on_post:", "[flag]")


class Label(NamedTuple):
    """A labelled line: the field it fills and what stands after the colon."""

    field: str
    value: str
    printed: str
    """The label as the layout prints it."""


def is_marker(text: str) -> bool:
    """Tell whether a line is the first line of the reformatted register."""
    return _MARKER.fullmatch(text) is not None


def is_unsafe_sentence(text: str) -> bool:
    """Tell whether a line is the count of files disseminated unsafely."""
    return "disseminated unsafely" in text


def is_flag(text: str) -> bool:
    """Tell whether a line is the paragraph marked with a flag."""
    return text.startswith(_FLAGS) or " was sent multiple files from the same dataset, in the same month" in text


def list_item(text: str) -> str | None:
    """Give a line without its list mark (`-`, `•`, `*`, `1.` and the like), or None where it has none."""
    mark = _LIST_MARK.match(text)
    return text[mark.end() :] if mark else None


def heading_parts(text: str) -> tuple[str, str] | None:
    """Split `Title — DARS-NIC-…` into title and reference; `Project N` is no title; None for any other line."""
    found = _REFERENCE.search(text)
    if found is None or text[0] in "•*" or text.startswith("- "):
        return None
    before = text[: found.start()].rstrip()
    dash = _TITLE_DASH.search(before)
    if before and dash is None:
        return None
    title = before[: dash.start()].rstrip() if dash else ""
    return ("" if _NO_TITLE.fullmatch(title) else title), found.group()


def is_loose_heading(text: str) -> bool:
    """Tell whether a line could head a project whose reference cannot be read."""
    return _LOOSE_HEADING.fullmatch(text) is not None


def match_label(text: str, layout: str | None = None) -> Label | None:
    """Read a line that begins with a field label (or `Datasets`), of the layout first and of any other after it."""
    head, colon, rest = text.partition(":")
    if not colon:
        return None
    known = _labels(layout).get(_key(head))
    return None if known is None else Label(known[0], rest, known[1])


def section_kinds(texts: Iterable[str]) -> Mapping[str, str]:
    """Map the exact lines that label prose sections on a page with these lines to their kinds."""
    usual = {
        f"{columns(f'page {layout}')[field]}:": field.replace("_", "-")
        for layout in LAYOUTS
        for field in SECTION_FIELDS
    }
    printed = {usual[text] for text in texts if text in usual}
    return usual | {label: kind for label, kind in _OTHER_SECTION_LABELS.items() if kind not in printed}


@cache
def always_printed(layout: str) -> Mapping[str, str]:
    """Map the fields that every project of a layout prints, even blank, to their labels."""
    left_out = (*SECTION_FIELDS, "discussions")
    return {field: label for field, label in columns(f"page {layout}").items() if field not in left_out}


def page_layout(organisation: str, projects: Iterable[Sequence[str]]) -> str:
    """Tell the layout of a page from the labelled lines of its projects, or from its heading where they do not say.

    Layout A alone prints `Repeats` and `Categories`; B prints `Type of data` before the datasets and C after them.
    """
    score = dict.fromkeys(LAYOUTS, 0)
    for lines in projects:
        after_datasets = False
        for label in filter(None, map(match_label, lines)):
            after_datasets = after_datasets or label.field == "datasets"
            layout, weight = _evidence(label, after_datasets)
            score[layout] += weight
    best = max(score.values())
    if best == 0:
        return "B" if organisation.endswith(" projects") else "A"
    return next(layout for layout in ("B", "C", "A") if score[layout] == best)


def _evidence(label: Label, after_datasets: bool) -> tuple[str, int]:
    match label.printed:
        case "Repeats" | "Categories":
            return "A", 4
        case "Type of data":
            return ("C", 4) if after_datasets else ("B", 4)
        case "AGD/predecessor discussions":
            return "C", 4
        case "Purposes" | "Access method" | "Data-controller type" | "Sublicensing allowed":
            return "B", 0
        case "Opt outs honoured" if "(Excuses:" in label.value:
            return "C", 2
        case "When" if _MONTH_ONLY_TERM.search(label.value):
            return "C", 2
    return "B", 0


@cache
def _labels(layout: str | None) -> Mapping[str, tuple[str, str]]:
    """Map the key of each label to field and printed label; another layout's label counts where this one has none."""
    order = [*(() if layout is None else (layout,)), *reversed(LAYOUTS)]
    return {
        _key(label): (field, label)
        for source in reversed(order)
        for label, field in label_fields(f"page {source}").items()
        if field not in SECTION_FIELDS
    }


def _key(label: str) -> str:
    return " ".join(re.sub("[-‐‑–—]", " ", label).casefold().split())
