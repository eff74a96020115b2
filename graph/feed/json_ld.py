"""The feed's documents as JSON-LD, with a context of prefixes in each: a client need fetch nothing else to read one."""

from typing import Any

import orjson

from releasegraph.graph.engine import rewrite_triples
from releasegraph.graph.feed.terms import FEED_PREFIXES
from releasegraph.graph.formats import format_named
from releasegraph.graph.vocabulary import RDF

__all__ = ["feed_json_ld", "feed_nodes"]

_JSON_LD = format_named("jsonld")


def feed_json_ld(ntriples: bytes) -> bytes:
    """Give N-Triples as JSON-LD, names in it shortened by the feed's prefixes (JSON-LD 1.1, section 4.1.5)."""
    return orjson.dumps({"@context": dict(FEED_PREFIXES), "@graph": [_compact(node) for node in feed_nodes(ntriples)]})


def feed_nodes(ntriples: bytes) -> list[dict[str, Any]]:
    """Give N-Triples as the node objects of expanded JSON-LD; of a class as of any other value of `rdf:type`."""
    found: list[dict[str, Any]] = orjson.loads(rewrite_triples(ntriples, _JSON_LD, {}))
    return found


def _compact(node: dict[str, Any]) -> dict[str, Any]:
    """Give a node without the lists around its single values."""
    found: dict[str, Any] = {}
    for key, value in node.items():
        match key:
            case "@id":
                found[key] = value
            case RDF.type:
                found["@type"] = _single([_short(one["@id"]) for one in value])
            case _:
                found[_short(key)] = _single([_value(one) for one in value])
    return found


def _value(value: dict[str, str]) -> object:
    if set(value) == {"@value"}:
        return value["@value"]
    return value | {"@type": _short(value["@type"])} if "@type" in value else value


def _single(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _short(iri: str) -> str:
    for prefix, namespace in FEED_PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
