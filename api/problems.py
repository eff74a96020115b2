"""From exception to response, in one place: problem details (RFC 9457) for programs, a page for people."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from releasegraph.api.negotiation import HTML, NotAcceptableError, choose
from releasegraph.api.rendering import page
from releasegraph.graph.errors import QueryError, StoreError
from releasegraph.graph.formats import Format

__all__ = ["Problem", "ProblemError", "install_problems", "problem_of", "respond"]

PROBLEM = Format("problem", ("application/problem+json", "application/json"), "json", frozenset())


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong: a status, a sentence for this occurrence, further members and headers."""

    status: int
    detail: str
    members: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Give the status in words."""
        return HTTPStatus(self.status).phrase


class ProblemError(Exception):
    """Carries a problem found elsewhere, such as in a worker."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


def _carried(error: ProblemError) -> Problem:
    return error.problem


def _query(error: QueryError) -> Problem:
    place = {"line": error.line, "column": error.column} if error.line is not None else {}
    return Problem(400, str(error), place)


def _store(error: StoreError) -> Problem:
    return Problem(503, str(error), headers={"Retry-After": "30"})


def _not_acceptable(error: NotAcceptableError) -> Problem:
    return Problem(406, f"Offered here: {', '.join(error.offered)}.", {"offered": list(error.offered)})


def _http(error: HTTPException) -> Problem:
    return Problem(error.status_code, error.detail, headers=error.headers or {})


def _invalid(error: RequestValidationError) -> Problem:
    first = error.errors()[0]
    return Problem(400, f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}")


def _unforeseen(_error: Exception) -> Problem:
    return Problem(500, "This is our mistake; please report it with the address you asked for.")


_TABLE: Mapping[type[Exception], Callable[[Any], Problem]] = {
    ProblemError: _carried,
    QueryError: _query,
    StoreError: _store,
    NotAcceptableError: _not_acceptable,
    HTTPException: _http,
    RequestValidationError: _invalid,
    Exception: _unforeseen,
}


def problem_of(error: Exception) -> Problem:
    """Give the problem an exception stands for."""
    return next(_TABLE[kind](error) for kind in type(error).__mro__ if kind in _TABLE)


def respond(request: Request, error: Exception) -> Response:
    """Give the answer to a request that met an exception."""
    problem = problem_of(error)
    headers = {"Vary": "Accept", **problem.headers}
    choice = choose(request.headers.get("accept"), (PROBLEM, HTML))
    if choice is not None and choice.form is HTML:
        return page(request, "problem.html", status=problem.status, headers=headers, problem=problem)
    body = {
        "type": "about:blank",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "request": getattr(request.state, "request_id", None),
    }
    return JSONResponse(
        body | dict(problem.members),
        problem.status,
        headers=headers,
        media_type=PROBLEM.media_type,
    )


def install_problems(application: FastAPI) -> None:
    """Have the application answer every exception by the table."""
    for kind in _TABLE:
        application.add_exception_handler(kind, respond)
