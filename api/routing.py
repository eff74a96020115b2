"""Routes that are read: each answers GET, as documented, and HEAD."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import quote

from fastapi import APIRouter, Request

__all__ = ["Router", "anywhere_below", "raw_path"]

Handler = TypeVar("Handler", bound=Callable[..., Any])


class Router(APIRouter):
    """A router whose routes are read."""

    def reads(self, path: str, **options: Any) -> Callable[[Handler], Handler]:
        """Have a handler answer GET and HEAD at a path; OpenAPI tells of GET."""

        def register(handler: Handler) -> Handler:
            self.add_api_route(path, handler, methods=["GET"], **options)
            self.add_api_route(path, handler, methods=["HEAD"], include_in_schema=False)
            return handler

        return register


def anywhere_below(name: str) -> dict[str, Any]:
    """Document a path parameter that the handler reads itself, as it was sent."""
    return {"parameters": [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}}]}


def raw_path(request: Request, start: str) -> str:
    """Give the path after `start`, percent-encoded as the client sent it."""
    raw: bytes | None = request.scope.get("raw_path")
    whole = quote(request.scope["path"]) if raw is None else raw.decode("utf-8", "replace")
    root = request.scope.get("root_path", "")
    if root and whole.startswith(f"{root}/"):
        whole = whole.removeprefix(root)
    return whole.removeprefix(start)
