"""Measure the build against openpyxl, and the writer against rdflib, side by side in one run.

`python tests/benchmarks/measure.py [--runs 3] [--json FILE]` generates register-sized workbooks, with shared strings
and with inline ones, and prints Markdown tables. Runs alternate, so that a busy machine weighs on both sides; figures
are medians. Nothing here asserts.
"""

import argparse
import hashlib
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from statistics import median

import openpyxl
import pyoxigraph
import rdflib
from generate import generate

from releasegraph.graph.controllers import known_bodies
from releasegraph.graph.identifiers import DEFAULT_BASE, Identifiers
from releasegraph.graph.loading import in_blocks
from releasegraph.graph.sources.workbook import read_workbook
from releasegraph.graph.triples.descriptions import description_triples
from releasegraph.graph.triples.mentions import Mentions
from releasegraph.graph.triples.narratives import read_once
from releasegraph.graph.triples.register import register_triples

__all__ = ["Cost", "Rates", "build_against_openpyxl", "run_process", "writer_rate"]

Term = tuple[str, str, str | None, str | None]
"""Kind (`iri` or `literal`), value, datatype, language: a term before rdflib makes it its own."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process took, with the children it waited for."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds, user and system."""
    peak: float
    """Greatest resident memory of the process or of one child, in MB (a million bytes)."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Triples a second of our writer and of rdflib on one graph."""

    triples: int
    ours: float
    rdflib: float

    @property
    def ratio(self) -> float:
        """Give how many times faster ours is."""
        return self.ours / self.rdflib


def run_process(command: Sequence[str]) -> Cost:
    """Run a command to its end and give its cost; raise CalledProcessError where it fails."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        child = subprocess.Popen(command, stdout=said, stderr=said)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            said.seek(0)
            raise subprocess.CalledProcessError(child.returncode, command, said.read().decode(errors="replace"))
    scale = 1 if sys.platform == "darwin" else 1024
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * scale / 1e6)


def middle(costs: Sequence[Cost]) -> Cost:
    """Give the medians, each figure by itself."""
    return Cost(*(median(figures) for figures in zip(*((c.wall, c.cpu, c.peak) for c in costs), strict=True)))


def read_with_openpyxl(workbook: Path) -> int:
    """Read every row's values once, read-only, and give how many rows there were."""
    book = openpyxl.load_workbook(workbook, read_only=True, data_only=True)
    rows = sum(1 for sheet in book.worksheets for _ in sheet.iter_rows(values_only=True))
    book.close()
    return rows


def build_against_openpyxl(workbook: Path, runs: int, program: str) -> tuple[Cost, Cost]:
    """Time whole processes in turn: openpyxl reading the workbook once, and the build into a new store."""
    reads: list[Cost] = []
    builds: list[Cost] = []
    for _ in range(runs):
        reads.append(run_process([sys.executable, __file__, "--only-read", str(workbook)]))
        with tempfile.TemporaryDirectory() as folder:
            builds.append(run_process([program, "build", str(workbook), "--store", str(Path(folder, "store"))]))
    return middle(reads), middle(builds)


def writer_rate(write: Callable[[], int], build_and_serialise: Callable[[], int], runs: int = 3) -> Rates:
    """Time our writer and rdflib in turn; each callable writes the same graph once and gives its number of triples."""
    rates: dict[Callable[[], int], list[float]] = {write: [], build_and_serialise: []}
    triples: dict[Callable[[], int], int] = {}
    for _ in range(runs):
        for task, seen in rates.items():
            start = time.perf_counter()
            triples[task] = task()
            seen.append(triples[task] / (time.perf_counter() - start))
    if triples[write] != triples[build_and_serialise]:
        raise ValueError(f"not the same graph: {triples[write]} and {triples[build_and_serialise]} triples")
    return Rates(triples[write], median(rates[write]), median(rates[build_and_serialise]))


def writers_of(workbook: Path, folder: Path) -> tuple[Callable[[], int], Callable[[], int]]:
    """Give two writers of the workbook's graph as N-Triples: ours from its records, rdflib's from its terms.

    Reading the workbook is in neither. Turning cells into terms is in ours only; finding law in prose is in ours only
    where `read_once` is forgotten before.
    """
    content = workbook.read_bytes()
    register = read_workbook(
        content, source_file=workbook.name, sha256=hashlib.sha256(content).hexdigest(), edition_name="2026-09"
    )
    known = known_bodies(str(row.applicant) for row in register.agreements if row.applicant)

    def ours() -> int:
        mentions = Mentions(Identifiers(DEFAULT_BASE))
        lines = 0
        with (folder / "ours.nt").open("wb") as out:
            for block in in_blocks(chain(register_triples(register, known, mentions), description_triples(mentions))):
                lines += block.count(b"\n")
                out.write(block)
        return lines

    ours()
    quads = pyoxigraph.parse(path=folder / "ours.nt", format=pyoxigraph.RdfFormat.N_TRIPLES)
    terms = [(plain(quad.subject), plain(quad.predicate), plain(quad.object)) for quad in quads]

    def with_rdflib() -> int:
        graph = rdflib.Graph()
        for subject, predicate, value in terms:
            graph.add((made(subject), made(predicate), made(value)))
        graph.serialize(folder / "rdflib.nt", format="nt", encoding="utf-8")
        return len(terms)

    return ours, with_rdflib


