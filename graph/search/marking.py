"""What a search found in a text, marked: pieces of plain text, which whoever prints them escapes."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

__all__ = ["Marks", "Piece", "excerpt", "mark"]

_OTHER_LETTER = re.compile(r"[^\x00-\x7f]")
_ELLIPSIS = "…"
_LONGEST_STEP = 40
"""Characters an excerpt may begin later or end earlier, so as not to cut a word."""


@dataclass(frozen=True)
class Marks:
    """What to mark, all in lower case without marks on letters."""

    spellings: Mapping[str, str] = field(default_factory=dict)
    """Whole words to the word looked for that each stands for."""
    beginnings: tuple[str, ...] = ()
    """What words may begin with."""

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """Give what finds them, though it may start within a word; None where there is nothing to mark."""
        longest = sorted(self.spellings, key=lambda word: (-len(word), word))
        choices = [*map(re.escape, longest), *(f"{re.escape(start)}[^\\W_]*" for start in self.beginnings)]
        return re.compile(f"(?:{'|'.join(choices)})(?![^\\W_])") if choices else None

    @cached_property
    def whole(self) -> "Marks":
        """Give the whole words alone: in prose no word is found by its beginning."""
        return Marks(self.spellings)

    def meaning(self, word: str) -> str:
        """Give the word looked for that a word found stands for."""
        return self.spellings.get(word) or next(start for start in self.beginnings if word.startswith(start))


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int
    meaning: str


def mark(text: str, marks: Marks) -> tuple[Piece, ...]:
    """Mark the words found in a whole text."""
    return tuple(_pieces(text, _matches(text, marks), 0, len(text)))


def excerpt(text: str, marks: Marks, width: int = 240) -> tuple[Piece, ...]:
    """Give about `width` characters of a text, where most of the words found stand together; else its beginning."""
    matches = _matches(text, marks)
    start = _best_start(matches, width)
    first = _word_start(text, max(0, min(start - width // 4, len(text) - width)))
    last = _word_end(text, min(len(text), first + width))
    inside = [match for match in matches if match.start >= first and match.end <= last]
    before = [Piece(f"{_ELLIPSIS} ")] if first > 0 else []
    after = [Piece(f" {_ELLIPSIS}")] if last < len(text) else []
    return (*before, *_pieces(text, inside, first, last), *after)


def _matches(text: str, marks: Marks) -> list[_Match]:
    if marks.pattern is None:
        return []
    plain = _plain(text)
    return [
        _Match(found.start(), found.end(), marks.meaning(found[0]))
        for found in marks.pattern.finditer(plain)
        if found.start() == 0 or not plain[found.start() - 1].isalnum()
    ]


def _plain(text: str) -> str:
    """Give a text in lower case without marks on its letters, each character in its place."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(char.lower()[0] for char in text)
    return lower if lower.isascii() else _OTHER_LETTER.sub(_bare, lower)


def _bare(char: re.Match[str]) -> str:
    return unicodedata.normalize("NFKD", char[0])[0]


def _best_start(matches: Sequence[_Match], width: int) -> int:
    """Give where the first stretch with the most different words begins."""
    best, most, start = 0, 0, 0
    for index, match in enumerate(matches):
        while start < index and matches[start].start < match.end - width // 2:
            start += 1
        different = len({one.meaning for one in matches[start : index + 1]})
        if different > most:
            best, most = matches[start].start, different
    return best


def _pieces(text: str, matches: Sequence[_Match], first: int, last: int) -> Iterator[Piece]:
    place = first
    for match in matches:
        if match.start > place:
            yield Piece(text[place : match.start])
        yield Piece(text[match.start : match.end], marked=True)
        place = match.end
    if place < last:
        yield Piece(text[place:last])


def _word_start(text: str, place: int) -> int:
    """Give the start of the word after a place within one."""
    if place == 0:
        return 0
    space = text.find(" ", place, place + _LONGEST_STEP)
    return space + 1 if space >= 0 else place


def _word_end(text: str, place: int) -> int:
    """Give the end of the word before a place within one."""
    if place == len(text):
        return place
    space = text.rfind(" ", max(0, place - _LONGEST_STEP), place)
    return space if space > 0 else place
