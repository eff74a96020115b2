"""Headers of every answer: what browsers may do with it."""

import pytest
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from releasegraph.api.edge.headers import CONTENT_SECURITY_POLICY, CommonHeaders, content_security_policy

EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "cross-origin",
    "access-control-allow-origin": "*",
}
EXPOSED = {"Content-Location", "ETag", "Link", "Location", "RateLimit", "Retry-After", "X-Request-Id"}


def _client(application: ASGIApp, **options: str) -> TestClient:
    return TestClient(CommonHeaders(application), **options)


@pytest.mark.parametrize("application", [HTMLResponse("a"), JSONResponse({}), Response(status_code=304)])
def test_every_answer_has_them(application: ASGIApp) -> None:
    headers = _client(application).get("/").headers
    assert {name: headers[name] for name in EVERYWHERE} == EVERYWHERE
    assert set(headers["access-control-expose-headers"].split(", ")) >= EXPOSED


def test_only_pages_have_what_concerns_pages() -> None:
    headers = _client(HTMLResponse("a")).get("/").headers
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    plain = _client(JSONResponse({})).get("/").headers
    assert not {"content-security-policy", "cross-origin-opener-policy", "permissions-policy"} & set(plain)


def test_the_policy_lets_nothing_run_and_nothing_in() -> None:
    directives = dict(one.split(" ", 1) for one in CONTENT_SECURITY_POLICY.split("; "))
    assert directives["default-src"] == directives["base-uri"] == directives["frame-ancestors"] == "'none'"
    assert "script-src" not in directives
    assert "unsafe" not in CONTENT_SECURITY_POLICY


def test_a_handler_s_own_header_is_left_alone() -> None:
    own = content_security_policy(script_src="'self'", style_src="'self' 'unsafe-inline'")
    application = HTMLResponse("a", headers={"Content-Security-Policy": own, "Referrer-Policy": "no-referrer"})
    headers = _client(application).get("/").headers
    assert headers.get_list("content-security-policy") == [own]
    assert headers.get_list("referrer-policy") == ["no-referrer"]
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "style-src 'self' 'unsafe-inline'" in own
    assert "script-src 'self'" in own
    assert "default-src 'none'" in own


@pytest.mark.parametrize(("address", "strict"), [("https://e.org", True), ("http://e.org", False)])
def test_only_https_is_asked_to_stay_so(address: str, strict: bool) -> None:
    headers = _client(JSONResponse({}), base_url=address).get("/").headers
    assert ("strict-transport-security" in headers) is strict


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_browser_may_ask_from_any_site(method: str) -> None:
    asked = {
        "Origin": "https://e.org",
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "if-none-match",
    }
    response = _client(HTMLResponse("not reached", 500)).options("/sparql", headers=asked)
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["access-control-allow-origin"] == "*"
    assert method in response.headers["access-control-allow-methods"].split(", ")
    assert response.headers["access-control-allow-headers"] == "*"
    assert response.headers["access-control-max-age"] == "86400"


def test_other_options_are_for_the_handler() -> None:
    response = _client(Response(status_code=204, headers={"Allow": "GET"})).options("/sparql")
    assert response.headers["allow"] == "GET"
    assert response.headers["access-control-allow-origin"] == "*"
