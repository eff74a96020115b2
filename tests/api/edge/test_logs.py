"""The log: a line for each request, its id everywhere, and nothing said of what somebody looks for."""

import asyncio
import json
import logging
import logging.config
import re
from collections.abc import Iterator

import pytest
import uvicorn.config
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from releasegraph.api.edge.logs import AccessLog, log_configuration, request_id
from releasegraph.api.edge.metrics import Metrics


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """Put logging back as it was."""
    loggers = [logging.getLogger(name) for name in ("", "releasegraph", "uvicorn", "uvicorn.error", "uvicorn.access")]
    before = [(one, one.level, one.propagate, list(one.handlers)) for one in loggers]
    yield
    for logger, level, propagates, handlers in before:
        logger.setLevel(level)
        logger.propagate = propagates
        logger.handlers[:] = handlers


async def _noting(scope: Scope, receive: Receive, send: Send) -> None:
    logging.getLogger("releasegraph.api.test").warning("asked")
    scope["state"]["kept"] = "miss"
    await JSONResponse({"id": scope["state"]["request_id"], "here": request_id()})(scope, receive, send)


def _client(application: ASGIApp, **options: object) -> TestClient:
    return TestClient(AccessLog(application, Metrics()), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("given", ["a", "0b1c-2.d_E", "x" * 64])
def test_a_sane_request_id_is_taken_over(given: str) -> None:
    response = _client(_noting).get("/", headers={"X-Request-Id": given})
    assert response.headers["x-request-id"] == given
    assert response.json() == {"id": given, "here": given}


@pytest.mark.parametrize("given", ["", "x" * 65, "a b", 'a"', "a,b", "ä", "a\n"])
def test_another_is_made_where_there_is_no_sane_one(given: str) -> None:
    client = _client(_noting)
    made = {client.get("/", headers={"X-Request-Id": given.encode()}).headers["x-request-id"] for _ in range(9)}
    assert len(made) == 9
    assert all(re.fullmatch("[0-9a-f]{16}", one) for one in made)


def test_outside_of_requests_there_is_none() -> None:
    assert request_id() == "-"


def test_an_access_line_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    logging.config.dictConfig(log_configuration("json"))
    client = _client(_noting, client=("192.0.2.77", 4711))
    answer = client.get("/doc/s%C3%B6hne%0Aa?query=secret", headers={"X-Request-Id": "abc"})
    said, access = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert (said["message"], said["level"], said["request_id"]) == ("asked", "WARNING", "abc")
    assert said["logger"] == "releasegraph.api.test"
    assert access.pop("ms") >= 0
    assert access.pop("timestamp").endswith("+00:00")
    assert access.pop("message").startswith("GET /doc/s%C3%B6hne%0Aa 200, ")
    assert access == {
        "level": "INFO",
        "logger": "releasegraph.access",
        "request_id": "abc",
        "method": "GET",
        "path": "/doc/s%C3%B6hne%0Aa",
        "status": 200,
        "bytes": len(answer.content),
        "client": "192.0.2.0/24",
        "kept": "miss",
        "whole": True,
    }


def test_an_access_line_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    logging.config.dictConfig(log_configuration("text"))
    _client(PlainTextResponse("four"), client=("2001:db8:1:2::3", 1)).get("/x?q=secret", headers={"X-Request-Id": "a"})
    line = capsys.readouterr().err
    assert re.fullmatch(
        r"[-\d]+ [:,\d]+ INFO releasegraph\.access: GET /x 200, 4 bytes in [\d.]+ ms for 2001:db8:1::/48 \[a\]\n", line
    )


def test_a_level_above_info_has_no_access_lines(capsys: pytest.CaptureFixture[str]) -> None:
    logging.config.dictConfig(log_configuration("text", "warning"))
    assert _client(PlainTextResponse("four")).get("/").status_code == 200
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("raises", "status"), [(False, 499), (True, 500)])
def test_who_leaves_and_what_fails_is_logged(capsys: pytest.CaptureFixture[str], raises: bool, status: int) -> None:
    logging.config.dictConfig(log_configuration("json"))

    async def application(_scope: Scope, _receive: Receive, _send: Send) -> None:
        if raises:
            raise LookupError

    assert _run(application) is raises
    access = json.loads(capsys.readouterr().err)
    assert (access["status"], access["whole"], access["client"]) == (status, False, "local")


def test_an_answer_broken_off_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    logging.config.dictConfig(log_configuration("text"))

    async def application(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"half", "more_body": True})

    assert not _run(application)
    assert "GET /%C3%B6 200, 4 bytes in" in (line := capsys.readouterr().err)
    assert ", broken off [" in line


def _run(application: ASGIApp) -> bool:
    """Ask over bare ASGI, from nowhere; tell whether it raised."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {"type": "http", "method": "GET", "path": "/ö", "raw_path": b"/%C3%B6", "headers": []}
    try:
        asyncio.run(AccessLog(application, Metrics())(scope, receive, send))  # type: ignore[arg-type]
    except LookupError:
        return True
    return False


def test_uvicorn_writes_no_access_lines_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    logging.config.dictConfig(uvicorn.config.LOGGING_CONFIG)
    logging.config.dictConfig(log_configuration("text"))
    logging.getLogger("uvicorn.access").info("GET /?secret")
    logging.getLogger("uvicorn.error").info("started")
    assert "started" in (said := capsys.readouterr().err)
    assert "secret" not in said


def test_the_answer_itself_is_not_changed() -> None:
    response = _client(Response(b"body", 418, {"X-Own": "1"}, "text/plain")).get("/")
    assert (response.status_code, response.content, response.headers["x-own"]) == (418, b"body", "1")
