"""Stream a million solutions: first byte, whole time beside the engine's own serialisation, and the server's memory.

`python tests/benchmarks/streaming.py [--full] [--store DIR] [--runs 3]`. The engine writes the same solutions, from the
same graph in memory, to a place that counts bytes and drops them; runs alternate. Memory is the PSS of all processes,
looked at while the answer runs. Without --full there are as many solutions as the smaller graph gives.
"""

import argparse
import asyncio
import contextlib
import multiprocessing
import time
from collections.abc import Iterator
from io import RawIOBase
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from statistics import median
from typing import BinaryIO, cast

from asking import load_in_memory
from deployment import Deployment, deployed
from http_client import Answer, Connection, sparql
from stores import arguments, register_store

from releasegraph.graph.formats import format_named
from releasegraph.graph.generations import current_generation
from releasegraph.graph.store import Solutions

__all__ = ["Dropped", "watched"]

ROWS = 1_000_000
QUERY = f"SELECT ?s ?p ?o {{ ?s ?p ?o }} LIMIT {ROWS}"


class Dropped(RawIOBase):
    """A place that counts the bytes written to it."""

    def __init__(self) -> None:
        self.length = 0

    def writable(self) -> bool:
        """Say that one may write."""
        return True

    def write(self, data: object) -> int:
        """Count and drop."""
        size = memoryview(data).nbytes  # type: ignore[arg-type]
        self.length += size
        return size


def _serialise(engine: str, pipe: Pipe) -> None:
    """Load a graph into memory; for each format named, write the answer and give seconds and bytes."""
    store = load_in_memory(Path(engine))
    pipe.send(None)
    while (name := pipe.recv()) is not None:
        out = Dropped()
        began = time.perf_counter()
        answer = store.query(QUERY)
        assert isinstance(answer, Solutions)
        answer.write(cast(BinaryIO, out), format_named(name))
        pipe.send((time.perf_counter() - began, out.length))


@contextlib.contextmanager
def serialiser(engine: Path) -> Iterator[Pipe]:
    """Give the pipe to a process that serialises."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serialise, args=(str(engine), theirs), daemon=True)
    process.start()
    ours.recv()
    yield ours
    ours.send(None)
    process.join()


async def watched(server: Deployment, path: str, **headers: str) -> tuple[Answer, float]:
    """Ask, and give the answer and by how many MB the server's memory rose above what it was before."""
    before = server.held().pss
    connection = Connection(server.port)
    await connection.ask("/health")  # connects beforehand
    task = asyncio.ensure_future(connection.ask(path, keep=False, **headers))
    most = before
    while not task.done():
        await asyncio.sleep(0.5)
        held = await asyncio.get_running_loop().run_in_executor(None, server.held)
        most = max(most, held.pss)
    connection.leave()
    return task.result(), most - before


def main(words: list[str] | None = None) -> None:
    """Run the command line."""
    parser: argparse.ArgumentParser = arguments(__doc__)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args(words)
    with (
        register_store(given) as store,
        deployed(store) as server,
        serialiser(current_generation(store).engine) as engine,
    ):
        print("| format | MB | first byte | served | engine alone | ÷ engine | memory |\n|---|--:|--:|--:|--:|--:|--:|")
        for name in ("json", "csv"):
            media_type = format_named(name).media_type
            served: list[tuple[Answer, float]] = []
            alone: list[float] = []
            for number in range(given.runs):
                engine.send(name)
                seconds, length = engine.recv()
                alone.append(seconds)
                path = sparql(f"{QUERY} # {number}")
                served.append(asyncio.run(watched(server, path, Accept=media_type, Accept_Encoding="identity")))
                if served[-1][0].length != length:
                    raise RuntimeError(f"{served[-1][0].length} bytes were served, the engine wrote {length}")
            first = median(answer.first for answer, _ in served)
            whole = median(answer.seconds for answer, _ in served)
            print(
                f"| {name} | {length / 1e6:.0f} | {first * 1e3:.0f} ms | {whole:.2f} s | {median(alone):.2f} s | "
                f"{whole / median(alone):.2f} | {max(rise for _, rise in served):+.0f} MB |",
                flush=True,
            )


if __name__ == "__main__":
    main()
