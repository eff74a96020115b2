"""Small graphs as bytes; streamed ones are the engine's to write."""

import json
from collections.abc import Iterable, Mapping

import rdflib
from rdflib.plugins.serializers.jsonld import from_rdf
from rdflib.term import Literal

from releasegraph.api.json_ld import compacted
from releasegraph.graph.engine import write_triples
from releasegraph.graph.formats import Format
from releasegraph.graph.json_ld.context import context
from releasegraph.graph.store import Triple
from releasegraph.graph.vocabulary import PREFIXES, RDF
from releasegraph.graph.xml_text import xml_safe

__all__ = ["write_description", "write_graph"]

_RDFLIB_NAMES = {"turtle": "turtle", "ntriples": "nt11", "rdfxml": "xml", "nquads": "nt11", "trig": "turtle"}
"""Triples alone are the same in N-Quads as in N-Triples, and in TriG as in Turtle."""


def write_description(triples: Iterable[Triple], form: Format) -> bytes:
    """Write triples of named things, in the order they come."""
    if form.name == "jsonld":
        return _json(compacted(triples))
    own = list(triples)
    return write_triples(own, form, _used(own))


def _used(triples: Iterable[Triple]) -> Mapping[str, str]:
    """Give the prefixes of the properties, classes and datatypes in triples."""
    names: set[str] = set()
    for _, predicate, object_ in triples:
        names.add(str(predicate))
        if isinstance(object_, Literal):
            names.add(str(object_.datatype or ""))
        elif str(predicate) == RDF.type:
            names.add(str(object_))
    return {
        prefix: namespace for prefix, namespace in PREFIXES.items() if any(name.startswith(namespace) for name in names)
    }


def write_graph(graph: rdflib.Graph, form: Format) -> bytes:
    """Write a graph, its lists and nameless things in their places where the format can: shapes have many."""
    if form.name == "jsonld":
        compact = from_rdf(graph, context_data=dict(context()))  # type: ignore[no-untyped-call]
        return _json(compact)
    written = graph.serialize(format=_RDFLIB_NAMES[form.name], encoding="utf-8")
    return xml_safe(written) if form.name == "rdfxml" else written


def _json(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8")
