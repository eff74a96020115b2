"""Where in the sources a thing was read: a cell of a sheet, or lines of a page."""

from dataclasses import dataclass

__all__ = ["Place"]


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a sheet, or lines of a page."""

    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    """The column of the sheet, or the label on the page."""
    first_line: int | None = None
    last_line: int | None = None
    record: str | None = None
    """The IRI of the source record, where there is one."""

    def __str__(self) -> str:
        """Give `file: sheet row N, column C`, or `file: lines a-b, label`."""
        if self.first_line is not None:
            return f"{self.file}: lines {self.first_line}-{self.last_line}" + (
                f", {self.column}" if self.column else ""
            )
        if self.sheet is None:
            return self.file
        return f"{self.file}: {self.sheet} row {self.row}" + (f", column {self.column}" if self.column else "")
