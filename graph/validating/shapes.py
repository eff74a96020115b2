"""Shapes: the shipped ones or others read from files, and the classes of ours below others."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from rdflib import Graph
from rdflib.namespace import RDFS

from releasegraph.graph.store import Triple

__all__ = ["SHAPES", "catalogue_shapes", "class_tree", "load_ontology", "load_shapes", "shipped_shapes"]

SHAPES = "https://w3id.org/releasegraph/shapes#"
"""The namespace of the shipped shapes."""


def load_shapes(paths: Sequence[Path] | None = None) -> Graph:
    """Read shapes from files, or give the shipped ones; raise what rdflib raises for a file that does not parse."""
    if paths is None:
        return shipped_shapes()
    graph = Graph(bind_namespaces="none")
    for path in paths:
        graph.parse(path)
    return graph


@cache
def shipped_shapes() -> Graph:
    """Give the shipped shapes: one graph, to be read only."""
    return _graph_of(sorted(_turtle_files(files("releasegraph.shapes")), key=str))


@cache
def catalogue_shapes() -> Graph:
    """Give those of the shipped shapes that are of the catalogue's graph: to be read only."""
    return _graph_of(files("releasegraph.shapes") / name for name in ("catalogue.ttl", "common.ttl"))


def _graph_of(turtle: Iterable[Traversable]) -> Graph:
    graph = Graph(bind_namespaces="none")
    for file in turtle:
        graph.parse(data=file.read_bytes(), format="turtle")
    return graph


def _turtle_files(folder: Traversable) -> Iterator[Traversable]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _turtle_files(entry)
        elif entry.name.endswith(".ttl"):
            yield entry


@cache
def load_ontology() -> Graph:
    """Read the classes and properties of ours."""
    return _graph_of(files("releasegraph.ontology") / name for name in ("classes.ttl", "properties.ttl"))


@cache
def class_tree() -> tuple[Triple, ...]:
    """Give which classes of ours are below which: known whether or not the data say so."""
    return tuple(load_ontology().triples((None, RDFS.subClassOf, None)))  # type: ignore[arg-type]
