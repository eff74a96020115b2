"""Prose with its parts marked, cut at their offsets: headings, quoted provisions, and citations as links."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Block", "Mark", "Piece", "Quoted", "mark_text", "set_out", "split_long"]


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a text that cite law: where they begin, in characters from 0, what they are, and what to say of them."""

    offset: int
    text: str
    href: str | None
    title: str
    status: str
    """The code of its status: `resolved`, `by-convention`, `unresolved`, …."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, with the mark on it where there is one."""

    text: str
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Quoted:
    """A provision quoted in a text: where its words begin and end, how deep it nests, and its law."""

    offset: int
    end: int
    depth: int
    label: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a text: plain, a heading (`heading`), or the words of a quoted provision (`quoted`)."""

    pieces: tuple[Piece, ...]
    heading: bool = False
    quoted: Quoted | None = None

    @property
    def text(self) -> str:
        """Give its words."""
        return "".join(piece.text for piece in self.pieces)


def mark_text(text: str, marks: Iterable[Mark], start: int = 0, end: int | None = None) -> tuple[Piece, ...]:
    """Cut a part of a text into pieces; together they are that part, to the letter.

    A mark that does not stand in the text where it says, or overlaps another, is left out: better none than on wrong
    words.
    """
    end = len(text) if end is None else end
    pieces: list[Piece] = []
    place = start
    for mark in sorted(marks, key=lambda one: (one.offset, -len(one.text))):
        after = mark.offset + len(mark.text)
        if mark.offset < place or after > end or not mark.text or text[mark.offset : after] != mark.text:
            continue
        if mark.offset > place:
            pieces.append(Piece(text[place : mark.offset]))
        pieces.append(Piece(mark.text, mark))
        place = after
    if place < end:
        pieces.append(Piece(text[place:end]))
    return tuple(pieces)


def set_out(
    text: str, marks: Sequence[Mark], headings: Iterable[tuple[int, str]] = (), quoted: Iterable[Quoted] = ()
) -> tuple[Block, ...]:
    """Set out a text as blocks; together they are the text, but for the line break after a heading or a quotation.

    `headings` are offsets and words; one that does not stand where it says is left out.
    """
    cuts: dict[int, tuple[int, bool, Quoted | None]] = {
        offset: (offset + len(words), True, None)
        for offset, words in headings
        if words and text[offset : offset + len(words)] == words
    }
    for one in quoted:
        if one.offset < one.end <= len(text):
            cuts[one.offset] = (one.end, False, one)
    blocks: list[Block] = []
    place = 0
    for offset in sorted(cuts):
        end, heading, quotation = cuts[offset]
        if offset < place:
            continue
        # what follows a block on a new line needs no empty line before it
        _plain(text, marks, place, offset, blocks)
        blocks.append(Block(mark_text(text, marks, offset, end), heading, quotation))
        place = end
    _plain(text, marks, place, len(text), blocks)
    return tuple(blocks)


def _plain(text: str, marks: Sequence[Mark], start: int, end: int, blocks: list[Block]) -> None:
    if blocks and text[start : start + 1] == "\n":
        start += 1
    if end < len(text) and end > start and text[end - 1] == "\n":
        end -= 1
    if text[start:end].strip():
        blocks.append(Block(mark_text(text, marks, start, end)))


def split_long(blocks: Sequence[Block], shown: int) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Split a long text into what is shown at once, about that many characters, and the rest; a cut is at a line."""
    total = sum(len(block.text) for block in blocks)
    if total <= 2 * shown:
        return tuple(blocks), ()
    first: list[Block] = []
    left = shown
    for place, block in enumerate(blocks):
        if len(block.text) <= left:
            first.append(block)
            left -= len(block.text)
            continue
        if block.heading or block.quoted is not None:
            return tuple(first), tuple(blocks[place:])
        head, tail = _cut(block, left)
        return (*first, *head), (*tail, *blocks[place + 1 :])
    return tuple(first), ()


def _cut(block: Block, at: int) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Cut a plain block at the end of a line, or of a sentence, near a place; never within a mark."""
    text = block.text
    line = text.rfind("\n", 0, at)
    sentence = text.rfind(". ", 0, at) + 1
    cut = line + 1 if line > at // 2 else sentence + 1 if sentence > at // 2 else text.rfind(" ", 0, at) + 1
    head: list[Piece] = []
    tail: list[Piece] = []
    place = 0
    for piece in block.pieces:
        after = place + len(piece.text)
        if after <= cut:
            head.append(piece)
        elif place >= cut or piece.mark is not None:
            tail.append(piece)
        else:
            head.append(Piece(piece.text[: cut - place]))
            tail.append(Piece(piece.text[cut - place :]))
        place = after
    return tuple(Block(tuple(part)) for part in (head,) if part), tuple(Block(tuple(part)) for part in (tail,) if part)
