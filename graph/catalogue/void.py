"""The VoID description of the default graph: partitions by class, property, what properties lead to, and datatype.

Editors complete from it, federated engines plan with it. Laid out as void-generator lays it out
(https://github.com/sib-swiss/void-generator): a class partition has property partitions, and these have class
partitions for the things they lead to, and datatype partitions of the void-ext vocabulary.
"""

from collections.abc import Iterable
from urllib.parse import quote

from rdflib import Literal, URIRef
from rdflib.term import Node

from releasegraph.graph.catalogue.terms import VOID_EXT, Triple, default_graph_iri, graph_iri, term, void_node
from releasegraph.graph.partitions import ClassPartition, Partitions, PropertyPartition
from releasegraph.graph.triples.ontology import ontology_graph
from releasegraph.graph.vocabulary import PREFIXES, RDFS

__all__ = ["void_triples"]

_LABEL = URIRef(RDFS.label)


def void_triples(base: str, partitions: Partitions) -> Iterable[Triple]:
    """Describe the partitions, and give the terms they name their labels from the ontology.

    They are partitions of the default graph, and so of the register, whose current state it is.
    """
    for whole in (default_graph_iri(base), graph_iri(base)):
        yield whole, term("void", "classes"), Literal(len(partitions.classes))
        yield whole, term("void", "properties"), Literal(len(partitions.properties))
        for cls in partitions.classes:
            yield whole, term("void", "classPartition"), _node(base, cls.cls)
        for prop in partitions.properties:
            yield whole, term("void", "propertyPartition"), _node(base, prop)
    for cls in partitions.classes:
        yield from _class(base, cls)
    for prop, triples in partitions.properties.items():
        yield from _sized(_node(base, prop), "property", prop, triples)
    yield from _labels({*(cls.cls for cls in partitions.classes), *partitions.properties})


def _class(base: str, cls: ClassPartition) -> Iterable[Triple]:
    node = _node(base, cls.cls)
    yield from _sized(node, "class", cls.cls, cls.triples)
    yield node, term("void", "entities"), Literal(cls.entities)
    for prop in cls.properties:
        yield node, term("void", "propertyPartition"), _node(base, cls.cls, prop.property)
        yield from _property(base, cls, prop)


def _property(base: str, cls: ClassPartition, prop: PropertyPartition) -> Iterable[Triple]:
    node = _node(base, cls.cls, prop.property)
    yield from _sized(node, "property", prop.property, prop.triples)
    for target, triples in prop.object_classes.items():
        inner = _node(base, cls.cls, prop.property, target)
        yield node, term("void", "classPartition"), inner
        yield from _sized(inner, "class", target, triples)
    for datatype in prop.datatypes:
        inner = _node(base, cls.cls, prop.property, datatype)
        yield node, URIRef(f"{VOID_EXT}datatypePartition"), inner
        yield inner, URIRef(f"{VOID_EXT}datatype"), URIRef(datatype)


def _sized(node: URIRef, by: str, value: str, triples: int) -> Iterable[Triple]:
    yield node, term("void", by), URIRef(value)
    yield node, term("void", "triples"), Literal(triples)


def _labels(terms: Iterable[str]) -> Iterable[Triple]:
    for iri in sorted(terms):
        label: Node | None = ontology_graph().value(URIRef(iri), _LABEL)
        if isinstance(label, Literal):
            yield URIRef(iri), _LABEL, label


def _node(base: str, *terms: str) -> URIRef:
    return void_node(base, "/".join(map(_short, terms)))


def _short(iri: str) -> str:
    """Give `rg:Release` for an IRI with a known prefix, else the IRI escaped: what a fragment may hold."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{quote(iri.removeprefix(namespace), safe='')}"
    return quote(iri, safe="")
