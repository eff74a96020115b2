"""How OpenAPI tells of the query operation, whose parameters the SPARQL 1.1 Protocol defines (section 2.1)."""

from collections.abc import Mapping
from typing import Any

from releasegraph.api.negotiation import GRAPHS, SOLUTIONS

__all__ = ["by_address", "by_body"]

_TEXT: Mapping[str, Any] = {"type": "string"}
_IRIS: Mapping[str, Any] = {"type": "array", "items": {"type": "string", "format": "iri"}}
_PARAMETERS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "query": ("A SPARQL 1.1 query.", _TEXT),
    "default-graph-uri": ("Named graphs to ask as the default graph.", _IRIS),
    "named-graph-uri": ("Named graphs to ask with GRAPH.", _IRIS),
    "timeout": ("Seconds after which the query is to be stopped, at most the server's own limit.", {"type": "number"}),
    "format": (
        "The format to answer in, instead of one by Accept.",
        {"enum": [one.name for one in (*SOLUTIONS, *GRAPHS)]},
    ),
}


def by_address() -> dict[str, Any]:
    """Document the query via GET; without a query it is the service description."""
    return {
        "parameters": [
            {"name": name, "in": "query", "description": text, "schema": dict(schema)}
            for name, (text, schema) in _PARAMETERS.items()
        ],
        "responses": {"200": _answers()},
    }


def by_body() -> dict[str, Any]:
    """Document the query via POST, as a form or directly."""
    form = {
        "type": "object",
        "required": ["query"],
        "properties": {name: {"description": text, **schema} for name, (text, schema) in _PARAMETERS.items()},
    }
    content = {
        "application/x-www-form-urlencoded": {"schema": form},
        "application/sparql-query": {"schema": dict(_TEXT)},
    }
    return {"requestBody": {"required": True, "content": content}, "responses": {"200": _answers()}}


def _answers() -> dict[str, Any]:
    forms = [form.media_type for form in (*SOLUTIONS, *GRAPHS)]
    return {"description": "Solutions, a truth value or a graph", "content": {form: {} for form in forms}}
