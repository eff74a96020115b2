"""Triples as JSON-LD 1.1, expanded or compact by our own context, in the order they come."""

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from rdflib.term import BNode, Identifier, Literal, URIRef

from releasegraph.graph.store import Triple
from releasegraph.graph.vocabulary import RDF

__all__ = ["compacted", "context", "expanded"]

Node = dict[str, Any]


@cache
def context() -> dict[str, Any]:
    """Give our JSON-LD context document."""
    document: dict[str, Any] = json.loads(
        files("releasegraph.ontology").joinpath("context.jsonld").read_text(encoding="utf-8")
    )
    return document


def expanded(triples: Iterable[Triple]) -> list[Node]:
    """Give triples as expanded JSON-LD (JSON-LD 1.1 API, section 5), which needs no context."""
    return _nodes(
        triples, "@id", "@type", str, lambda predicate, object_: (predicate, _value(object_, str)), lists=True
    )


def compacted(triples: Iterable[Triple]) -> Node:
    """Give triples as compact JSON-LD with our context in it, so that it can be read without the network.

    A value that is what its term says by default is bare text; others say themselves what they are.
    """
    terms, short = _terms(), _shortener()

    def written(predicate: str, object_: Identifier) -> tuple[str, object]:
        name, coerced = terms.get(predicate, ("", None))
        bare = _bare(object_, coerced, is_term=bool(name))
        return name or short(predicate), _value(object_, short) if bare is None else bare

    return {"@context": context()["@context"], "@graph": _nodes(triples, "id", "type", short, written, lists=False)}


def _nodes(
    triples: Iterable[Triple],
    id_key: str,
    type_key: str,
    class_name: Callable[[str], str],
    written: Callable[[str, Identifier], tuple[str, object]],
    *,
    lists: bool,
) -> list[Node]:
    """Gather triples by subject and predicate; of equal triples the first."""
    nodes: dict[Identifier, dict[str, list[object]]] = {}
    for subject, predicate, object_ in dict.fromkeys(triples):
        node = nodes.setdefault(subject, {})
        if str(predicate) == RDF.type and isinstance(object_, URIRef):
            node.setdefault(type_key, []).append(class_name(str(object_)))
        else:
            key, value = written(str(predicate), object_)
            node.setdefault(key, []).append(value)
    return [
        {id_key: _id(subject)}
        | {key: values if lists or len(values) > 1 else values[0] for key, values in node.items()}
        for subject, node in nodes.items()
    ]


def _id(term: Identifier) -> str:
    return f"_:{term}" if isinstance(term, BNode) else str(term)


def _value(term: Identifier, short: Callable[[str], str]) -> Node:
    """Give an object as it says itself what it is."""
    if not isinstance(term, Literal):
        return {"@id": _id(term)}
    if term.language:
        return {"@value": str(term), "@language": term.language}
    return {"@value": str(term)} | ({"@type": short(str(term.datatype))} if term.datatype else {})


def _bare(term: Identifier, coerced: str | None, *, is_term: bool) -> str | None:
    """Give the text of an object that needs none but that, under a term that makes of it what it is."""
    if isinstance(term, Literal):
        datatype = str(term.datatype) if term.datatype else None
        return str(term) if not term.language and datatype == coerced else None
    return _id(term) if is_term and coerced == "@id" else None


@cache
def _terms() -> Mapping[str, tuple[str, str | None]]:
    """Give our context's term of each property and class, and what it makes of bare text: `@id` or a datatype."""
    own = context()["@context"]
    prefixes = _prefixes()

    def whole(name: str) -> str:
        prefix, _, rest = name.partition(":")
        return prefixes[prefix] + rest if prefix in prefixes else name

    found = {}
    for term, meaning in own.items():
        name, coerced = (meaning["@id"], meaning.get("@type")) if isinstance(meaning, dict) else (meaning, None)
        if not term.startswith("@") and term not in prefixes and not str(name).startswith("@"):
            found[whole(name)] = (term, coerced if coerced in (None, "@id") else whole(coerced))
    return found


@cache
def _prefixes() -> Mapping[str, str]:
    """Give the prefixes of our context: terms that end as a namespace does."""
    return {
        term: meaning
        for term, meaning in context()["@context"].items()
        if isinstance(meaning, str) and meaning.endswith(("#", "/"))
    }


def _shortener() -> Callable[[str], str]:
    """Give a function that writes the IRI of a class, property or datatype as our context has it."""
    terms, prefixes = _terms(), _prefixes()

    @cache
    def short(iri: str) -> str:
        if iri in terms:
            return terms[iri][0]
        for prefix, namespace in prefixes.items():
            if iri.startswith(namespace) and iri != namespace:
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return iri

    return short
