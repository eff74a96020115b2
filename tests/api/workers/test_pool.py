"""A pool keeps workers at hand, whichever process is killed, and leaves nothing behind."""

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from releasegraph.api.settings import Settings
from releasegraph.api.state import Served
from releasegraph.api.workers.connection import BACKGROUND, WorkerConnection, WorkerLostError
from releasegraph.api.workers.forkserver import WORK
from releasegraph.api.workers.forkservers import hold_forkserver
from releasegraph.api.workers.frames import Frame
from releasegraph.api.workers.jobs import Opening, Wear
from releasegraph.api.workers.pool import SPARE, WARM, WORN, Lent, WorkerPool
from releasegraph.graph.errors import StoreError
from releasegraph.graph.generations import current_generation

MEBIBYTE = 1024 * 1024
Processes = Callable[[Path], dict[int, int]]


class Job:
    """A job as the source of a function: a worker knows no module of the tests."""

    def __init__(self, source: str) -> None:
        self._source = f"lambda here, opening: {source}"

    def __reduce__(self) -> tuple[Callable[[str], object], tuple[str]]:
        return eval, (self._source,)

    def __call__(self, here: Served, opening: Opening) -> None:
        """Do nothing: a worker does it."""


WHO = Job(
    "opening(__import__('releasegraph.api.workers.jobs', fromlist=['Head']).Head(200, ()))"
    ".write(b'%d %d' % (__import__('os').getpid(), len(list(here.store.quads()))))"
)
STUCK = Job("__import__('signal').pause()")


def _signalled(number: int) -> Job:
    return Job(f"__import__('signal').raise_signal({int(number)})")


async def _asked(worker: WorkerConnection) -> tuple[int, int]:
    """Have a worker say its process number and how many quads it has."""
    worker.send(WHO, 10)
    assert (await worker.receive())[0] is Frame.OPENING
    _, said = await worker.receive()
    kind, wear = await worker.receive()
    assert (kind, wear) == (Frame.END, b"")
    process, quads = said.split()
    return int(process), int(quads)


def _threads(process: int, name: str) -> list[int]:
    """Give the threads of a process that have a name."""
    return [
        int(one.parent.name) for one in Path(f"/proc/{process}/task").glob("*/comm") if one.read_text() == f"{name}\n"
    ]


async def _one(pool: WorkerPool) -> int:
    """Have the next worker say its process number, and give it back."""
    lent = await pool.take()
    process, _ = await _asked(lent.worker)
    pool.give_back(lent)
    return process


@contextlib.asynccontextmanager
async def _pool(folder: Path, settings: Settings) -> AsyncIterator[WorkerPool]:
    pool = WorkerPool(current_generation(folder), settings, settings.runtime or Path(), lambda: None)
    await pool.open()
    try:
        yield pool
    finally:
        await pool.close()


async def _until(ready: Callable[[], object]) -> None:
    async with asyncio.timeout(60):
        while not ready():
            await asyncio.sleep(0.02)


