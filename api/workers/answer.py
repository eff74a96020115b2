"""An HTTP answer that a worker writes: streamed as it comes, bounded in time, and ended when its client leaves."""

import asyncio
import logging
import pickle
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Literal

from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from releasegraph.api.edge.metrics import Outcome
from releasegraph.api.problems import Problem, ProblemError
from releasegraph.api.workers.connection import WorkerConnection, WorkerLostError
from releasegraph.api.workers.frames import Frame
from releasegraph.api.workers.jobs import Head, Job

__all__ = ["Admission", "Lending", "Progress", "WorkerAnswer"]

_LOG = logging.getLogger(__name__)
Lost = Literal["time", "memory", "depth", "left", "failed"]
"""Why a worker was lost in the middle of a job."""
PATIENCE = 0.1
"""Seconds after which an answer is no longer a quick one: it steps back, and its client is watched."""
SLOWEST = 20
"""How many times its limit an answer may take in all, where its client is slow to read."""


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
    nobody takes half an answer for a whole one. The limit is in seconds that the worker takes.
    """

    def __init__(self, lend: Lending, job: Job, limit: float, admission: Admission) -> None:
        self.status_code = 200
        self.background = None
        self._lend = lend
        self._job = job
        self._limit = limit
        self._admission = admission

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the job and send what it writes; a slow client keeps a worker only while more of its answer may come."""
        async with self._admission as progress, self._lend() as worker:
            began = time.monotonic()
            run = _Run(worker, self._limit, receive, progress)
            try:
                async with run.whole_time:
                    worker.send(self._job, self._limit)
                    last = await run.relay(send, whole=scope["method"] != "HEAD")
            except _LeftError:
                return
            except TimeoutError:
                progress.outcome = "time"
                _LOG.warning("an answer was broken off: its client took %d times its limit to read it", SLOWEST)
                return
            except asyncio.CancelledError:
                if run.begun:
                    return
                raise ProblemError(_STOPPING) from None
            finally:
                run.stop()
                progress.seconds = time.monotonic() - began
        for message in last:
            await send(message)


class _LeftError(Exception):
    """The client has gone."""


class _Run:
    """One job under way: its clock, its client, and why it was ended if it was."""

    def __init__(self, worker: WorkerConnection, limit: float, receive: Receive, progress: Progress) -> None:
        self._worker = worker
        self._limit = limit
        self._receive = receive
        self._loop = asyncio.get_running_loop()
        self._progress = progress
        self._killed: Lost | None = None
        self.whole_time = asyncio.timeout(None)
        self.begun = False
        self._worked = 0.0
        self._asked = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._watching: asyncio.Task[None] | None = None
        self._slow = self._loop.call_later(min(PATIENCE, limit), self._take_time)

    def _take_time(self) -> None:
        """Let quicker work go before this from now on, and watch its clocks and its client."""
        self._worker.step_back()
        self._watching = self._loop.create_task(self._watch())
        self.whole_time.reschedule(self._loop.time() + self._limit * SLOWEST)
        if self._asked:
            self._start_timer()

    def _start_timer(self) -> None:
        left = self._limit - self._worked - (self._loop.time() - self._asked)
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
        for running in (self._slow, self._timer, self._watching):
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
            raise ProblemError(_PROBLEMS[why](self._limit)) from None
        finally:
            if self._timer is not None:
                self._timer.cancel()
            self._worked += self._loop.time() - self._asked
            self._asked = 0.0

    async def relay(self, send: Send, *, whole: bool) -> Sequence[Message]:
        """Send the answer on as it comes, its body too where the whole is wanted; give what is left to send.

        An answer that is whole already, or whose length is known, is left whole, to HEAD too: its worker has done all
        it can, and the GET that follows can be given it.
        """
        kind, payload = await self._next()
        if kind is Frame.PROBLEM:
            raise ProblemError(pickle.loads(payload))
        head: Head = pickle.loads(payload)
        if self._worker.whole() or any(name == b"content-length" for name, _ in head.headers):
            return _whole(head, await self._rest())
        self.begun = True
        await send({"type": "http.response.start", "status": head.status, "headers": list(head.headers)})
        try:
            while (part := await self._next())[0] is Frame.BODY:
                if whole:
                    await send({"type": "http.response.body", "body": part[1], "more_body": True})
                elif not self._worker.ready():
                    self._progress.outcome = "done"
                    break
            else:
                self._end(*part)
        except ProblemError as error:
            # without its last part the answer is visibly broken off
            _LOG.warning("an answer under way was broken off: %s", error.problem.detail)
            return ()
        return ({"type": "http.response.body", "body": b"", "more_body": False},)

    async def _rest(self) -> bytes:
        """Take the whole body."""
        parts = []
        while (part := await self._next())[0] is Frame.BODY:
            parts.append(part[1])
        self._end(*part)
        return b"".join(parts)

    def _end(self, kind: Frame, payload: bytes) -> None:
        """Take the frame after the body; raise the problem it holds, if it does."""
        if kind is Frame.PROBLEM:
            raise ProblemError(pickle.loads(payload))
        if payload:
            self._worker.wear = pickle.loads(payload)
        self._progress.outcome = "done"


def _whole(head: Head, body: bytes) -> Sequence[Message]:
    """Give the messages of an answer that is all here, with its length."""
    headers = [pair for pair in head.headers if pair[0] != b"content-length"]
    headers.append((b"content-length", b"%d" % len(body)))
    return (
        {"type": "http.response.start", "status": head.status, "headers": headers},
        {"type": "http.response.body", "body": body, "more_body": False},
    )


def _too_long(limit: float) -> Problem:
    return Problem(
        503,
        f"The answer took longer than {limit:g} seconds, so it was stopped. Ask for less: add a LIMIT, bind "
        "more of the pattern, or fetch a dump.",
        {"limit": limit},
    )


def _too_much(_limit: float) -> Problem:
    return Problem(
        503,
        "The answer needed more memory than one may have, so it was stopped. Ask for less: fewer variables under "
        "DISTINCT, GROUP BY or ORDER BY, or bind more of the pattern.",
    )


def _too_deep(_limit: float) -> Problem:
    return Problem(
        400,
        "The query is nested too deeply, or strings too much together, to be answered. Ask for it in parts, or list "
        "values with VALUES or IN.",
    )


def _lost(_limit: float) -> Problem:
    return Problem(500, "The process that made the answer failed. This is our mistake; please report it.")


_PROBLEMS: Mapping[Lost, Callable[[float], Problem]] = {
    "time": _too_long,
    "memory": _too_much,
    "depth": _too_deep,
    "failed": _lost,
}
_STOPPING = Problem(503, "The server stops; it has waited as long as it may.", headers={"Retry-After": "10"})
_ENDED: Mapping[int | None, Lost] = {
    -signal.SIGABRT: "memory",  # by the engine, which was given no more
    -signal.SIGKILL: "memory",  # by the system, which has none left
    -signal.SIGSEGV: "depth",  # at the end of its stack
    -signal.SIGXCPU: "time",
}


def _ending(code: int | None) -> str:
    return signal.Signals(-code).name if code is not None and code < 0 else f"exit code {code}"
