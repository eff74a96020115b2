"""What the graph is made of, for people who write queries: its classes, their properties, and what those lead to."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from releasegraph.api.labels import Labels, short_name
from releasegraph.graph.catalogue.terms import VOID_EXT, catalogue_graph, default_graph_iri
from releasegraph.graph.store import GraphStore
from releasegraph.graph.vocabulary import PREFIXES, RDF

__all__ = ["ClassView", "PropertyView", "made_of"]

_PREFIXES: Final = f"PREFIX void: <{PREFIXES['void']}> PREFIX ext: <{VOID_EXT}>"
_CLASSES: Final = """
SELECT ?class ?things WHERE {{
  GRAPH <{catalogue}> {{
    <{whole}> void:classPartition ?part .
    ?part void:class ?class ; void:entities ?things .
  }}
}}"""
_PROPERTIES: Final = """
SELECT ?class ?property ?triples ?target WHERE {{
  GRAPH <{catalogue}> {{
    <{whole}> void:classPartition ?part .
    ?part void:class ?class ; void:propertyPartition ?inner .
    ?inner void:property ?property ; void:triples ?triples .
    OPTIONAL {{ ?inner (void:classPartition/void:class)|(ext:datatypePartition/ext:datatype) ?target }}
  }}
}}"""


@dataclass(frozen=True, slots=True)
class PropertyView:
    """A property as things of one class have it."""

    name: str
    """As a query writes it: `rg:dataset`."""
    label: str
    triples: int
    leads_to: tuple[str, ...]
    """Classes and datatypes, as queries write them."""


@dataclass(frozen=True, slots=True)
class ClassView:
    """A class, with the properties its things have."""

    name: str
    label: str
    things: int
    properties: tuple[PropertyView, ...]


def made_of(store: GraphStore, base: str, labels: Labels) -> tuple[ClassView, ...]:
    """Show the partitions of the default graph, the classes with most things first; none where a build wrote none."""
    asked = {"catalogue": catalogue_graph(base), "whole": default_graph_iri(base)}
    triples: dict[tuple[str, str], int] = {}
    leads_to: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in store.select(_PREFIXES + _PROPERTIES.format(**asked)):
        key = str(row["class"]), str(row["property"])
        triples[key] = int(row["triples"])
        if "target" in row:
            leads_to[key].add(short_name(str(row["target"]), base))
    properties: dict[str, list[PropertyView]] = defaultdict(list)
    for (cls, prop), n in sorted(triples.items(), key=lambda one: (-one[1], one[0])):
        if prop != RDF.type:
            view = PropertyView(short_name(prop, base), labels.property(prop), n, tuple(sorted(leads_to[cls, prop])))
            properties[cls].append(view)
    things = {str(row["class"]): int(row["things"]) for row in store.select(_PREFIXES + _CLASSES.format(**asked))}
    return tuple(
        ClassView(short_name(cls, base), labels.property(cls), n, tuple(properties[cls]))
        for cls, n in sorted(things.items(), key=lambda one: (-one[1], one[0]))
    )
