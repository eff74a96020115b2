"""Pages of the catalogue as bytes, written by the engine: thousands of triples in milliseconds."""

import io
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from releasegraph.graph.catalogue.profiles import VOCABULARIES
from releasegraph.graph.formats import Format
from releasegraph.graph.store import Triples
from releasegraph.graph.vocabulary import PREFIXES

__all__ = ["write_excerpt"]

_PREFIXES: Mapping[str, str] = {**PREFIXES, **VOCABULARIES}


def write_excerpt(triples: Triples, form: Format) -> bytes:
    """Write an excerpt with our prefixes; JSON-LD with its context in it, so that it is read without the network."""
    out = io.BytesIO()
    triples.write(out, form, _PREFIXES)
    return _compacted(json.loads(out.getvalue())) if form.name == "jsonld" else out.getvalue()


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
        name, values = (key, list(map(short, found))) if key == "@type" else (short(key), list(map(value, found)))
        return name, values[0] if len(values) == 1 else values

    lines = [_json(dict(pair(key, found) for key, found in node.items())) for node in nodes]
    context = _json({prefix: _PREFIXES[prefix] for prefix in sorted(used)})
    return "".join(('{"@context":', context, ',\n"@graph":[\n', ",\n".join(lines), "\n]}\n")).encode()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@cache
def _short(iri: str) -> tuple[str, str | None]:
    """Give the prefixed name of a class, property or datatype with its prefix, or the IRI where it has none."""
    for prefix, namespace in _PREFIXES.items():
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}:{iri.removeprefix(namespace)}", prefix
    return iri, None
