"""What the layers around the application read from an ASGI scope and note in it (https://asgi.readthedocs.io/)."""

from starlette.types import Scope

__all__ = ["OWN_TAG", "note", "noted", "own_path", "request_headers", "route_of"]

OWN_TAG = "own_tag"
"""The note of a handler that gives its answer's entity tag, and so its 304 and its ranges, itself."""


def own_path(scope: Scope) -> str:
    """Give the path after the server's root path."""
    path: str = scope["path"]
    root: str = scope.get("root_path", "")
    return path[len(root) :] if root and path.startswith(f"{root}/") else path


def request_headers(scope: Scope, names: frozenset[bytes]) -> dict[bytes, bytes]:
    """Give the values of the request's headers of these names (lower case), those sent twice as one list."""
    found: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        if name in names:
            found[name] = value if name not in found else found[name] + b", " + value
    return found


def note(scope: Scope, name: str, value: object) -> None:
    """Note what other layers, and handlers as `request.state`, read."""
    scope.setdefault("state", {})[name] = value


def noted(scope: Scope, name: str) -> str | None:
    """Give a note, None where nobody made it."""
    found = scope.get("state", {}).get(name)
    return None if found is None else str(found)


def route_of(scope: Scope) -> str | None:
    """Give the template of the route that answered, or the path of the mounted application; None where none did."""
    known = noted(scope, "route")
    if known is not None:
        return known
    template = getattr(scope.get("route"), "path", None)
    if template is not None:
        return str(template)
    mounted: str = scope.get("root_path", "").removeprefix(scope.get("app_root_path", scope.get("root_path", "")))
    return mounted or None
