"""Measure 50 readers of pages at once.

`python tests/benchmarks/pages.py [--full] [--store DIR]`: each reader asks for one page after another of a mix (home,
search, bodies, agreements, versions, datasets, law), first with a pause to read (0.5 to 1.5 s, evenly), then without
any. Pages are drawn evenly from all of their kind, so that few are asked twice. Latencies are the client's, whole page.
"""

import argparse
import asyncio
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from deployment import deployed
from http_client import Connection, percentile
from stores import arguments, register_store

from releasegraph.api.links import Links
from releasegraph.graph.generations import open_store

__all__ = ["MIX", "Visit", "pages_of", "read"]

READERS = 50
MIX: Mapping[str, int] = {
    "home": 10,
    "search": 25,
    "organisation": 15,
    "agreement": 15,
    "version": 15,
    "dataset": 10,
    "law": 10,
}
"""How many of a hundred pages are of each kind."""
PREFIX = "PREFIX rg: <https://w3id.org/releasegraph#> "
THINGS: Mapping[str, str] = {
    "organisation": "SELECT DISTINCT ?iri { ?iri a rg:Organisation } ORDER BY ?iri",
    "agreement": "SELECT DISTINCT ?iri { ?iri a rg:Agreement } ORDER BY ?iri",
    "version": "SELECT DISTINCT ?iri { ?iri a rg:AgreementVersion } ORDER BY ?iri",
    "dataset": "SELECT DISTINCT ?iri { ?iri a rg:Dataset } ORDER BY ?iri",
    "law": "SELECT DISTINCT ?iri { ?version rg:cites|rg:reliesOn ?iri } ORDER BY ?iri",
}
WORDS = (
    "university",
    "hospital",
    "mental health",
    "cancer",
    "NHS trust",
    "section 251",
    "HES",
    "covid",
    "research",
    "ltd",
)


@dataclass(frozen=True, slots=True)
class Visit:
    """One page read."""

    kind: str
    seconds: float
    status: int


def pages_of(store: Path) -> Mapping[str, Sequence[str]]:
    """Give the paths of the pages of each kind."""
    opened = open_store(store)
    links = Links(opened.base)
    found: dict[str, Sequence[str]] = {"home": ("/",), "search": tuple(_searches())}
    for kind, query in THINGS.items():
        things = (links.document_path(str(row["iri"])) for row in opened.store.select(PREFIX + query))
        found[kind] = tuple(f"/{path}" for path in things if path)
    opened.store.close()
    return found


def _searches() -> Sequence[str]:
    return [f"/search?q={word.replace(' ', '+')}" for word in (*WORDS, *(f"{a} {b}" for a in WORDS for b in WORDS))]


async def read(
    port: int,
    pages: Mapping[str, Sequence[str]],
    *,
    seconds: float,
    pause: float,
    readers: int = READERS,
    seed: int = 1,
) -> list[Visit]:
    """Have readers read pages for some seconds, pausing for so many on average after each."""
    end = time.perf_counter() + seconds
    visits: list[Visit] = []

    async def reader(number: int) -> None:
        rng = random.Random(seed * 1000 + number)
        connection = Connection(port)
        await asyncio.sleep(rng.uniform(0, pause))
        while time.perf_counter() < end:
            kind = rng.choices(list(MIX), list(MIX.values()))[0]
            answer = await connection.ask(
                rng.choice(pages[kind]), keep=False, Accept="text/html", Accept_Encoding="gzip"
            )
            visits.append(Visit(kind, answer.seconds, answer.status))
            if pause:
                await asyncio.sleep(pause * rng.uniform(0.5, 1.5))
        connection.leave()

    await asyncio.gather(*(reader(number) for number in range(readers)))
    return visits


def line(name: str, visits: Sequence[Visit], seconds: float) -> str:
    """Lay out one line."""
    times = [visit.seconds for visit in visits]
    failed = sum(visit.status != 200 for visit in visits)
    return (
        f"| {name} | {len(visits) / seconds:,.0f} | {median(times) * 1e3:.1f} | {percentile(times, 0.95) * 1e3:.1f} | "
        f"{percentile(times, 0.99) * 1e3:.1f} | {failed} |"
    )


def main(words: list[str] | None = None) -> None:
    """Run the command line."""
    parser: argparse.ArgumentParser = arguments(__doc__)
    parser.add_argument("--workers", type=int, default=1, help="HTTP processes")
    given = parser.parse_args(words)
    seconds = 30.0 if given.full else 10.0
    with register_store(given) as store, deployed(store, workers=given.workers) as server:
        pages = pages_of(store)
        asyncio.run(read(server.port, pages, seconds=3, pause=0.1, readers=4, seed=9))
        print("| 50 readers | pages a second | p50 ms | p95 ms | p99 ms | not 200 |\n|---|--:|--:|--:|--:|--:|")
        visits = asyncio.run(read(server.port, pages, seconds=seconds, pause=1.0))
        print(line("pausing 1 s", visits, seconds), flush=True)
        for kind in MIX:
            print(line(f"— {kind}", [visit for visit in visits if visit.kind == kind], seconds))
        visits = asyncio.run(read(server.port, pages, seconds=seconds, pause=0.0, seed=2))
        print(line("without a pause", visits, seconds), flush=True)


if __name__ == "__main__":
    main()
