"""The lines of a page and the blocks they form: exact, so that the blocks joined are the page."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from releasegraph.graph.records import Block

__all__ = ["Line", "has_illegal", "line_blocks", "page_lines", "printable", "trim"]

# A copy may hold form feeds or U+2028 inside a sentence: only these three end a line.
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_SPACE = " \t\r\n\x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000\ufeff"
# https://www.w3.org/TR/xml/#charsets
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page."""

    number: int
    """Counted from 1."""
    raw: str
    """Exact, with its end."""
    text: str
    """Without the white space around it; empty for a blank line."""


def page_lines(text: str) -> tuple[Line, ...]:
    r"""Split a page after each `\n`, `\r\n` or `\r`; the raw lines joined are the text."""
    return tuple(Line(number, raw, trim(raw)) for number, raw in enumerate(_LINE.findall(text), start=1))


def line_blocks(lines: tuple[Line, ...], starts: Iterable[int]) -> tuple[Block, ...]:
    """Cut lines into blocks at the line numbers given; lines before the first start belong to the first block."""
    firsts = [1, *sorted(set(starts))[1:]]
    lasts = [first - 1 for first in firsts[1:]] + [len(lines)]
    return tuple(
        Block(first, last, "".join(line.raw for line in lines[first - 1 : last]))
        for first, last in zip(firsts, lasts, strict=True)
    )


def trim(text: str) -> str:
    """Drop the white space around a text, and leave control characters to be reported."""
    return text.strip(_SPACE)


def printable(text: str) -> str:
    """Put U+FFFD for each character that XML 1.0 cannot hold."""
    return _ILLEGAL.sub("\ufffd", text)


def has_illegal(text: str) -> bool:
    """Tell whether a text holds a character that XML 1.0 cannot hold."""
    return _ILLEGAL.search(text) is not None
