"""A worker process: opens a generation, then takes jobs from its socket, one by one, until it is closed or killed."""

import contextlib
import gc
import logging
import math
import os
import pickle
import resource
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO, TypeVar, cast

from releasegraph.api.edge.logs import take_request_id
from releasegraph.api.problems import Problem, problem_of
from releasegraph.api.settings import Settings
from releasegraph.api.state import Served
from releasegraph.api.workers.frames import Frame, FrameReader, frame
from releasegraph.api.workers.jobs import Head, Job, Opening, Order, Wear
from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.errors import StoreError
from releasegraph.graph.generations import Generation, open_generation

__all__ = ["JOB", "Assignment", "work"]

Result = TypeVar("Result")

_LOG = logging.getLogger(__name__)
FIRST = 4_096
"""Bytes that an answer gathers before the first of it is sent on."""
CHUNK = 65_536
"""Bytes gathered before more is sent on."""
HURRY = 0.02
"""Seconds after which whatever an answer has gathered is sent on."""
ROOM = 5
"""Seconds a worker may go on over its limit where nobody stops it: its HTTP process has gone."""
SELDOM = 100_000
"""Objects made and kept before cycles among them are looked for: more than a page has.

A page takes up to a tenth less processor time so, and garbage in cycles at most some 30 MB.
"""
_MANY = 4096
"""Page faults after which a worker's wear is measured again: 16 MiB."""
JOB = "job"
"""The name of the thread that does jobs, for who lists the threads of this process (proc_pid_comm(5))."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a new worker is for: the generation to open and the limits to keep."""

    generation: Generation
    settings: Settings


def work(connection: socket.socket, preloaded: EmbeddedStore | None) -> None:
    """Serve jobs from a connection until it ends; the store is the preloaded one or the assignment's, on disk.

    Raises ConnectionError where the other end has gone in the middle of an answer.
    """
    frames = _frames(connection)
    first = next(frames, None)
    if first is None:
        return
    assignment: Assignment = pickle.loads(first[1])
    try:
        here = Served.of(open_generation(assignment.generation, preloaded), assignment.settings)
    except StoreError as error:
        connection.sendall(frame(Frame.PROBLEM, pickle.dumps(problem_of(error))))
        return
    gc.freeze()
    gc.set_threshold(SELDOM)
    gauge, bound = _Gauge(), _ProcessorBound()
    _in_thread(partial(_bound_memory, assignment.settings.memory_limit))
    connection.sendall(frame(Frame.GREETING, str(os.getpid()).encode()))
    while _in_thread(partial(_serve, frames, here, connection, gauge, bound)):
        pass


def _in_thread(do: Callable[[], Result]) -> Result:
    """Do something in a thread of its own, and wait for it.

    It allocates from another arena than the one the graph fills, whose pages so stay shared (mallopt(3)); the next
    thread takes that arena over. And it alone steps back, where it is told to (setpriority(2)).
    """
    with ThreadPoolExecutor(max_workers=1) as own:
        return own.submit(do).result()


def _serve(
    frames: Iterator[tuple[Frame, bytes]],
    here: Served,
    connection: socket.socket,
    gauge: "_Gauge",
    bound: "_ProcessorBound",
) -> bool:
    """Do jobs until no more come: False; or until another thread is to do the next: True."""
    with contextlib.suppress(OSError):
        Path("/proc/thread-self/comm").write_text(JOB, encoding="ascii")
    for kind, payload in frames:
        if kind is Frame.RENEW:
            return True
        order: Order = pickle.loads(payload)
        take_request_id(order.request_id)
        bound.allow(order.seconds)
        answer = _Answer(connection)
        problem = _attempt(order.job, here, answer.opening)
        if problem is None:
            answer.end(gauge.read())
        else:
            answer.fail(problem)
    return False


