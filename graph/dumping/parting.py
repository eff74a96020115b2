"""Parting: the lines of a build, in the order they were written, into parts that hold all of their subjects.

Parts are ranges of graph and subject, so that one after the other they are sorted, and each fits in memory.
"""

import itertools
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

__all__ = ["Place", "choose_bounds", "part_lines", "ranges_of"]

Place = tuple[str, str]
"""The named graph a line is of, "" the default graph, and its subject as N-Triples has it."""

_PART = 16 * 1024 * 1024
"""Bytes of lines to a part: a hundred MB of memory while it is written."""
_SAMPLES = 64
"""Lines to a part that are looked at, to choose where parts begin."""
_BLOCK = 8 * 1024 * 1024


def ranges_of(spool: Path, workers: int) -> list[tuple[int, int]]:
    """Give ranges of bytes that split a spool evenly; where one cuts a line, the range before has it whole."""
    size = spool.stat().st_size
    edges = [size * number // workers for number in range(workers + 1)]
    return list(itertools.pairwise(edges))


def choose_bounds(spool: Path, base: str) -> list[Place]:
    """Give the last place of each part but the last, from lines at even distances."""
    size = spool.stat().st_size
    parts = size // _PART
    places = []
    with spool.open("rb") as lines:
        for number in range(parts * _SAMPLES):
            lines.seek(size * number // (parts * _SAMPLES))
            lines.readline()
            place = _place(lines.readline().decode("utf-8").rstrip("\n"), base)
            if place is not None:
                places.append(place)
    places.sort()
    chosen = (places[len(places) * number // parts] for number in range(1, parts)) if places else ()
    return sorted(set(chosen))


def part_lines(
    spool: Path, start: int, end: int, bounds: Sequence[Place], base: str, folder: Path, worker: int
) -> list[tuple[int, str, str]]:
    """Append the lines of a range to files by part and graph; give part, graph and file of each, sorted.

    Lines of other named graphs than the editions' are left out.
    """
    files: dict[tuple[int, str], str] = {}
    for block in _blocks(spool, start, end):
        found: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
        named = f" <{base}graph/" in block
        subject, own = "\n", found[0, ""]
        for line in block.split("\n"):
            if line.startswith(subject) and not named:
                own.append(line)
                continue
            place = _place(line, base)
            if place is None:
                continue
            own = found[bisect_left(bounds, place), place[0]]
            own.append(line)
            subject = f"{place[1]} "
        for key, lines in found.items():
            if lines:
                path = files.setdefault(key, str(folder / f"{worker}-{len(files)}"))
                with Path(path).open("a", encoding="utf-8", newline="\n") as out:
                    out.write("\n".join(lines))
                    out.write("\n")
    return sorted((part, graph, path) for (part, graph), path in files.items())


def _place(line: str, base: str) -> Place | None:
    """Give where a line belongs, None for an empty one and for one of a graph that no dump holds."""
    if not line:
        return None
    subject = line[: line.index(" ")]
    marker = line.rfind(f" <{base}graph/")
    # the fourth term is a graph; a third, the object, may begin like one (N-Quads 1.1, section 2)
    if marker < 0 or not line.endswith("> .") or ("<" in line[marker + 2 :]) or line.count(" ", 0, marker + 1) < 3:
        return "", subject
    graph = line[marker + 2 : -3]
    return (graph, subject) if graph.startswith(f"{base}graph/edition/") else None


def _blocks(spool: Path, start: int, end: int) -> Iterator[str]:
    """Give whole lines: those that begin within a range."""
    with spool.open("rb") as lines:
        if start:
            lines.seek(start - 1)
            lines.readline()
        while lines.tell() < end:
            block = lines.read(min(_BLOCK, end - lines.tell()))
            if not block.endswith(b"\n"):
                block += lines.readline()
            yield block.decode("utf-8").rstrip("\n")
