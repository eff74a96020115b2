"""Measure JSON-LD of the whole graph: our writer beside rdflib's, and all dumps of a build.

`python tests/benchmarks/json_ld.py [--full] [--store DIR] [--runs 3]` takes a store's N-Quads dump. Our rates are of
its lines, in a file, to one document of JSON-LD in a file; rdflib's of a graph in memory, of a few thousand things, to
bytes, with our context. Both say every triple of the default graph. Nothing here asserts.
"""

import gzip
import itertools
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import median

import rdflib
from stores import arguments, register_store

from releasegraph.graph.dumping.writing import dumping
from releasegraph.graph.generations import open_store
from releasegraph.graph.json_ld.context import context
from releasegraph.graph.json_ld.entities import DOCUMENT_END, document_start
from releasegraph.graph.json_ld.moulds import Moulds
from releasegraph.graph.loading import without_cycle_collection

__all__ = ["dumps_seconds", "main", "our_seconds", "rdflib_rate"]

_THINGS = 5000
"""Things given to rdflib: its rate does not depend on how many."""


def main(words: list[str] | None = None) -> None:
    """Run the command line."""
    parser = arguments(__doc__)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args(words)
    with register_store(given) as store, tempfile.TemporaryDirectory() as place:
        opened = open_store(store)
        lines = Path(place, "lines.nq")
        with gzip.open(opened.generation.dumps / "releasegraph.nq.gz") as packed, lines.open("wb") as out:
            for line in packed:
                if f" <{opened.base}graph/edition/".encode() not in line:
                    out.write(line)
        triples = lines.read_bytes().count(b"\n")
        theirs = rdflib_rate(lines, given.runs)
        print(f"{triples:,} triples, {os.cpu_count()} CPUs; medians of {given.runs}\n")
        print("| | seconds | triples a second | ÷ rdflib |\n|---|--:|--:|--:|")
        for processes in (1, 2):
            seconds = median(our_seconds(lines, Path(place, "ours.jsonld"), processes) for _ in range(given.runs))
            print(f"| ours, {processes} process(es) | {seconds:.2f} | {_rates(triples / seconds, theirs)} |")
        print(f"| rdflib, 1 process | | {_rates(theirs, theirs)} |")
        seconds = median(dumps_seconds(lines, Path(place), opened.base) for _ in range(given.runs))
        print(f"| every dump of a build, packed | {seconds:.2f} | {_rates(triples / seconds, theirs)} |")


def _rates(ours: float, theirs: float) -> str:
    return f"{ours:,.0f} | {ours / theirs:,.0f}"


def our_seconds(lines: Path, target: Path, processes: int) -> float:
    """Time one document of JSON-LD from sorted lines, written by some processes."""
    start = time.perf_counter()
    edges = _edges(lines, processes)
    pieces = [target.with_suffix(f".{number}") for number in range(processes)]
    work = list(zip([lines] * processes, edges, edges[1:], pieces, strict=False))
    if processes == 1:
        _write_range(*work[0])
    else:
        with ProcessPoolExecutor(processes, get_context("fork")) as pool:
            list(pool.map(_write_range, *zip(*work, strict=True)))
    with target.open("wb") as out:
        out.write(document_start().encode())
        for number, piece in enumerate(pieces):
            out.write(b",\n" if number else b"")
            with piece.open("rb") as written:
                shutil.copyfileobj(written, out, 1 << 20)
            piece.unlink()
        out.write(DOCUMENT_END.encode())
    return time.perf_counter() - start


def _edges(lines: Path, parts: int) -> Sequence[int]:
    """Give where to split a file of sorted lines into parts: between subjects."""
    size = lines.stat().st_size
    edges = [0]
    with lines.open("rb") as text:
        for number in range(1, parts):
            text.seek(size * number // parts)
            text.readline()
            subject = text.readline().split(b" ", 1)[0]
            while (at := text.tell()) < size and text.readline().startswith(subject + b" "):
                pass
            edges.append(at)
    return [*edges, size]


def _write_range(lines: Path, start: int, end: int, target: Path) -> None:
    moulds = Moulds()
    with without_cycle_collection(), lines.open("rb") as text:
        text.seek(start)
        rest = b""
        written = False
        with target.open("wb") as out:
            while start < end or rest:
                block = text.read(min(8 << 20, end - start))
                start += len(block)
                whole, rest = _whole_subjects(rest + block, is_last=start >= end)
                if whole:
                    out.write(b",\n" if written else b"")
                    out.write(",\n".join(moulds.entities_json(whole)).encode())
                    written = True


def _whole_subjects(block: bytes, *, is_last: bool) -> tuple[str, bytes]:
    """Split off the last subject, of which lines may follow."""
    if is_last:
        return block.decode(), b""
    last = block.rfind(b"\n", 0, block.rfind(b"\n")) + 1
    subject = block[last:].split(b" ", 1)[0] + b" "
    while last and block[(before := block.rfind(b"\n", 0, last - 1) + 1) :].startswith(subject):
        last = before
    return block[:last].decode(), block[last:]


def rdflib_rate(lines: Path, runs: int) -> float:
    """Give the triples a second that rdflib writes of the first things."""
    subjects = itertools.groupby(lines.open(encoding="utf-8"), key=lambda line: line.split(" ", 1)[0])
    text = "".join(line for _, same in itertools.islice(subjects, _THINGS) for line in same)
    graph = rdflib.Graph().parse(data=text, format="nt")
    terms = dict(context())
    return len(graph) / median(_seconds(lambda: graph.serialize(format="json-ld", context=terms)) for _ in range(runs))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def dumps_seconds(lines: Path, place: Path, base: str) -> float:
    """Time the dumps of a build, from its lines to the last checksum."""
    workplace = Path(tempfile.mkdtemp(dir=place))
    with dumping(workplace, base) as dumps, lines.open("rb") as text:
        while block := text.readlines(8 << 20):
            dumps.keep(b"".join(block))
        start = time.perf_counter()
        dumps.begin()
        dumps.written()
        seconds = time.perf_counter() - start
    shutil.rmtree(workplace)
    return seconds


if __name__ == "__main__":
    main()
