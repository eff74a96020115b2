"""Answers stream from worker processes: over a real server, with clients that are slow, leave, or ask too much."""

import contextlib
import http.client
import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import uvicorn

from releasegraph.api.application import create_application
from releasegraph.api.settings import Settings

ENDLESS = "/sparql?query=" + quote("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
SILENT = "/sparql?query=" + quote(
    "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?a), STR(?d), STR(?g)) = 'x') }"
)
GREEDY = "/sparql?query=" + quote(
    "SELECT DISTINCT ?a ?d ?g ?l { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?l"
)
PATIENCE = 20.0
LIMIT = 2.0


@pytest.fixture(scope="module")
def port(folder: Path) -> Iterator[int]:
    """Run the application under uvicorn on a free port."""
    settings = Settings(time_limit=LIMIT, memory_limit=64)
    application = create_application(folder, settings)
    server = uvicorn.Server(uvicorn.Config(application, port=0, log_level="warning", timeout_graceful_shutdown=2))
    thread = threading.Thread(target=server.run)
    thread.start()
    _wait(lambda: server.started)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


def _wait(ready: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not ready():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


@contextlib.contextmanager
def _asking(port: int, method: str, path: str, **headers: str) -> Iterator[http.client.HTTPResponse]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    with contextlib.closing(connection):
        connection.request(method, path, headers=headers)
        with connection.getresponse() as response:
            yield response


def _json(port: int, path: str) -> dict[str, object]:
    with _asking(port, "GET", path) as response:
        answer: dict[str, object] = json.loads(response.read())
        return answer


def _ended(port: int, outcome: str) -> float:
    """Give how many queries the server's metrics say ended so."""
    with _asking(port, "GET", "/metrics") as response:
        told = response.read().decode().splitlines()
    start = f'releasegraph_queries_total{{outcome="{outcome}"}} '
    return next(float(line.removeprefix(start)) for line in told if line.startswith(start))


@pytest.fixture
def working(busy: Callable[[Path], int]) -> Callable[[], int]:
    """Count the workers of this session that take their time."""
    return lambda: busy(Path(os.environ["RELEASEGRAPH_RUNTIME"]))


def test_an_answer_without_end_begins_at_once_and_stops_with_its_client(port: int, working: Callable[[], int]) -> None:
    with _asking(port, "GET", ENDLESS, Accept="text/csv") as response:
        assert response.status == 200
        assert sorted(response.readline().decode().strip().split(",")) == list("abcdefghijkl")
        assert len(response.read(1_000_000)) == 1_000_000
    _wait(lambda: working() == 0)


def test_an_answer_that_takes_too_long_is_a_clear_problem(port: int, working: Callable[[], int]) -> None:
    began = time.monotonic()
    with _asking(port, "GET", SILENT) as response:
        problem = json.loads(response.read())
    assert (response.status, problem["status"], problem["limit"]) == (503, 503, LIMIT)
    assert response.headers["Content-Type"] == "application/problem+json"
    assert "2 seconds" in problem["detail"]
    assert time.monotonic() - began >= LIMIT
    _wait(lambda: working() == 0)


def test_a_client_may_ask_for_less_time_but_not_for_more(port: int) -> None:
    for asked, given in (("0.2", 0.2), ("3600", LIMIT)):
        assert _json(port, f"{SILENT}&timeout={asked}")["limit"] == given
    with _asking(port, "GET", f"{SILENT}&timeout=soon") as response:
        assert response.status == 400


def test_an_answer_under_way_that_takes_too_long_is_visibly_broken_off(port: int, working: Callable[[], int]) -> None:
    with _asking(port, "GET", ENDLESS, Accept="text/csv") as response:
        assert response.status == 200
        with pytest.raises(http.client.IncompleteRead):
            response.read()
    _wait(lambda: working() == 0)


def test_an_answer_that_takes_too_much_memory_is_a_clear_problem(port: int) -> None:
    with _asking(port, "GET", GREEDY) as response:
        problem = json.loads(response.read())
    assert response.status == 503
    assert "memory" in problem["detail"] or "seconds" in problem["detail"]


def test_a_client_that_leaves_has_its_query_killed(port: int, working: Callable[[], int]) -> None:
    before = _ended(port, "left")
    with socket.create_connection(("127.0.0.1", port)) as leaving:
        leaving.sendall(f"GET {SILENT} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        _wait(lambda: working() == 1)
    _wait(lambda: working() == 0)
    _wait(lambda: _ended(port, "left") > before)


def test_a_slow_client_holds_up_nobody(port: int, working: Callable[[], int]) -> None:
    with socket.create_connection(("127.0.0.1", port)) as slow:
        slow.sendall(f"GET {ENDLESS} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        _wait(lambda: working() == 1)
        time.sleep(LIMIT)
        assert _json(port, "/health")["status"] == "ok"
        assert _json(port, "/sparql?query=ASK%7B%7D")["boolean"] is True
        assert working() == 1, "the client's time is not the query's"
    _wait(lambda: working() == 0)


def test_head_sends_no_body_and_leaves_nothing_running(port: int, working: Callable[[], int]) -> None:
    with _asking(port, "HEAD", ENDLESS, Accept="text/csv") as response:
        assert response.status == 200
        assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert response.read() == b""
        _wait(lambda: working() == 0)


def test_a_dump_arrives_whole_in_chunks(port: int) -> None:
    with _asking(port, "GET", "/dump/releasegraph.nt") as response:
        assert response.headers["Transfer-Encoding"] == "chunked"
        assert response.read().count(b"\n") > 600
