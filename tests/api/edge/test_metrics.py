"""What the server counts."""

import asyncio
from collections.abc import Iterator

import pytest
from fastapi import APIRouter, FastAPI
from prometheus_client.parser import text_string_to_metric_families
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from releasegraph.api.edge import metrics as module
from releasegraph.api.edge.logs import AccessLog
from releasegraph.api.edge.metrics import OUTCOMES, Metrics, Outcome

Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def _samples(text: str) -> Samples:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def _value(samples: Samples, name: str, **labels: str) -> float | None:
    return samples.get((f"releasegraph_{name}", tuple(sorted(labels.items()))))


@pytest.fixture
def application() -> FastAPI:
    application = FastAPI(openapi_url=None)
    things = APIRouter()

    @things.get("/doc/{path:path}")
    def document(path: str) -> PlainTextResponse:
        if path == "broken":
            raise LookupError(path)
        return PlainTextResponse("12345")

    application.include_router(things)
    application.mount("/static", PlainTextResponse("asset"))
    application.include_router(module.router)
    application.state.metrics = Metrics()
    application.middleware_stack = AccessLog(application.build_middleware_stack(), application.state.metrics)
    return application


@pytest.fixture
def client(application: FastAPI) -> Iterator[TestClient]:
    with TestClient(application, raise_server_exceptions=False) as one:
        yield one


def test_answers_are_counted_by_route_method_and_class_of_status(client: TestClient) -> None:
    for path in ("a", "b", "broken"):
        client.get(f"/doc/{path}")
    client.head("/nowhere")
    client.get("/static/style.css")
    client.request("BREW", "/elsewhere")
    found = _samples(client.get("/metrics").text)
    route = "/doc/{path:path}"
    assert _value(found, "http_responses_total", route=route, method="GET", status="2xx") == 2
    assert _value(found, "http_responses_total", route=route, method="GET", status="5xx") == 1
    assert _value(found, "http_responses_total", route="/static", method="GET", status="2xx") == 1
    assert _value(found, "http_responses_total", route="none", method="HEAD", status="4xx") == 1
    assert _value(found, "http_responses_total", route="none", method="other", status="4xx") == 1
    assert _value(found, "http_response_seconds_count", route=route) == 3
    assert _value(found, "http_sent_bytes_total", route=route) == 2 * 5 + len("Internal Server Error")


def test_addresses_that_are_made_up_add_no_series(client: TestClient) -> None:
    client.get("/doc/0")
    client.get("/0")
    before = set(_samples(client.get("/metrics").text))
    before |= set(_samples(client.get("/metrics").text))
    for number in range(50):
        client.get(f"/doc/{number}")
        client.get(f"/{number}/{number}")
        client.request(f"X{number}", "/doc/a")
    client.request("BREW", "/doc/a")
    added = set(_samples(client.get("/metrics").text)) - before
    assert {dict(labels).get("method") for _, labels in added} <= {"other", None}
    assert {dict(labels).get("route") for _, labels in added} <= {"/doc/{path:path}"}


def test_queries_are_counted_by_how_they_end(application: FastAPI, client: TestClient) -> None:
    counted: Metrics = application.state.metrics
    ends: tuple[Outcome, ...] = ("done", "time", "time", "left")
    for _ in range(len(ends) + 1):
        counted.query_started()
    for outcome in ends:
        counted.query_ended(outcome, 0.02)
    found = _samples(client.get("/metrics").text)
    told = {outcome: _value(found, "queries_total", outcome=outcome) for outcome in OUTCOMES}
    assert told == {"done": 1, "failed": 0, "time": 2, "memory": 0, "left": 1}
    assert _value(found, "queries_running") == 1
    assert _value(found, "query_seconds_count") == 4


def test_what_is_served_and_by_how_many_workers(application: FastAPI, client: TestClient) -> None:
    counted: Metrics = application.state.metrics
    counted.worker_started()
    counted.serving("1.0", "generation-1", "abc", 7)
    counted.serving("1.0", "generation-2", "abd", 8)
    found = _samples(client.get("/metrics").text)
    assert _value(found, "worker_starts_total") == 1
    assert _value(found, "triples") == 8
    assert _value(found, "build_info", version="1.0", generation="generation-2", revision="abd") == 1
    assert _value(found, "build_info", version="1.0", generation="generation-1", revision="abc") is None


def test_kept_answers_are_counted() -> None:
    counted = Metrics()
    for kept in ("hit", "hit", "miss", "not modified", None):
        counted.answered("/", "GET", 200, 0.1, 5, kept)
    told = {
        outcome: counted.registry.get_sample_value("releasegraph_kept_answers_total", {"outcome": outcome})
        for outcome in ("hit", "miss", "not modified")
    }
    assert told == {"hit": 2, "miss": 1, "not modified": 1}


def test_a_client_that_left_and_an_application_that_failed() -> None:
    counted = Metrics()

    async def run(fails: bool) -> None:
        async def application(*_given: object) -> None:
            if fails:
                raise LookupError

        scope = {"type": "http", "method": "GET", "path": "/", "headers": []}
        await AccessLog(application, counted)(scope, None, None)  # type: ignore[arg-type]

    asyncio.run(run(False))
    with pytest.raises(LookupError):
        asyncio.run(run(True))
    for status in ("4xx", "5xx"):
        labels = {"route": "none", "method": "GET", "status": status}
        assert counted.registry.get_sample_value("releasegraph_http_responses_total", labels) == 1


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [(None, "text/plain"), ("application/openmetrics-text;version=1.0.0", "application/openmetrics-text")],
)
def test_the_counters_are_never_kept(client: TestClient, accept: str | None, media_type: str) -> None:
    response = client.get("/metrics", headers={} if accept is None else {"Accept": accept})
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["content-type"].partition(";")[0] == media_type


def test_each_application_counts_for_itself() -> None:
    one, other = Metrics(), Metrics()
    one.query_started()
    assert one.registry.get_sample_value("releasegraph_queries_running") == 1
    assert other.registry.get_sample_value("releasegraph_queries_running") == 0