@pytest.fixture
def settings() -> Settings:
    """Give settings with the session's fork server, on disk."""
    return Settings()


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a folder of sockets whose processes may be killed; a fork server started once serves several tests."""
    folder = tmp_path_factory.mktemp("own")
    server = asyncio.run(hold_forkserver(folder, None))
    yield folder
    server.close()


def _run(folder: Path, settings: Settings, test: Callable[[WorkerPool], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with _pool(folder, settings) as pool:
            await test(pool)

    asyncio.run(whole())


def test_a_worker_goes_back_and_is_lent_again(folder: Path, settings: Settings) -> None:
    async def test(pool: WorkerPool) -> None:
        first = await pool.take()
        process, quads = await _asked(first.worker)
        assert quads > 600
        pool.give_back(first)
        assert await _one(pool) == process

    _run(folder, settings, test)


@pytest.mark.parametrize("ending", ["killed", "busy", "lost"])
def test_a_worker_is_not_lent_again(folder: Path, settings: Settings, ending: str) -> None:
    async def test(pool: WorkerPool) -> None:
        lent = await pool.take()
        process, _ = await _asked(lent.worker)
        if ending == "killed":
            lent.worker.kill()
        elif ending == "busy":
            lent.worker.send(STUCK, 10)
        else:
            os.kill(process, signal.SIGKILL)
            await _until(lambda: lent.worker.lost)
        pool.give_back(lent)
        assert process not in {await _one(pool) for _ in range(5)}
        await _until(lambda: not Path(f"/proc/{process}").exists())

    _run(folder, settings, test)


def test_a_job_told_to_step_back_at_its_very_end_leaves_its_worker_as_quick_as_ever(
    folder: Path, settings: Settings
) -> None:
    async def test(pool: WorkerPool) -> None:
        await _until(lambda: len(pool._idle) == SPARE)  # else one that is yet to come is lent first
        lent = await pool.take()
        process, _ = await _asked(lent.worker)
        (job,) = _threads(process, "job")
        before = os.getpriority(os.PRIO_PROCESS, job)
        lent.worker.send(WHO, 10)
        await _until(lambda: len(lent.worker._frames) == 3)
        lent.worker.step_back()
        assert os.getpriority(os.PRIO_PROCESS, job) == BACKGROUND
        while (await lent.worker.receive())[0] is not Frame.END:
            pass
        pool.give_back(lent)
        await _until(lambda: _threads(process, "job") not in ([], [job]))
        assert await _one(pool) == process
        assert [os.getpriority(os.PRIO_PROCESS, other) for other in _threads(process, "job")] == [before]

    _run(folder, settings, test)


@pytest.mark.parametrize(
    ("wear", "stays"),
    [
        (Wear(), True),
        (Wear(grown=WORN), True),
        (Wear(grown=WORN + 1), False),
        (Wear(copied=WARM), True),
        (Wear(copied=100 * MEBIBYTE), True),
        (Wear(copied=100 * MEBIBYTE + 1), False),
    ],
    ids=repr,
)
def test_a_worker_is_lent_again_until_it_is_worn(folder: Path, own: Path, wear: Wear, stays: bool) -> None:
    async def test(pool: WorkerPool) -> None:
        await _until(lambda: len(pool._idle) == SPARE)  # else one that is yet to come is lent first
        lent = await pool.take()
        process, _ = await _asked(lent.worker)
        lent.worker.wear = wear
        pool.give_back(lent)
        assert (await _one(pool) == process) == stays

    _run(folder, Settings(runtime=own, in_memory=False, copied_limit=100), test)


def test_of_warm_workers_no_more_stay_than_are_kept_ready(folder: Path, settings: Settings) -> None:
    async def test(pool: WorkerPool) -> None:
        await _until(lambda: len(pool._idle) == SPARE)
        taken = [await pool.take() for _ in range(5)]
        processes = [(await _asked(lent.worker))[0] for lent in taken]
        for lent in taken[:4]:
            lent.worker.wear = Wear(copied=WARM + 1)
        for lent in taken:
            pool.give_back(lent)
        for process in processes[SPARE:4]:
            await _until(lambda gone=process: not Path(f"/proc/{gone}").exists())
        again = [await pool.take() for _ in range(3)]
        kept = {(await _asked(lent.worker))[0] for lent in again}
        assert kept == {processes[0], processes[1], processes[4]}
        for lent in again:
            pool.give_back(lent)

    _run(folder, settings, test)


def test_an_idle_worker_that_was_killed_is_not_lent(folder: Path, settings: Settings) -> None:
    async def test(pool: WorkerPool) -> None:
        lent = await pool.take()
        process, _ = await _asked(lent.worker)
        pool.give_back(lent)
        os.kill(process, signal.SIGKILL)
        await _until(lambda: lent.worker.lost)
        assert process not in {await _one(pool) for _ in range(5)}

    _run(folder, settings, test)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT, signal.SIGXCPU])
def test_how_a_worker_ended_is_told(folder: Path, settings: Settings, number: int) -> None:
    async def test(pool: WorkerPool) -> None:
        lent = await pool.take()
        lent.worker.send(_signalled(number), 10)
        with pytest.raises(WorkerLostError) as lost:
            await lent.worker.receive()
        assert lost.value.code == -number
        pool.give_back(lent)

    _run(folder, settings, test)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_worker_leaves_the_end_of_its_job_to_who_has_it(folder: Path, settings: Settings, number: int) -> None:
    async def test(pool: WorkerPool) -> None:
        lent = await pool.take()
        lent.worker.send(_signalled(number), 10)
        assert (await lent.worker.receive())[0] is Frame.END
        pool.give_back(lent)

    _run(folder, settings, test)


def test_workers_stand_ready_and_not_more_than_are_wanted(folder: Path, own: Path, processes: Processes) -> None:
    async def test(pool: WorkerPool) -> None:
        taken = [await pool.take() for _ in range(12)]
        for lent in taken:
            await _asked(lent.worker)
            lent.worker.kill()
            pool.give_back(lent)
        server = processes(own)[await _one(pool)]
        await _until(lambda: list(processes(own).values()).count(server) == SPARE)
        await asyncio.sleep(0.1)
        assert list(processes(own).values()).count(server) == SPARE

    _run(folder, Settings(runtime=own), test)


@pytest.mark.parametrize("in_memory", [False, True])
def test_one_server_takes_the_place_of_one_that_was_killed(
    folder: Path, own: Path, processes: Processes, in_memory: bool
) -> None:
    async def test(pool: WorkerPool) -> None:
        await _until(lambda: pool.in_memory == in_memory)
        kept = await pool.take()
        before, _ = await _asked(kept.worker)
        server = processes(own)[before]
        os.kill(server, signal.SIGKILL)
        await _until(lambda: not kept.server.lives)
        assert (await _asked(kept.worker))[0] == before, "a worker survives its server"
        lent = await asyncio.gather(*(pool.take() for _ in range(10)))
        assert len({(await _asked(one.worker))[0] for one in lent}) == 10
        assert len({one.server.place for one in lent if one.server is not kept.server}) == 1
        for one in (kept, *lent):
            pool.give_back(one)
        await _until(lambda: pool.in_memory == in_memory)
        fresh = await pool.take()
        assert fresh.server.place == kept.server.place
        assert (await _asked(fresh.worker))[1] > 600
        pool.give_back(fresh)

    _run(folder, Settings(runtime=own, in_memory=in_memory), test)


def test_two_pools_share_one_copy_in_memory(folder: Path, own: Path, processes: Processes) -> None:
    settings = Settings(runtime=own, in_memory=True)

    async def test(pool: WorkerPool) -> None:
        async with _pool(folder, settings) as other:
            await _until(lambda: pool.in_memory and other.in_memory)
            lent = [await pool.take(), await other.take()]
            parents = {processes(own)[(await _asked(one.worker))[0]] for one in lent}
            pool.give_back(lent[0])
            other.give_back(lent[1])
            assert len(parents) == 1
        process = await _one(pool)
        assert processes(own)[process] in parents, "what one lets go of, the other still has"

    _run(folder, settings, test)


def test_workers_in_memory_need_no_file_of_the_build(store_of: Callable[..., Path], own: Path) -> None:
    folder = store_of(b'<http://e.org/a> <http://e.org/b> "c" .\n', "http://e.org/")

    async def test(pool: WorkerPool) -> None:
        await _until(lambda: pool.in_memory)
        pool.generation.folder.rename(folder / ".away")
        lent = [await pool.take() for _ in range(SPARE + 1)]
        assert [(await _asked(one.worker))[1] for one in lent] == [1] * len(lent)
        for one in lent:
            pool.give_back(one)

    _run(folder, Settings(runtime=own, in_memory=True), test)


def test_a_build_that_is_gone_is_a_clear_error_and_the_server_stays(
    store_of: Callable[..., Path], settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    folder = store_of(b"", "http://e.org/")

    async def test(pool: WorkerPool) -> None:
        await _until(lambda: len(pool._idle) == SPARE)
        (pool.generation.folder / "engine").rename(folder / ".away")
        lent: list[Lent] = [await pool.take() for _ in range(SPARE)]
        with pytest.raises(StoreError, match="cannot be opened"):
            await pool.take()
        assert all(one.server.lives for one in lent)
        for one in lent:
            pool.give_back(one)

    _run(folder, settings, test)
    assert "has ended" not in caplog.text


def test_an_end_in_the_middle_of_a_start_leaves_nothing_open(folder: Path, settings: Settings) -> None:
    """Warnings are errors here, so a socket that nobody closes fails this."""

    async def hasty() -> None:
        async with _pool(folder, settings) as pool:
            taken = await pool.take()
            starting = [asyncio.ensure_future(pool.take()) for _ in range(4)]
            await asyncio.sleep(0)
            pool.give_back(taken)
            for one in starting:
                one.cancel()
            await asyncio.gather(*starting, return_exceptions=True)

    for _ in range(10):
        asyncio.run(hasty())


@pytest.mark.parametrize("sent", [b"", b"?", WORK, WORK + b"\x02\x00\x00", WORK + b"\x63\x00\x00\x00\x00"])
def test_clients_that_leave_or_babble_harm_nobody(folder: Path, settings: Settings, runtime: Path, sent: bytes) -> None:
    async def test(pool: WorkerPool) -> None:
        for _ in range(5):
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(str(runtime / "disk.sock"))
                client.sendall(sent)
        lent = [await pool.take() for _ in range(SPARE + 1)]
        for one in lent:
            await _asked(one.worker)
            pool.give_back(one)

    _run(folder, settings, test)


def test_a_client_that_says_nothing_holds_up_nobody(folder: Path, settings: Settings, runtime: Path) -> None:
    async def test(pool: WorkerPool) -> None:
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(runtime / "disk.sock"))
            lent = [await pool.take() for _ in range(SPARE + 1)]
            for one in lent:
                await _asked(one.worker)
                pool.give_back(one)

    _run(folder, settings, test)
