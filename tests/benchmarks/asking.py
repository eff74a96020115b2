"""Ask the 25 questions of the server, cold and warm, beside the engine alone, `oxigraph serve` and Virtuoso 7.

`python tests/benchmarks/asking.py [--full] [--store DIR] [--runs 3] [--json FILE]` asks each question of each once for
the first time, then some times more, in turn, over HTTP with the whole answer read; the engine alone answers from
memory in a process of its own, serialisation included. Seconds; warm is the median. An answer with another number of
rows than ours is marked.
"""

import asyncio
import contextlib
import json
import math
import multiprocessing
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from io import BytesIO
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from statistics import median

from databases import Database, oxigraph_serve, virtuoso
from deployment import deployed
from http_client import Connection, sparql
from stores import arguments, register_store

from releasegraph.api.questions import QUESTIONS
from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.formats import format_named
from releasegraph.graph.generations import current_generation
from releasegraph.graph.store import Solutions

__all__ = ["Timed", "compare", "geometric_mean", "table"]

JSON = "application/sparql-results+json"
LEAST = 0.0005
"""Seconds: less is counted as this in a geometric mean, since a clock tick more or less would decide it."""
Ask = Callable[[str], tuple[float, bytes]]
"""Answers a query: seconds, and the answer as SPARQL results in JSON."""


@dataclass(slots=True)
class Timed:
    """One question, one engine."""

    cold: float
    rows: int
    again: list[float] = field(default_factory=list)

    @property
    def warm(self) -> float:
        """Give the median of the later runs."""
        return median(self.again)


def geometric_mean(values: Sequence[float]) -> float:
    """Give the geometric mean of seconds."""
    return math.exp(sum(math.log(max(LEAST, value)) for value in values) / len(values))


def compare(engines: Mapping[str, Ask], questions: Mapping[str, str], runs: int) -> dict[str, dict[str, Timed]]:
    """Ask every question of every engine, in turn."""
    found: dict[str, dict[str, Timed]] = {}
    for name, text in questions.items():
        found[name] = {}
        for engine, ask in engines.items():
            seconds, answer = ask(text)
            found[name][engine] = Timed(seconds, _rows(answer))
        for _ in range(runs):
            for engine, ask in engines.items():
                found[name][engine].again.append(ask(text)[0])
    return found


def _rows(answer: bytes) -> int:
    try:
        return len(json.loads(answer)["results"]["bindings"])
    except (ValueError, KeyError):
        return -1


def table(found: Mapping[str, Mapping[str, Timed]]) -> str:
    """Lay the figures out, geometric means last."""
    engines = list(next(iter(found.values())))
    lines = [
        "| question | rows |" + "".join(f" {engine}, cold | warm |" for engine in engines),
        "|---|--:|" + "--:|--:|" * len(engines),
    ]
    for name, timed in found.items():
        rows = timed[engines[0]].rows
        cells = "".join(
            f" {one.cold:.3f}{'' if one.rows == rows else f' ({one.rows} rows)'} | {one.warm:.3f} |"
            for one in timed.values()
        )
        lines.append(f"| {name} | {rows} |{cells}")
    means = "".join(
        f" {geometric_mean([timed[engine].cold for timed in found.values()]):.4f} |"
        f" {geometric_mean([timed[engine].warm for timed in found.values()]):.4f} |"
        for engine in engines
    )
    most = "".join(
        f" {max(timed[engine].cold for timed in found.values()):.3f} |"
        f" {max(timed[engine].warm for timed in found.values()):.3f} |"
        for engine in engines
    )
    return "\n".join([*lines, f"| geometric mean | |{means}", f"| slowest | |{most}"])


def over_http(port: int, path: Callable[[str], str]) -> Ask:
    """Give what asks a server."""

    def ask(text: str) -> tuple[float, bytes]:
        async def once() -> tuple[float, bytes]:
            connection = Connection(port)
            await connection.ask("/nothing-here", keep=False)  # connects beforehand
            answer = await connection.ask(path(text), Accept=JSON)
            connection.leave()
            return answer.seconds, answer.body

        return asyncio.run(once())

    return ask


def of(database: Database) -> Ask:
    """Give what asks a database."""
    return over_http(database.port, database.query)


@contextlib.contextmanager
def engine_in_memory(engine: Path) -> Iterator[Ask]:
    """Load the graph into the memory of another process, which answers without HTTP."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_answer, args=(str(engine), theirs), daemon=True)
    process.start()
    ours.recv()

    def ask(text: str) -> tuple[float, bytes]:
        ours.send(text)
        answer: tuple[float, bytes] = ours.recv()
        return answer

    try:
        yield ask
    finally:
        ours.send(None)
        process.join()


def load_in_memory(engine: Path) -> EmbeddedStore:
    """Copy a store into memory."""
    kept = BytesIO()
    EmbeddedStore.open(engine).dump(kept, format_named("nquads"))
    store = EmbeddedStore.temporary()
    store.load(kept.getvalue())
    return store


def _answer(engine: str, pipe: Pipe) -> None:
    store = load_in_memory(Path(engine))
    pipe.send(None)
    while (text := pipe.recv()) is not None:
        began = time.perf_counter()
        out = BytesIO()
        answer = store.query(text)
        if not isinstance(answer, Solutions):
            raise TypeError("the questions are SELECTs")
        answer.write(out, format_named("json"))
        pipe.send((time.perf_counter() - began, out.getvalue()))


def main(words: list[str] | None = None) -> None:
    """Run the command line."""
    parser = arguments(__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", type=Path, help="write the figures here too")
    given = parser.parse_args(words)
    with register_store(given) as store, contextlib.ExitStack() as running:
        engine = current_generation(store).engine
        server = running.enter_context(deployed(store))
        unkept = running.enter_context(deployed(store, KEPT_BYTES="0"))
        engines: dict[str, Ask] = {
            "releasegraph serve": over_http(server.port, sparql),
            "the same, nothing kept": over_http(unkept.port, sparql),
            "engine in memory": running.enter_context(engine_in_memory(engine)),
        }
        for database in (oxigraph_serve, virtuoso):
            running_one = running.enter_context(database(engine))
            if running_one is not None:
                engines[running_one.name] = of(running_one)
        found = compare(engines, {question.slug: question.query for question in QUESTIONS}, given.runs)
    print(table(found))
    if given.json:
        plain = {name: {engine: asdict(one) for engine, one in timed.items()} for name, timed in found.items()}
        given.json.write_text(json.dumps(plain, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
