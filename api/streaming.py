"""Answers that a worker thread writes while the client reads: a bounded queue between them, nothing held whole.

The engine's iterators live and die in one thread, so a producer makes, writes and drops its answer in there, and no
exception with a traceback, which would keep them alive, crosses to the event loop.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Mapping
from typing import BinaryIO, TypeVar, cast

import anyio
import anyio.to_thread
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from releasegraph.api.negotiation import NotAcceptableError
from releasegraph.graph.errors import QueryError, StoreError

__all__ = ["Opening", "Producer", "StreamedResponse", "contained"]

CHUNK = 65_536
"""Bytes gathered before they are sent on; the first are sent at once."""
DEPTH = 8
"""Chunks that may wait for a slow client."""

Opening = Callable[[str], BinaryIO]
"""Given the media type of the answer, starts it and gives what to write its body to."""

Producer = Callable[[Opening], None]
"""Runs in a worker thread: opens the answer, writes it, returns at its end."""

Result = TypeVar("Result")


def contained(work: Callable[[], Result]) -> Result | Exception:
    """Do work that asks the engine, and give its result or, bare of its traceback, the error to answer with."""
    try:
        return work()
    except (QueryError, NotAcceptableError, HTTPException) as error:
        error.__context__ = None
        return error.with_traceback(None)
    except OSError as error:
        return StoreError(f"the store cannot be read: {error}")


class _Channel:
    """A bounded queue of chunks from one worker thread to the event loop."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()
        self._room = threading.Condition()
        self._chunks: deque[bytes] = deque()
        self._ended = False
        self._left = False

    def put(self, chunk: bytes) -> None:
        """Pass a chunk on from the thread, once there is room; raise BrokenPipeError where nobody reads any more."""
        with self._room:
            self._room.wait_for(lambda: len(self._chunks) < DEPTH or self._left)
            if self._left:
                raise BrokenPipeError("the client has gone")
            self._chunks.append(chunk)
        self._loop.call_soon_threadsafe(self._news.set)

    async def get(self) -> bytes | None:
        """Give the next chunk, None after the last."""
        while True:
            with self._room:
                if self._chunks:
                    self._room.notify()
                    return self._chunks.popleft()
                if self._ended:
                    return None
                self._news.clear()
            await self._news.wait()

    def end(self) -> None:
        """Say that no more will come."""
        self._ended = True
        self._news.set()

    def leave(self) -> None:
        """Say that nobody reads any more."""
        with self._room:
            self._left = True
            self._room.notify()


class _Writer:
    """A binary file into a channel, gathering small writes."""

    def __init__(self, channel: _Channel) -> None:
        self._channel = channel
        self._held = bytearray()
        self._enough = 1

    def write(self, block: bytes) -> int:
        """Take a block, waiting where the client is slow."""
        self._held += block
        if len(self._held) >= self._enough:
            self.flush()
            self._enough = CHUNK
        return len(block)

    def flush(self) -> None:
        """Send on what is held."""
        if self._held:
            chunk = bytes(self._held)
            self._held.clear()
            self._channel.put(chunk)


class StreamedResponse(Response):
    """A response whose body a producer writes in a worker thread.

    An error before the first byte reaches the exception handlers; a later one breaks the connection off, so that
    nobody takes half an answer for a whole one. A client that leaves stops its producer at its next write.
    """

    def __init__(
        self, producer: Producer, *, limiter: anyio.CapacityLimiter, headers: Mapping[str, str] | None = None
    ) -> None:
        self.status_code = 200
        self.background = None
        self._producer = producer
        self._limiter = limiter
        self._extra = headers
        self._error: Exception | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the producer and send what it writes."""
        channel = _Channel()
        try:
            async with anyio.create_task_group() as group:
                group.start_soon(self._produce, channel)
                group.start_soon(_watch, receive, group.cancel_scope)
                try:
                    await self._send(channel, send, whole=scope["method"] != "HEAD")
                finally:
                    channel.leave()
                group.cancel_scope.cancel()
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from None

    async def _produce(self, channel: _Channel) -> None:
        self._error = await anyio.to_thread.run_sync(self._write, channel, limiter=self._limiter)
        channel.end()

    def _write(self, channel: _Channel) -> Exception | None:
        out = cast(BinaryIO, _Writer(channel))

        def opening(media_type: str) -> BinaryIO:
            self.media_type = media_type
            self.init_headers(self._extra)
            return out

        def work() -> None:
            try:
                self._producer(opening)
                out.flush()
            except BrokenPipeError:
                return

        return contained(work)

    async def _send(self, channel: _Channel, send: Send, *, whole: bool) -> None:
        chunk = await channel.get()
        if chunk is None and self._error is not None:
            raise self._error
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        while whole and chunk is not None:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
            chunk = await channel.get()
        if self._error is not None:
            raise self._error
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _watch(receive: Receive, scope: anyio.CancelScope) -> None:
    """Stop the answer once the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
    scope.cancel()
