"""Run queries without end all at once, and measure whether others notice and whether they are ended.

`python tests/benchmarks/runaways.py [--full] [--store DIR]`: 32 runaways of eight shapes run while `ASK {}` is asked;
each must end at its limit, or when its client leaves. Then mixed requests, 1,000 or with --full 10,000, and what the
processes hold before and after. In memory, a query that reads the whole graph makes most of its pages its own (the
engine counts references in them): have 1.1 GB free for each at the full size, or give --on-disk.
"""

import argparse
import asyncio
import contextlib
import random
import threading
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from deployment import Deployment, Held, deployed
from http_client import Answer, Connection, percentile, sparql
from stores import arguments, register_store

from releasegraph.api.workers.answer import PATIENCE

__all__ = ["RUNAWAYS", "Endings", "ask_beside", "leave", "mixed", "run_out"]

PREFIXES = "PREFIX rg: <https://w3id.org/releasegraph#> "
RUNAWAYS = tuple(
    PREFIXES + query
    for query in (
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?a), STR(?d), STR(?g)) = 'none') }",
        "SELECT (COUNT(*) AS ?n) { ?a (rg:none|!rg:none)* ?b }",
        "SELECT ?a ?d (COUNT(?c) AS ?n) (GROUP_CONCAT(STR(?f)) AS ?all) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?a ?d",
        "SELECT ?a ?d { ?a a rg:Release . ?d a rg:Release . ?e a rg:SourceRecord } ORDER BY DESC(STR(?d)) ?a",
        "CONSTRUCT { ?a ?e ?i } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STRLEN(STR(?c)) > 1000000) }",
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(STR(?c), '(a+)+(b+)+x', 'i') && STR(?f) = 'x') }",
        "SELECT DISTINCT ?a ?f { ?a ?b ?c . ?d ?e ?f FILTER NOT EXISTS { ?c ?g ?h . ?f ?g ?i } } ORDER BY ?f",
    )
)
"""Shapes that never end: products under aggregates and filters, paths, groups, sorts, graphs, patterns in prose."""
COMMON = {"Accept": "*/*"}
LINGER = 15.0
"""Seconds after the server's end in which its fork server must have ended too."""


@dataclass(frozen=True, slots=True)
class Endings:
    """How runaways ended."""

    answered: dict[int, int]
    """Status to number."""
    seconds: list[float]
    """From each one's request to its refusal: the wait for a worker, the limit, and the ending."""


async def run_out(port: int, limit: float, number: int = 32) -> Endings:
    """Let runaways run into their limit, all at once."""

    async def one(query: str) -> Answer:
        connection = Connection(port)
        try:
            return await connection.ask(sparql(query, timeout=f"{limit:g}"), keep=False, **COMMON)
        finally:
            connection.leave()

    answers = await asyncio.gather(*(one(RUNAWAYS[i % len(RUNAWAYS)]) for i in range(number)))
    statuses = [answer.status for answer in answers]
    seconds = [answer.seconds for answer in answers if answer.status == 503]
    return Endings({status: statuses.count(status) for status in sorted(set(statuses))}, seconds)


async def ask_beside(port: int, work: Awaitable[Endings]) -> tuple[Endings, list[float]]:
    """Ask `ASK {}`, in other words each time so that none is kept, while runaways run; give the seconds each took."""
    task = asyncio.ensure_future(work)
    await asyncio.sleep(0.3)
    connection = Connection(port)
    seconds = []
    while not task.done():
        answer = await connection.ask(sparql(f"ASK {{}} # {len(seconds)} {time.time()}"))
        if answer.status != 200:
            raise RuntimeError(f"ASK {{}} was answered {answer.status}: {answer.body[:200]!r}")
        seconds.append(answer.seconds)
        await asyncio.sleep(0.01)
    connection.leave()
    return await task, seconds


def watch_workers(server: Deployment, done: threading.Event) -> list[float]:
    """Give for how many seconds each worker took its time, from when it was given its query to its process's end.

    A worker is seen PATIENCE after it was given its query; looks are as far apart as a look takes.
    """
    began: dict[int, float] = {}
    taken: list[float] = []
    while not done.is_set() or began:
        now = time.perf_counter()
        busy = server.busy()
        for process in busy - began.keys():
            began[process] = now - PATIENCE
        taken += [now - began.pop(process) for process in began.keys() - busy]
        time.sleep(0.03)
    return taken


async def leave(server: Deployment, number: int = 32) -> float:
    """Start runaways, leave all at once, and give the seconds until no worker is busy."""
    before = server.busy()
    connections = [Connection(server.port) for _ in range(number)]
    asked = [
        asyncio.ensure_future(connection.ask(sparql(RUNAWAYS[i % len(RUNAWAYS)]), keep=False))
        for i, connection in enumerate(connections)
    ]
    while len(server.busy() - before) < number // 2:
        await asyncio.sleep(0.05)
    await asyncio.sleep(0.5)
    for connection in connections:
        connection.leave()
    began = time.perf_counter()
    for task in asked:
        task.cancel()
    while server.busy() - before:
        await asyncio.sleep(0.01)
    taken = time.perf_counter() - began
    await asyncio.gather(*asked, return_exceptions=True)
    return taken


