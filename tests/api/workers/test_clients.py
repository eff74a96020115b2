"""Clients that leave, lag, hurry or come all at once: each gets what it asked for, and nothing stays of any."""

import contextlib
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

import pytest

from releasegraph.api.settings import Settings

ENDLESS = quote("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
SILENT = quote("ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?a), STR(?d), STR(?g)) = 'x') }")
LIMIT = 60.0
Waited = Callable[[Callable[[], object]], None]
Processes = Callable[[Path], dict[int, int]]
Busy = Callable[[Path], int]


class Site(Protocol):
    """What `serving` gives."""

    def query(self, text: str) -> tuple[int, bytes]: ...
    def get(self, path: str) -> tuple[int, bytes]: ...
    def connected(self, address: str = "127.0.0.1") -> socket.socket: ...


Serving = Callable[[Path, Settings], AbstractContextManager[Site]]


@pytest.fixture(scope="module")
def site(folder: Path, serving: Serving) -> Iterator[Site]:
    """Serve with time enough that no query ends by itself; nothing is kept, so that each is worked for."""
    settings = Settings(
        time_limit=LIMIT, kept_bytes=0, requests_per_minute=0, queries=24, queries_per_client=600, visits=4
    )
    with serving(folder, settings) as one:
        yield one


def _get(path: str, *headers: str) -> bytes:
    return "\r\n".join((f"GET {path} HTTP/1.1", "Host: e.org", *headers, "", "")).encode()


POSTED = (
    b"POST /sparql HTTP/1.1\r\nHost: e.org\r\nContent-Type: application/sparql-query\r\nContent-Length: 1000\r\n\r\n"
)
STAGES = {
    "connected": b"",
    "request line": b"GET /spa",
    "headers": b"GET /sparql HTTP/1.1\r\nHost: e.org\r\nAcc",
    "before the body": POSTED,
    "in the body": POSTED + b"SELECT * {",
    "silent": _get(f"/sparql?query={SILENT}"),
    "streaming": _get(f"/sparql?query={ENDLESS}"),
    "page": _get("/"),
    "dump": _get("/dump/releasegraph.nt"),
}


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("how", ["closed", "half closed", "reset"])
def test_who_leaves_leaves_nothing(site: Site, runtime: Path, waited: Waited, busy: Busy, stage: str, how: str) -> None:
    client = site.connected()
    with client:
        client.sendall(STAGES[stage])
        if stage in ("silent", "streaming"):
            waited(lambda: busy(runtime) == 1)
        if how == "half closed":
            client.shutdown(socket.SHUT_WR)
        elif how == "reset":
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    waited(lambda: busy(runtime) == 0)
    assert site.query(f"ASK {{}} # {stage}")[0] == 200


def test_requests_in_one_piece_are_answered_in_their_order(site: Site) -> None:
    texts = [f"SELECT (1 AS ?x{number}) {{}}" for number in range(20)]
    asked = [_get(f"/sparql?query={quote(text)}&format=csv") for text in texts]
    with site.connected() as client, client.makefile("rb") as answers:
        client.sendall(b"".join(asked[:-1]) + asked[-1].replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        told = answers.read()
    places = [told.index(f"x{number}\r\n".encode()) for number in range(20)]
    assert told.count(b"HTTP/1.1 200 OK") == 20
    assert places == sorted(places)


def test_a_request_that_comes_byte_by_byte_is_answered(site: Site) -> None:
    with site.connected() as client, client.makefile("rb") as answer:
        for byte in _get("/sparql?query=ASK%7B%7D&format=csv", "Connection: close"):
            client.sendall(bytes([byte]))
        assert answer.read().endswith(b"\r\n\r\ntrue\n")


def test_500_clients_at_once_are_all_answered(site: Site, runtime: Path, waited: Waited, processes: Processes) -> None:
    with contextlib.ExitStack() as clients:
        asking = [clients.enter_context(site.connected()) for _ in range(500)]
        for number, client in enumerate(asking):
            path = "/" if number % 5 == 0 else f"/sparql?query={quote(f'ASK {{}} # {number}')}"
            client.sendall(_get(path, "Connection: close"))
        answers = [clients.enter_context(client.makefile("rb")).read() for client in asking]
    statuses = Counter(answer.split()[1] for answer in answers)
    assert set(statuses) <= {b"200", b"503"}, statuses
    assert all(answer.startswith(b"HTTP/1.1 200") for answer in answers[::5]), "pages wait for their turn"
    assert all(b"\r\nretry-after: 1\r\n" in answer.lower() for answer in answers if b" 503 " in answer[:20])
    waited(lambda: len(processes(runtime)) < 20)


def test_many_requests_of_many_kinds_leave_no_more_than_a_few(
    site: Site, runtime: Path, waited: Waited, processes: Processes, busy: Busy
) -> None:
    paths = [
        "/",
        "/sparql",
        "/nothing/here",
        "/health",
        f"/sparql?query={quote('SELECT * { ?s ?p ?o }')}",
        f"/sparql?query={quote('SELECT * {')}",
        f"/sparql?query={quote('CONSTRUCT WHERE { ?s ?p ?o }')}",
    ]

    def ask(times: int) -> None:
        for _ in range(times):
            for path in paths:
                site.get(path)

    def several() -> None:
        asking = [threading.Thread(target=ask, args=(6,)) for _ in range(4)]
        for one in asking:
            one.start()
        for one in asking:
            one.join()

    def held() -> tuple[int, int]:
        waited(lambda: busy(runtime) == 0)
        return len(list(Path("/proc/self/fd").iterdir())), len(processes(runtime))

    several()
    descriptors, workers = held()
    several()
    after = held()
    assert after[0] <= descriptors + 16, "two for each worker that may stand idle"
    assert after[1] <= max(workers, 20)


def test_who_does_not_read_keeps_no_place(folder: Path, serving: Serving, waited: Waited) -> None:
    """A client has so many times the limit; after that its place is another's, though it stays connected."""
    settings = Settings(time_limit=0.2, queries=1, kept_bytes=0, requests_per_minute=0)
    with serving(folder, settings) as site, site.connected() as client:
        client.sendall(_get(f"/sparql?query={ENDLESS}"))
        waited(lambda: site.query("ASK {}")[0] == 503)
        waited(lambda: site.query("ASK {}")[0] == 200)
