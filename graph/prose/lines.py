"""The lines of a text, each with its place."""

import re
from typing import NamedTuple

__all__ = ["BULLET", "Line", "read_lines"]

BULLET = re.compile(r"[~•·▪◦●*\-–—]\s*")
"""A list mark that carries no number; the workbook prints `~`."""


class Line(NamedTuple):
    """A line that is not blank, white space around it left out: `text == whole[offset:end]`.

    A tuple, because a build makes a million of them.
    """

    offset: int
    end: int
    text: str

    @property
    def bullet(self) -> int:
        """Give the length of the list mark the line starts with, 0 without one."""
        mark = BULLET.match(self.text)
        return mark.end() if mark else 0


def read_lines(text: str) -> list[Line]:
    """Give the non-blank lines in order; offsets are code points. Any line end counts, also a lone carriage return."""
    lines = []
    start = 0
    for printed in text.splitlines(keepends=True):
        words = printed.strip()
        if words:
            offset = start if printed[0] == words[0] else start + len(printed) - len(printed.lstrip())
            lines.append(Line(offset, offset + len(words), words))
        start += len(printed)
    return lines
