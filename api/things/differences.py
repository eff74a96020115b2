"""What changed from one version to another: values of fields, and the words of prose."""

import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from rapidfuzz.distance import LCSseq

__all__ = ["Change", "Kind", "Run", "compare_fields", "compare_prose", "fold"]

_Value = TypeVar("_Value")
_TOKEN = re.compile(r"(?:\d+(?:[.,]\d+)*|\w+(?:['’-]\w+)*|[^\w\s])?\s*")
"""A number, a word or a sign, with the space after it; every text is a run of them."""
_MOST_CELLS = 320_000_000
"""The largest product of lengths compared token by token: 40 MB for a moment. What is longer is replaced whole."""
_ISLAND = 4
"""Words that stay the same within a rewritten passage, at most, and are shown as rewritten too: easier to read."""
_CONTEXT = 160
"""Characters shown of what did not change, beside what did."""


class Kind(StrEnum):
    """What became of a run of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"
    FOLDED = "folded"
    """The same, and far from any change."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text and what became of it."""

    kind: Kind
    text: str

    @property
    def words(self) -> int:
        """Count the words."""
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Change(Generic[_Value]):
    """A field whose values differ: those only before, those only after, and how many stayed."""

    field: str
    removed: tuple[_Value, ...]
    added: tuple[_Value, ...]
    kept: int = 0

    @property
    def kind(self) -> str:
        """Give `added` where there was no value before, `removed` where there is none after, else `changed`."""
        if not self.kept and not self.removed:
            return "added"
        return "changed" if self.kept or self.added else "removed"


def compare_fields(
    before: Mapping[str, Collection[_Value]], after: Mapping[str, Collection[_Value]], fields: Iterable[str]
) -> tuple[Change[_Value], ...]:
    """Give the fields whose values differ, in the order of `fields`; the order and number of values do not count."""
    changes = []
    for field in fields:
        old, new = set(before.get(field, ())), set(after.get(field, ()))
        if old != new:
            gone, come = sorted(old - new, key=str), sorted(new - old, key=str)
            changes.append(Change(field, tuple(gone), tuple(come), len(old & new)))
    return tuple(changes)


def compare_prose(before: str, after: str) -> tuple[Run, ...]:
    """Give the words that went, came and stayed, in reading order; space between words does not count as a change.

    Lines are compared first, then the words of those that differ, by their longest common subsequence. What stayed and
    what came together are `after`, to the letter.
    """
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    passages: list[_Passage] = []
    for one in _aligned(old, new):
        if one.same:
            passages.append(one)
        else:
            passages += _rewritten(_TOKEN.findall("".join(one.old)), _TOKEN.findall("".join(one.new)))
    return tuple(_joined(_runs(passages)))


def fold(runs: Sequence[Run], context: int = _CONTEXT) -> tuple[Run, ...]:
    """Fold what did not change, but for about `context` characters beside each change."""
    shown: list[Run] = []
    for place, run in enumerate(runs):
        if run.kind is not Kind.SAME:
            shown.append(run)
            continue
        head = _head_end(run.text, context) if place else 0
        tail = _tail_start(run.text, context) if place < len(runs) - 1 else len(run.text)
        if tail - head <= context:
            shown.append(run)
        else:
            parts = ((Kind.SAME, run.text[:head]), (Kind.FOLDED, run.text[head:tail]), (Kind.SAME, run.text[tail:]))
            shown += [Run(kind, text) for kind, text in parts if text]
    return tuple(shown)


def _key(words: str) -> str:
    return " ".join(words.split())


@dataclass(slots=True)
class _Passage:
    """A run of lines or tokens as they were and as they are, which but for space may be the same."""

    same: bool
    old: list[str]
    new: list[str]

    @property
    def length(self) -> int:
        return max(len(self.old), len(self.new))


def _aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[_Passage]:
    """Align two sequences by their longest common subsequence."""
    before, after = [_key(one) for one in old], [_key(one) for one in new]
    top = tail = 0
    most = min(len(old), len(new))
    while top < most and before[top] == after[top]:
        top += 1
    while tail < most - top and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    if top:
        yield _Passage(True, list(old[:top]), list(new[:top]))
    was, now = slice(top, len(old) - tail), slice(top, len(new) - tail)
    yield from _differing(before[was], after[now], old[was], new[now])
    if tail:
        yield _Passage(True, list(old[-tail:]), list(new[-tail:]))


def _differing(
    before: Sequence[str], after: Sequence[str], old: Sequence[str], new: Sequence[str]
) -> Iterator[_Passage]:
    if len(before) * len(after) > _MOST_CELLS:
        yield _Passage(False, list(old), list(new))
        return
    # the library gives an insertion and a deletion at one place as two steps; here they are one passage
    for same, grouped in itertools.groupby(LCSseq.opcodes(before, after), key=lambda one: one.tag == "equal"):
        steps = list(grouped)
        gone, come = slice(steps[0].src_start, steps[-1].src_end), slice(steps[0].dest_start, steps[-1].dest_end)
        yield _Passage(same, list(old[gone]), list(new[come]))


def _rewritten(old: Sequence[str], new: Sequence[str]) -> list[_Passage]:
    """Align the tokens of a rewritten passage; a few that stayed between longer changes are taken as rewritten."""
    passages: list[_Passage] = []
    for one in _aligned(old, new):
        passages.append(one)
        while len(passages) > 2 and _is_island(*passages[-3:]):
            last, island = passages.pop(), passages.pop()
            passages[-1].old += island.old + last.old
            passages[-1].new += island.new + last.new
    return passages


def _is_island(before: _Passage, middle: _Passage, after: _Passage) -> bool:
    if before.same or not middle.same or after.same:
        return False
    return middle.length <= min(_ISLAND, before.length, after.length)


def _runs(passages: Iterable[_Passage]) -> Iterator[Run]:
    lost = ""
    for one in passages:
        old, new = "".join(one.old), "".join(one.new)
        if one.same:
            yield Run(Kind.SAME, new)
            # the space after a word that now ends the text still keeps it from what went
            lost = "" if new[-1:].isspace() else old[len(old.rstrip()) :]
        else:
            yield Run(Kind.REMOVED, lost + old if old else "")
            yield Run(Kind.ADDED, new)
            lost = ""


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    last: Run | None = None
    for run in runs:
        if not run.text:
            continue
        if last is not None and last.kind is run.kind:
            last = Run(run.kind, last.text + run.text)
            continue
        if last is not None:
            yield last
        last = run
    if last is not None:
        yield last


def _head_end(text: str, context: int) -> int:
    """Give where the context after a change ends: at the end of a line or word."""
    if len(text) <= context:
        return len(text)
    line = text.rfind("\n", context // 2, context)
    return line + 1 if line >= 0 else max(text.rfind(" ", 0, context), 0) + 1 or context


def _tail_start(text: str, context: int) -> int:
    """Give where the context before a change starts: at the start of a line or word."""
    if len(text) <= context:
        return 0
    line = text.find("\n", len(text) - context, len(text) - context // 2)
    if line >= 0:
        return line + 1
    word = text.find(" ", len(text) - context)
    return word + 1 if word >= 0 else len(text) - context
