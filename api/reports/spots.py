"""Where a finding's source is on disk: a file that an editor opens, at the lines that a finding is about."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from releasegraph.graph.validating.places import Place

__all__ = ["Spot", "SpotFinder"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A file, and lines of it where it has lines."""

    path: str
    """With `/`, from where the sources were named; as the graph names the file where it is not at hand."""
    first_line: int | None = None
    last_line: int | None = None


@dataclass(frozen=True, slots=True)
class SpotFinder:
    """Find the files of places, given the sources as they were named on the command line."""

    sources: Sequence[Path] = ()

    @property
    def files(self) -> tuple[Spot, ...]:
        """Give the sources as they were named: where a finding is that has no place of its own."""
        return tuple(Spot(source.as_posix()) for source in self.sources)

    def spot(self, place: Place) -> Spot:
        """Give a place's file, and its lines in that file only where they are its lines.

        A text has the lines of its page. A row of a CSV file may be many lines. A saved HTML page is counted by the
        lines of its words, and a workbook has no lines: of them, the file alone.
        """
        file = self._file(place)
        if place.sheet is not None:
            file = _sheet_file(file, place.sheet)
            lines = _csv_lines(file).get(place.row or 0) if file.suffix.casefold() == ".csv" else None
        elif place.first_line is not None and file.suffix.casefold() in _LINED and file.is_file():
            lines = place.first_line, place.last_line or place.first_line
        else:
            lines = None
        first, last = lines or (None, None)
        return Spot(file.as_posix(), first, last)

    def _file(self, place: Place) -> Path:
        # a member of a zip is named `archive.zip!folder/file`
        name = place.file.partition("!")[0]
        for source in self.sources:
            known = source.resolve().name
            if name == known or name.startswith(f"{known}/"):
                return source / PurePosixPath(name).relative_to(known)
        return Path(name)


_LINED = frozenset((".txt", ".nt", ".nq"))


def _sheet_file(file: Path, sheet: str) -> Path:
    """Give the file of a sheet where the sheets are a folder of CSV files."""
    if file.is_dir():
        wanted = f"{sheet}.csv".casefold()
        return next((one for one in sorted(file.iterdir()) if one.name.casefold() == wanted), file)
    return file


@cache
def _csv_lines(file: Path) -> Mapping[int, tuple[int, int]]:
    """Give the first and last line of each row of a CSV file; nothing where it cannot be read."""
    lines, last = {}, 0
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            reader = csv.reader(text)
            for row, _ in enumerate(reader, 1):
                lines[row] = last + 1, reader.line_num
                last = reader.line_num
    except (OSError, UnicodeDecodeError, csv.Error):
        return {}
    return lines
