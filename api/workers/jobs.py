"""What a worker is given to do: a picklable job that opens an answer and writes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from types import SimpleNamespace
from typing import Any, BinaryIO, Protocol, Self

from starlette.requests import Request
from starlette.responses import Response

from releasegraph.api.state import Served

__all__ = ["Head", "Job", "Opening", "Order", "Sent", "Visit", "Wear", "seen"]


class Sent:
    """Is pickled by its slots' values, in their order: a dataclass of its own accord asks, each time, which it has."""

    __slots__: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[type[Self], tuple[object, ...]]:
        """Give the class and its arguments (https://docs.python.org/3/library/pickle.html#object.__reduce__)."""
        return type(self), tuple([getattr(self, name) for name in self.__slots__])


@dataclass(frozen=True, slots=True)
class Head(Sent):
    """What an answer begins with: its status, and headers as ASGI has them (lower-case names, latin-1)."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]

    @classmethod
    def of(cls, media_type: str, headers: Mapping[str, str] | None = None) -> "Head":
        """Give the head of a whole answer of that media type."""
        return cls(200, _headers(media_type, tuple((headers or {}).items())))


@lru_cache(64)
def _headers(media_type: str, others: tuple[tuple[str, str], ...]) -> tuple[tuple[bytes, bytes], ...]:
    response = Response(headers=dict(others), media_type=media_type)
    return tuple(pair for pair in response.raw_headers if pair[0] != b"content-length")


Opening = Callable[[Head], BinaryIO]
"""Given the head of an answer, gives what to write its body to."""


class Job(Protocol):
    """Something to do in a worker: open the answer once, write it, return at its end; errors are raised."""

    def __call__(self, here: Served, opening: Opening) -> None:
        """Answer."""
        ...


@dataclass(frozen=True, slots=True)
class Order(Sent):
    """A job for a worker, the seconds of processor time it may take, and the request it is done for."""

    job: Job
    seconds: float
    request_id: str


@dataclass(frozen=True, slots=True)
class Wear(Sent):
    """What a worker's jobs have left behind in its process, in bytes."""

    grown: int = 0
    """Memory it has taken since its start and not given back."""
    copied: int = 0
    """Of the graph's memory, what it shares no longer: reading locks what is read, and so writes to it."""


_SEEN = ("type", "http_version", "method", "scheme", "path", "raw_path", "query_string", "root_path", "headers")


def seen(request: Request) -> Mapping[str, Any]:
    """Give what of a request a handler in another process may see."""
    return {name: request.scope[name] for name in _SEEN if name in request.scope}


@dataclass(frozen=True, slots=True)
class Visit(Sent):
    """A synchronous request handler, `(request, here, **given) -> Response`, called in the worker."""

    module: str
    handler: str
    scope: Mapping[str, Any]
    given: Mapping[str, object]

    def __call__(self, here: Served, opening: Opening) -> None:
        """Call the handler and pass its response on."""
        handler = getattr(import_module(self.module), self.handler)
        handler = getattr(handler, "__wrapped__", handler)
        application = SimpleNamespace(state=SimpleNamespace(front=SimpleNamespace(described=here)))
        response = handler(Request({**self.scope, "app": application}), here, **self.given)
        opening(Head(response.status_code, tuple(response.raw_headers))).write(response.body)
