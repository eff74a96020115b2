"""The direct way to a path answers as the framework would, errors too, and takes nothing else."""

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.testclient import TestClient

from releasegraph.api.direct import Direct
from releasegraph.api.problems import install_problems
from releasegraph.graph.errors import QueryError

ERRORS = {
    "parse": QueryError("expected a variable", 1, 8),
    "refused": HTTPException(429, "Later.", {"Retry-After": "1"}),
    "unforeseen": ZeroDivisionError("by zero"),
}


async def answered(request: Request) -> Response:
    """Answer a query, or fail as it says."""
    if error := ERRORS.get(request.url.query):
        raise error
    return Response(f"{request.method} {await request.body()!r}")


@pytest.fixture
def framework() -> FastAPI:
    """Give an application with the same handler at `/routed`, and all our exception handlers."""
    application = FastAPI()
    install_problems(application)
    application.add_api_route("/routed", answered, methods=["GET", "POST"])
    routed = application.build_middleware_stack()
    application.middleware_stack = Direct(routed, application, "/direct", answered, ["GET", "POST"])
    return application


@pytest.mark.parametrize("query", ["", *ERRORS])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
@pytest.mark.parametrize("root", ["", "/under"])
def test_it_answers_as_a_route_does(framework: FastAPI, method: str, query: str, root: str) -> None:
    client = TestClient(framework, raise_server_exceptions=False, root_path=root)
    routed, direct = (client.request(method, f"{root}/{way}?{query}", content=b"x") for way in ("routed", "direct"))
    assert (direct.status_code, direct.content) == (routed.status_code, routed.content)
    apart = {"allow"} if method == "DELETE" else set()  # a route of FastAPI's is one for each method
    assert {*direct.headers.items()} - {*routed.headers.items()} <= {(name, direct.headers[name]) for name in apart}
    assert method != "DELETE" or set(direct.headers["allow"].split(", ")) == {"GET", "POST"}


def test_an_unforeseen_error_reaches_the_server_too(framework: FastAPI) -> None:
    with pytest.raises(ZeroDivisionError):
        TestClient(framework).get("/direct?unforeseen")


def test_other_paths_are_the_frameworks(framework: FastAPI) -> None:
    assert TestClient(framework).get("/direct/").status_code == 404
    assert TestClient(framework).get("/other/direct").status_code == 404
