"""The header of a sheet: where it stands, and which column is which, whatever their order."""

from collections.abc import Iterable, Sequence

from releasegraph.graph.cells import clean_text
from releasegraph.graph.errors import SourceError
from releasegraph.graph.fields import columns

__all__ = ["column_letters", "column_positions", "find_header"]

_HEADER_WITHIN = 20
"""The header is among a sheet's first rows: publishers put titles above tables."""


def column_letters(number: int) -> str:
    """Give a column's letters: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def find_header(
    rows: Iterable[tuple[int, Sequence[object]]], name: str, source_file: str
) -> tuple[list[tuple[int, str]], int, tuple[str, ...]]:
    """Give what stands above the header, row by row, then the header's row and labels."""
    titles: list[tuple[int, str]] = []
    wanted = {_key(label) for label in columns(name).values()}
    best: tuple[int, tuple[str, ...]] = (0, ())
    for number, row in rows:
        header = tuple(" ".join(str(value).split()) if value is not None else "" for value in row)
        matches = len(wanted & {_key(label) for label in header})
        if 2 * matches >= len(wanted):
            return titles, number, header
        if words := clean_text(" ".join(header)):
            titles.append((number, words))
        if number == 1:
            best = (number, header)
        if number >= _HEADER_WITHIN:
            break
    missing = next(label for label in columns(name).values() if _key(label) not in {_key(text) for text in best[1]})
    raise SourceError(
        source_file, f"sheet {name}", f"column {missing!r} is missing", f"columns {', '.join(columns(name).values())}"
    )


def column_positions(header: Sequence[str], name: str, source_file: str) -> tuple[list[int], list[int]]:
    """Give the positions of the register's columns in the order of the record's fields, and those of extra columns."""
    wanted = {_key(label) for label in columns(name).values()}
    by_key: dict[str, int] = {}
    for position, label in enumerate(header):
        if label and by_key.setdefault(_key(label), position) != position and _key(label) in wanted:
            raise SourceError(source_file, f"sheet {name}", f"column {label!r} stands twice", "each column once")
    positions = []
    for label in columns(name).values():
        if _key(label) not in by_key:
            raise SourceError(
                source_file,
                f"sheet {name}",
                f"column {label!r} is missing",
                f"columns {', '.join(columns(name).values())}",
            )
        positions.append(by_key[_key(label)])
    extra = [position for position, label in enumerate(header) if label and position not in positions]
    return positions, extra


def _key(label: str) -> str:
    return " ".join(label.split()).casefold()
