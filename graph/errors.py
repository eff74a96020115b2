"""The errors releasegraph raises: unreadable input, a broken store, a refused query.

They are not frozen: contextlib and Starlette set `__traceback__` on an exception that passes through them.
"""

from dataclasses import dataclass

__all__ = ["IssuesFoundError", "QueryError", "ReleasegraphError", "ServingError", "SourceError", "StoreError"]


class ReleasegraphError(Exception):
    """Base of every error a user can meet; its text is one line, ready to print."""


@dataclass(unsafe_hash=True)
class SourceError(ReleasegraphError):
    """Say that a source cannot be read at all, where, and what was expected there."""

    file: str
    place: str
    wrong: str
    expected: str = ""

    def __str__(self) -> str:
        """Give `file: place: what is wrong; expected what`."""
        where = f"{self.file}: {self.place}" if self.place else self.file
        return f"{where}: {self.wrong}" + (f"; expected {self.expected}" if self.expected else "")


class ServingError(ReleasegraphError):
    """Say that the server cannot start."""


class StoreError(ReleasegraphError):
    """Say that a store is missing, locked, or not one of ours."""


@dataclass(unsafe_hash=True)
class QueryError(ReleasegraphError):
    """Say that a SPARQL query is refused: it does not parse, or is not a query."""

    message: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Give the message with its line and column where they are known."""
        return self.message if self.line is None else f"line {self.line}, column {self.column}: {self.message}"


@dataclass(unsafe_hash=True)
class IssuesFoundError(ReleasegraphError):
    """Say that a strict build met issues and swapped nothing."""

    count: int
    first: str

    def __str__(self) -> str:
        """Give the number of issues and the first of them."""
        return f"--strict: {self.count} issues, the first: {self.first}; nothing was swapped"
