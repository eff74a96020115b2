"""The HTTP process's side of serving: the current generation with its workers, replaced when a build ends."""

import asyncio
import contextlib
import hashlib
import logging
from collections.abc import AsyncIterator
from importlib.metadata import version
from pathlib import Path
from typing import cast

from fastapi import Request
from starlette.exceptions import HTTPException

from releasegraph.api.edge.limits import RunningQueries
from releasegraph.api.edge.metrics import Metrics
from releasegraph.api.settings import Settings
from releasegraph.api.state import Described
from releasegraph.api.workers.answer import Progress, WorkerAnswer
from releasegraph.api.workers.connection import WorkerConnection
from releasegraph.api.workers.jobs import Job
from releasegraph.api.workers.pool import Lent, WorkerPool
from releasegraph.graph.errors import StoreError
from releasegraph.graph.generations import Generation, current_generation
from releasegraph.graph.software import BUILDING, software_digest

__all__ = ["Front", "front"]

_LOG = logging.getLogger(__name__)
LOOK = 1.0
"""Seconds between looks for a new build or a new validation report."""


class Front:
    """What one application serves now."""

    def __init__(self, folder: Path, settings: Settings, metrics: Metrics) -> None:
        self.folder = folder.resolve()
        self.settings = settings
        self._running = RunningQueries(settings.queries_per_client)
        self._queries = 0
        self.visits = asyncio.Semaphore(settings.visits)
        self._looking = asyncio.Lock()
        self._closed = False
        self._metrics = metrics
        self._runtime: Path
        self._stamp = ""
        self.described: Described
        self.pool: WorkerPool
        self.revision = ""
        """Differs wherever any answer may: what a build says, report, software or setting.

        A build of the same sources by the same software is no other: whoever has an answer is told that it is the same.
        """

    async def open(self, runtime: Path) -> None:
        """Serve the current generation, sockets of workers in that folder; raise StoreError where there is none."""
        self._runtime = runtime
        generation = current_generation(self.folder)
        self.pool = await self._opened(generation)
        self._describe(generation)

    async def _opened(self, generation: Generation) -> WorkerPool:
        pool = WorkerPool(generation, self.settings, self._runtime, self._metrics.worker_started)
        await pool.open()
        return pool

    def _describe(self, generation: Generation) -> None:
        self._stamp = generation.stamp()
        facts = "\n".join((generation.content(), self._stamp, software(), self.settings.model_dump_json()))
        self.revision = hashlib.sha256(facts.encode()).hexdigest()[:16]
        self.described = Described(generation, self.settings)
        triples = generation.manifest.counts.get("triples", 0)
        self._metrics.serving(version("releasegraph"), generation.name, self.revision, triples)

    async def follow(self) -> None:
        """Look for a new build or validation report, and take it up, for as long as the task is not cancelled."""
        said = ""
        while True:
            await asyncio.sleep(LOOK)
            try:
                await self._look()
                said = ""
            except (StoreError, OSError) as error:
                if str(error) != said:
                    _LOG.warning("the build before stays: %s", error)
                said = str(error)

    async def _look(self) -> None:
        async with self._looking:
            if self._closed:
                return
            generation, before = current_generation(self.folder), self.described.generation
            if (generation.name, generation.manifest) != (before.name, before.manifest):
                pool = await self._opened(generation)
                old, self.pool = self.pool, pool
                self._describe(generation)
                await old.close()
                _LOG.info("serving %s", generation.name)
            elif generation.stamp() != self._stamp:
                self._describe(generation)

    @contextlib.asynccontextmanager
    async def serving(self, runtime: Path) -> AsyncIterator[None]:
        """Open, follow new builds, and at the end let go of everything."""
        await self.open(runtime)
        following = asyncio.get_running_loop().create_task(self.follow())
        try:
            yield
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
            async with self._looking:
                self._closed = True
                await self.pool.close()

    def worker(self) -> contextlib.AbstractAsyncContextManager[WorkerConnection]:
        """Lend a worker of what is served once it is needed; raise StoreError where there is none."""
        return _Lending(self)

    async def lend(self) -> tuple[WorkerPool, Lent]:
        """Lend a worker, which is to be given back to that pool; raise StoreError where there is none."""
        pool = self.pool
        try:
            return pool, await pool.take()
        except StoreError:
            # builds that ended since the last look may have removed what this pool serves
            await self._look()
            return self.pool, await self.pool.take()

    def query(self, job: Job, client: str, seconds: float) -> WorkerAnswer:
        """Have a worker answer a client's query within so many seconds; the answer is counted while it runs."""
        return WorkerAnswer(self.worker, job, seconds, _Counted(self, client))

    def visit(self, job: Job) -> WorkerAnswer:
        """Have a worker make a page or a document; when many are being made, this one waits."""
        return WorkerAnswer(self.worker, job, self.settings.time_limit, _Waiting(self.visits))

    def probe(self, job: Job) -> WorkerAnswer:
        """Have a worker do something small that waits for nothing."""
        return WorkerAnswer(self.worker, job, self.settings.time_limit, contextlib.nullcontext(Progress()))

    def begin(self, client: str) -> None:
        """Count a query; raise HTTPException where the server, or the client, has as many as it may."""
        if self._queries >= self.settings.queries:
            raise HTTPException(503, "As many queries are running as this server takes.", {"Retry-After": "1"})
        self._running.begin(client)
        self._queries += 1
        self._metrics.query_started()

    def end(self, client: str, progress: Progress) -> None:
        """Count a query that has ended."""
        self._queries -= 1
        self._running.end(client)
        self._metrics.query_ended(progress.outcome, progress.seconds)


class _Lending(contextlib.AbstractAsyncContextManager[WorkerConnection]):
    """Has a worker while it lasts."""

    def __init__(self, front: Front) -> None:
        self._front = front
        self._pool: WorkerPool
        self._lent: Lent

    async def __aenter__(self) -> WorkerConnection:
        self._pool, self._lent = await self._front.lend()
        return self._lent.worker

    async def __aexit__(self, *_error: object) -> None:
        self._pool.give_back(self._lent)


class _Counted(contextlib.AbstractAsyncContextManager[Progress]):
    """Holds a place among the queries that run."""

    def __init__(self, front: Front, client: str) -> None:
        self._front = front
        self._client = client
        self._progress = Progress()

    async def __aenter__(self) -> Progress:
        self._front.begin(self._client)
        return self._progress

    async def __aexit__(self, *_error: object) -> None:
        self._front.end(self._client, self._progress)


class _Waiting(contextlib.AbstractAsyncContextManager[Progress]):
    """Waits for its turn."""

    def __init__(self, turns: asyncio.Semaphore) -> None:
        self._turns = turns

    async def __aenter__(self) -> Progress:
        await self._turns.acquire()
        return Progress()

    async def __aexit__(self, *_error: object) -> None:
        self._turns.release()


def front(request: Request) -> Front:
    """Give the front of the application a request came to."""
    return cast(Front, request.app.state.front)


def software() -> str:
    """Give a digest of the software that shapes an answer."""
    return software_digest("releasegraph.api", *BUILDING)
