"""An HTTP answer that a worker writes: streamed as it comes, bounded in time, and ended when its client leaves."""

import asyncio
import logging
import pickle
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Literal

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from releasegraph.api.edge.metrics import Outcome
from releasegraph.api.problems import Problem, ProblemError
from releasegraph.api.workers.connection import WorkerConnection, WorkerLostError
from releasegraph.api.workers.frames import Frame
from releasegraph.api.workers.jobs import Head, Job

__all__ = ["Admission", "Bounds", "Lending", "Progress", "WorkerAnswer"]

_LOG = logging.getLogger(__name__)
Lost = Literal["time", "memory", "depth", "left", "failed"]
"""Why a worker was lost in the middle of a job."""
PATIENCE = 0.1
"""Seconds after which an answer is no longer a quick one: it steps back, and its client is watched."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long an answer may take, in seconds: of the worker's time, and with a slow client's in all."""

    work: float
    whole: float


@dataclass(slots=True)
class Progress:
    """How an answer is getting on, filled in as it ends."""

    outcome: Outcome = "failed"
    seconds: float = 0.0


Admission = AbstractAsyncContextManager[Progress]
"""Lets an answer begin, now, later or never (an exception), and sees its end."""
Lending = Callable[[], AbstractAsyncContextManager[WorkerConnection]]
"""Lends a worker of what is served by then: an answer may have waited to begin."""


class WorkerAnswer(Response):
    """A response whose head and body come from a job in a worker.

    A problem before the first byte goes to the exception handlers; a later one breaks the connection off, so that
    nobody takes half an answer for a whole one.
    """

    def __init__(self, lend: Lending, job: Job, bounds: Bounds, admission: Admission) -> None:
        self.status_code = 200
        self.background = None
        self._lend = lend
        self._job = job
        self._bounds = bounds
        self._admission = admission

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the job and send what it writes."""
        async with self._admission as progress, self._lend() as worker:
            began = time.monotonic()
            run = _Run(worker, self._bounds, receive, progress)
            try:
                worker.send(self._job, self._bounds.work)
                await run.relay(send, whole=scope["method"] != "HEAD")
            except _LeftError:
                return
            finally:
                run.stop()
                progress.seconds = time.monotonic() - began


class _LeftError(Exception):
    """The client has gone."""


class _Run:
    """One job under way: its clock, its client, and why it was ended if it was."""

    def __init__(self, worker: WorkerConnection, bounds: Bounds, receive: Receive, progress: Progress) -> None:
        self._worker = worker
        self._bounds = bounds
        self._receive = receive
        self._loop = asyncio.get_running_loop()
        self._progress = progress
        self._killed: Lost | None = None
        self._worked = 0.0
        self._asked = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._last: asyncio.TimerHandle | None = None
        self._watching: asyncio.Task[None] | None = None
        self._slow = self._loop.call_later(min(PATIENCE, bounds.work), self._take_time)

    def _take_time(self) -> None:
        """Let quicker work go before this from now on, and watch its clocks and its client."""
        self._worker.step_back()
        self._watching = self._loop.create_task(self._watch())
        self._last = self._loop.call_later(self._bounds.whole, self._kill, "time")
        if self._asked:
            self._start_timer()

    def _start_timer(self) -> None:
        left = self._bounds.work - self._worked - (self._loop.time() - self._asked)
        self._timer = self._loop.call_later(max(0.0, left), self._kill, "time")

    async def _watch(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._kill("left")

    def _kill(self, why: Lost) -> None:
        self._killed = self._killed or why
        self._worker.kill()

    def stop(self) -> None:
        """Stop every clock."""
        for running in (self._slow, self._last, self._timer, self._watching):
            if running is not None:
                running.cancel()

    async def _next(self) -> tuple[Frame, bytes]:
        """Give the next frame; the time waited for it counts against the bound, the client's does not."""
        if self._worker.ready():
            return await self._worker.receive()
        self._asked = self._loop.time()
        if self._watching is not None:
            self._start_timer()
        try:
            return await self._worker.receive()
        except WorkerLostError as error:
            why = self._killed or _ENDED.get(error.code, "failed")
            self._progress.outcome = "failed" if why == "depth" else why
            if why == "left":
                raise _LeftError from None
            if not self._killed:
                _LOG.warning("a worker was ended by %s: %s", _ending(error.code), why)
            raise ProblemError(_PROBLEMS[why](self._bounds)) from None
        finally:
            if self._timer is not None:
                self._timer.cancel()
            self._worked += self._loop.time() - self._asked
            self._asked = 0.0

    async def relay(self, send: Send, *, whole: bool) -> None:
        """Send the answer on, its body too where the whole is wanted."""
        kind, payload = await self._next()
        if kind is Frame.PROBLEM:
            raise ProblemError(pickle.loads(payload))
        head: Head = pickle.loads(payload)
        if self._worker.whole():
            await self._send_small(head, send, whole=whole)
            return
        await send({"type": "http.response.start", "status": head.status, "headers": list(head.headers)})
        try:
            while (part := await self._next())[0] is Frame.BODY:
                if whole:
                    await send({"type": "http.response.body", "body": part[1], "more_body": True})
                elif not self._worker.ready():
                    break
            else:
                kind, payload = part
                if kind is Frame.PROBLEM:
                    raise ProblemError(pickle.loads(payload))
                self._worker.fresh = self._worker.fresh and pickle.loads(payload)
        except ProblemError as error:
            # without its last part the answer is visibly broken off
            _LOG.warning("an answer under way was broken off: %s", error.problem.detail)
            return
        self._progress.outcome = "done"
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _send_small(self, head: Head, send: Send, *, whole: bool) -> None:
        """Send an answer that came in one piece, with its length."""
        kind, body = await self._worker.receive()
        if kind is Frame.BODY:
            _, fresh = await self._worker.receive()
        else:
            body, fresh = b"", body
        self._worker.fresh = self._worker.fresh and pickle.loads(fresh)
        self._progress.outcome = "done"
        headers = [pair for pair in head.headers if pair[0] != b"content-length"]
        headers.append((b"content-length", b"%d" % len(body)))
        await send({"type": "http.response.start", "status": head.status, "headers": headers})
        await send({"type": "http.response.body", "body": body if whole else b"", "more_body": False})


