"""What one line of a page can be."""

from dataclasses import dataclass
from enum import Enum, auto

from releasegraph.graph.records import Problem
from releasegraph.graph.sources.page_lines import Line

__all__ = ["Kind", "Role", "repeated_label", "unknown_line"]


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


def unknown_line(line: Line) -> Role:
    """Give the role of a line that fits nowhere."""
    return Role(
        Kind.UNKNOWN,
        line.number,
        line.text,
        problem=Problem("unknown-line", line.text, "a line of one of the three layouts", "info"),
    )


def repeated_label(text: str) -> Problem:
    """Say that a line repeats a label."""
    return Problem("repeated-field", text, "each label once")
