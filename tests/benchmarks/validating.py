"""Prove validation: errors put in are found and nothing else is; how fast, beside pySHACL and TopBraid, and how large.

`python tests/benchmarks/validating.py [--full] [--only errors engines build growth]`: minutes. Each engine runs in a
process of its own, on the same graph and the same shapes: all of them, or for SHACL Core those without SPARQL
constraints. TopBraid comes by `python tests/benchmarks/topbraid_program.py`. Ours reads a store that is built, as it
does in use, and also leads what it finds back to the cells; the time the others take to read the graph is told apart.
An engine that has taken three minutes, and the multiple of our time that RIVALS says, is ended. With `--only growth
--millions 10` it goes beyond the register's size. Exits 1 where an error was missed, something else was found, or an
engine found other results.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyshacl
from errors.finding import judge
from errors.planting import plant
from generate import generate
from measure import Cost, build_against_openpyxl, build_table, run_process
from rdflib import Graph
from rdflib.namespace import SH
from topbraid_program import NotInstalledError, command

from releasegraph.graph.build import build
from releasegraph.graph.formats import format_named
from releasegraph.graph.generations import open_store
from releasegraph.graph.validating.engines import validate_store
from releasegraph.graph.validating.shapes import class_tree, load_shapes

__all__ = ["main"]

REGISTER = 3_730_000
"""Triples of a generated register of scale 1."""
GROWING = (100_000, 400_000, 1_000_000)
"""Triples of the graphs before the largest."""
ERRORS = 1000
WORKBOOK = "datausesregister_september2026.xlsx"
BY_SHAPE = re.compile(rf"(?:sh:sourceShape|<{SH.sourceShape}>)\s+<?([^\s<>;]+)".encode())


@dataclass(frozen=True, slots=True)
class Ran:
    """What a process took, and what it found."""

    cost: Cost
    reading: float
    """Seconds of it that went into reading the graph."""
    found: Counter[str]
    """Results by shape."""

    @property
    def validating(self) -> float:
        """Give the seconds that went into anything else."""
        return self.cost.wall - self.reading


def run(words: Sequence[str], limit: float, out: Path) -> Cost | None:
    """Run a command with its output in a file; give its cost, or None where it had to be ended."""
    started = time.perf_counter()
    with out.open("wb") as said:
        child = subprocess.Popen(words, stdout=said, stderr=subprocess.DEVNULL)
        while True:
            ended, status, usage = os.wait4(child.pid, os.WNOHANG)
            if ended:
                break
            if time.perf_counter() - started > limit:
                child.kill()
                os.wait4(child.pid, 0)
                child.returncode = -9
                return None
            time.sleep(0.02)
    child.returncode = os.waitstatus_to_exitcode(status)
    scale = 1 if sys.platform == "darwin" else 1024
    return Cost(time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * scale / 1e6)


def core(shapes: Graph) -> Graph:
    """Leave out what SHACL Core does not have."""
    left = Graph()
    for triple in shapes:
        if triple[1] != SH.sparql:
            left.add(triple)
    return left


def ours(store: Path, shapes: Graph) -> tuple[float, Counter[str]]:
    """Validate a store, and lead what is found back to its cells; give how long it took to open it."""
    started = time.perf_counter()
    opened = open_store(store).store
    reading = time.perf_counter() - started
    return reading, Counter(finding.rule.iri for finding in validate_store(opened, shapes).findings)


def by_pyshacl(triples: Path, shapes: Graph) -> tuple[float, Counter[str]]:
    """Validate a file with pySHACL; give how long it took to read it."""
    started = time.perf_counter()
    data = Graph().parse(triples, format="nt")
    reading = time.perf_counter() - started
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
    if not isinstance(report, Graph):
        raise TypeError(report)
    return reading, Counter(str(shape) for shape in report.objects(None, SH.sourceShape))


RIVALS = (("pyshacl-core", "ours-core", 12), ("topbraid-core", "ours-core", 12), ("topbraid", "ours", 5))
"""Each other engine, the run of ours it stands beside, and how many times as long it may take."""
LEAST_PATIENCE = 180
"""Seconds: with it all engines have had their turn on a million triples within a quarter of an hour."""

ALONE: dict[str, Callable[[Path], tuple[float, Counter[str]]]] = {
    "ours": lambda file: ours(file, load_shapes()),
    "ours-core": lambda file: ours(file, core(load_shapes())),
    "pyshacl-core": lambda file: by_pyshacl(file, core(load_shapes())),
}


def alone(name: str, file: Path, limit: float = float("inf")) -> Ran | None:
    """Run an engine of ALONE in a process of its own; give None where it had to be ended."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out.json")
        took = run([sys.executable, __file__, "--alone", name, str(file)], limit, out)
        if took is None:
            return None
        reading, found = json.loads(out.read_bytes())
    return Ran(took, reading, Counter(found))


