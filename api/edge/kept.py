"""Answers once for each question: entity tags, 304 for who has the answer, and answers kept in memory for the next.

A request that waits for another's equal answer would be simple to add, and is left out: it could not keep to its own
time limit, and a query near that limit would fail late for everybody.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from releasegraph.api.edge.entity_tags import entity_tag, names_tag
from releasegraph.api.edge.scopes import OWN_TAG, note, noted, own_path, request_headers, route_of

__all__ = ["Kept"]

_ASKED = frozenset(
    {
        *(b"accept", b"accept-encoding", b"accept-profile", b"content-length", b"content-type"),
        *(b"if-none-match", b"if-range", b"range"),
    }
)
_TAGGED = frozenset({200, 206, 304})
_OF_304 = frozenset({b"cache-control", b"content-location", b"date", b"etag", b"expires", b"vary"})
"""RFC 9110, section 15.4.5."""
_REVALIDATED = (b"cache-control", b"no-cache")
_VARY = (b"vary", b"Accept, Accept-Profile, Accept-Encoding")
_OVERHEAD = 1024
"""Bytes an answer takes beside its body: headers, tag, objects."""

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer given: its headers, its body unless that was too large, and the route that gave it."""

    headers: Headers
    body: bytes | None
    route: str | None


class _Shelf:
    """Answers of one revision by their tags, the least recently wanted dropped first."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._used = 0
        self._revision = ""
        self._answers: OrderedDict[bytes, _Answer] = OrderedDict()

    def get(self, revision: str, tag: bytes) -> _Answer | None:
        """Give the answer of that tag; those of another revision go."""
        if revision != self._revision:
            self._answers.clear()
            self._used = 0
            self._revision = revision
        answer = self._answers.get(tag)
        if answer is not None:
            self._answers.move_to_end(tag)
        return answer

    def put(self, revision: str, tag: bytes, answer: _Answer) -> None:
        """Keep an answer of the current revision, if there is room for any."""
        if revision != self._revision:
            return
        before = self._answers.pop(tag, None)
        self._used += _size(answer) - (0 if before is None else _size(before))
        self._answers[tag] = answer
        while self._used > self._room:
            self._used -= _size(self._answers.popitem(last=False)[1])


def _size(answer: _Answer) -> int:
    return _OVERHEAD + len(answer.body or b"")


class Kept:
    """Tags every answer that may be kept, and gives it again.

    `revision` names what is served now; `room` and `largest` are the bytes of all answers and of one answer kept;
    `largest_request` bounds the body of the queries that are posted to `posts`; `refuse` makes the answer to an error.
    A handler says `Cache-Control: no-store` where the same question may have another answer, and notes `OWN_TAG` where
    it tags its answer itself. One that answers HEAD with the body that GET gets has it kept for the GET that follows:
    it goes no further than here.
    """

    def __init__(
        self,
        application: ASGIApp,
        revision: Callable[[], str],
        *,
        room: int,
        largest: int,
        largest_request: int,
        refuse: Callable[[Request, Exception], Response],
        posts: frozenset[str] = frozenset({"/sparql"}),
    ) -> None:
        self._application = application
        self._revision = revision
        self._shelf = _Shelf(room)
        self._largest = min(largest, room)
        self._largest_request = largest_request
        self._refuse = refuse
        self._posts = posts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or pass the request on."""
        method = scope.get("method")
        if scope["type"] != "http" or method not in ("GET", "HEAD", "POST"):
            await self._application(scope, receive, send)
            return
        asked = request_headers(scope, _ASKED)
        body: bytes | None = None
        if method == "POST":
            if own_path(scope) not in self._posts:
                await self._application(scope, receive, send)
                return
            try:
                body = await _read_body(receive, asked.get(b"content-length", b""), self._largest_request)
            except HTTPException as error:
                await self._refuse(Request(scope), error)(scope, receive, send)
                return
            if body is None:
                return
            receive = _replayed(body, receive)
        revision = self._revision()
        tag = entity_tag(revision, scope, asked, body)
        answer = self._shelf.get(revision, tag)
        held = asked.get(b"if-none-match") if method != "POST" else None
        if held is not None and names_tag(held, tag):
            note(scope, "kept", "not modified")
            if answer is not None:
                note(scope, "route", answer.route)
            await _send_304([(b"etag", tag), _VARY] if answer is None else answer.headers, send)
            return
        if answer is not None and answer.body is not None and b"range" not in asked:
            note(scope, "kept", "hit")
            note(scope, "route", answer.route)
            if held is not None and held.strip() == b"*":
                await _send_304(answer.headers, send)
                return
            await send({"type": "http.response.start", "status": 200, "headers": list(answer.headers)})
            await send({"type": "http.response.body", "body": b"" if method == "HEAD" else answer.body})
            return
        if b"range" in asked:
            _settle_range(scope, asked, tag)
        await self._application(scope, receive, self._keeping(scope, send, revision, tag, held))

    def _keeping(self, scope: Scope, send: Send, revision: str, tag: bytes, held: bytes | None) -> Send:
        """Give what tags an answer on its way, and keeps it once its last piece is sent."""
        head = scope["method"] == "HEAD"
        pieces: list[bytes] | None = None
        gathered = 0
        headers: Headers = []
        unchanged = False

        async def sending(message: Message) -> None:
            nonlocal pieces, gathered, headers, unchanged
            if message["type"] == "http.response.start" and noted(scope, OWN_TAG) is None:
                # while a new build takes over, an answer may be of either: it gets no tag
                tagged = message["status"] in _TAGGED and self._revision() == revision
                message["headers"], tagged = _revalidated(message["headers"], tag if tagged else None)
                if tagged and message["status"] == 200:
                    note(scope, "kept", "miss")
                    headers = message["headers"]
                    pieces = []
                    unchanged = held is not None and held.strip() == b"*"
                    if unchanged:
                        await _send_304(headers, send)
                        return
            elif message["type"] != "http.response.body":
                pieces = None
            elif pieces is not None:
                body = message.get("body", b"")
                gathered += len(body)
                if gathered <= self._largest:
                    pieces.append(body)
                else:
                    pieces = None
                    self._shelf.put(revision, tag, _Answer(headers, None, route_of(scope)))
                # to HEAD the body may have been left out: the length tells whether it was
                complete = not message.get("more_body", False) and (not head or _length_of(headers) == gathered)
                if pieces is not None and complete:
                    whole = b"".join(pieces)
                    kept = [*(pair for pair in headers if pair[0] != b"content-length"), _length(whole)]
                    self._shelf.put(revision, tag, _Answer(kept, whole, route_of(scope)))
            if head and message["type"] == "http.response.body":
                message["body"] = b""
            if not unchanged:
                await send(message)

        return sending


