"""What a reading of a text for law gives."""

from dataclasses import dataclass
from enum import StrEnum

from releasegraph.graph.records import Problem

__all__ = ["Citation", "Field", "Reading", "Role", "Status"]


class Field(StrEnum):
    """Where a text stands in the register, which decides what its law is for."""

    LEGAL_BASIS = "legal-basis"
    CONFIDENTIALITY = "confidentiality"
    OPT_OUTS = "opt-outs"
    PROSE = "prose"


class Role(StrEnum):
    """What a citation is for: the codes of the scheme `citation-role`."""

    BASIS = "basis"
    PROSE = "prose"
    AMENDING = "amending"
    INTERNAL = "internal"
    CONFIDENTIALITY = "confidentiality"


class Status(StrEnum):
    """How far a citation is resolved: the codes of the scheme `citation-status`."""

    RESOLVED = "resolved"
    BY_CONVENTION = "by-convention"
    INSTRUMENT_ONLY = "instrument-only"
    UNRESOLVED = "unresolved"


@dataclass(frozen=True, slots=True)
class Citation:
    """A place where a text cites law."""

    offset: int
    """Code points from the start of the text."""
    text: str
    """The words that cite, exactly as they stand at the offset."""
    target: str | None
    """Path under `http://www.legislation.gov.uk/id/`, or `instrument/{slug}`; None where unresolved."""
    role: Role
    status: Status
    amended_by: tuple[str, ...] = ()
    """Targets of the provisions said to have amended it."""
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The citations of one text in order of offset, and the status of the text as a whole."""

    citations: tuple[Citation, ...]
    status: str
    """`resolved`, `by-convention`, `instrument-only`, `unresolved`, `consent` or `none`."""
