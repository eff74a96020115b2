"""Triples as JSON-LD 1.1, expanded or compact by our own context, in the order they come."""

from collections.abc import Callable, Iterable
from typing import Any

from rdflib.term import BNode, Identifier, Literal, URIRef

from releasegraph.graph.json_ld.context import Term, context, terms
from releasegraph.graph.json_ld.values import shortened
from releasegraph.graph.store import Triple
from releasegraph.graph.vocabulary import RDF

__all__ = ["compacted", "expanded"]

Node = dict[str, Any]


def expanded(triples: Iterable[Triple]) -> list[Node]:
    """Give triples as expanded JSON-LD (JSON-LD 1.1 API, section 5), which needs no context."""
    return _nodes(
        triples, "@id", "@type", str, lambda predicate, object_: (predicate, _value(object_, str)), lists=True
    )


def compacted(triples: Iterable[Triple]) -> Node:
    """Give triples as compact JSON-LD with our context in it, so that it can be read without the network.

    A value that is what its term says by default is bare text; others say themselves what they are.
    """

    def written(predicate: str, object_: Identifier) -> tuple[str, object]:
        term = terms().get(predicate) or Term(shortened(predicate))
        bare = _bare(object_, term)
        return term.name, _value(object_, shortened) if bare is None else bare

    return {"@context": dict(context()), "@graph": _nodes(triples, "id", "type", shortened, written, lists=False)}


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


def _bare(term: Identifier, meaning: Term) -> str | None:
    """Give the text of an object that needs none but that, under a term that makes of it what it is."""
    if isinstance(term, Literal):
        datatype = str(term.datatype) if term.datatype else None
        return str(term) if (term.language, datatype) == (meaning.language, meaning.coerced) else None
    return _id(term) if meaning.coerced == "@id" else None
