"""The HTTP process's end of one worker."""

import asyncio
import contextlib
import os
import pickle
import signal
from collections import deque
from pathlib import Path
from typing import cast

from releasegraph.api.edge.logs import request_id
from releasegraph.api.problems import Problem
from releasegraph.api.workers.forkserver import WORK
from releasegraph.api.workers.frames import Frame, FrameReader, frame
from releasegraph.api.workers.jobs import Job, Order, Wear
from releasegraph.api.workers.worker import JOB, Assignment
from releasegraph.graph.errors import StoreError

__all__ = ["WorkerConnection", "WorkerLostError", "start_worker"]

HIGH = 512 * 1024
"""Bytes that may wait for a slow client before the worker is left waiting itself."""
BACKGROUND = 15
"""The nice value of a query that takes its time."""
STARTING = 30.0
"""Seconds a worker may take to be ready."""


class WorkerLostError(Exception):
    """The worker's process has ended: killed, or by a limit of its own."""

    def __init__(self, code: int | None) -> None:
        super().__init__(code)
        self.code = code
        """The signal that ended it (negative) or its exit code; None where nobody could tell."""


class WorkerConnection(asyncio.Protocol):
    """Sends jobs to a worker and takes its frames; reading pauses while the client is slow."""

    def __init__(self) -> None:
        self._reader = FrameReader()
        self._frames: deque[tuple[Frame, bytes]] = deque()
        self._waiting = 0
        self._paused = False
        self._lost = False
        self._news: asyncio.Future[None] | None = None
        self._transport: asyncio.Transport | None = None
        self._process: int | None = None
        self._pidfd: int | None = None
        self._code: int | None = None
        self._stepped_back = False
        self.fresh = True
        """Whether the worker may be given another job after this one."""
        self.wear = Wear()
        """What its jobs have left behind."""
        self.busy = False
        """Whether a job is under way."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Take what a worker sent."""
        for kind, payload in self._reader.feed(data):
            if kind is Frame.ENDED:
                self._code = int(payload)
                continue
            self._frames.append((kind, payload))
            self._waiting += len(payload)
        if self._waiting > HIGH and not self._paused and self._transport is not None:
            self._transport.pause_reading()
            self._paused = True
        self._tell()

    def connection_lost(self, _exc: Exception | None) -> None:
        """Note that the worker's process has ended."""
        self._lost = True
        if self._pidfd is not None:
            os.close(self._pidfd)
            self._pidfd = None
        self._tell()

    def _tell(self) -> None:
        if self._news is not None and not self._news.done():
            self._news.set_result(None)

    async def receive(self) -> tuple[Frame, bytes]:
        """Give the worker's next frame; raise WorkerLostError where its process ends first."""
        while not self._frames:
            if self._lost:
                raise WorkerLostError(self._code)
            self._news = asyncio.get_running_loop().create_future()
            await self._news
        kind, payload = self._frames.popleft()
        if kind in (Frame.END, Frame.PROBLEM):
            self._job_ended()
        self._waiting -= len(payload)
        if self._paused and self._waiting < HIGH // 2 and self._transport is not None:
            self._transport.resume_reading()
            self._paused = False
        return kind, payload

    def _job_ended(self) -> None:
        """Have another thread do the next job where this one was told to step back: it can not be told to return."""
        self.busy = False
        if self._stepped_back and self._transport is not None and not self._lost:
            self._transport.write(frame(Frame.RENEW))
        self._stepped_back = False

    def whole(self) -> bool:
        """Tell whether all the rest of an answer is here: at most its body in one piece, and its end."""
        return len(self._frames) in (1, 2) and self._frames[-1][0] is Frame.END

    def ready(self) -> bool:
        """Tell whether a frame is here already."""
        return bool(self._frames)

    def send(self, job: Job, seconds: float) -> None:
        """Give the worker a job and the processor time it may take."""
        assert self._transport is not None
        self.busy = True
        self._transport.write(frame(Frame.JOB, pickle.dumps(Order(job, seconds, request_id()))))

    async def greet(self, assignment: Assignment) -> None:
        """Tell a new worker what it is for, and wait until it is ready; raise StoreError where it cannot be."""
        assert self._transport is not None
        self._transport.write(WORK + frame(Frame.JOB, pickle.dumps(assignment)))
        kind, payload = await self.receive()
        if kind is Frame.PROBLEM:
            problem: Problem = pickle.loads(payload)
            raise StoreError(problem.detail)
        self._process = int(payload)
        if hasattr(os, "pidfd_open"):
            with contextlib.suppress(ProcessLookupError):
                self._pidfd = os.pidfd_open(self._process)

    def step_back(self) -> None:
        """Have the system run quicker work before this job; where only the process can be told, it is its last one."""
        if self._process is None or self._lost:
            return
        thread = _job_thread(self._process)
        self.fresh = self.fresh and thread is not None
        self._stepped_back = True
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, thread or self._process, BACKGROUND)

    def kill(self) -> None:
        """End the worker's process now, whatever it does."""
        self.fresh = False
        if self._lost or self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            if self._pidfd is not None:
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            else:
                os.kill(self._process, signal.SIGKILL)

    def close(self) -> None:
        """Let the worker end once it is idle."""
        if self._transport is not None:
            self._transport.close()

    @property
    def lost(self) -> bool:
        """Tell whether the process has ended."""
        return self._lost


def _job_thread(process: int) -> int | None:
    """Find the thread of a worker that does its job; None where the system does not tell."""
    with contextlib.suppress(OSError):
        for name in Path(f"/proc/{process}/task").glob("*/comm"):
            if name.read_text(encoding="utf-8", errors="replace").strip() == JOB:
                return int(name.parent.name)
    return None


async def start_worker(place: Path, assignment: Assignment) -> WorkerConnection:
    """Have the fork server at a socket fork a worker.

    Raises OSError or WorkerLostError where the server does not, StoreError where the worker cannot open its store.
    """
    async with asyncio.timeout(STARTING):
        _, worker = await asyncio.get_running_loop().create_unix_connection(WorkerConnection, str(place))
        try:
            await worker.greet(assignment)
        except BaseException:
            worker.close()
            raise
    return worker
