"""Work on dumps in processes of their own, which need nothing of the engine and start in a tenth of a second.

`python -m releasegraph.graph.dumping.process` reads one order as JSON, and writes what it made as JSON.
"""

import contextlib
import gc
import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from releasegraph.graph.dumping.part import write_part
from releasegraph.graph.dumping.parting import part_lines
from releasegraph.graph.dumping.rows import zip_tables
from releasegraph.graph.errors import StoreError

__all__ = ["Processes", "carry_out"]

Order = dict[str, Any]


def carry_out(order: Order) -> list[Any]:
    """Do what an order says: part a range of lines, write some parts, or package the tables of all."""
    folder = Path(order["folder"])
    if "range" in order:
        start, end = order["range"]
        bounds = [(graph, subject) for graph, subject in order["bounds"]]
        return list(part_lines(Path(order["spool"]), start, end, bounds, order["base"], folder, order["worker"]))
    if "tables" in order:
        return [zip_tables(folder, order["tables"], Path(order["target"]))]
    return [
        [number, {form: asdict(piece) for form, piece in write_part(files, order["base"], folder, number).items()}]
        for number, files in order["parts"]
    ]


class Processes:
    """Processes at work, stopped where nobody waits for them any more."""

    def __init__(self) -> None:
        self._running: list[subprocess.Popen[bytes]] = []
        self._stopped = threading.Event()

    def carry_out(self, orders: Sequence[Order]) -> list[list[Any]]:
        """Have each order done by a process of its own; raise StoreError where one fails, as where a disk is full."""
        started: list[subprocess.Popen[bytes]] = []
        try:
            for order in orders:
                started.append(self._start(order))
            return [_made(process) for process in started]
        finally:
            for process in started:
                if process.returncode is None:
                    process.kill()
                    process.communicate()

    def stop(self) -> None:
        """End what still runs, and start no more."""
        self._stopped.set()
        for process in list(self._running):
            process.kill()

    def _start(self, order: Order) -> subprocess.Popen[bytes]:
        if self._stopped.is_set():
            raise StoreError("the dumps were given up")
        process = subprocess.Popen(
            [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self._running.append(process)
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError), process.stdin:
            process.stdin.write(json.dumps(order).encode())
        process.stdin = None
        return process


def _made(process: subprocess.Popen[bytes]) -> list[Any]:
    made, said = process.communicate()
    if process.returncode:
        reason = said.decode("utf-8", "replace").strip().rpartition("\n")[2] or f"ended with {process.returncode}"
        raise StoreError(f"the dumps cannot be written: {reason}")
    return list(json.loads(made))


def main() -> None:
    """Carry out the order on standard input."""
    gc.disable()
    made = carry_out(json.load(sys.stdin))
    json.dump(made, sys.stdout)


if __name__ == "__main__":
    main()
