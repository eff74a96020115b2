"""Prove validation: errors put in are found and nothing else is; how fast, beside pySHACL and TopBraid, and how large.

`python tests/benchmarks/validating.py [--full] [--only errors engines growth build]`: minutes. Each engine runs in a
process of its own, on the same graph and the same shapes. pySHACL has the shapes without their SPARQL constraints;
TopBraid (`python tests/benchmarks/topbraid_program.py`) has all. What takes `--patience` times as long as ours is
ended. Ours reads a store that is built, as it does in use; the others' time to read the graph is told apart. Exits 1
where an error was missed, something else was found, or an engine finds other results.
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
    shapes.remove((None, SH.sparql, None))
    return shapes


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


ALONE: dict[str, Callable[[Path], tuple[float, Counter[str]]]] = {
    "ours": lambda file: ours(file, load_shapes()),
    "ours-core": lambda file: ours(file, core(load_shapes())),
    "pyshacl-core": lambda file: by_pyshacl(file, core(load_shapes())),
}


def alone(name: str, file: Path, limit: float) -> Ran | None:
    """Run an engine of ALONE in a process of its own."""
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
    """Run TopBraid, and again without shapes to tell how long it reads."""
    with tempfile.TemporaryDirectory() as folder:
        out, shapes, nothing = (Path(folder, name) for name in ("out.ttl", "shapes.nt", "nothing.nt"))
        loaded.serialize(shapes, format="nt", encoding="utf-8")
        nothing.touch()
        idle = run(command(triples, nothing), limit, out)
        took = run(command(triples, shapes), limit, out)
        if took is None or idle is None:
            return None
        found = Counter(shape.decode() for shape in BY_SHAPE.findall(out.read_bytes()))
    return Ran(took, idle.wall, found)


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
    scale = 1.0 if given.full else 0.1
    started = time.perf_counter()
    verdict = judge(plant(folder / "sources", errors=given.errors, scale=scale), folder / "stores")
    print(f"{given.errors} errors of {len(verdict.planted)} kinds in a register of scale {scale:g}:")
    print(
        f"missed {len(verdict.missed)}, found beside them {len(verdict.extra)}, cured {len(verdict.cured)}, found ",
        end="",
    )
    print(f"of what is almost an error {len(verdict.unsound)}; {time.perf_counter() - started:.0f} s for both builds")
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
        ours_all, ours_core = (row(name, store, None, given) for name in ("ours", "ours-core"))
        triples = written(store)
        for name, basis in (("pyshacl-core", ours_core), ("topbraid-core", ours_core), ("topbraid", ours_all)):
            try:
                theirs = row(name, triples, basis, given)
            except NotInstalledError as error:
                print(f"| {name} | {error} | | | | | |")
                continue
            agreed = agreed and agree(name, theirs, basis)
        print()
    return agreed


def agree(name: str, theirs: Ran | None, basis: Ran | None) -> bool:
    """Tell whether as many results were found by every shape, and print those that differ."""
    if theirs is None or basis is None:
        return True
    differing = [shape for shape in sorted(theirs.found | basis.found) if theirs.found[shape] != basis.found[shape]]
    for shape in differing:
        print(f"{name} differs: {shape}: {theirs.found[shape]}, ours {basis.found[shape]}")
    return not differing


def row(name: str, file: Path, basis: Ran | None, given: argparse.Namespace) -> Ran | None:
    """Run an engine and print its row."""
    limit = float("inf") if basis is None else max(30.0, basis.validating * given.patience)
    ran = by_topbraid(file, LOADED[name](), limit) if name in LOADED else alone(name, file, limit)
    if ran is None:
        print(f"| {name} | | ended after {limit:.0f} | > {given.patience:g} | | | |", flush=True)
        return None
    times = "" if basis is None else f"{ran.validating / basis.validating:.1f}"
    seconds = f"{ran.reading:.1f} | {ran.validating:.1f} | {times}"
    print(f"| {name} | {seconds} | {ran.cost.cpu:.1f} | {ran.cost.peak:,.0f} | {ran.found.total():,} |", flush=True)
    return ran


def grow(folder: Path, given: argparse.Namespace) -> bool:
    """Validate graphs of growing size."""
    print("| Triples | s | s a million triples | CPU s | peak MB | results |\n|--:|--:|--:|--:|--:|--:|")
    for size in (100_000, 1_000_000, 10_000_000) if given.full else (100_000, 400_000):
        store = stored(folder, size)
        triples = number_of(store)
        ran = alone("ours", store, float("inf"))
        assert ran
        seconds = f"{ran.cost.wall:.1f} | {ran.cost.wall / triples * 1_000_000:.1f} | {ran.cost.cpu:.1f}"
        print(f"| {triples:,} | {seconds} | {ran.cost.peak:,.0f} | {ran.found.total():,} |", flush=True)
    return True


def time_build(folder: Path, given: argparse.Namespace) -> bool:
    """Time the build with validation, and without, beside openpyxl's reading."""
    workbook = folder / "build" / WORKBOOK
    workbook.parent.mkdir()
    generate(workbook, scale=1.0 if given.full else 0.1)
    program = str(Path(sys.executable).with_name("releasegraph"))
    read, built = build_against_openpyxl(workbook, given.runs, program)
    print(build_table(workbook, "Shared strings", read, built))
    words = [program, "build", str(workbook), "--store", str(folder / "build" / "store"), "--no-validate"]
    bare: Cost = run_process(words)
    print(f"| build without validation | {bare.wall:.1f} | {bare.cpu:.1f} | {bare.peak:,.0f} |")
    return True


PARTS = {"errors": find_errors, "engines": compare_engines, "growth": grow, "build": time_build}


def main(words: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="the register's size, and ten million triples")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="run these alone")
    parser.add_argument("--errors", type=int, default=ERRORS)
    parser.add_argument("--runs", type=int, default=1, help="builds beside as many readings")
    parser.add_argument("--patience", type=float, default=12.0)
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