def kinds(paths: Iterable[str], seed: int) -> Callable[[], tuple[str, float]]:
    """Give what draws requests of all kinds: a path, and the seconds after which its client leaves (0: it stays)."""
    rng = random.Random(seed)
    pages = tuple(paths)

    def draw() -> tuple[str, float]:
        chance = rng.random()
        if chance < 0.35:
            return sparql(f"SELECT * {{ ?s ?p ?o }} LIMIT {rng.randint(1, 500)}"), 0
        if chance < 0.5:
            return sparql(f"ASK {{ <urn:x:{rng.random()}> ?p ?o }}"), 0
        if chance < 0.6:
            return sparql("SELECT * { ?s ?p"), 0
        if chance < 0.63:
            return sparql(rng.choice(RUNAWAYS), timeout="0.3"), 0
        if chance < 0.66:
            return sparql(rng.choice(RUNAWAYS), timeout="5"), rng.uniform(0.0, 0.4)
        if chance < 0.7:
            return sparql("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 20000"), rng.choice((0, 0.01))
        return rng.choice(pages), 0

    return draw


async def mixed(port: int, requests: int, *, readers: int = 16, seed: int = 1) -> dict[int, int]:
    """Make that many requests of all kinds from some readers at once; give how each ended (0: the client left)."""
    pages = ("/", "/search?q=university", "/catalog", "/ontology", "/health", "/questions", "/doc/none", "/sparql")
    draw = kinds(pages, seed)
    ended: dict[int, int] = {}
    left = requests

    async def reader() -> None:
        nonlocal left
        connection = Connection(port)
        while left > 0:
            left -= 1
            path, patience = draw()
            status = 0
            with contextlib.suppress(TimeoutError, ConnectionError, asyncio.IncompleteReadError):
                async with asyncio.timeout(patience or 60):
                    status = (await connection.ask(path, keep=False, **COMMON)).status
            ended[status] = ended.get(status, 0) + 1
        connection.leave()

    await asyncio.gather(*(reader() for _ in range(readers)))
    return dict(sorted(ended.items()))


def settled(server: Deployment, seconds: float = 10.0) -> Held:
    """Give what a server holds once nothing runs."""
    end = time.monotonic() + seconds
    while server.busy() and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(1.0)
    return server.held()


async def measure(store: Path, *, requests: int, limit: float, on_disk: bool) -> None:
    """Print the figures of one run."""
    with deployed(store, QUERIES="64", IN_MEMORY="0" if on_disk else "1") as server:
        await mixed(server.port, 200, seed=0)
        before = settled(server)
        for place in range(3):
            done = threading.Event()
            watching = asyncio.get_running_loop().run_in_executor(None, watch_workers, server, done)
            endings, asked = await ask_beside(server.port, run_out(server.port, limit))
            done.set()
            late = [seconds - limit for seconds in await watching]
            print(
                f"32 runaways, run {place + 1}: `ASK {{}}` {len(asked)} times, p50 {median(asked) * 1e3:.1f} ms, "
                f"p99 {percentile(asked, 0.99) * 1e3:.1f} ms, most {max(asked) * 1e3:.1f} ms; answered "
                f"{endings.answered}; limit {limit:g} s, refused {median(endings.seconds):.2f} s after the request "
                f"(most {max(endings.seconds):.2f} s); worker ended {median(late):.3f} s after its limit "
                f"(most {max(late):.3f} s)",
                flush=True,
            )
        gone = [await leave(server) for _ in range(3)]
        print(f"32 clients leave: no worker busy after {', '.join(f'{seconds:.3f}' for seconds in gone)} s", flush=True)
        for part in range(2):
            began = time.perf_counter()
            ended = await mixed(server.port, requests // 2, seed=part + 1)
            after = settled(server)
            print(
                f"{requests // 2:,} mixed requests in {time.perf_counter() - began:.0f} s: {ended}; processes "
                f"{before.processes} then {after.processes}, files {before.files} then {after.files}, "
                f"PSS {before.pss:.0f} MB then {after.pss:.0f} MB",
                flush=True,
            )
    await asyncio.sleep(LINGER)
    print(f"{LINGER:g} s after the server's end: {len(server.processes())} processes")


def main(words: list[str] | None = None) -> None:
    """Run the command line."""
    parser: argparse.ArgumentParser = arguments(__doc__)
    parser.add_argument("--limit", type=float, default=3.0, help="seconds each runaway may take")
    parser.add_argument("--on-disk", action="store_true", help="serve from the store's files, not from memory")
    given = parser.parse_args(words)
    requests = 10_000 if given.full else 1_000
    with register_store(given) as store:
        asyncio.run(measure(store, requests=requests, limit=given.limit, on_disk=given.on_disk))


if __name__ == "__main__":
    main()
