"""Validate a store with the shipped shapes, and compare engines on graphs and shapes made by chance.

`python tests/benchmarks/shacl.py [--store DIR | --scale 0.1 | --full]`: seconds and memory of our engine by one thread
and by two, each in a process of its own, and what that is for a million triples. With `--pyshacl`, pySHACL on the same
graph: minutes, and gigabytes, for a hundred thousand triples.
`python tests/benchmarks/shacl.py --agreement 10000`: results compared one by one with pySHACL's; ends with 1 where they
differ. What differs is settled by the specification and kept in `tests/graph/shacl/cases`.
"""

import logging
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pyshacl
from rdflib import Graph
from rdflib.namespace import RDFS
from shapes_by_chance import counted, generate
from stores import arguments, register_store

from releasegraph.graph.generations import open_store
from releasegraph.graph.shacl import GraphData, StoreData, compile_shapes, validate
from releasegraph.graph.shacl.terms import text_of
from releasegraph.graph.validating.engines import results_by_pyshacl
from releasegraph.graph.validating.shapes import load_shapes

__all__ = ["disagreements"]


def disagreements(seeds: range) -> list[int]:
    """Give the seeds for which our results and pySHACL's are not the same."""
    found = []
    for seed in seeds:
        data, shapes = generate(seed)
        ours = validate(GraphData(data), compile_shapes(shapes)).graph()
        _, theirs, _ = pyshacl.validate(data, shacl_graph=shapes)
        if not isinstance(theirs, Graph) or counted(ours) != counted(theirs):
            found.append(seed)
    return found


def by_our_engine(folder: Path, threads: int) -> int:
    """Validate a store; give the number of results."""
    ontology = Graph().parse(data=(files("releasegraph.ontology") / "classes.ttl").read_bytes(), format="turtle")
    classes = [(text_of(one), text_of(above)) for one, above in ontology.subject_objects(RDFS.subClassOf)]  # type: ignore[arg-type]
    data = StoreData(open_store(folder).store, classes)
    return len(validate(data, compile_shapes(load_shapes()), threads).results)


def by_pyshacl(folder: Path, _threads: int) -> int:
    """Validate a store's graph with pySHACL; give the number of results."""
    graph = Graph()
    for subject, predicate, value, _ in open_store(folder).store.quads():
        graph.add((subject, predicate, value))
    return len(results_by_pyshacl(graph, load_shapes()))


def _measured(engine: Callable[[Path, int], int], folder: Path, threads: int) -> tuple[int, float, float, int]:
    started = time.perf_counter()
    results = engine(folder, threads)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return results, time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024


def main() -> int:
    """Measure, or compare."""
    parser = arguments(__doc__)
    parser.add_argument("--pyshacl", action="store_true", help="also measure pySHACL")
    parser.add_argument("--agreement", type=int, metavar="N", help="compare results on N graphs and shapes by chance")
    given = parser.parse_args()
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # it tells of each ill-formed literal: they are on purpose
    if given.agreement:
        differing = disagreements(range(given.agreement))
        print(f"{given.agreement - len(differing)} of {given.agreement} give the same results; not: {differing}")
        return int(bool(differing))
    runs = [("one thread", by_our_engine, 1), ("two threads", by_our_engine, 2)]
    runs += [("pySHACL", by_pyshacl, 1)] if given.pyshacl else []
    with register_store(given) as folder:
        triples = sum(1 for _ in open_store(folder).store.quads())
        print(f"{triples:,} triples\n\n| Engine | s | s of processor | s a million triples | MB | results |")
        print("|---|---|---|---|---|---|")
        for name, engine, threads in runs:
            with multiprocessing.get_context("spawn").Pool(1) as alone:
                results, taken, of_processor, peak = alone.apply(_measured, (engine, folder, threads))
            by_million = taken / triples * 1_000_000
            print(f"| {name} | {taken:.1f} | {of_processor:.1f} | {by_million:.1f} | {peak} | {results} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
