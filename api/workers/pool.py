"""The workers of one generation: a few idle ones at hand, more forked as they are needed."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path

from releasegraph.api.settings import Settings
from releasegraph.api.workers.connection import WorkerConnection, WorkerLostError, start_worker
from releasegraph.api.workers.forkservers import ForkServer, hold_forkserver
from releasegraph.api.workers.jobs import Wear
from releasegraph.api.workers.worker import Assignment
from releasegraph.graph.errors import StoreError
from releasegraph.graph.generations import Generation

__all__ = ["SPARE", "WARM", "WORN", "Lent", "WorkerPool"]

_LOG = logging.getLogger(__name__)
SPARE = 2
"""Idle workers kept ready."""
MOST_IDLE = 8
"""Idle workers kept at most."""
WORN = 128 * 1024 * 1024
"""Bytes a worker may have grown by its jobs before it is replaced."""
WARM = 64 * 1024 * 1024
"""Bytes of the graph that a worker has copied to count as warm: of such, no more stay idle than are kept ready."""
TRIES = 3
"""How often a worker is asked for before the request for it fails."""


@dataclass(frozen=True, slots=True)
class Lent:
    """A worker, and the fork server it comes from."""

    server: ForkServer
    worker: WorkerConnection


class WorkerPool:
    """Lends workers; starts on the store's files and moves to the copy in memory once that is loaded."""

    def __init__(self, generation: Generation, settings: Settings, runtime: Path, started: Callable[[], None]) -> None:
        self.generation = generation
        self._assignment = Assignment(generation, settings)
        self._runtime = runtime
        self._started = started
        self._server: ForkServer | None = None
        self._replacing = asyncio.Lock()
        self._idle: list[Lent] = []
        self._starting = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = False
        self.in_memory = False

    async def open(self) -> None:
        """Have a first worker ready, on disk; begin to load the graph into memory if the settings say so.

        Raises StoreError where no worker can be had.
        """
        try:
            self._server = await hold_forkserver(self._runtime, None)
            self._idle.append(await self._start())
        except BaseException:
            await self.close()
            raise
        self._refill()
        if self._assignment.settings.in_memory:
            self._later(self._move_to_memory())

    async def take(self) -> Lent:
        """Lend a worker, which is to be given back; raise StoreError where none can be had."""
        while self._idle:
            lent = self._idle.pop()
            if not lent.worker.lost:
                return lent
        return await self._start()

    def give_back(self, lent: Lent) -> None:
        """Take a worker back: it is kept if its job is done and it can take another, else its process ends."""
        worker = lent.worker
        if worker.busy:
            worker.kill()
        if worker.fresh and not worker.lost and lent.server is self._server and self._has_room(worker.wear):
            self._idle.append(lent)
        else:
            worker.close()
            self._refill()

    def _has_room(self, wear: Wear) -> bool:
        """Tell whether one more worker of such wear may stay idle.

        One that has read much is quicker to read it again, for the price of its own copy of that.
        """
        if wear.grown > WORN or wear.copied > self._assignment.settings.copied_limit * 1024 * 1024:
            return False
        if wear.copied <= WARM:
            return len(self._idle) < MOST_IDLE
        return sum(one.worker.wear.copied > WARM for one in self._idle) < SPARE

    async def _start(self) -> Lent:
        """Have a worker forked; where the fork server has gone, by another one."""
        for _ in range(TRIES):
            server = self._server
            if server is None:
                break
            try:
                worker = await start_worker(server.place, self._assignment)
            except (OSError, WorkerLostError):
                await self._replace(server)
            else:
                self._started()
                return Lent(server, worker)
        raise StoreError(f"{self.generation.folder.parent}: no process can be had to answer")

    async def _replace(self, failed: ForkServer) -> None:
        """Go on with a server on disk, if one has ended, and load the graph into memory anew."""
        async with self._replacing:
            if self._server is not failed or failed.lives:
                return
            _LOG.warning("the fork server at %s has ended", failed.place)
            server = await hold_forkserver(self._runtime, None)
            if self._server is not failed:
                server.close()
                return
            self._change(server)
            if self.in_memory:
                self.in_memory = False
                self._later(self._move_to_memory())

    async def _move_to_memory(self) -> None:
        try:
            server = await hold_forkserver(self._runtime, self.generation)
        except StoreError as error:
            _LOG.warning("queries stay on disk: %s", error)
            return
        self.in_memory = True
        self._change(server)

    def _change(self, server: ForkServer) -> None:
        """Have workers from another server from now on."""
        if self._server is not None:
            self._server.close()
        self._server = server
        self._drop_idle()
        self._refill()

    def _refill(self) -> None:
        """Have workers started until enough stand ready, with those that are under way."""
        while not self._closing and len(self._idle) + self._starting < SPARE:
            self._starting += 1
            self._later(self._add_spare())

    async def _add_spare(self) -> None:
        try:
            lent = await self._start()
        finally:
            self._starting -= 1
        self.give_back(lent)

    def _later(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _LOG.warning("no worker stands ready: %s", error)

    def _drop_idle(self) -> None:
        for lent in self._idle:
            lent.worker.close()
        self._idle.clear()

    async def close(self) -> None:
        """Lend no more; let go of idle workers and of the fork server. Lent ones end when they come back."""
        self._closing = True
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._server is not None:
            self._server.close()
            self._server = None
        self._drop_idle()
