"""The direct way to one path: without the framework's search for a route and its machinery for parameters."""

from collections.abc import Awaitable, Callable, Sequence

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from releasegraph.api.edge.scopes import note, own_path

__all__ = ["Direct"]


class Direct:
    """Answers a path by a handler `(request) -> Response`, and passes what is asked of others on.

    An exception is answered as the framework's application answers it, by the handlers it has by now.
    """

    def __init__(
        self,
        others: ASGIApp,
        framework: FastAPI,
        path: str,
        handler: Callable[[Request], Awaitable[Response]],
        methods: Sequence[str],
    ) -> None:
        self._others = others
        self._path = path
        self._handler = handler
        self._methods = methods
        known = dict(framework.exception_handlers)
        unforeseen = known.pop(Exception, None)
        self._answering = ServerErrorMiddleware(ExceptionMiddleware(self._answer, known), unforeseen)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on."""
        direct = scope["type"] == "http" and own_path(scope) == self._path
        await (self._answering if direct else self._others)(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        note(scope, "route", self._path)
        if scope["method"] not in self._methods:
            raise HTTPException(405, headers={"Allow": ", ".join(self._methods)})
        response = await self._handler(Request(scope, receive))
        await response(scope, receive, send)
