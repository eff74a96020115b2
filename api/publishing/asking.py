"""Asks the site for its pages within this process: the handlers that a server runs, without a server."""

import asyncio
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

from releasegraph.api.application import create_application
from releasegraph.api.settings import Settings
from releasegraph.api.state import Served
from releasegraph.api.workers.jobs import Head, Job, Visit

__all__ = ["Got", "LocalSite"]

_DOCUMENT = ("releasegraph.api.resources", "document")


@dataclass(frozen=True, slots=True)
class Got:
    """An answer: its status, its headers by lower-case name, its body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_page(self) -> bool:
        """Tell whether it is a page for people."""
        return self.headers.get("content-type", "").startswith("text/html")


class LocalSite:
    """The site of one generation, asked in this process."""

    def __init__(self, here: Served) -> None:
        self._here = here
        application = create_application(here.generation.folder.parent, here.settings)
        application.state.front = _LocalFront(here)
        self._application = application
        self._asgi = FastAPI.build_middleware_stack(application)

    def document(self, path: str) -> Got:
        """Give a page of a thing, or a document about it: as `get`, but straight from its handler."""
        parts = urlsplit(f"/{path}")
        try:
            return _collected(Visit(*_DOCUMENT, _scope(parts.path, parts.query, "text/html"), {}), self._here)
        except HTTPException as error:
            return Got(error.status_code, {}, str(error.detail).encode())

    def get(self, path: str, accept: str = "text/html") -> Got:
        """Ask for a path, percent-encoded, with or without a query."""
        parts = urlsplit(f"/{path}")
        return asyncio.run(self._asked({**_scope(parts.path, parts.query, accept), "app": self._application}))

    def request(self, path: str) -> Request:
        """Give a request for a path, for a page that has no address on a server."""
        return Request({**_scope(f"/{path}", "", "text/html"), "app": self._application})

    async def _asked(self, scope: dict[str, Any]) -> Got:
        sent: list[Message] = []
        received = [{"type": "http.request", "body": b"", "more_body": False}]

        async def receive() -> Message:
            return received.pop() if received else {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)

        await self._asgi(scope, receive, send)
        start = next(one for one in sent if one["type"] == "http.response.start")
        body = b"".join(one.get("body", b"") for one in sent if one["type"] == "http.response.body")
        return Got(start["status"], _named(start["headers"]), body)


class _LocalFront:
    """Stands for the front of a server: jobs are done here and now."""

    def __init__(self, here: Served) -> None:
        self.described = here
        self.settings: Settings = here.settings
        self.revision = ""

    def visit(self, job: Job) -> Response:
        """Make a page or a document."""
        got = _collected(job, self.described)
        return Response(got.body, got.status, dict(got.headers))

    def query(self, job: Job, _client: str, _seconds: float) -> Response:
        """Answer a query."""
        return self.visit(job)


def _collected(job: Job, here: Served) -> Got:
    heads: list[Head] = []
    body = io.BytesIO()

    def opening(head: Head) -> io.BytesIO:
        heads.append(head)
        return body

    job(here, opening)
    return Got(heads[0].status, _named(heads[0].headers), body.getvalue())


def _named(headers: Any) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers}


def _scope(path: str, query: str, accept: str) -> dict[str, Any]:
    return {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"host", b"localhost"), (b"accept", accept.encode())],
        "client": ("127.0.0.1", 0),
        "server": ("localhost", 80),
    }
