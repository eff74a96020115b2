"""New builds are taken up while requests are under way: none is dropped, none mixes two builds."""

import asyncio
import concurrent.futures
import contextlib
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from releasegraph.api import front as front_module
from releasegraph.api.edge.metrics import Metrics
from releasegraph.api.front import Front
from releasegraph.api.settings import Settings
from releasegraph.api.sparql import Operation, SparqlJob
from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.generations import Manifest, building, swap

BASE = "http://e.org/"
ROWS = 3_000
"""Enough that an answer comes in several pieces."""
QUERY = "SELECT ?build { ?row <http://e.org/build> ?build }"


def _build(folder: Path, build: int) -> None:
    """Put a build into a store's folder in which every row says which build it is of."""
    lines = (f'<{BASE}row/{row}> <{BASE}build> "{build}" .\n' for row in range(ROWS))
    with building(folder) as workplace:
        engine = EmbeddedStore.create(workplace / "engine")
        engine.load("".join(lines).encode())
        engine.finish()
        engine.close()
        swap(folder, workplace, Manifest(BASE, counts={"build": build}))


class Client:
    """What a server is to an application: it keeps what it is sent."""

    def __init__(self) -> None:
        self.status = 0
        self.body = b""
        self.ended = False

    async def send(self, message: dict[str, object]) -> None:
        """Take a message."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
        else:
            self.body += message["body"]
            self.ended = not message["more_body"]

    async def receive(self) -> dict[str, object]:
        """Stay."""
        return await asyncio.get_running_loop().create_future()


async def _ask(front: Front, *, waiting: bool = False) -> str:
    """Give the one build an answer is of."""
    client = Client()
    job = SparqlJob(Operation(QUERY), "text/csv")
    answer = front.visit(job) if waiting else front.query(job, "me", 60)
    await answer({"type": "http", "method": "GET"}, client.receive, client.send)
    head, *rows = client.body.decode().splitlines()
    assert (client.status, client.ended, head, len(rows)) == (200, True, "build", ROWS)
    assert len(set(rows)) == 1, "an answer of two builds"
    return rows[0]


@contextlib.asynccontextmanager
async def _serving(folder: Path, settings: Settings) -> AsyncIterator[Front]:
    front = Front(folder, settings, Metrics())
    async with front.serving(settings.runtime):
        yield front


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Give the folder of a store with a first build."""
    _build(tmp_path / "store", 1)
    return tmp_path / "store"


@pytest.fixture(params=[False, True], ids=["on disk", "in memory"])
def settings(request: pytest.FixtureRequest, runtime: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Give settings for both ways to serve."""
    place = tmp_path_factory.getbasetemp() / "reload" if request.param else runtime
    return Settings(in_memory=request.param, runtime=place, queries=200, queries_per_client=200, visits=4)


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for new builds often."""
    monkeypatch.setattr(front_module, "LOOK", 0.1)


def _run(folder: Path, settings: Settings, test: Callable[[Front], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with asyncio.timeout(120), _serving(folder, settings) as front:
            await test(front)

    asyncio.run(whole())


async def _until(ready: Callable[[], object]) -> None:
    while not ready():
        await asyncio.sleep(0.02)


def test_requests_under_way_are_answered_from_one_build_each(store: Path, settings: Settings) -> None:
    async def test(front: Front) -> None:
        if settings.in_memory:
            await _until(lambda: front.pool.in_memory)
        loop = asyncio.get_running_loop()
        with concurrent.futures.ThreadPoolExecutor(1) as builder:
            building_now = loop.run_in_executor(builder, _build, store, 2)
            answers: list[str] = []
            while not building_now.done() or front.described.generation.name != "generation-2":
                answers += await asyncio.gather(*(_ask(front, waiting=number % 2 == 0) for number in range(50)))
            answers += await asyncio.gather(*(_ask(front) for _ in range(10)))
        assert set(answers) == {"1", "2"}
        assert set(answers[-10:]) == {"2"}

    _run(store, settings, test)


def test_builds_that_follow_each_other_faster_than_we_look(
    store: Path, runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The third build removes the first, which is still served: a request then takes the latest up at once."""
    monkeypatch.setattr(front_module, "LOOK", 3600)

    async def test(front: Front) -> None:
        assert await _ask(front) == "1"
        under_way = await front.pool.take()
        for build in (2, 3, 4):
            _build(store, build)
        front.pool.give_back(under_way)
        answers = await asyncio.gather(*(_ask(front, waiting=number % 2 == 0) for number in range(30)))
        assert set(answers) <= {"1", "4"}, "idle workers have the first build open"
        assert await _ask(front) == "4"
        assert front.described.generation.name == "generation-4"

    _run(store, Settings(in_memory=False, runtime=runtime, queries=200, queries_per_client=200, visits=4), test)


@pytest.mark.parametrize("broken", ["no manifest", "no engine", "no such build", "nothing at all"])
def test_a_broken_build_is_not_taken_up(
    store: Path, runtime: Path, caplog: pytest.LogCaptureFixture, broken: str
) -> None:
    async def test(front: Front) -> None:
        kept = store / "generation-2"
        shutil.copytree(store / "generation-1", kept)
        if broken == "no manifest":
            (kept / "manifest.json").write_text("{")
        elif broken == "no engine":
            manifest = (kept / "manifest.json").read_text()
            (kept / "manifest.json").write_text(manifest.replace('"build": 1', '"build": 2'))
            shutil.rmtree(kept / "engine")
        elif broken == "no such build":
            shutil.rmtree(kept)
        if broken == "nothing at all":
            (store / "CURRENT").unlink()
        else:
            (store / "CURRENT").write_text("generation-2\n")
        await _until(lambda: "the build before stays" in caplog.text)
        await asyncio.sleep(0.5)
        assert await _ask(front) == "1"
        assert caplog.text.count("the build before stays") == 1, "said once, not at every look"
        _build(store, 5)
        await _until(lambda: front.described.manifest.counts["build"] == 5)
        assert await _ask(front) == "5"

    _run(store, Settings(in_memory=False, runtime=runtime), test)


def test_a_store_that_is_removed_is_served_on_and_a_new_one_taken_up(store: Path, settings: Settings) -> None:
    async def test(front: Front) -> None:
        if settings.in_memory:
            await _until(lambda: front.pool.in_memory)
        shutil.rmtree(store)
        assert await _ask(front) == "1"
        _build(store, 7)
        await _until(lambda: front.described.manifest.counts["build"] == 7)
        assert await _ask(front) == "7"

    _run(store, settings, test)
