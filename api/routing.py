"""Routes that are read: each answers GET, as documented, and HEAD."""

from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import APIRouter

__all__ = ["Router", "anywhere_below"]

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
