"""Answers that a worker thread writes while the client reads: a bounded queue between them, nothing held whole.

The engine's iterators live and die in one thread, so a producer makes, writes and drops its answer in there.
"""

from collections.abc import Callable, Mapping
from typing import BinaryIO, cast

import anyio
import anyio.from_thread
import anyio.to_thread
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from releasegraph.api.negotiation import NotAcceptableError
from releasegraph.graph.errors import QueryError, StoreError

__all__ = ["Opening", "Producer", "StreamedResponse"]

CHUNK = 65_536
"""Bytes gathered before they are sent on; the first are sent at once."""
DEPTH = 8
"""Chunks that may wait for a slow client."""

Opening = Callable[[str], BinaryIO]
"""Given the media type of the answer, starts it and gives what to write its body to."""

Producer = Callable[[Opening], None]
"""Runs in a worker thread: opens the answer, writes it, returns at its end."""


class _Writer:
    """A binary file that sends what is written to the event loop; writing raises once nobody reads."""

    def __init__(self, sender: MemoryObjectSendStream[bytes]) -> None:
        self._sender = sender
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
        if not self._held:
            return
        chunk = bytes(self._held)
        self._held.clear()
        try:
            anyio.from_thread.run(self._sender.send, chunk)
        except anyio.BrokenResourceError:
            raise BrokenPipeError("the client has gone") from None


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
        self._error: Exception | None = StoreError("the answer broke off")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the producer and send what it writes."""
        sender, receiver = anyio.create_memory_object_stream[bytes](DEPTH)
        try:
            async with anyio.create_task_group() as group:
                group.start_soon(self._produce, sender)
                group.start_soon(_leave, receive, group.cancel_scope)
                await self._send(receiver, send, whole=scope["method"] != "HEAD")
                group.cancel_scope.cancel()
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from None

    async def _produce(self, sender: MemoryObjectSendStream[bytes]) -> None:
        with sender:
            self._error = await anyio.to_thread.run_sync(self._write, sender, limiter=self._limiter)

    def _write(self, sender: MemoryObjectSendStream[bytes]) -> Exception | None:
        """Run the producer; give its error bare: a traceback would carry the engine's iterators to another thread."""
        writer = _Writer(sender)

        def opening(media_type: str) -> BinaryIO:
            self.media_type = media_type
            self.init_headers(self._extra)
            return cast(BinaryIO, writer)

        try:
            self._producer(opening)
            writer.flush()
        except BrokenPipeError:
            return None
        except OSError as error:
            return StoreError(f"the store cannot be read: {error}")
        except (QueryError, NotAcceptableError, HTTPException) as error:
            return error.with_traceback(None)
        return None

    async def _send(self, receiver: MemoryObjectReceiveStream[bytes], send: Send, *, whole: bool) -> None:
        with receiver:
            first = await anext(receiver, None)
            if first is None and self._error is not None:
                raise self._error
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            if whole and first is not None:
                await send({"type": "http.response.body", "body": first, "more_body": True})
                async for chunk in receiver:
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
                if self._error is not None:
                    raise self._error
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _leave(receive: Receive, scope: anyio.CancelScope) -> None:
    """Stop the answer once the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
    scope.cancel()