def plain(term: pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple) -> Term:
    """Take a term apart into strings."""
    if isinstance(term, pyoxigraph.Literal):
        return "literal", term.value, None if term.language else term.datatype.value, term.language
    if isinstance(term, pyoxigraph.NamedNode):
        return "iri", term.value, None, None
    raise TypeError(f"the graph has no such term: {term}")


def made(term: Term) -> rdflib.URIRef | rdflib.Literal:
    """Make rdflib's term."""
    kind, value, datatype, language = term
    if kind == "iri":
        return rdflib.URIRef(value)
    return rdflib.Literal(value, lang=language, datatype=rdflib.URIRef(datatype) if datatype else None)


def build_table(workbook: Path, how: str, read: Cost, built: Cost) -> str:
    """Lay out what the build costs beside openpyxl."""
    return "\n".join(
        [
            f"{how}, {workbook.stat().st_size / 1e6:.1f} MB:",
            "",
            "| | wall s | CPU s | peak MB |",
            "|---|--:|--:|--:|",
            f"| openpyxl, read-only, values, once | {read.wall:.1f} | {read.cpu:.1f} | {read.peak:,.0f} |",
            f"| `releasegraph build`, ready to serve | {built.wall:.1f} | {built.cpu:.1f} | {built.peak:,.0f} |",
            f"| build ÷ openpyxl | {built.wall / read.wall:.2f} | {built.cpu / read.cpu:.2f} | "
            f"{built.peak / read.peak:.2f} |",
        ]
    )


def writer_table(found: Rates, known: Rates) -> str:
    """Lay out how fast triples are written beside rdflib."""
    return "\n".join(
        [
            f"{found.triples:,} triples:",
            "",
            "| | triples a second | ÷ rdflib |",
            "|---|--:|--:|",
            f"| our writer, law in prose found on the way | {found.ours:,.0f} | {found.ratio:.1f} |",
            f"| our writer, law in prose found before | {known.ours:,.0f} | {known.ratio:.1f} |",
            f"| rdflib, terms to graph to N-Triples | {known.rdflib:,.0f} | 1.0 |",
        ]
    )


def measure_writers(workbook: Path, runs: int) -> tuple[Rates, Rates]:
    """Compare the writers twice: with law found on the way, and with law found before."""
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = writers_of(workbook, Path(folder))

        def afresh() -> int:
            read_once.cache_clear()
            return ours()

        return writer_rate(afresh, theirs, runs), writer_rate(ours, theirs, runs)


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--scale", type=float, default=1.0, help="1 is the register's size")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    parser.add_argument("--program", default=str(Path(sys.executable).with_name("releasegraph")))
    parser.add_argument("--only-read", type=Path, metavar="WORKBOOK", help="only read a workbook once with openpyxl")
    given = parser.parse_args()
    if given.only_read:
        print(read_with_openpyxl(given.only_read))
        return
    print(
        f"Medians of {given.runs}; {os.cpu_count()} CPUs, Python {platform.python_version()}, "
        f"openpyxl {openpyxl.__version__}, pyoxigraph {version('pyoxigraph')}, rdflib {rdflib.__version__}\n"
    )
    figures: dict[str, object] = {"runs": given.runs, "scale": given.scale}
    with tempfile.TemporaryDirectory() as folder:
        for how, inline in (("Shared strings", False), ("Inline strings", True)):
            workbook = Path(folder, f"datausesregister_september2026-{how.split()[0].lower()}.xlsx")
            generate(workbook, scale=given.scale, inline=inline)
            read, built = build_against_openpyxl(workbook, given.runs, given.program)
            print(build_table(workbook, how, read, built), end="\n\n", flush=True)
            figures[how] = {"openpyxl": asdict(read), "build": asdict(built), "ratio": built.wall / read.wall}
        small = Path(folder, "tenth_september2026.xlsx")
        generate(small, scale=max(0.02, given.scale / 10))
        found, known = measure_writers(small, given.runs)
        print(writer_table(found, known))
        figures["writer"] = {"law found": asdict(found), "law known": asdict(known)}
    if given.json:
        given.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
