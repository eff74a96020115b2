"""The layers between the server and the routes, in one place, because their order matters."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from releasegraph.api.edge.compressing import Compressing
from releasegraph.api.edge.headers import CommonHeaders
from releasegraph.api.edge.kept import Kept
from releasegraph.api.edge.limits import RateLimit
from releasegraph.api.edge.logs import AccessLog
from releasegraph.api.edge.metrics import Metrics
from releasegraph.api.settings import Settings

__all__ = ["edge"]


def edge(
    application: ASGIApp,
    settings: Settings,
    *,
    metrics: Metrics,
    revision: Callable[[], str],
    refuse: Callable[[Request, Exception], Response],
) -> ASGIApp:
    """Put the layers around an application that answers its own exceptions; the first one here is innermost.

    - The rate limit counts what is worked for, so it stands within the kept answers.
    - What is compressed is what is kept, so that it is compressed once.
    - Answers from memory, refusals and 304 need the common headers too, and errors of every kind.
    - The log sees the answer as the client does.
    """
    layers = RateLimit(application, settings.requests_per_minute, refuse)
    kept = Kept(
        Compressing(layers),
        revision,
        room=settings.kept_bytes,
        largest=settings.largest_kept,
        largest_request=settings.largest_request,
        refuse=refuse,
    )
    return AccessLog(CommonHeaders(kept), metrics)