def _too_long(bounds: Bounds) -> Problem:
    return Problem(
        503,
        f"The answer took longer than {bounds.work:g} seconds, so it was stopped. Ask for less: add a LIMIT, bind "
        "more of the pattern, or fetch a dump.",
        {"limit": bounds.work},
    )


def _too_much(_bounds: Bounds) -> Problem:
    return Problem(
        503,
        "The answer needed more memory than one may have, so it was stopped. Ask for less: fewer variables under "
        "DISTINCT, GROUP BY or ORDER BY, or bind more of the pattern.",
    )


def _too_deep(_bounds: Bounds) -> Problem:
    return Problem(
        400,
        "The query is nested too deeply, or strings too much together, to be answered. Ask for it in parts, or list "
        "values with VALUES or IN.",
    )


def _lost(_bounds: Bounds) -> Problem:
    return Problem(500, "The process that made the answer failed. This is our mistake; please report it.")


_PROBLEMS: Mapping[Lost, Callable[[Bounds], Problem]] = {
    "time": _too_long,
    "memory": _too_much,
    "depth": _too_deep,
    "failed": _lost,
}
_ENDED: Mapping[int | None, Lost] = {
    -signal.SIGABRT: "memory",  # by the engine, which was given no more
    -signal.SIGKILL: "memory",  # by the system, which has none left
    -signal.SIGSEGV: "depth",  # at the end of its stack
    -signal.SIGXCPU: "time",
}


def _ending(code: int | None) -> str:
    return signal.Signals(-code).name if code is not None and code < 0 else f"exit code {code}"
