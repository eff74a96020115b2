"""Pages from templates: everything a template prints is escaped."""

from collections.abc import Mapping
from pathlib import Path

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from releasegraph.api.state import described
from releasegraph.graph.generations import Manifest

__all__ = ["compile_templates", "latest_edition", "page", "template_environment"]

_FORMAT_NAMES = {
    "csv": "CSV",
    "html": "HTML",
    "json": "JSON",
    "jsonld": "JSON-LD",
    "ndjsonld": "JSON-LD, an entity a line",
    "nquads": "N-Quads",
    "ntriples": "N-Triples",
    "rdfxml": "RDF/XML",
    "trig": "TriG",
    "tsv": "TSV",
    "turtle": "Turtle",
    "xml": "XML",
}
"""Format name to what people call it."""
_UNITS = ("bytes", "kB", "MB", "GB", "TB")
_THOUSAND = 1000


def _file_size(number: int) -> str:
    """Give a number of bytes in decimal units, as file managers do."""
    size, unit = float(number), 0
    while size >= _THOUSAND and unit < len(_UNITS) - 1:
        size, unit = size / _THOUSAND, unit + 1
    return f"{size:.0f} {_UNITS[unit]}" if unit == 0 or size >= 100 else f"{size:.1f} {_UNITS[unit]}"


def template_environment() -> Environment:
    """Give what templates are read and rendered with."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["number"] = "{:,}".format
    environment.filters["file_size"] = _file_size
    environment.filters["format_name"] = lambda name: _FORMAT_NAMES.get(name, name)
    return environment


_TEMPLATES = template_environment()


def compile_templates() -> None:
    """Compile every template now: processes forked from this one need not."""
    for name in _TEMPLATES.list_templates(extensions=["html"]):
        _TEMPLATES.get_template(name)


def page(
    request: Request, template: str, *, status: int = 200, headers: Mapping[str, str] | None = None, **values: object
) -> HTMLResponse:
    """Render a template into a response; every template also has `links`, `manifest`, `contact` and `edition`."""
    here = described(request)
    always = {
        "links": here.links(request),
        "manifest": here.manifest,
        "contact": here.settings.contact,
        "edition": latest_edition(here.manifest),
    }
    body = _TEMPLATES.get_template(template).render(always | values)
    return HTMLResponse(body, status, headers)


def latest_edition(manifest: Manifest) -> str | None:
    """Give the name of the newest workbook's edition, such as `2026-09`; None where there is no workbook."""
    return max((one["name"] for one in manifest.editions if one["kind"] == "workbook"), default=None)
