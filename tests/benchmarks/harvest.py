"""Measure the pages of the catalogue as a portal harvests them.

`python tests/benchmarks/harvest.py [--full] [--store DIR]` follows `hydra:next` from the first page to the last, in
each serialisation, with pages of the size a harvester gets unless it asks for another, and of twice that. Every round
names a moment of its own for `modified_since`, so that no answer was given before. Then the same pages are asked for
again, with the entity tags of the first harvest. Latencies are the client's, whole page; sizes are uncompressed.
"""

import argparse
import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from statistics import median
from urllib.parse import urlsplit

from deployment import deployed
from http_client import Answer, Connection, percentile
from stores import arguments, register_store

from releasegraph.api.catalogue.paging import DEFAULT_SIZE

__all__ = ["harvest", "line"]

SUFFIXES = ("ttl", "jsonld", "rdf", "nt")
SIZES = (DEFAULT_SIZE, 2 * DEFAULT_SIZE)
_NEXT = re.compile(r'<([^<>]+)>; rel="next"')


async def harvest(connection: Connection, path: str) -> AsyncIterator[tuple[str, Answer]]:
    """Read every page from one on, asking the server itself whatever the base of its links."""
    while path:
        answer = await connection.ask(path, keep=False)
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        yield path, answer
        following = _NEXT.search(answer.headers["link"])
        parts = urlsplit(following[1]) if following else None
        path = f"{parts.path}?{parts.query}" if parts else ""


def line(name: str, answers: Sequence[Answer]) -> str:
    """Lay out one line."""
    times = [answer.seconds for answer in answers]
    return (
        f"| {name} | {len(answers)} | {median(times) * 1e3:.1f} | {percentile(times, 0.95) * 1e3:.1f} | "
        f"{max(answer.length for answer in answers) / 1e6:.2f} |"
    )


async def _measure(port: int, rounds: int) -> None:
    connection = Connection(port)
    async for _ in harvest(connection, "/catalog.nt"):
        pass
    for size in SIZES:
        for suffix in SUFFIXES:
            pages = [
                page
                for number in range(rounds)
                async for page in harvest(
                    connection, f"/catalog.{suffix}?page_size={size}&modified_since=2000-01-01T00:00:{number:02}Z"
                )
            ]
            print(line(f"{suffix}, {size} datasets", [answer for _, answer in pages]), flush=True)
            again = [
                await connection.ask(path, keep=False, If_None_Match=answer.headers["etag"]) for path, answer in pages
            ]
            if any(answer.status != 304 for answer in again):
                raise RuntimeError("a page that is the same was sent again")
            print(line("— again, with its tag", again), flush=True)
    connection.leave()


def main(words: list[str] | None = None) -> None:
    """Run the command line."""
    given: argparse.Namespace = arguments(__doc__).parse_args(words)
    with register_store(given) as store, deployed(store) as server:
        print("| pages | read | p50 ms | p95 ms | largest MB |\n|---|--:|--:|--:|--:|")
        asyncio.run(_measure(server.port, 40 if given.full else 15))


if __name__ == "__main__":
    main()
