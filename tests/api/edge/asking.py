"""Requests over bare ASGI."""

from collections.abc import Mapping
from typing import Any

import anyio
from starlette.requests import ClientDisconnect
from starlette.types import Message, Scope

from releasegraph.api.edge.kept import Kept


def scope_of(path: str = "/x", method: str = "GET", root: str = "", **headers: str) -> Scope:
    """Give the scope of a request."""
    return {
        "type": "http",
        "method": method,
        "path": root + path,
        "raw_path": (root + path).encode(),
        "root_path": root,
        "query_string": b"",
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }


def ask(kept: Kept, scope: Mapping[str, Any], received: list[Message] | None = None) -> list[Message]:
    """Ask over bare ASGI; give the messages sent, even where the application raised."""
    messages: list[Message] = []
    left = iter(received or [])

    async def receive() -> Message:
        return next(left, {"type": "http.disconnect"})

    async def send(message: Message) -> None:
        messages.append(message)

    async def run() -> None:
        await kept(dict(scope), receive, send)

    try:
        anyio.run(run)
    except (ConnectionError, ClientDisconnect):
        messages.append({"type": "raised"})
    return messages
