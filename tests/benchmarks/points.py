"""Measure point queries: what is said of one thing, over HTTP with keep-alive, beside the engine itself.

`python tests/benchmarks/points.py [--full] [--store DIR]` asks for the statements of one IRI after another, each of
them once (no answer is kept) and then few of them again and again (all are), with `wrk` as the client, of
`releasegraph serve` and of `oxigraph serve`. The raw engine answers the same queries in a loop in one process, in
memory and on disk, serialisation included. Rounds alternate; figures are medians of requests a second.
"""

import argparse
import contextlib
import itertools
import re
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from statistics import median
from urllib.parse import quote

from asking import load_in_memory
from databases import oxigraph_serve, program
from deployment import deployed
from stores import arguments, register_store

from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.formats import format_named
from releasegraph.graph.generations import current_generation
from releasegraph.graph.store import Solutions

__all__ = ["engine_rate", "http_rate", "point_query"]

SUBJECTS = """PREFIX rg: <https://w3id.org/releasegraph#>
SELECT ?s { { ?s a rg:Release } UNION { ?s a rg:DatasetProvision } } LIMIT 100000"""
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_LATENCY = re.compile(r"^\s+(50|99)%\s+([\d.]+)(us|ms|s)$", re.MULTILINE)
_WRONG = re.compile(r"Non-2xx or 3xx responses: (\d+)")
LUA = """local paths, at = {{}}, 0
for line in io.lines("{paths}") do paths[#paths + 1] = line end
local threads = 0
function setup(thread) thread:set("start", threads); threads = threads + 1 end
function init() at = start * math.floor(#paths / 2) end
function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at], {{["Accept"] = "application/sparql-results+json"}})
end
"""


def point_query(iri: str) -> str:
    """Give the query for what is said of one thing."""
    return f"SELECT ?p ?o {{ <{iri}> ?p ?o }}"


def engine_rate(store: EmbeddedStore, queries: Iterator[str], seconds: float) -> float:
    """Answer queries for some seconds in this thread; give how many a second."""
    form = format_named("json")
    began = time.perf_counter()
    count = 0
    while (taken := time.perf_counter() - began) < seconds:
        answer = store.query(next(queries))
        assert isinstance(answer, Solutions)
        answer.write(BytesIO(), form)
        count += 1
    return count / taken


def http_rate(wrk: str, port: int, paths: Sequence[str], seconds: float, connections: int) -> tuple[float, str]:
    """Ask for paths, one after another on each connection; give requests a second, and latencies in words."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "paths").write_text("\n".join(paths) + "\n", encoding="ascii")
        script = Path(folder, "ask.lua")
        script.write_text(LUA.format(paths=Path(folder, "paths")), encoding="ascii")
        words = ["-t1", f"-c{connections}", f"-d{seconds:g}s", "--latency", "-s", str(script)]
        run = subprocess.run(
            [wrk, *words, f"http://127.0.0.1:{port}/"], check=True, capture_output=True, text=True, timeout=600
        )
    wrong = _WRONG.search(run.stdout)
    rate = _RATE.search(run.stdout)
    if wrong or rate is None:
        raise RuntimeError(f"wrk met errors:\n{run.stdout}")
    latencies = ", ".join(f"p{share} {value} {unit}" for share, value, unit in _LATENCY.findall(run.stdout))
    return float(rate[1]), latencies


def main(words: list[str] | None = None) -> None:
    """Run the command line."""
    parser: argparse.ArgumentParser = arguments(__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=8)
    given = parser.parse_args(words)
    wrk = program("wrk")
    if wrk is None:
        print("points: wrk is not installed (apt-get install wrk), so nothing is measured")
        return
    seconds = 8.0 if given.full else 3.0
    with register_store(given) as folder, contextlib.ExitStack() as running:
        engine = current_generation(folder).engine
        on_disk, in_memory = EmbeddedStore.open(engine), load_in_memory(engine)
        queries = [point_query(str(row["s"])) for row in on_disk.select(SUBJECTS)]
        server = running.enter_context(deployed(folder))
        paths = [f"/sparql?query={quote(query)}" for query in queries]
        few = paths[:100]
        distinct, asked = itertools.cycle(queries), itertools.count()

        def fresh() -> list[str]:
            """Give queries nobody has asked yet: their answers are not kept."""
            return [f"{path}%23{next(asked)}" for path in paths[:40_000]]

        measured: dict[str, Callable[[], tuple[float, str]]] = {
            "engine in memory, in process": lambda: (engine_rate(in_memory, distinct, seconds), ""),
            "engine on disk, in process": lambda: (engine_rate(on_disk, distinct, seconds), ""),
            "releasegraph serve, each asked once": lambda: http_rate(
                wrk, server.port, fresh(), seconds, given.connections
            ),
            "releasegraph serve, 100 asked again": lambda: http_rate(wrk, server.port, few, seconds, given.connections),
        }
        other = running.enter_context(oxigraph_serve(engine))
        if other is not None:
            theirs = [path.replace("/sparql", other.path, 1) for path in paths]
            measured["oxigraph serve"] = lambda: http_rate(wrk, other.port, theirs, seconds, given.connections)
        rates: dict[str, list[tuple[float, str]]] = {name: [] for name in measured}
        for _ in range(given.rounds):
            for name, run in measured.items():
                rates[name].append(run())
    raw = median(rate for rate, _ in rates["engine in memory, in process"])
    print("| point queries | a second | ÷ engine in memory | latency |\n|---|--:|--:|---|")
    for name, runs in rates.items():
        rate = median(rate for rate, _ in runs)
        print(f"| {name} | {rate:,.0f} | {rate / raw:.2f} | {runs[-1][1]} |")


if __name__ == "__main__":
    main()
