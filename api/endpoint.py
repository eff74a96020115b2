"""`/sparql` over HTTP: the query operation, the service description, and a page to ask from."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response
from rdflib.term import Identifier

from releasegraph.api.edge.limits import client_of
from releasegraph.api.editing import EDITOR_HEADERS, editor_settings
from releasegraph.api.front import front
from releasegraph.api.labels import Labels
from releasegraph.api.links import Links
from releasegraph.api.negotiation import GRAPHS, HTML, SOLUTIONS, choose, negotiate, remembering
from releasegraph.api.operation_forms import by_address, by_body
from releasegraph.api.questions import QUESTIONS
from releasegraph.api.rendering import page
from releasegraph.api.service import describe_endpoint
from releasegraph.api.sparql import (
    Operation,
    SparqlJob,
    answer_headers,
    ask_store,
    asking_others,
    read_form,
    read_operation,
)
from releasegraph.api.state import Served, described
from releasegraph.api.view import Value, view_value
from releasegraph.api.visits import visit, visit_of
from releasegraph.api.writing import write_graph
from releasegraph.graph.errors import QueryError
from releasegraph.graph.store import Boolean, Solutions

__all__ = ["METHODS", "router", "sparql"]

router = APIRouter()

METHODS = ["GET", "HEAD", "POST", "OPTIONS"]

_VARY = {"Vary": "Accept"}
_wanted = remembering(choose, (*SOLUTIONS, *GRAPHS, HTML))


@dataclass(frozen=True, slots=True)
class _Table:
    """The first solutions of an answer, ready to show; a graph is shown as a table of its triples."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value | None, ...], ...]
    complete: bool


@router.get("/sparql", openapi_extra=by_address())
@router.post("/sparql", openapi_extra=by_body())
async def sparql(request: Request) -> Response:
    """Answer the query of the address or body; without one, describe the service or offer a page to ask from."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": ", ".join(METHODS)})
    parameters = read_form(request.scope["query_string"])
    if request.method == "POST":
        body = await request.body()
        return _answer(request, read_operation(parameters, request.headers.get("content-type", ""), body))
    if not parameters:
        return visit(request, describe)
    return _answer(request, read_operation(parameters))


def _answer(request: Request, operation: Operation) -> Response:
    accept = request.headers.get("accept")
    wanted = _wanted(accept)
    shown = operation.format is None and wanted is not None and wanted.form is HTML
    job = visit_of(request, ask, operation=operation) if shown else SparqlJob(operation, accept)
    here = front(request)
    limit = here.settings.time_limit
    return here.query(job, client_of(request.scope), min(limit, operation.timeout or limit))


def describe(request: Request, here: Served) -> Response:
    """Describe the service, or offer a page to ask from."""
    choice = negotiate(request.headers.get("accept"), (*GRAPHS, HTML))
    if choice.form is HTML:
        return _editor(request, QUESTIONS[0].query)
    return Response(write_graph(describe_endpoint(here), choice.form), media_type=choice.media_type, headers=_VARY)


def ask(request: Request, here: Served, operation: Operation) -> Response:
    """Show the first solutions of a query on the page it can be changed on."""
    try:
        with asking_others(here, operation):
            result: _Table | QueryError = _first(here, operation, here.links(request))
    except QueryError as error:
        result = error
    return _editor(request, operation.query, result, answer_headers(operation))


def _editor(
    request: Request,
    query: str,
    result: "_Table | QueryError | None" = None,
    headers: Mapping[str, str] = _VARY,
) -> Response:
    failed = isinstance(result, QueryError)
    editor = editor_settings(described(request).links(request))
    return page(
        request,
        "sparql.html",
        status=400 if failed else 200,
        headers={**headers, **(EDITOR_HEADERS if editor else {})},
        editor=editor,
        query=query,
        error=result if failed else None,
        table=None if failed else result,
        questions=QUESTIONS,
        formats=(*SOLUTIONS, *GRAPHS),
    )


def _first(here: Served, operation: Operation, links: Links) -> _Table:
    """Give the first solutions of the answer."""
    labels = Labels(here.store, here.base)
    limit = here.settings.page_solutions
    answer = ask_store(here, operation)
    if isinstance(answer, Boolean):
        return _Table(("answer",), ((Value("yes" if answer.value else "no"),),), True)
    found: list[list[Identifier | None]]
    if isinstance(answer, Solutions):
        columns = answer.variables
        found = [[solution.get(name) for name in columns] for solution in itertools.islice(answer, limit + 1)]
    else:
        columns = ("subject", "predicate", "object")
        found = [list(triple) for triple in itertools.islice(answer, limit + 1)]
    rows = (tuple(None if term is None else view_value(term, labels, links) for term in row) for row in found[:limit])
    return _Table(columns, tuple(rows), len(found) <= limit)
