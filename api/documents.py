"""Documents about the graph as a whole: its terms and shapes."""

from functools import cache

import rdflib
from fastapi import Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from releasegraph.api.labels import labels_of
from releasegraph.api.made_of import made_of
from releasegraph.api.negotiation import GRAPHS, HTML, negotiate
from releasegraph.api.rendering import page
from releasegraph.api.routing import Router
from releasegraph.api.service import add_written
from releasegraph.api.state import Served
from releasegraph.api.view import view_graph
from releasegraph.api.visits import visited
from releasegraph.api.writing import write_graph
from releasegraph.graph.catalogue.catalogue import describe_graph
from releasegraph.graph.store import graph_of
from releasegraph.graph.validating.shapes import load_shapes
from releasegraph.graph.vocabulary import PREFIXES

__all__ = ["router"]

router = Router()

_VARY = {"Vary": "Accept"}


@router.reads("/ontology")
@visited
def ontology(request: Request, here: Served) -> Response:
    """Give the terms, from the graph the build loaded them into."""
    graph = _existing(here, "ontology")
    choice = negotiate(request.headers.get("accept"), (HTML, *GRAPHS))
    if choice.form is HTML:
        return _graph_page(request, here, "The terms of the graph", "ontology", _named(here, graph))
    return Response(write_graph(_named(here, graph), choice.form), media_type=choice.media_type, headers=_VARY)


@router.reads("/shapes")
@visited
def shapes(request: Request, here: Served) -> Response:
    """Give the SHACL shapes the graph is held to."""
    choice = negotiate(request.headers.get("accept"), (*GRAPHS, HTML))
    if choice.form is HTML:
        return _graph_page(request, here, "The shapes the graph is held to", "shapes", _shapes())
    return Response(write_graph(_shapes(), choice.form), media_type=choice.media_type, headers=_VARY)


@router.reads("/.well-known/void")
@visited
def void(request: Request, here: Served) -> Response:
    """Describe the register and what it is made of: classes, their properties, and what those lead to (VoID)."""
    choice = negotiate(request.headers.get("accept"), (*GRAPHS, HTML))
    if choice.form is HTML:
        classes = made_of(here.store, here.base, labels_of(here.store, here.base))
        return page(request, "made_of.html", headers=_VARY, classes=classes)
    graph = add_written(here, describe_graph(here.manifest, here.store.named_graphs()))
    return Response(write_graph(graph, choice.form), media_type=choice.media_type, headers=_VARY)


def _existing(here: Served, name: str) -> str:
    graph = here.graph(name)
    if next(here.store.quads(graph=graph), None) is None:
        raise HTTPException(404, f"This store has no {name} graph.")
    return graph


def _named(here: Served, graph: str) -> rdflib.Graph:
    return graph_of((subject, predicate, object_) for subject, predicate, object_, _ in here.store.quads(graph=graph))


def _graph_page(request: Request, here: Served, title: str, path: str, graph: rdflib.Graph) -> Response:
    things = view_graph(here.store, graph, here.links(request))
    return page(request, "graph.html", headers=_VARY, title=title, path=path, things=things)


@cache
def _shapes() -> rdflib.Graph:
    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    graph += load_shapes()
    return graph
