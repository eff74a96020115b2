"""Content codings: chosen by the client, sent piece by piece, and never for what is packed or small."""

import contextlib
import http.client
import json
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping

import anyio
import brotli
import pytest
import uvicorn
import zstandard
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from releasegraph.api.edge.codings import CODINGS, chosen_coding, compressible
from releasegraph.api.edge.compressing import LARGE, SMALLEST, Compressing

PATIENCE = 20.0


def _opener(coding: str) -> Callable[[bytes], bytes]:
    """Give what reads a coded body as it comes."""
    if coding == "zstd":
        return zstandard.ZstdDecompressor().decompressobj().decompress
    if coding == "br":
        reader = brotli.Decompressor()
        # it gives what it has in blocks
        return lambda data: reader.process(data) + b"".join(iter(lambda: reader.process(b""), b""))
    return zlib.decompressobj(31).decompress


def _answers(body: bytes, media_type: str = "text/csv", **headers: str) -> ASGIApp:
    return Response(body, media_type=media_type, headers={name.replace("_", "-"): headers[name] for name in headers})


def _get(application: ASGIApp, accepted: str, method: str = "GET", **headers: str) -> tuple[Mapping[str, str], bytes]:
    """Ask; give the headers and the body as it was sent."""
    client = TestClient(Compressing(application))
    with client.stream(method, "/", headers={"Accept-Encoding": accepted, **headers}) as response:
        return response.headers, b"".join(response.iter_raw())


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        (None, None),
        ("", None),
        ("identity", None),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, deflate, br", "br"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("zstd;q=0.5, gzip;q=0.8", "gzip"),
        ("zstd; Q=0.5 , br ; q=1.0", "br"),
        ("zstd;q=0, *", "br"),
        ("*;q=0", None),
        ("identity;q=0.5, *;q=0", None),
        ("identity, gzip;q=0.5", None),
        ("gzip;q=0.5, identity;q=0.2", "gzip"),
        ("gzip;q=many", None),
        ("deflate, compress", None),
        ("gzip," * 1000, None),
    ],
)
def test_the_coding_the_client_wants_most(header: str | None, coding: str | None) -> None:
    assert chosen_coding(None if header is None else header.encode()) == coding


@pytest.mark.parametrize(
    ("media_type", "shrinks"),
    [
        ("text/html; charset=utf-8", True),
        ("TEXT/Turtle", True),
        ("application/ld+json", True),
        ("application/sparql-results+xml", True),
        ("application/n-triples", True),
        ("image/svg+xml", True),
        ("application/gzip", False),
        ("image/png", False),
        ("font/woff2", False),
        ("application/octet-stream", False),
    ],
)
def test_only_text_shrinks(media_type: str, shrinks: bool) -> None:
    assert compressible(media_type.encode()) is shrinks


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("size", [SMALLEST, LARGE + 1])
def test_a_whole_body_is_coded_with_its_length(coding: str, size: int) -> None:
    body = (b"name,number\n" * size)[:size]
    headers, sent = _get(_answers(body, Vary="Accept"), coding)
    assert headers["content-encoding"] == coding
    assert headers["content-length"] == str(len(sent))
    assert headers["vary"] == "Accept, Accept-Encoding"
    assert len(sent) < size
    assert _opener(coding)(sent) == body


@pytest.mark.parametrize(
    ("application", "vary"),
    [
        (_answers(b"a" * (SMALLEST - 1)), "Accept-Encoding"),
        (_answers(b"a" * 5000, "image/png"), None),
        (_answers(b"a" * 5000, Content_Encoding="gzip"), None),
        (_answers(b"a" * 5000, Cache_Control="no-transform"), None),
    ],
    ids=["small", "packed", "coded already", "not to be transformed"],
)
def test_what_is_left_alone(application: ASGIApp, vary: str | None) -> None:
    headers, sent = _get(application, "gzip")
    assert set(sent) == {ord("a")}
    assert headers["content-length"] == str(len(sent))
    assert headers.get("vary") == vary


def test_a_short_stream_that_tells_its_length_is_left_alone() -> None:
    async def pieces() -> object:
        yield b"half, "
        yield b"whole"

    application = StreamingResponse(pieces(), media_type="text/plain", headers={"Content-Length": "11"})
    headers, sent = _get(application, "gzip")
    assert (headers["content-length"], sent) == ("11", b"half, whole")


