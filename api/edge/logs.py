"""The server's log: one line for each request, each with its request id, as text or as JSON objects."""

import logging
import os
import re
import time
from collections.abc import Mapping
from contextvars import ContextVar
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Any, Final, Literal

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from releasegraph.api.edge.metrics import Metrics, method_label
from releasegraph.api.edge.scopes import note, noted, request_headers, route_of

__all__ = ["AccessLog", "RequestIdFilter", "log_configuration", "request_id", "take_request_id"]

_ACCESS: Final = logging.getLogger("releasegraph.access")
_ASKED = frozenset({b"x-request-id"})
_SANE = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_LINE = "%s %s %d, %d bytes in %.1f ms for %s%s"
_LONGEST_PATH = 500
_LEFT = 499
"""The status logged where the client left before there was one (nginx's custom)."""

_request_id: ContextVar[str] = ContextVar("request_id", default="-")


def request_id() -> str:
    """Give the id of the request being answered, `-` outside of any."""
    return _request_id.get()


def take_request_id(name: str) -> None:
    """Have what this process logs from now on named after a request that another process takes."""
    _request_id.set(name)


class AccessLog:
    """Names each request, tells its client the name, and logs and counts its answer.

    The name is the client's `X-Request-Id` if that is sane, else a new one; handlers have it as
    `request.state.request_id`. The query of an address is not logged: it may say what somebody is looking into; and of
    a client's address no more than its network.
    """

    def __init__(self, application: ASGIApp, metrics: Metrics) -> None:
        self._application = application
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; say how it ended, whatever happens."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        began = time.perf_counter()
        given = request_headers(scope, _ASKED).get(b"x-request-id", b"")
        name = given if _SANE.fullmatch(given) else os.urandom(8).hex().encode()
        named = name.decode()
        note(scope, "request_id", named)
        _request_id.set(named)
        status, sent, ended, failed = 0, 0, False, True

        async def sending(message: Message) -> None:
            nonlocal status, sent, ended
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", name)]
            elif message["type"] == "http.response.body":
                sent += len(message.get("body", b""))
                ended = not message.get("more_body", False)
            else:
                ended = True
            await send(message)

        try:
            await self._application(scope, receive, sending)
            failed = False
        finally:
            seconds = time.perf_counter() - began
            status = status or (500 if failed else _LEFT)
            route = route_of(scope) or "none"
            method = method_label(scope["method"])
            self._metrics.answered(route, method, status, seconds, sent, noted(scope, "kept"))
            if _ACCESS.isEnabledFor(logging.INFO):
                self._log(scope, status, sent, seconds, whole=ended)

    def _log(self, scope: Scope, status: int, sent: int, seconds: float, *, whole: bool) -> None:
        raw: bytes = scope.get("raw_path") or scope["path"].encode("ascii", "backslashreplace")
        fields = {
            "method": scope["method"],
            "path": raw[:_LONGEST_PATH].decode("latin-1"),
            "status": status,
            "bytes": sent,
            "ms": round(seconds * 1000, 2),
            "client": _network(scope["client"][0] if scope.get("client") else "local"),
            "kept": noted(scope, "kept"),
            "whole": whole,
        }
        words = tuple(fields[name] for name in ("method", "path", "status", "bytes", "ms", "client"))
        # made by hand: looking for the caller's line would take half the time
        record = logging.LogRecord(
            _ACCESS.name, logging.INFO, __file__, 0, _LINE, (*words, "" if whole else ", broken off"), None
        )
        record.__dict__.update(fields)
        _ACCESS.handle(record)


@lru_cache(4096)
def _network(address: str) -> str:
    """Give the network of an address, /24 or /48: enough to see who asks too much, not which person."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    return str(ip_network((parsed, 24 if parsed.version == 4 else 48), strict=False))


class RequestIdFilter(logging.Filter):
    """Gives every record the id of the request it was made in."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass."""
        record.request_id = _request_id.get()
        return True


_SPEAKING = ("releasegraph", "uvicorn", "uvicorn.error")

_FORMATTERS: Mapping[str, Mapping[str, object]] = {
    "text": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s [%(request_id)s]"},
    "json": {
        "()": "pythonjsonlogger.orjson.OrjsonFormatter",
        "fmt": ("levelname", "name", "message", "request_id"),
        "rename_fields": {"levelname": "level", "name": "logger"},
        "timestamp": True,
    },
}


def log_configuration(form: Literal["text", "json"], level: str = "info") -> dict[str, Any]:
    """Give what `logging.config.dictConfig`, and uvicorn as `log_config`, take: all lines to standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": RequestIdFilter}},
        "formatters": {"lines": dict(_FORMATTERS[form])},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "lines", "filters": ["request_id"]},
        },
        "root": {"level": "WARNING", "handlers": ["stderr"]},
        # uvicorn may have set its own up before
        "loggers": {
            **{name: {"level": level.upper(), "handlers": [], "propagate": True} for name in _SPEAKING},
            "uvicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
        },
    }
