"""What supervisors and load balancers ask."""

import pytest
from starlette.testclient import TestClient


def test_health_says_what_is_served(client: TestClient) -> None:
    response = client.get("/health")
    told = response.json()
    assert (told["status"], told["generation"]) == ("ok", "generation-1")
    assert told["triples"] > 600
    assert [edition["name"] for edition in told["editions"]] == ["2026-08", "2026-09"]


def test_ready_once_a_worker_has_looked(client: TestClient) -> None:
    response = client.get("/ready")
    assert (response.status_code, response.json()) == (200, {"status": "ready"})


@pytest.mark.parametrize("path", ["/health", "/ready"])
def test_the_answer_is_of_this_moment(client: TestClient, path: str) -> None:
    for method in ("GET", "HEAD"):
        response = client.request(method, path)
        assert response.status_code == 200
        assert response.headers["cache-control"] == "no-store"
        assert "etag" not in response.headers