def _length_of(headers: Headers) -> int | None:
    return next((int(value) for name, value in headers if name == b"content-length"), None)


def _length(body: bytes) -> tuple[bytes, bytes]:
    return (b"content-length", str(len(body)).encode())


@lru_cache(64)
def _varies_as_known(vary: bytes) -> bool:
    """Tell whether an answer varies by nothing but what its tag is made of."""
    return {name.strip().lower() for name in vary.split(b",")} <= {
        b"accept",
        b"accept-encoding",
        b"accept-profile",
        b"",
    }


def _revalidated(headers: Headers, tag: bytes | None) -> tuple[Headers, bool]:
    """Put the tag into headers, unless nobody may keep the answer, and have caches ask for it again."""
    told = False
    for name, value in headers:
        if name == b"cache-control":
            told = True
            if b"no-store" in value:
                return headers, False
        elif name == b"set-cookie" or (name == b"vary" and not _varies_as_known(value)):
            tag = None
    found = [pair for pair in headers if pair[0] != b"etag"]
    if tag is not None:
        found.append((b"etag", tag))
    if not told:
        found.append(_REVALIDATED)
    return found, tag is not None


async def _send_304(headers: Headers, send: Send) -> None:
    chosen = [pair for pair in headers if pair[0] in _OF_304]
    await send({"type": "http.response.start", "status": 304, "headers": chosen})
    await send({"type": "http.response.body", "body": b""})


def _settle_range(scope: Scope, asked: dict[bytes, bytes], tag: bytes) -> None:
    """Decide by our own tag whether a range is still wanted (RFC 9110, section 13.1.5); who tags, knows others."""
    if asked.get(b"if-range") == tag:
        scope["headers"] = [pair for pair in scope["headers"] if pair[0] != b"if-range"]


async def _read_body(receive: Receive, length: bytes, largest: int) -> bytes | None:
    """Read a request's body, None where the client left; raise HTTPException 413 where it is too large."""
    refusal = HTTPException(413, f"A request may have {largest} bytes.")
    if length.isdigit() and len(length) < 20 and int(length) > largest:
        raise refusal
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if len(body) > largest:
            raise refusal
        if not message.get("more_body", False):
            return bytes(body)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Give a `receive` that tells the body first, then what else happens."""
    told = False

    async def receiving() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receiving
