"""Headers every answer carries: content types are meant, pages run nothing, and any site may read us."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from releasegraph.api.edge.scopes import request_headers

__all__ = ["CONTENT_SECURITY_POLICY", "CommonHeaders", "content_security_policy"]

_DIRECTIVES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "default-src": "'none'",
        "style-src": "'self'",
        "img-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
)


def content_security_policy(**directives: str) -> str:
    """Give the strict policy with some directives of a page's own: `script_src="'self'"`.

    A handler sends it as `Content-Security-Policy`; a header that a handler sends is left alone.
    """
    own = {name.replace("_", "-"): sources for name, sources in directives.items()}
    return "; ".join(f"{name} {sources}" for name, sources in {**_DIRECTIVES, **own}.items())


CONTENT_SECURITY_POLICY: Final = content_security_policy()
"""No script at all, and stylesheets of our own (https://www.w3.org/TR/CSP3/)."""

Headers = tuple[tuple[bytes, bytes], ...]


def _raw(headers: Mapping[str, str]) -> Headers:
    return tuple((name.lower().encode(), value.encode()) for name, value in headers.items())


_ALWAYS = _raw(
    {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": (
            "Content-Location, Content-Profile, ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After, "
            "X-Request-Id"
        ),
    }
)
_OF_PAGES = _raw(
    {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    }
)
_OF_HTTPS = _raw({"Strict-Transport-Security": "max-age=31536000"})
_ASKED = frozenset({b"access-control-request-method"})
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}

# put together once: most answers need no more than to have one of these appended
_SETS: Mapping[tuple[bool, bool], Headers] = MappingProxyType(
    {
        (page, https): _ALWAYS + (_OF_PAGES if page else ()) + (_OF_HTTPS if https else ())
        for page in (False, True)
        for https in (False, True)
    }
)
_OURS = frozenset(name for name, _ in _SETS[True, True])


class CommonHeaders:
    """Adds the headers, and answers what browsers ask before a request across sites (https://fetch.spec.whatwg.org/)."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer a preflight."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        https = scope.get("scheme") == "https"

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"]
                page = False
                own = None
                for name, value in headers:
                    if name == b"content-type":
                        page = value.startswith(b"text/html")
                    elif name in _OURS:
                        own = {name} if own is None else own | {name}
                added = _SETS[page, https]
                if own is not None:
                    added = tuple(pair for pair in added if pair[0] not in own)
                message["headers"] = [*headers, *added]
            await send(message)

        if scope["method"] == "OPTIONS" and request_headers(scope, _ASKED):
            await Response(status_code=204, headers=_PREFLIGHT)(scope, receive, sending)
            return
        await self._application(scope, receive, sending)
