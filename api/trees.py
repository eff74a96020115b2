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

__all__ = ["LABELS", "PARTS", "tree_of", "tree_triples"]

PARTS = (RG.hasVersion, RG.hasProvision, RG.hasCondition, RG.hasRetentionRule)
"""Properties that lead to a part of a thing, whose statements stand in the thing's document."""
LABELS = (RDFS.label, SKOS.prefLabel)
"""What names the things that a document mentions, the best first."""


def _terms(*iris: str) -> frozenset[Identifier]:
    return frozenset(map(URIRef, iris))


_UNNAMED = _terms(RDF.type, RG.recordedIn, RG.inRecord, RG.hasRelease, RG.hasNarrativeUse, RG.versionOf)
"""Properties whose things have no label, or are many."""
_TO_PARTS, _TO_LABELS = _terms(*PARTS), _terms(*LABELS)
_VERSIONS, _ORDER = _terms(RG.hasVersion), _terms(RG.versionOrder)
_INDENTED = orjson.OPT_INDENT_2


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
        subject: int(object_)
        for subject, said in parts.items()
        for _, predicate, object_ in said
        if predicate in _ORDER
    }
    found = sorted(own, key=lambda one: order.get(one[2], 0) if one[1] in _VERSIONS else 0) if order else own
    for said in parts.values():
        found += said
    yield from found
    yield from _labels(store, found)


def _gather(store: GraphStore, triples: Iterable[Triple], parts: dict[Identifier, list[Triple]]) -> None:
    """Add the statements of what triples lead to as parts, and of theirs."""
    for _, predicate, part in triples:
        if predicate in _TO_PARTS and part not in parts and isinstance(part, URIRef):
            parts[part] = said = _said(store, part)
            _gather(store, said, parts)


def _said(store: GraphStore, part: URIRef) -> list[Triple]:
    """Give a part's statements, sorted: of the current state, or of an edition where that says nothing."""
    quads = list(store.quads(str(part))) or list(store.quads(str(part), graph=None))
    found = {(subject, predicate, object_) for subject, predicate, object_, _ in quads}
    return sorted(found, key=lambda one: (str(one[1]), str(one[2])))


def _labels(store: GraphStore, triples: Iterable[Triple]) -> Iterator[Triple]:
    """Give the label of each thing that triples name, unless they do."""
    labelled: set[Identifier] = set()
    named: dict[Identifier, None] = {}
    for subject, predicate, object_ in triples:
        if predicate in _TO_LABELS:
            labelled.add(subject)
        if predicate not in _UNNAMED:
            named |= {end: None for end in (object_, subject) if type(end) is URIRef}
    for thing in named:
        if thing not in labelled:
            found = (next(store.quads(str(thing), property_), None) for property_ in LABELS)
            label = next((quad for quad in found if quad is not None), None)
            if label is not None:
                yield label[:3]