def test_a_client_without_codings_is_told_that_there_are_some() -> None:
    headers, sent = _get(_answers(b"a" * 5000), "identity")
    assert headers["vary"] == "Accept-Encoding"
    assert sent == b"a" * 5000


def test_a_range_is_of_the_plain_body() -> None:
    headers, sent = _get(_answers(b"a" * 5000), "gzip", Range="bytes=0-9")
    assert "content-encoding" not in headers
    assert sent == b"a" * 5000


def test_head_tells_what_get_would() -> None:
    body = b"name,number\n" * 100
    asked, _ = _get(_answers(body), "br")
    told, _ = _get(_answers(body), "br", "HEAD")
    assert dict(told) == dict(asked)


async def _headed(_scope: Scope, _receive: Receive, send: Send) -> None:
    """Answer HEAD as a file is: its length, and no body."""
    headers = [(b"content-type", b"text/css"), (b"content-length", b"5000")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def test_head_does_not_tell_the_plain_length_for_a_coded_body() -> None:
    assert "content-length" not in _get(_headed, "gzip", "HEAD")[0]
    assert _get(_headed, "identity", "HEAD")[0]["content-length"] == "5000"


def _sent(application: ASGIApp, coding: str) -> list[Message]:
    messages: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        messages.append(message)

    scope: Scope = {"type": "http", "method": "GET", "headers": [(b"accept-encoding", coding.encode())]}
    anyio.run(Compressing(application), scope, receive, send)
    return messages


@pytest.mark.parametrize("coding", CODINGS)
def test_every_piece_sent_can_be_read_at_once(coding: str) -> None:
    pieces = [b"first,row\n", b"", *(f"row,{number}\n".encode() * 200 for number in range(50)), b"x" * (LARGE + 1)]

    async def application(_scope: Scope, _receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"text/csv")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for piece in pieces:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"the end"})

    start, *bodies = _sent(application, coding)
    assert (b"content-encoding", coding.encode()) in start["headers"]
    read = _opener(coding)
    wanted = [piece for piece in pieces if piece] + [b"the end"]
    assert [read(message["body"]) for message in bodies] == wanted
    assert [message["more_body"] for message in bodies] == [True] * (len(wanted) - 1) + [False]


def test_other_messages_pass_as_they_are() -> None:
    async def application(_scope: Scope, _receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"text/css"), (b"content-length", b"5000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.pathsend", "path": "/a.css"})

    start, file = _sent(application, "gzip")
    assert (b"content-length", b"5000") in start["headers"]
    assert file == {"type": "http.response.pathsend", "path": "/a.css"}


class _Slow:
    """Sends one row, then waits to be told to go on, unless its client leaves."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.left = threading.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def rows() -> object:
            yield b"first,row\n"
            try:
                while not self.go_on.is_set():
                    await anyio.sleep(0.01)
                yield b"last,row\n"
            except BaseException:
                self.left.set()
                raise

        if scope["type"] == "http":
            response = (
                JSONResponse({}) if scope["path"] == "/quick" else StreamingResponse(rows(), media_type="text/csv")
            )
            await response(scope, receive, send)


@contextlib.contextmanager
def _serving(application: ASGIApp) -> Iterator[int]:
    server = uvicorn.Server(uvicorn.Config(Compressing(application), port=0, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    end = time.monotonic() + PATIENCE
    while not server.started:
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


@pytest.mark.parametrize("coding", CODINGS)
def test_over_a_server_the_first_row_does_not_wait_for_the_last(coding: str) -> None:
    slow = _Slow()
    with _serving(slow) as port, contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, PATIENCE)) as asking:
        asking.request("GET", "/", headers={"Accept-Encoding": coding})
        response = asking.getresponse()
        read = _opener(coding)
        assert response.headers["Content-Encoding"] == coding
        assert read(response.read1()) == b"first,row\n"
        slow.go_on.set()
        assert read(response.read()) == b"last,row\n"


def test_over_a_server_a_client_that_leaves_ends_the_answer() -> None:
    slow = _Slow()
    with _serving(slow) as port:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, PATIENCE)) as asking:
            asking.request("GET", "/", headers={"Accept-Encoding": "zstd"})
            with asking.getresponse() as response:
                assert response.read1()
        assert slow.left.wait(PATIENCE)
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, PATIENCE)) as asking:
            asking.request("GET", "/quick")
            assert json.loads(asking.getresponse().read()) == {}
