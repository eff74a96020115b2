"""Worker processes and what asks them: a pool, or an application over HTTP, with a folder of sockets of its own."""

import contextlib
import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn

from releasegraph.api.application import create_application
from releasegraph.api.settings import Settings

PATIENCE = 60.0
"""Seconds after which a test fails that waits for something which is not a matter of time."""


def _waited(ready: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not ready():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


class Site:
    """An application that runs under uvicorn, on a port of its own."""

    def __init__(self, port: int) -> None:
        self.port = port

    @contextlib.contextmanager
    def asking(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> Iterator[http.client.HTTPResponse]:
        """Give the response to a request."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            with connection.getresponse() as response:
                yield response

    def get(self, path: str) -> tuple[int, bytes]:
        """Give status and body."""
        with self.asking(path) as response:
            return response.status, response.read()

    def query(self, text: str) -> tuple[int, bytes]:
        """Give status and body of a posted query's answer."""
        with self.asking("/sparql", "POST", text.encode(), Content_Type="application/sparql-query") as response:
            return response.status, response.read()

    def connected(self, address: str = "127.0.0.1") -> socket.socket:
        """Give a connection of the client at an address."""
        return socket.create_connection(("127.0.0.1", self.port), PATIENCE, (address, 0))

    def head(self, address: str, path: str) -> bytes:
        """Give what a client is answered before the body."""
        with self.connected(address) as client, client.makefile("rb") as answer:
            client.sendall(f"GET {path} HTTP/1.1\r\nHost: e.org\r\nConnection: close\r\n\r\n".encode())
            return answer.read().partition(b"\r\n\r\n")[0] + b"\r\n"


@contextlib.contextmanager
def _serving(folder: Path, settings: Settings) -> Iterator[Site]:
    application = create_application(folder, settings)
    server = uvicorn.Server(uvicorn.Config(application, port=0, log_config=None, timeout_graceful_shutdown=2))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        _waited(lambda: server.started or not thread.is_alive())
        yield Site(server.servers[0].sockets[0].getsockname()[1])
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def waited() -> Callable[[Callable[[], object]], None]:
    """Give a function that waits until something is so."""
    return _waited


@pytest.fixture(scope="session")
def serving() -> Callable[[Path, Settings], contextlib.AbstractContextManager[Site]]:
    """Give a function that serves a store's folder over HTTP."""
    return _serving
