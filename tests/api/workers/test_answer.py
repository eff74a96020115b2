"""An answer's way from worker to client, message by message, with clients that a test can hold back."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from starlette.types import Message, Scope

from releasegraph.api.edge.metrics import Metrics
from releasegraph.api.front import Front
from releasegraph.api.problems import ProblemError
from releasegraph.api.settings import Settings
from releasegraph.api.state import Served
from releasegraph.api.workers.jobs import Opening

HEAD = "__import__('releasegraph.api.workers.jobs', fromlist=['Head']).Head"
LENGTH = 3_000_000


class Job:
    """A job as the source of a function: a worker knows no module of the tests."""

    def __init__(self, source: str) -> None:
        self._source = f"lambda here, opening: {source}"

    def __reduce__(self) -> tuple[Callable[[str], object], tuple[str]]:
        return eval, (self._source,)

    def __call__(self, here: Served, opening: Opening) -> None:
        """Do nothing: a worker does it."""


WHOLE = Job(f"opening({HEAD}(200, ((b'content-length', b'{LENGTH}'),))).write(b'x' * {LENGTH})")
FLOWING = Job(f"(out := opening({HEAD}(200, ()))) and [out.write(b'x' * 1000) for _ in range({LENGTH} // 1000)]")


class Client:
    """What a server is to an application: the client takes messages once it is let."""

    def __init__(self, *, takes: bool = True) -> None:
        self.taking = asyncio.Event()
        self.told = asyncio.Event()
        self.messages: list[Message] = []
        if takes:
            self.taking.set()

    async def send(self, message: Message) -> None:
        """Take a message."""
        self.told.set()
        await self.taking.wait()
        self.messages.append(message)

    async def receive(self) -> Message:
        """Stay."""
        return await asyncio.get_running_loop().create_future()

    @property
    def body(self) -> bytes:
        """Give the body so far."""
        return b"".join(one.get("body", b"") for one in self.messages)

    @property
    def ended(self) -> bool:
        """Tell whether the answer is whole."""
        return bool(self.messages) and self.messages[-1].get("more_body") is False


def _scope(method: str = "GET") -> Scope:
    return {"type": "http", "method": method}


@contextlib.asynccontextmanager
async def _front(folder: Path, runtime: Path, settings: Settings) -> AsyncIterator[Front]:
    front = Front(folder, settings, Metrics())
    async with front.serving(runtime):
        yield front


def _run(
    folder: Path, runtime: Path, test: Callable[[Front], Awaitable[None]], settings: Settings | None = None
) -> None:
    async def whole() -> None:
        async with asyncio.timeout(60), _front(folder, runtime, settings or Settings()) as front:
            await test(front)

    asyncio.run(whole())


@pytest.mark.parametrize("job", [WHOLE, FLOWING], ids=["whole", "flowing"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_an_answer_arrives(folder: Path, runtime: Path, job: Job, method: str) -> None:
    async def test(front: Front) -> None:
        client = Client()
        await front.visit(job)(_scope(method), client.receive, client.send)
        assert client.messages[0]["status"] == 200
        assert client.ended
        assert len(client.body) == (LENGTH if method == "GET" or job is WHOLE else 0)  # what is whole can be kept
        assert len(client.messages) == 2 or job is FLOWING

    _run(folder, runtime, test)


def test_who_is_slow_to_read_a_page_holds_up_no_other(folder: Path, runtime: Path) -> None:
    async def test(front: Front) -> None:
        slow = [Client(takes=False) for _ in range(5)]
        reading = [asyncio.ensure_future(front.visit(WHOLE)(_scope(), one.receive, one.send)) for one in slow]
        await asyncio.gather(*(one.told.wait() for one in slow))
        quick = Client()
        await front.visit(WHOLE)(_scope(), quick.receive, quick.send)
        assert len(quick.body) == LENGTH
        for one in slow:
            one.taking.set()
        await asyncio.gather(*reading)
        assert [len(one.body) for one in slow] == [LENGTH] * 5

    _run(folder, runtime, test, Settings(visits=1))


def test_a_worker_waits_for_a_slow_client_and_holds_little(folder: Path, runtime: Path) -> None:
    """Little: what is sent on is not gathered here."""

    async def test(front: Front) -> None:
        client = Client(takes=False)
        job = Job(f"(out := opening({HEAD}(200, ()))) and [out.write(b'x' * 100_000) for _ in range(1000)]")
        reading = asyncio.ensure_future(front.visit(job)(_scope(), client.receive, client.send))
        await client.told.wait()
        await asyncio.sleep(0.2)
        assert not reading.done()
        client.taking.set()
        await reading
        assert (client.ended, len(client.body)) == (True, 100_000_000)

    _run(folder, runtime, test)


@pytest.mark.parametrize("begun", [False, True])
def test_a_server_that_stops_says_so(folder: Path, runtime: Path, begun: bool) -> None:
    async def test(front: Front) -> None:
        client = Client()
        before = f"opening({HEAD}(200, ())).write(b'x' * 5_000)"
        answer = front.visit(Job(f"({before if begun else None}, __import__('signal').pause())"))
        reading = asyncio.ensure_future(answer(_scope(), client.receive, client.send))
        if begun:
            await client.told.wait()
        await asyncio.sleep(0.05)
        reading.cancel()
        if begun:
            await reading
            assert not client.ended
        else:
            with pytest.raises(ProblemError) as stopped:
                await reading
            assert stopped.value.problem.status == 503

    _run(folder, runtime, test)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("[][0]", "mistake"),
        ("(_ for _ in ()).throw(OSError(5, 'Input/output error'))", "cannot be read"),
        ("(_ for _ in ()).throw(MemoryError())", "memory"),
        ("__import__('signal').raise_signal(11)", "deeply"),
        ("__import__('os')._exit(3)", "mistake"),
        ("(_ for _ in ()).throw(KeyboardInterrupt())", "mistake"),
    ],
)
@pytest.mark.parametrize("begun", [False, True])
def test_a_job_that_fails(folder: Path, runtime: Path, written: str, told: str, begun: bool) -> None:
    """Before the first byte has left, the problem is the answer; after it, the answer has no end."""
    before = f"opening({HEAD}(200, ())).write(b'x' * 5_000)" if begun else f"opening({HEAD}(200, ())).write(b'x')"

    async def test(front: Front) -> None:
        client = Client()
        answer = front.visit(Job(f"({before}, {written})"))
        if begun:
            await answer(_scope(), client.receive, client.send)
            assert client.body == b"x" * 5_000
            assert not client.ended
        else:
            with pytest.raises(ProblemError, match=told):
                await answer(_scope(), client.receive, client.send)
            assert not client.messages
        again = Client()
        await front.visit(WHOLE)(_scope(), again.receive, again.send)
        assert again.ended

    _run(folder, runtime, test)
