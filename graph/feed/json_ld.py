"""The feed's documents as JSON-LD, with a context of prefixes in each: a client need fetch nothing else to read one."""

from collections.abc import Mapping
from typing import Any

import orjson

from releasegraph.graph.engine import rewrite_triples
from releasegraph.graph.formats import format_named
from releasegraph.graph.vocabulary import RDF

__all__ = ["feed_json_ld", "feed_nodes"]

_JSON_LD = format_named("jsonld")


def feed_json_ld(ntriples: bytes, prefixes: Mapping[str, str]) -> bytes:
    """Give N-Triples as JSON-LD, names in it shortened by these prefixes (JSON-LD 1.1, section 4.1.5)."""
    nodes = [_compact(node, prefixes) for node in feed_nodes(ntriples)]
    return orjson.dumps({"@context": dict(prefixes), "@graph": nodes})


def feed_nodes(ntriples: bytes) -> list[dict[str, Any]]:
    """Give N-Triples as the node objects of expanded JSON-LD; of a class as of any other value of `rdf:type`."""
    found: list[dict[str, Any]] = orjson.loads(rewrite_triples(ntriples, _JSON_LD, {}))
    return found


def _compact(node: dict[str, Any], prefixes: Mapping[str, str]) -> dict[str, Any]:
    """Give a node without the lists around its single values."""
    found: dict[str, Any] = {"@id": _short(node.pop("@id"), prefixes)}
    for key, value in node.items():
        if key == RDF.type:
            found["@type"] = _single([_short(one["@id"], prefixes) for one in value])
        else:
            found[_short(key, prefixes)] = _single([_value(one, prefixes) for one in value])
    return found


def _value(value: dict[str, str], prefixes: Mapping[str, str]) -> object:
    if set(value) == {"@value"}:
        return value["@value"]
    return {key: _short(text, prefixes) if key in ("@id", "@type") else text for key, text in value.items()}


def _single(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _short(iri: str, prefixes: Mapping[str, str]) -> str:
    for prefix, namespace in prefixes.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
