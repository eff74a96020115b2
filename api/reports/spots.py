"""Where a finding's source is on disk: a file that an editor opens, at the lines that a finding is about."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


class SpotFinder:
    """Find the files of places, given the sources as they were named on the command line; each file is read once."""

    def __init__(self, sources: Sequence[Path] = ()) -> None:
        self._sources = {source.resolve().name: source for source in sources}
        self._files: dict[tuple[str, str | None], Path] = {}
        self._lines: dict[Path, Mapping[int, tuple[int, int]]] = {}
        self.files = tuple(Spot(source.as_posix()) for source in sources)
        """The sources as they were named: where a finding is that has no place of its own."""

    def spot(self, place: Place) -> Spot:
        """Give a place's file, and its lines in that file only where they are its lines.

        A text has the lines of its page. A row of a CSV file may be many lines. A saved HTML page is counted by the
        lines of its words, and a workbook has no lines: of them, the file alone.
        """
        named = place.file, place.sheet
        if named not in self._files:
            self._files[named] = self._file(*named)
        file = self._files[named]
        first, last = self._place_lines(place, file) or (None, None)
        return Spot(file.as_posix(), first, last)

    def _file(self, name: str, sheet: str | None) -> Path:
        # a member of a zip is named `archive.zip!folder/file`
        path = PurePosixPath(name.partition("!")[0])
        source = self._sources.get(path.parts[0]) if path.parts else None
        file = source / path.relative_to(path.parts[0]) if source else Path(path)
        if sheet is None or not file.is_dir():
            return file
        wanted = f"{sheet}.csv".casefold()
        return next((one for one in sorted(file.iterdir()) if one.name.casefold() == wanted), file)

    def _place_lines(self, place: Place, file: Path) -> tuple[int, int] | None:
        if file not in self._lines:
            self._lines[file] = _csv_lines(file) if file.suffix.casefold() == ".csv" else {}
        if place.row is not None:
            return self._lines[file].get(place.row)
        if place.first_line is not None and file.suffix.casefold() in _LINED:
            return place.first_line, place.last_line or place.first_line
        return None


_LINED = frozenset((".txt", ".nt", ".nq"))
"""The suffixes of files whose places are given by lines of the file."""


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