LOADED = {"topbraid": load_shapes, "topbraid-core": lambda: core(load_shapes())}
"""The shapes that each run of TopBraid has."""


def by_topbraid(triples: Path, loaded: Graph, limit: float) -> Ran | None:
    """Run TopBraid; give None where it had to be ended."""
    with tempfile.TemporaryDirectory() as folder:
        out, shapes = Path(folder, "out.ttl"), Path(folder, "shapes.nt")
        loaded.serialize(shapes, format="nt", encoding="utf-8")
        reading = idle(triples)
        took = run(command(triples, shapes), limit + reading, out)
        if took is None:
            return None
        found = Counter(shape.decode() for shape in BY_SHAPE.findall(out.read_bytes()))
    return Ran(took, reading, found)


@cache
def idle(triples: Path) -> float:
    """Give the seconds that TopBraid takes where there are no shapes: to begin, and to read the graph."""
    with tempfile.TemporaryDirectory() as folder:
        nothing = Path(folder, "nothing.nt")
        nothing.touch()
        took = run(command(triples, nothing), float("inf"), Path(folder, "out.ttl"))
        assert took
        return took.wall


def stored(folder: Path, triples: int) -> Path:
    """Build a generated register of about so many triples, once, without validation."""
    store = folder / f"store-{triples}"
    if not store.exists():
        workbook = folder / WORKBOOK
        generate(workbook, scale=triples / REGISTER)
        build([workbook], store, validate=False)
    return store


def written(store: Path) -> Path:
    """Write the store's graph as N-Triples, once, with the classes of ours that are below others."""
    file = store.with_suffix(".nt")
    if not file.exists():
        with file.open("wb") as out:
            open_store(store).store.dump(out, format_named("ntriples"), "")
            out.writelines(" ".join((*(term.n3() for term in triple), ".\n")).encode() for triple in class_tree())
    return file


def number_of(store: Path) -> int:
    return open_store(store).manifest.counts["triples"]


def find_errors(folder: Path, given: argparse.Namespace) -> bool:
    """Put errors in, and look for them."""
    started = time.perf_counter()
    verdict = judge(plant(folder / "sources", errors=given.errors, scale=0.1), folder / "stores")
    seconds = time.perf_counter() - started
    print(f"{given.errors} errors of {len(verdict.planted)} kinds, {seconds:.0f} s for both builds\n")
    print("| Not found | Found beside them | Found before only | Found of what is almost an error |")
    print("|--:|--:|--:|--:|")
    print(f"| {len(verdict.missed)} | {len(verdict.extra)} | {len(verdict.cured)} | {len(verdict.unsound)} |")
    for mark in (*(mark for _, mark in verdict.missed), *verdict.extra, *verdict.cured, *verdict.unsound)[:20]:
        print(f"  {mark.rule}: {mark.file}, {mark.place}, {mark.column or 'no column'}")
    return verdict.perfect


