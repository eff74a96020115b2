"""Pages from templates: everything a template prints is escaped."""

from collections.abc import Mapping
from pathlib import Path

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from releasegraph.api.state import served

__all__ = ["page"]

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(
    request: Request, template: str, *, status: int = 200, headers: Mapping[str, str] | None = None, **values: object
) -> HTMLResponse:
    """Render a template, which also has `links` and the `manifest`, into a response."""
    here = served(request)
    body = _TEMPLATES.get_template(template).render(links=here.links(request), manifest=here.manifest, **values)
    return HTMLResponse(body, status, headers)
