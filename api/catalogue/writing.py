"""Pages of the catalogue as bytes, written by the engine: thousands of triples in milliseconds."""

import io
from collections.abc import Iterable, Mapping
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


class _Names(dict[str, str]):
    """Classes, properties and datatypes by their prefixed names, each made when it is first asked for."""

    def __missing__(self, iri: str) -> str:
        prefix, namespace = next((pair for pair in CATALOGUE_PREFIXES.items() if _begins(iri, pair[1])), ("", ""))
        name = self[iri] = f"{prefix}:{iri.removeprefix(namespace)}" if prefix else iri
        return name

    def prefixes(self) -> Mapping[str, str]:
        """Give the prefixes that are used."""
        used = {name.partition(":")[0] for iri, name in self.items() if name != iri}
        return {prefix: CATALOGUE_PREFIXES[prefix] for prefix in sorted(used)}


def _begins(iri: str, namespace: str) -> bool:
    return iri.startswith(namespace) and iri != namespace


def _compacted(nodes: Iterable[Mapping[str, Any]]) -> bytes:
    """Write expanded JSON-LD by prefixes (JSON-LD 1.1 API, section 6), a node a line; one value has no array."""
    names = _Names()
    lines = [orjson.dumps(_compact(node, names)) for node in nodes]
    context = orjson.dumps(names.prefixes())
    return b"".join((b'{"@context":', context, b',\n"@graph":[\n', b",\n".join(lines), b"\n]}\n"))


def _compact(node: Mapping[str, Any], names: _Names) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for key, values in node.items():
        if key == "@id":
            found[key] = values
        elif key == RDF.type:
            found["@type"] = _single([names[one["@id"]] for one in values])
        else:
            found[names[key]] = _single([_value(one, names) for one in values])
    return found


def _value(value: dict[str, str], names: _Names) -> object:
    if len(value) == 1:
        return value.get("@value", value)
    return value | {"@type": names[value["@type"]]} if "@type" in value else value


def _single(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values