def compare_engines(folder: Path, given: argparse.Namespace) -> bool:
    """Run each engine on the same graphs."""
    agreed = True
    for size in (100_000, 1_000_000) if given.full else (100_000,):
        store = stored(folder, size)
        print(f"{number_of(store):,} triples:\n")
        print("| Engine | reads s | validates s | ÷ ours | CPU s in all | peak MB | results |")
        print("|---|--:|--:|--:|--:|--:|--:|")
        ours_by_name = {name: alone(name, store) for name in ("ours", "ours-core")}
        for name, ran in ours_by_name.items():
            print(row(name, ran, None), flush=True)
        triples = written(store)
        for name, beside, patience in RIVALS:
            basis = ours_by_name[beside]
            assert basis
            limit = max(LEAST_PATIENCE, basis.validating * patience)
            try:
                ran = by_topbraid(triples, LOADED[name](), limit) if name in LOADED else alone(name, triples, limit)
            except NotInstalledError as error:
                print(f"| {name} | {error} | | | | | |")
                continue
            print(row(name, ran, basis) if ran else f"| {name} | | ended after {limit:.0f} | | | | |", flush=True)
            agreed = agreed and (ran is None or agree(name, ran, basis))
        print()
    return agreed


def row(name: str, ran: Ran | None, basis: Ran | None) -> str:
    """Lay out what an engine took."""
    assert ran
    times = "" if basis is None else f"{ran.validating / basis.validating:.1f}"
    seconds = f"{ran.reading:.1f} | {ran.validating:.1f} | {times} | {ran.cost.cpu:.1f}"
    return f"| {name} | {seconds} | {ran.cost.peak:,.0f} | {ran.found.total():,} |"


def agree(name: str, theirs: Ran, basis: Ran) -> bool:
    """Tell whether as many results were found by every shape, and print those that differ."""
    differing = [shape for shape in sorted(theirs.found | basis.found) if theirs.found[shape] != basis.found[shape]]
    for shape in differing:
        print(f"{name} differs: {shape}: {theirs.found[shape]}, ours {basis.found[shape]}")
    return not differing


def time_build(folder: Path, given: argparse.Namespace) -> bool:
    """Time the build with validation, and without, beside openpyxl's reading."""
    workbook = folder / "build" / WORKBOOK
    workbook.parent.mkdir()
    scale = 1.0 if given.full else 0.1
    generate(workbook, scale=scale)
    program = str(Path(sys.executable).with_name("releasegraph"))
    read, built = build_against_openpyxl(workbook, given.runs, program)
    print(build_table(workbook, "Shared strings", read, built))
    store = folder / f"store-{round(REGISTER * scale)}"
    bare: Cost = run_process([program, "build", str(workbook), "--store", str(store), "--no-validate"])
    print(f"| build without validation | {bare.wall:.1f} | {bare.cpu:.1f} | {bare.peak:,.0f} |")
    return True


def grow(folder: Path, given: argparse.Namespace) -> bool:
    """Validate graphs of growing size."""
    largest = given.millions * 1_000_000 if given.millions else REGISTER if given.full else REGISTER // 10
    print("| Triples | s | s a million | CPU s | CPU s a million | peak MB | results |\n|--:|--:|--:|--:|--:|--:|--:|")
    for size in (*(size for size in GROWING if size < largest), largest):
        store = stored(folder, size)
        millions = number_of(store) / 1_000_000
        ran = alone("ours", store)
        assert ran
        seconds = " | ".join(f"{one:.1f} | {one / millions:.1f}" for one in (ran.cost.wall, ran.cost.cpu))
        print(f"| {number_of(store):,} | {seconds} | {ran.cost.peak:,.0f} | {ran.found.total():,} |", flush=True)
    return True


PARTS = {"errors": find_errors, "engines": compare_engines, "build": time_build, "growth": grow}


def main(words: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="a million triples, and the register's size")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="run these alone")
    parser.add_argument("--errors", type=int, default=ERRORS)
    parser.add_argument("--runs", type=int, default=1, help="builds beside as many readings")
    parser.add_argument("--millions", type=int, help="the largest graph of growth, in millions of triples")
    parser.add_argument("--alone", nargs=2, metavar=("ENGINE", "FILE"), help="only run an engine, and print JSON")
    given = parser.parse_args(words)
    if given.alone:
        name, file = given.alone
        print(json.dumps(ALONE[name](Path(file))))
        return 0
    done = []
    with tempfile.TemporaryDirectory() as folder:
        for part in given.only:
            print(f"\n## {part}\n", flush=True)
            done.append(PARTS[part](Path(folder), given))
    return int(not all(done))


if __name__ == "__main__":
    sys.exit(main())
