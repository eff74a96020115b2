"""Capital sub-headings inside prose (`INVOICE VALIDATION`, `DATA RETENTION`) and the run of text each governs."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from releasegraph.graph.prose.body_names import is_body_name
from releasegraph.graph.prose.lines import Line

__all__ = ["Heading", "is_capital_line", "read_headings"]

LONGEST_HEADING = 90
MOST_DIGITS = 4
LONGEST_ACRONYM = 6
_FOREIGN = re.compile(r"[^\w\s&/,'’‘()+\-–—:]|_")
_WORD = re.compile(r"[^\W\d_]{3}")
_NOT_HEADINGS = re.compile(r"(?:SECTION|ARTICLE|REGULATION)\s+\d|(?:DARS-)?NIC-\d|DSA\b|N/A\b")


@dataclass(frozen=True, slots=True)
class Heading:
    """A sub-heading at `offset`, governing the text up to `end`: the next heading, or the end of the text."""

    offset: int
    end: int
    text: str
    """As printed, without a closing colon."""
    ordinal: int
    """Counted from 1."""


def is_capital_line(text: str) -> bool:
    """Tell whether a line could be a capital heading: short, capitals only, few digits, a word of three letters."""
    return (
        text.isupper()
        and len(text) <= LONGEST_HEADING
        and text[0].isalnum()
        and _WORD.search(text) is not None
        and _FOREIGN.search(text) is None
        and text[-1] != ","
        and sum(map(str.isdigit, text)) <= MOST_DIGITS
        and _NOT_HEADINGS.match(text) is None
    )


def read_headings(text: str, lines: Sequence[Line], listed: Collection[int] = ()) -> tuple[Heading, ...]:
    """Give the capital sub-headings of a text; `listed` holds the offsets of lines already known to be list items."""
    if len(lines) < 2:
        return ()
    found = [line for line in _capital_lines(lines) if line.offset not in listed]
    ends = [line.offset for line in found[1:]] + [len(text)]
    return tuple(
        Heading(line.offset, end, line.text.rstrip(" :"), ordinal)
        for ordinal, (line, end) in enumerate(zip(found, ends, strict=False), start=1)
    )


def _capital_lines(lines: Sequence[Line]) -> Iterator[Line]:
    """Give capital lines that are no items of a list: a run of them after a lead-in, acronyms, or a body's name."""
    before = ""
    for capital, group in groupby(lines, key=lambda line: is_capital_line(line.text)):
        run = list(group)
        if capital:
            yield from _without_listed(run, led_in=before.endswith(":"))
        before = run[-1].text


def _without_listed(run: Sequence[Line], *, led_in: bool) -> Sequence[Line]:
    """Leave out what a run of capital lines lists: names or acronyms after a lead-in, else the whole run there."""
    if led_in:
        first = next((place for place, line in enumerate(run) if not _is_listable(line.text)), len(run))
        if first == 0 and len(run) > 1:
            return ()
        run = run[first:]
    return () if len(run) > 1 and all(_is_acronym(line.text) for line in run) else run


def _is_listable(text: str) -> bool:
    return _is_acronym(text) or is_body_name(text)


def _is_acronym(text: str) -> bool:
    return len(text) <= LONGEST_ACRONYM and " " not in text
