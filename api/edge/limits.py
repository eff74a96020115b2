"""How much one client may ask: requests in a minute, and queries at one time."""

import time
from collections.abc import Callable
from functools import lru_cache
from ipaddress import IPv6Address, IPv6Network, ip_address
from math import ceil

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from releasegraph.api.edge.scopes import own_path

__all__ = ["Pace", "RateLimit", "RunningQueries", "client_of"]

_MINUTE = 60.0
_ONE_SITE = 64
"""Bits of an IPv6 address that one subscriber gets (RFC 6177)."""


@lru_cache(4096)
def _client(address: str) -> str:
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or IPv6Network((parsed, _ONE_SITE), strict=False))


def client_of(scope: Scope) -> str:
    """Name the client of a request: its IPv4 address, or the /64 of its IPv6 address.

    Behind a proxy the server puts the forwarded address into the scope, for the proxies it trusts. Requests without an
    address, over a local socket, are of one client.
    """
    client = scope.get("client")
    return _client(client[0]) if client else "local"


class Pace:
    """Lets each client make `most` requests at once, and after that as many in every minute, evenly.

    Held is one time per client, at which it will have made up for its requests (the generic cell rate algorithm, ITU-T
    I.371), of no more than `clients` clients: of more, the one longest unseen starts afresh.
    """

    def __init__(self, most: int, *, clients: int = 20_000, clock: Callable[[], float] = time.monotonic) -> None:
        self._each = _MINUTE / most
        self._clients = clients
        self._clock = clock
        self._even: dict[str, float] = {}

    def wait(self, client: str) -> float:
        """Count a request and give 0, or count none and give the seconds after which one would be let in."""
        now = self._clock()
        even = max(now, self._even.pop(client, now)) + self._each
        wait = max(0.0, round(even - now - _MINUTE, 6))
        self._even[client] = even - self._each if wait else even
        if len(self._even) > self._clients:
            del self._even[next(iter(self._even))]
        return wait


class RateLimit:
    """Refuses (429) requests to some paths from a client that makes more than so many in a minute; 0 is no limit.

    Standing within the kept answers, it counts what is worked for: an answer kept in memory, or one the client has
    (304), costs less than to refuse it.
    """

    def __init__(
        self,
        application: ASGIApp,
        per_minute: int,
        refuse: Callable[[Request, Exception], Response],
        paths: frozenset[str] = frozenset({"/sparql", "/search"}),
    ) -> None:
        self._application = application
        self._per_minute = per_minute
        self._pace = Pace(max(1, per_minute))
        self._refuse = refuse
        self._paths = paths if per_minute else frozenset()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http" or own_path(scope) not in self._paths or scope["method"] == "OPTIONS":
            await self._application(scope, receive, send)
            return
        wait = self._pace.wait(client_of(scope))
        if wait:
            await self._refuse(Request(scope), self._refusal(ceil(wait)))(scope, receive, send)
            return
        await self._application(scope, receive, send)

    def _refusal(self, seconds: int) -> HTTPException:
        """Give the refusal with the fields of draft-ietf-httpapi-ratelimit-headers."""
        headers = {
            "Retry-After": str(seconds),
            "RateLimit-Policy": f'"minute";q={self._per_minute};w={int(_MINUTE)}',
            "RateLimit": f'"minute";r=0;t={seconds}',
            "Cache-Control": "no-store",
        }
        return HTTPException(429, f"One client may make {self._per_minute} requests in a minute.", headers)


class RunningQueries:
    """Counts the queries each client has running."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._running: dict[str, int] = {}

    @property
    def clients(self) -> int:
        """Give the number of clients that have any running."""
        return len(self._running)

    def begin(self, client: str) -> None:
        """Count a query; raise HTTPException 429 where the client has as many as it may."""
        count = self._running.get(client, 0)
        if count >= self._most:
            headers = {"Retry-After": "1", "Cache-Control": "no-store"}
            raise HTTPException(429, f"One client may have {self._most} queries running.", headers)
        self._running[client] = count + 1

    def end(self, client: str) -> None:
        """Count a query that has ended."""
        left = self._running[client] - 1
        if left:
            self._running[client] = left
        else:
            del self._running[client]
