"""Compresses what is sent, piece by piece: what the application sends goes out at once, nothing is held whole."""

from functools import partial

import anyio.to_thread
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from releasegraph.api.edge.codings import CODINGS, Pieces, chosen_coding, compressible
from releasegraph.api.edge.scopes import request_headers

__all__ = ["Compressing"]

SMALLEST = 600
"""Bytes; a smaller body fits a packet as it is."""
LARGE = 128 * 1024
"""Bytes above which a thread compresses, so that nobody else waits."""

_ASKED = frozenset({b"accept-encoding", b"range"})
_BODILESS = frozenset({204, 206, 304})
"""And the answer to a range of bytes, which are those of the plain body."""


class Compressing:
    """Gives bodies the coding the client wants, with `Vary`; a range of bytes is of the plain body."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and compress what comes back."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        asked = request_headers(scope, _ASKED)
        coding = None if b"range" in asked else chosen_coding(asked.get(b"accept-encoding"))
        await self._application(scope, receive, _Sender(send, coding, head=scope["method"] == "HEAD").send)


class _Sender:
    """Sends one answer: holds its start until the first piece of body tells whether it is small."""

    __slots__ = ("_coding", "_head", "_pieces", "_send", "_start")

    def __init__(self, send: Send, coding: str | None, *, head: bool) -> None:
        self._send = send
        self._coding = coding
        self._head = head
        self._start: Message | None = None
        self._pieces: Pieces | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if message["status"] not in _BODILESS and _shrinks(message):
                message["headers"] = _varying(message["headers"])
                if self._coding is not None:
                    self._start = message
                    return
        elif self._start is not None:
            start, self._start = self._start, None
            await self._begin(start, message)
            return
        elif self._pieces is not None and message["type"] == "http.response.body":
            await self._continue(self._pieces, message)
            return
        await self._send(message)

    async def _begin(self, start: Message, message: Message) -> None:
        assert self._coding is not None
        body: bytes = message.get("body", b"")
        if _is_small(start, message):
            await self._send(start)
            await self._send(message)
        elif message["type"] != "http.response.body" or not (body or message.get("more_body")):
            # a file the server reads itself, or the answer to HEAD, which does not tell the size of the coded body
            if self._head:
                start["headers"] = _without_length(start["headers"])
            await self._send(start)
            await self._send(message)
        elif message.get("more_body"):
            self._pieces = CODINGS[self._coding].pieces()
            start["headers"] = [*_without_length(start["headers"]), (b"content-encoding", self._coding.encode())]
            await self._send(start)
            await self._continue(self._pieces, message)
        else:
            whole = partial(CODINGS[self._coding].whole, body)
            coded = whole() if len(body) <= LARGE else await anyio.to_thread.run_sync(whole)
            length = (b"content-length", str(len(coded)).encode())
            coding = (b"content-encoding", self._coding.encode())
            start["headers"] = [*_without_length(start["headers"]), coding, length]
            await self._send(start)
            await self._send({"type": "http.response.body", "body": coded, "more_body": False})

    async def _continue(self, pieces: Pieces, message: Message) -> None:
        body: bytes = message.get("body", b"")
        more: bool = message.get("more_body", False)
        if more and not body:
            return
        work = partial(pieces.piece if more else pieces.last, body)
        coded = work() if len(body) <= LARGE else await anyio.to_thread.run_sync(work)
        await self._send({"type": "http.response.body", "body": coded, "more_body": more})


Headers = list[tuple[bytes, bytes]]


def _shrinks(start: Message) -> bool:
    """Tell whether an answer may be compressed: text, not yet coded, whole."""
    shrinks = False
    for name, value in start["headers"]:
        if name == b"content-type":
            shrinks = compressible(value)
        elif name == b"content-encoding" or (name == b"cache-control" and b"no-transform" in value):
            return False
    return shrinks


def _is_small(start: Message, first: Message) -> bool:
    """Tell whether the body is known to be small: by its length, or because its first piece is all of it."""
    length = next((int(value) for name, value in start["headers"] if name == b"content-length"), None)
    if length is None and not first.get("more_body"):
        length = len(first.get("body", b""))
    return length is not None and length < SMALLEST


def _varying(headers: Headers) -> Headers:
    """Add Accept-Encoding to what the answer varies by."""
    varies = [value for name, value in headers if name == b"vary"]
    vary = b", ".join([*varies, b"Accept-Encoding"])
    return [*(pair for pair in headers if pair[0] != b"vary"), (b"vary", vary)]


def _without_length(headers: Headers) -> Headers:
    return [pair for pair in headers if pair[0] != b"content-length"]
