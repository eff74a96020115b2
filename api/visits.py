"""Request handlers that ask the graph run in worker processes: none can block the server, all can be stopped."""

import inspect
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from fastapi import Request
from starlette.responses import Response

from releasegraph.api.front import front
from releasegraph.api.state import Served
from releasegraph.api.workers.jobs import Visit, seen

__all__ = ["visit", "visit_of", "visited"]

Given = ParamSpec("Given")


def visit(request: Request, handler: Callable[..., Response], **given: object) -> Response:
    """Give the response of a handler `(request, here, **given)`, called in a worker."""
    return front(request).visit(visit_of(request, handler, **given))


def visit_of(request: Request, handler: Callable[..., Response], **given: object) -> Visit:
    """Give a handler's call as a job."""
    return Visit(handler.__module__, handler.__qualname__, seen(request), given)


def visited(
    handler: Callable[Concatenate[Request, Served, Given], Response],
) -> Callable[..., Awaitable[Response]]:
    """Give a route for a synchronous handler: the same parameters, but the worker gives it the store served."""

    @wraps(handler)
    async def route(request: Request, **given: Any) -> Response:
        return visit(request, handler, **given)

    signature = inspect.signature(handler)
    asked, _here, *others = signature.parameters.values()
    kept = [asked.replace(name="request"), *others]
    route.__signature__ = signature.replace(parameters=kept)  # type: ignore[attr-defined]
    return route
