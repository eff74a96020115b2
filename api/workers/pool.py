"""The workers of one generation: a few idle ones at hand, more forked as they are needed."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path

from releasegraph.api.settings import Settings
from releasegraph.api.workers.connection import WorkerConnection, WorkerLostError, start_worker
from releasegraph.api.workers.forkservers import ForkServer, hold_forkserver
from releasegraph.api.workers.worker import Assignment
from releasegraph.graph.errors import StoreError
from releasegraph.graph.generations import Generation

__all__ = ["WorkerPool"]

_LOG = logging.getLogger(__name__)
SPARE = 2
"""Idle workers kept ready."""
MOST_IDLE = 8
"""Idle workers kept at most."""


class WorkerPool:
    """Lends workers; starts on the store's files and moves to the copy in memory once that is loaded."""

    def __init__(self, generation: Generation, settings: Settings, runtime: Path, started: Callable[[], None]) -> None:
        self.generation = generation
        self._assignment = Assignment(generation.folder, settings)
        self._settings = settings
        self._runtime = runtime
        self._started = started
        self._server: ForkServer | None = None
        self._idle: list[tuple[ForkServer, WorkerConnection]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._lent = 0
        self._closing = False
        self.in_memory = False

    async def open(self) -> None:
        """Have a first worker ready, on disk; begin to load the graph into memory if the settings say so."""
        self._server = await hold_forkserver(self._runtime, None)
        try:
            await self._add_spare()
        except StoreError:
            await self.close()
            raise
        if self._settings.in_memory:
            self._later(self._move_to_memory())

    async def _move_to_memory(self) -> None:
        try:
            server = await hold_forkserver(self._runtime, self.generation)
        except StoreError as error:
            _LOG.warning("queries stay on disk: %s", error)
            return
        before, self._server = self._server, server
        self.in_memory = True
        self._drop_idle()
        if before is not None:
            before.close()
        await self._add_spare()

    @contextlib.asynccontextmanager
    async def worker(self) -> AsyncIterator[WorkerConnection]:
        """Lend a worker; afterwards it goes back if its job is done and it can take another, else its process ends."""
        server, worker = await self._take()
        self._lent += 1
        try:
            yield worker
        finally:
            self._lent -= 1
            if worker.busy:
                worker.kill()
            self._put_back(server, worker)

    async def _take(self) -> tuple[ForkServer, WorkerConnection]:
        while self._idle:
            server, worker = self._idle.pop()
            if not worker.lost:
                return server, worker
        return await self._start()

    async def _start(self) -> tuple[ForkServer, WorkerConnection]:
        server = self._server
        if server is None:
            raise StoreError("the server is stopping")
        try:
            return server, await self._forked(server)
        except (OSError, WorkerLostError):
            return await self._start_again(server)

    async def _forked(self, server: ForkServer) -> WorkerConnection:
        worker = await start_worker(server.place, self._assignment)
        self._started()
        return worker

    async def _start_again(self, failed: ForkServer) -> tuple[ForkServer, WorkerConnection]:
        """Start a worker on disk after a fork server failed, and load the graph into memory anew."""
        _LOG.warning("the fork server at %s gives no workers", failed.place)
        if self._server is failed:
            failed.close()
            self._server = await hold_forkserver(self._runtime, None)
            if self.in_memory:
                self.in_memory = False
                self._later(self._move_to_memory())
        assert self._server is not None
        try:
            return self._server, await self._forked(self._server)
        except (OSError, WorkerLostError):
            raise StoreError(f"{self.generation.folder.parent}: no process could open the store to answer") from None

    def _put_back(self, server: ForkServer, worker: WorkerConnection) -> None:
        if worker.fresh and not worker.lost and server is self._server and len(self._idle) < MOST_IDLE:
            self._idle.append((server, worker))
        else:
            worker.close()
            if len(self._idle) < SPARE and not self._closing:
                self._later(self._add_spare())

    async def _add_spare(self) -> None:
        while len(self._idle) < SPARE and not self._closing:
            self._idle.append(await self._start())

    def _later(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _LOG.warning("%s", error)

    def _drop_idle(self) -> None:
        for _, worker in self._idle:
            worker.close()
        self._idle.clear()

    async def close(self) -> None:
        """Lend no more; let go of idle workers and of the fork server. Lent ones end when they come back."""
        self._closing = True
        self._drop_idle()
        if self._server is not None:
            self._server.close()
            self._server = None
        for task in self._tasks:
            task.cancel()