def _attempt(job: Job, here: Served, opening: Opening) -> Problem | None:
    """Do a job; give the problem that ended it, if one did."""
    try:
        job(here, opening)
    except MemoryError:
        os.abort()  # as the engine does at this limit
    except OSError as error:
        return problem_of(StoreError(f"the store cannot be read: {error}"))
    except Exception as error:  # here the table of problems is asked
        problem = problem_of(error)
        if problem.status == HTTPStatus.INTERNAL_SERVER_ERROR:
            # not the job itself: a log does not tell what somebody looks for
            _LOG.exception("a %s failed", type(job).__name__)
        return problem
    return None


class _Answer:
    """Gathers an answer into frames: small ones leave in one piece, large ones as they come."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._pending = b""
        self._held = bytearray()
        self._enough = FIRST
        self._sent = time.monotonic()

    def opening(self, head: Head) -> BinaryIO:
        """Begin the answer."""
        self._pending = frame(Frame.OPENING, pickle.dumps(head))
        return cast(BinaryIO, self)

    def write(self, block: bytes) -> int:
        """Take a part of the body, waiting where the client is slow."""
        self._held += block
        if len(self._held) >= self._enough or time.monotonic() - self._sent > HURRY:
            self._send()
        return len(block)

    def flush(self) -> None:
        """Do nothing: what is gathered leaves when there is enough of it, or time."""

    def end(self, wear: Wear | None) -> None:
        """Send what is left, that it was all, and what the jobs have left behind, unless that is as it was."""
        self._send(frame(Frame.END, b"" if wear is None else pickle.dumps(wear)))

    def fail(self, problem: Problem) -> None:
        """Send the problem, and of the answer nothing more: before its first byte, the problem is the answer."""
        self._pending = b""
        self._held.clear()
        self._send(frame(Frame.PROBLEM, pickle.dumps(problem)))

    def _send(self, last: bytes = b"") -> None:
        body = frame(Frame.BODY, bytes(self._held)) if self._held else b""
        self._connection.sendall(self._pending + body + last)
        self._pending = b""
        self._held.clear()
        self._enough = CHUNK
        self._sent = time.monotonic()


def _frames(connection: socket.socket) -> Iterator[tuple[Frame, bytes]]:
    reader = FrameReader()
    while arrived := connection.recv(CHUNK):
        yield from reader.feed(arrived)


_PAGE = resource.getpagesize()


def _statm() -> tuple[int, int]:
    """Give the bytes of address space and of resident memory, (0, 0) where the system does not tell."""
    try:
        size, resident, shared, *_ = Path("/proc/self/statm").read_text(encoding="ascii").split()
    except OSError:
        return 0, 0
    return int(size) * _PAGE, (int(resident) - int(shared)) * _PAGE


class _Gauge:
    """Measures a worker's wear, once so many pages have been asked for that it may have changed."""

    def __init__(self) -> None:
        self._start = _statm()[1]
        self._faults = _faults()

    def read(self) -> Wear | None:
        """Give the wear since the start; None where it is what it was."""
        faults = _faults()
        if faults - self._faults <= _MANY:
            return None
        self._faults = faults
        grown = max(0, _statm()[1] - self._start)
        return Wear(grown, max(0, _private() - grown))


def _faults() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


def _private() -> int:
    """Give the bytes of memory that no other process shares, 0 where the system does not tell."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Private_Dirty:"):
                return int(line.split()[1]) * 1024
    return 0


def _bound_memory(mebibytes: int) -> None:
    """Bound what the process may still allocate: beyond it, the engine ends the process (setrlimit(2))."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    size, _ = _statm()
    if size:
        bound = size + mebibytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (bound, bound))


class _ProcessorBound:
    """Has the kernel end the process once a job has had its processor time, should nobody else."""

    def __init__(self) -> None:
        self._hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        self._most = 0

    def allow(self, seconds: float) -> None:
        """Give the process so many seconds from now; the kernel counts whole ones (setrlimit(2))."""
        most = math.ceil(time.process_time() + seconds) + ROOM
        if most != self._most:
            resource.setrlimit(resource.RLIMIT_CPU, (most, self._hard))
            self._most = most
