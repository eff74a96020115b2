"""Small graphs as bytes; streamed ones are the engine's to write."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

import rdflib
from rdflib.plugins.serializers.jsonld import from_rdf

from releasegraph.graph.formats import Format
from releasegraph.graph.xml_text import xml_safe

__all__ = ["context", "expanded", "write_graph"]

_RDFLIB_NAMES = {"turtle": "turtle", "ntriples": "nt11", "rdfxml": "xml", "nquads": "nt11", "trig": "turtle"}
"""Triples alone are the same in N-Quads as in N-Triples, and in TriG as in Turtle."""


@cache
def context() -> dict[str, Any]:
    """Give our JSON-LD context document."""
    document: dict[str, Any] = json.loads(
        files("releasegraph.ontology").joinpath("context.jsonld").read_text(encoding="utf-8")
    )
    return document


def expanded(graph: rdflib.Graph) -> list[dict[str, Any]]:
    """Give a graph as expanded JSON-LD, which needs no context."""
    nodes: list[dict[str, Any]] = from_rdf(graph)  # type: ignore[no-untyped-call]
    return nodes


def write_graph(graph: rdflib.Graph, form: Format) -> bytes:
    """Write a graph; JSON-LD is compact, with our context in it, so that it can be read without the network."""
    if form.name == "jsonld":
        compact = from_rdf(graph, context_data=context()["@context"])  # type: ignore[no-untyped-call]
        return json.dumps(compact, ensure_ascii=False, indent=1).encode("utf-8")
    written = graph.serialize(format=_RDFLIB_NAMES[form.name], encoding="utf-8")
    return xml_safe(written) if form.name == "rdfxml" else written
