"""Documents as JSON-LD trees: a thing's statements and what points to it, its parts, and a label beside each IRI."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson
from rdflib.term import Identifier, URIRef

from releasegraph.api.description import Description, description_triples
from releasegraph.api.json_ld import compacted
from releasegraph.graph.json_ld.frames import framed
from releasegraph.graph.store import GraphStore, Triple
from releasegraph.graph.vocabulary import RDF, RDFS, RG, SKOS

__all__ = ["PARTS", "tree_of", "tree_triples"]

PARTS = (RG.hasVersion, RG.hasProvision, RG.hasCondition, RG.hasRetentionRule)
"""Properties that lead to a part of a thing, whose statements stand in the thing's document."""
_UNNAMED = frozenset({RDF.type, RG.recordedIn, RG.inRecord, RG.hasRelease, RG.hasNarrativeUse, RG.versionOf})
"""Properties whose things have no label, or are many."""
_INDENTED = orjson.OPT_INDENT_2
_LABELS = (RDFS.label, SKOS.prefLabel)


def tree_of(store: GraphStore, description: Description, document: str) -> bytes:
    """Write a description as a tree of JSON-LD; where no tree holds it, as a list of nodes."""
    triples = list(tree_triples(store, description, document))
    return _printed(framed(description.iri, triples) or compacted(triples))


def _printed(document: Mapping[str, Any]) -> bytes:
    """Print a document for people: indented, and of its context a term a line."""
    terms = b",\n    ".join(
        orjson.dumps(name) + b": " + orjson.dumps(meaning) for name, meaning in document["@context"].items()
    )
    body = orjson.dumps({key: value for key, value in document.items() if key != "@context"}, option=_INDENTED)
    return b'{\n  "@context": {\n    ' + terms + b"\n  }," + body[1:] + b"\n"


def tree_triples(store: GraphStore, description: Description, document: str) -> Iterator[Triple]:
    """Give a description's triples with those about the thing's parts, newest version last, and labels."""
    parts: dict[Identifier, list[Triple]] = {}
    own = list(description_triples(description, document))
    _gather(store, own, parts)
    order = {
        subject: int(str(object_))
        for subject, said in parts.items()
        for _, predicate, object_ in said
        if str(predicate) == RG.versionOrder
    }
    found = sorted(own, key=lambda one: order.get(one[2], 0) if str(one[1]) == RG.hasVersion else 0)
    for said in parts.values():
        found += said
    yield from found
    yield from _labels(store, found)


def _gather(store: GraphStore, triples: Iterable[Triple], parts: dict[Identifier, list[Triple]]) -> None:
    """Add the statements of what triples lead to as parts, and of theirs."""
    for _, predicate, part in triples:
        if str(predicate) in PARTS and part not in parts and isinstance(part, URIRef):
            parts[part] = said = _said(store, part)
            _gather(store, said, parts)


def _said(store: GraphStore, part: URIRef) -> list[Triple]:
    """Give a part's statements, sorted: of the current state, or of an edition where that says nothing."""
    quads = list(store.quads(str(part))) or list(store.quads(str(part), graph=None))
    found = {(subject, predicate, object_) for subject, predicate, object_, _ in quads}
    return sorted(found, key=lambda one: (str(one[1]), str(one[2])))


def _labels(store: GraphStore, triples: Iterable[Triple]) -> Iterator[Triple]:
    """Give the label of each thing that triples name, unless they do."""
    told = list(triples)
    labelled = {subject for subject, predicate, _ in told if str(predicate) in _LABELS}
    named = (
        end for subject, predicate, object_ in told if str(predicate) not in _UNNAMED for end in (object_, subject)
    )
    for thing in dict.fromkeys(named):
        if isinstance(thing, URIRef) and thing not in labelled:
            found = (next(store.quads(str(thing), property_), None) for property_ in _LABELS)
            label = next((quad for quad in found if quad is not None), None)
            if label is not None:
                yield label[:3]
