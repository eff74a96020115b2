"""Answers stream from worker threads: over a real server, with clients that are slow, leave, or only look."""

import contextlib
import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from urllib.parse import quote

import anyio
import pytest
import uvicorn
from fastapi import FastAPI

from releasegraph.api.streaming import Opening, StreamedResponse
from releasegraph.graph.errors import QueryError, StoreError

ENDLESS = "/sparql?query=" + quote("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
PATIENCE = 20.0


@pytest.fixture(scope="module")
def port(application: FastAPI) -> Iterator[int]:
    """Run the application under uvicorn on a free port."""
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


def _running(application: FastAPI) -> int:
    return application.state.served.limiter.borrowed_tokens


def test_an_answer_without_end_begins_at_once_and_stops_with_its_client(application: FastAPI, port: int) -> None:
    with _asking(port, "GET", ENDLESS, Accept="text/csv") as response:
        assert response.status == 200
        assert sorted(response.readline().decode().strip().split(",")) == list("abcdefghijkl")
        assert len(response.read(1_000_000)) == 1_000_000
        assert _running(application) == 1
    _wait(lambda: _running(application) == 0)


def test_a_slow_client_holds_up_nobody(application: FastAPI, port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as slow:
        slow.sendall(f"GET {ENDLESS} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        _wait(lambda: _running(application) == 1)
        assert _json(port, "/health")["status"] == "ok"
        assert _json(port, "/sparql?query=ASK%7B%7D")["boolean"] is True
        assert _running(application) == 1
    _wait(lambda: _running(application) == 0)


def test_head_sends_no_body_and_leaves_nothing_running(application: FastAPI, port: int) -> None:
    with _asking(port, "HEAD", ENDLESS, Accept="text/csv") as response:
        assert response.status == 200
        assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert response.read() == b""
        _wait(lambda: _running(application) == 0)


def test_a_dump_arrives_whole_in_chunks(port: int) -> None:
    with _asking(port, "GET", "/dump/releasegraph.nt") as response:
        assert response.headers["Transfer-Encoding"] == "chunked"
        assert response.read().count(b"\n") > 600


def _received(producer: Callable[[Opening], None], method: str = "GET") -> list[dict[str, object]]:
    """Send a producer's answer to nobody in particular; give the messages, even where it raised."""
    messages: list[dict[str, object]] = []

    async def run() -> None:
        async def receive() -> dict[str, object]:
            await anyio.sleep_forever()
            raise AssertionError

        async def send(message: dict[str, object]) -> None:
            messages.append(message)

        response = StreamedResponse(producer, limiter=anyio.CapacityLimiter(1))
        await response({"type": "http", "method": method}, receive, send)

    try:
        anyio.run(run)
    except (QueryError, StoreError) as error:
        messages.append({"error": error})
    return messages


def test_an_error_before_the_first_byte_sends_nothing() -> None:
    def producer(opening: Opening) -> None:
        opening("text/plain")
        raise QueryError("no")

    assert _received(producer) == [{"error": QueryError("no")}]


def test_an_error_after_the_first_byte_breaks_off(recwarn: pytest.WarningsRecorder) -> None:
    def producer(opening: Opening) -> None:
        opening("text/plain").write(b"half")
        raise OSError("disk")

    start, half, end = _received(producer)
    assert start["status"] == 200
    assert half == {"type": "http.response.body", "body": b"half", "more_body": True}
    assert isinstance(end["error"], StoreError)
    assert not recwarn.list


def test_chunks_keep_their_order_and_gather() -> None:
    blocks = [f"{number:06}\n".encode() for number in range(50_000)]

    def producer(opening: Opening) -> None:
        out = opening("text/plain")
        for block in blocks:
            out.write(block)

    start, *bodies = _received(producer)
    assert start["type"] == "http.response.start"
    assert b"".join(one["body"] for one in bodies) == b"".join(blocks)
    assert len(bodies) < 20
    assert bodies[-1]["more_body"] is False


def test_an_empty_answer_is_an_answer() -> None:
    start, end = _received(lambda opening: opening("text/plain") and None)
    assert start["status"] == 200
    assert end == {"type": "http.response.body", "body": b"", "more_body": False}


def test_a_mistake_of_ours_is_no_answer() -> None:
    def producer(_opening: Opening) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        _received(producer)
