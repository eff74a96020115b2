"""Broken queries and odd headers are refused, never met with an error of ours, and leave no worker at work."""

import os
import random
from collections import Counter
from importlib.util import find_spec

import pytest
from deployment import Deployment, deployed
from fuzz import EXPECTED, at_rest, odd_request, schemathesis
from starlette.testclient import TestClient

REQUESTS = 250
"""The benchmark makes many more."""


@pytest.fixture
def workers() -> Deployment:
    """Give the worker processes of this session's applications."""
    return Deployment(0, os.getpid(), os.environ["RELEASEGRAPH_RUNTIME"])


def test_odd_requests_are_answered_as_expected(examples_client: TestClient, workers: Deployment) -> None:
    rng = random.Random(20260901)
    answered: Counter[int] = Counter()
    for _ in range(REQUESTS):
        odd = odd_request(rng)
        headers = [(b"accept", odd.accept.encode("latin-1"))]
        if odd.content_type is not None:
            headers.append((b"content-type", odd.content_type.encode()))
        status = examples_client.request(odd.method, odd.path, headers=headers, content=odd.body).status_code
        assert status in EXPECTED, odd
        answered[status] += 1
    assert answered[200] > REQUESTS / 20
    assert answered[400] > REQUESTS / 5
    assert at_rest(workers)


@pytest.mark.skipif(find_spec("schemathesis") is None, reason="schemathesis is not installed")
def test_the_openapi_leads_to_no_server_error(examples_client: TestClient) -> None:
    store = examples_client.app.state.front.folder  # type: ignore[attr-defined]
    with deployed(store, IN_MEMORY="0") as server:
        assert schemathesis(server, examples=1, seed=1, phases="coverage") == 0
