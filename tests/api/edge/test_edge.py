"""All layers together: whatever an answer is and wherever it comes from, it has its headers, its id and its line."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.testclient import TestClient

from releasegraph.api.edge import metrics as counters
from releasegraph.api.edge.layers import edge
from releasegraph.api.edge.metrics import Metrics
from releasegraph.api.problems import install_problems
from releasegraph.api.settings import Settings

JSON = {"Accept": "application/json"}


@pytest.fixture
def application() -> FastAPI:
    application = FastAPI(openapi_url=None)
    install_problems(application)
    application.include_router(counters.router)
    application.state.metrics = Metrics()
    application.state.asked = 0

    @application.api_route("/sparql", methods=["GET", "HEAD", "POST"])
    async def sparql(request: Request) -> Response:
        application.state.asked += 1
        return JSONResponse(
            {"asked": application.state.asked, "rows": ["row"] * 500, "body": len(await request.body())}
        )

    @application.get("/page")
    def page() -> Response:
        return HTMLResponse("<p>page</p>")

    @application.get("/broken")
    def broken() -> Response:
        raise LookupError

    def refuse(request: Request, error: Exception) -> Response:
        handler: Any = application.exception_handlers[HTTPException]
        response: Response = handler(request, error)
        return response

    application.middleware_stack = edge(
        application.build_middleware_stack(),
        Settings(requests_per_minute=3, largest_request=100),
        metrics=application.state.metrics,
        revision=lambda: "one",
        refuse=refuse,
    )
    return application


@pytest.fixture
def client(application: FastAPI) -> Iterator[TestClient]:
    with TestClient(application, raise_server_exceptions=False, headers=JSON) as one:
        yield one


def _tag(client: TestClient) -> str:
    return str(client.get("/sparql?query=a").headers["etag"])


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/sparql?query=a", {}, 200),
        ("HEAD", "/sparql?query=a", {}, 200),
        ("GET", "/sparql?query=a", {"If-None-Match": "*"}, 304),
        ("OPTIONS", "/sparql", {"Access-Control-Request-Method": "POST"}, 204),
        ("GET", "/nowhere", {}, 404),
        ("DELETE", "/sparql", {}, 405),
        ("POST", "/sparql", {"Content-Length": "101"}, 413),
        ("GET", "/broken", {}, 500),
        ("GET", "/metrics", {}, 200),
    ],
)
def test_every_answer_has_its_headers_and_its_line(
    client: TestClient,
    caplog: pytest.LogCaptureFixture,
    method: str,
    path: str,
    headers: dict[str, str],
    status: int,
) -> None:
    caplog.set_level(logging.INFO, "releasegraph.access")
    body = b"a" * 101 if status == 413 else b""
    response = client.request(method, path, headers=headers | {"X-Request-Id": "abc"}, content=body)
    assert response.status_code == status
    assert response.headers["x-request-id"] == "abc"
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["x-content-type-options"] == "nosniff"
    if status >= 400:
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["status"] == status
        assert "etag" not in response.headers
    access = [record for record in caplog.records if record.name == "releasegraph.access"]
    assert [record.getMessage().split(",")[0] for record in access] == [f"{method} {path.split('?')[0]} {status}"]


def test_an_answer_kept_or_held_does_not_count_against_its_client(application: FastAPI, client: TestClient) -> None:
    tag = _tag(client)
    for _ in range(9):
        assert client.get("/sparql?query=a").status_code == 200
        assert client.get("/sparql?query=a", headers={"If-None-Match": tag}).status_code == 304
    assert application.state.asked == 1
    assert [client.get(f"/sparql?query={number}").status_code for number in range(3)] == [200, 200, 429]
    assert client.get("/page").status_code == 200


def test_what_is_kept_is_compressed_counted_and_the_same_each_time(application: FastAPI, client: TestClient) -> None:
    coded = {"Accept-Encoding": "gzip"}
    first, again = (client.post("/sparql", content=b"query", headers=coded) for _ in range(2))
    plain = client.post("/sparql", content=b"query", headers={"Accept-Encoding": "identity"})
    assert first.headers["content-encoding"] == again.headers["content-encoding"] == "gzip"
    assert first.json() == again.json()
    assert first.json()["body"] == 5
    assert first.headers["etag"] == again.headers["etag"] != plain.headers["etag"]
    assert {one.headers["vary"] for one in (first, again, plain)} == {"Accept-Encoding"}
    assert application.state.asked == 2
    registry = application.state.metrics.registry
    told = [registry.get_sample_value("releasegraph_kept_answers_total", {"outcome": one}) for one in ("hit", "miss")]
    assert told == [1, 2]
    # of the answer given again, the route is known without asking the routes
    labels = {"route": "/sparql", "method": "POST", "status": "2xx"}
    assert registry.get_sample_value("releasegraph_http_responses_total", labels) == 3


def test_a_page_may_not_run_anything(client: TestClient) -> None:
    assert "default-src 'none'" in client.get("/page").headers["content-security-policy"]


def test_the_life_of_the_application_passes(application: FastAPI) -> None:
    with TestClient(application) as client:
        assert client.get("/page").status_code == 200
