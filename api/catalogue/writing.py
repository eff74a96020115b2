"""Pages of the catalogue as bytes, written by the engine: thousands of triples in milliseconds."""

import io
from functools import cache
from typing import Any

import orjson

from releasegraph.graph.catalogue.terms import CATALOGUE_PREFIXES
from releasegraph.graph.formats import Format
from releasegraph.graph.store import Triples
from releasegraph.graph.vocabulary import RDF

__all__ = ["write_excerpt"]


def write_excerpt(triples: Triples, form: Format) -> bytes:
    """Write an excerpt with our prefixes; JSON-LD with its context in it, so that it is read without the network."""
    out = io.BytesIO()
    triples.write(out, form, CATALOGUE_PREFIXES)
    return _compacted(orjson.loads(out.getvalue())) if form.name == "jsonld" else out.getvalue()


def _compacted(nodes: list[dict[str, Any]]) -> bytes:
    """Write expanded JSON-LD by prefixes (JSON-LD 1.1 API, section 6), a node a line; one value has no array."""
    used: set[str] = set()

    def short(iri: str) -> str:
        name, prefix = _short(iri)
        if prefix:
            used.add(prefix)
        return name

    def value(one: Any) -> Any:
        if "@type" in one:
            return one | {"@type": short(one["@type"])}
        return one["@value"] if one.keys() == {"@value"} else one

    def pair(key: str, found: Any) -> tuple[str, Any]:
        if key == "@id":
            return key, found
        if key == RDF.type:
            name, values = "@type", [short(one["@id"]) for one in found]
        else:
            name, values = short(key), [value(one) for one in found]
        return name, values[0] if len(values) == 1 else values

    lines = [orjson.dumps(dict(pair(key, found) for key, found in node.items())) for node in nodes]
    context = orjson.dumps({prefix: CATALOGUE_PREFIXES[prefix] for prefix in sorted(used)})
    return b"".join((b'{"@context":', context, b',\n"@graph":[\n', b",\n".join(lines), b"\n]}\n"))


@cache
def _short(iri: str) -> tuple[str, str | None]:
    """Give the prefixed name of a class, property or datatype with its prefix, or the IRI where it has none."""
    for prefix, namespace in CATALOGUE_PREFIXES.items():
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}:{iri.removeprefix(namespace)}", prefix
    return iri, None
