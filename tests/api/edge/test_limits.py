"""What one client may ask: who it is, how often, and how much at one time."""

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.testclient import TestClient

from releasegraph.api.edge.limits import Pace, RateLimit, RunningQueries, client_of


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "testclient"),
    ],
)
def test_who_the_client_is(address: str, client: str) -> None:
    assert client_of({"type": "http", "client": (address, 4711)}) == client


@pytest.mark.parametrize("scope", [{"type": "http"}, {"type": "http", "client": None}])
def test_requests_without_an_address_are_of_one_client(scope: dict[str, object]) -> None:
    assert client_of(scope) == "local"


class Clock:
    """Tells the time it is given."""

    def __init__(self) -> None:
        self.now = 1200.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def _let_in(pace: Pace, client: str, tries: int) -> int:
    return sum(pace.wait(client) == 0 for _ in range(tries))


@pytest.mark.parametrize("most", [1, 5, 600, 7000])
def test_so_many_requests_at_once_and_no_more(clock: Clock, most: int) -> None:
    pace = Pace(most, clock=clock)
    assert _let_in(pace, "a", most + 9) == most
    assert _let_in(pace, "b", most + 9) == most


@pytest.mark.parametrize("step", [0.01, 0.5, 3.0, 7.0, 100.0])
def test_no_span_has_more_than_the_first_ones_and_its_share(clock: Clock, step: float) -> None:
    pace = Pace(20, clock=clock)
    times = []
    for _ in range(300):
        times += [clock.now] * _let_in(pace, "a", 25)
        clock.now += step
    for first, one in enumerate(times):
        for last, other in enumerate(times[first:], start=first):
            assert last - first + 1 <= 20 + (other - one) / 3 + 0.001
    assert len(times) >= min(300 * 20, 300 * step / 3)


def test_the_wait_told_is_the_wait_there_is(clock: Clock) -> None:
    pace = Pace(5, clock=clock)
    assert _let_in(pace, "a", 9) == 5
    for _ in range(5):
        wait = pace.wait("a")
        assert wait == pytest.approx(12)
        clock.now += wait - 0.01
        assert pace.wait("a") == pytest.approx(0.01)
        clock.now += 0.02
        assert _let_in(pace, "a", 9) == 1
        clock.now -= 0.01


def test_after_a_minute_of_silence_all_is_forgotten(clock: Clock) -> None:
    pace = Pace(5, clock=clock)
    assert _let_in(pace, "a", 9) == 5
    clock.now += 60
    assert _let_in(pace, "a", 9) == 5


def test_of_many_clients_the_longest_unseen_start_afresh(clock: Clock) -> None:
    pace = Pace(1, clients=3, clock=clock)
    for client in "abca":
        pace.wait(client)
    assert pace.wait("d") == 0
    assert pace.wait("a") > 0
    assert pace.wait("b") == 0


def _refuse(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"detail": error.detail}, error.status_code, error.headers)


def _client(per_minute: int) -> TestClient:
    return TestClient(RateLimit(PlainTextResponse("yes"), per_minute, _refuse))


@pytest.mark.parametrize("path", ["/sparql", "/search"])
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD"])
def test_too_many_requests_are_refused_and_told_when_to_come_again(path: str, method: str) -> None:
    client = _client(2)
    assert [client.request(method, path).status_code for _ in range(4)] == [200, 200, 429, 429]
    refused = client.get(path)
    seconds = int(refused.headers["retry-after"])
    assert 0 < seconds <= 30
    assert refused.headers["ratelimit-policy"] == '"minute";q=2;w=60'
    assert refused.headers["ratelimit"] == f'"minute";r=0;t={seconds}'
    assert refused.headers["cache-control"] == "no-store"
    assert refused.json()["detail"] == "One client may make 2 requests in a minute."


@pytest.mark.parametrize(
    ("per_minute", "method", "path"),
    [(2, "GET", "/doc/organisation/a"), (2, "OPTIONS", "/sparql"), (0, "GET", "/sparql")],
)
def test_what_has_no_limit(per_minute: int, method: str, path: str) -> None:
    client = _client(per_minute)
    assert {client.request(method, path).status_code for _ in range(9)} == {200}


def test_the_limit_holds_under_a_root_path() -> None:
    client = TestClient(RateLimit(PlainTextResponse("yes"), 1, _refuse), root_path="/graph")
    assert [client.get("/graph/sparql").status_code for _ in range(2)] == [200, 429]


def test_so_many_queries_at_one_time() -> None:
    queries = RunningQueries(2)
    for client in ("a", "b", "a"):
        queries.begin(client)
    with pytest.raises(HTTPException) as refused:
        queries.begin("a")
    assert refused.value.status_code == 429
    assert (refused.value.headers or {})["Retry-After"] == "1"
    queries.end("a")
    queries.begin("a")
    for client in ("a", "a", "b"):
        queries.end(client)
    assert queries.clients == 0
