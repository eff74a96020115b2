"""Entity tags, 304, and answers kept: given again byte for byte, never half, never past a new build."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from releasegraph.api.edge.codings import CODINGS
from releasegraph.api.edge.compressing import Compressing
from releasegraph.api.edge.kept import Kept

from .asking import ask, scope_of

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Origin:
    """Answers each path in its own way, and counts how often it was asked."""

    def __init__(self, folder: Path | None = None) -> None:
        self.asked = 0
        self.revision = "one"
        self.during: Callable[[], None] = lambda: None
        self.folder = folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += 1
        self.during()
        request = Request(scope, receive)
        body = await request.body() if request.method == "POST" else b""
        await self._response(request, body)(scope, receive, send)

    def _response(self, request: Request, body: bytes) -> Response:
        match request.scope["path"]:
            case "/stream":
                return StreamingResponse(_pieces(), media_type="text/csv")
            case "/large":
                return StreamingResponse(_pieces(200), media_type="text/csv", headers={"Cache-Control": "max-age=9"})
            case "/random":
                return Response(str(self.asked), headers={"Cache-Control": "no-store"})
            case "/cookie":
                return Response("sweet", headers={"Set-Cookie": "a=b"})
            case "/language":
                return Response("hello", headers={"Vary": "Accept, Accept-Language"})
            case "/asset":
                return Response("body {}", media_type="text/css", headers={"Cache-Control": "public, max-age=60"})
            case "/file":
                assert self.folder is not None
                return FileResponse(self.folder / "file.txt")
            case "/moved":
                return RedirectResponse("/", 303)
            case "/missing":
                return Response("no such thing", 404)
        told = {"asked": self.asked, "path": str(request.url), "body": body.decode()}
        return JSONResponse(told, headers={"Vary": "Accept", "Content-Location": "/x.json", "X-Other": "1"})


async def _pieces(number: int = 3) -> AsyncIterator[bytes]:
    for one in range(number):
        yield f"{one},row\n".encode()


def _refuse(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"status": error.status_code, "detail": error.detail}, error.status_code)


def _kept(origin: Origin, **options: Any) -> Kept:
    given: dict[str, Any] = {"room": 100_000, "largest": 1000, "largest_request": 50, "refuse": _refuse, **options}
    return Kept(Compressing(origin), lambda: origin.revision, **given)


@pytest.fixture
def origin(tmp_path: Path) -> Origin:
    (tmp_path / "file.txt").write_text("0123456789" * 200)
    return Origin(tmp_path)


@pytest.fixture
def client(origin: Origin) -> TestClient:
    return TestClient(_kept(origin), follow_redirects=False)


def test_an_answer_is_worked_for_once_and_given_again_byte_for_byte(client: TestClient, origin: Origin) -> None:
    first, again = client.get("/x?a=1"), client.get("/x?a=1")
    assert origin.asked == 1
    assert again.content == first.content
    assert again.headers == first.headers
    assert first.headers["etag"].startswith('"')
    assert first.headers["cache-control"] == "no-cache"
    assert first.headers["x-other"] == "1"


def test_a_streamed_answer_is_kept_once_it_is_whole_and_then_has_a_length(client: TestClient, origin: Origin) -> None:
    plain = {"Accept-Encoding": "identity"}
    first, again = client.get("/stream", headers=plain), client.get("/stream", headers=plain)
    assert origin.asked == 1
    assert again.content == first.content == b"0,row\n1,row\n2,row\n"
    assert "content-length" not in first.headers
    assert again.headers["content-length"] == "18"


def test_a_large_answer_passes_through(client: TestClient, origin: Origin) -> None:
    first, again = client.get("/large"), client.get("/large")
    assert origin.asked == 2
    assert len(first.content) == len(again.content) > 1000
    held = client.get("/large", headers={"If-None-Match": first.headers["etag"]})
    assert (held.status_code, origin.asked) == (304, 2)
    assert held.headers["cache-control"] == "max-age=9"


@pytest.mark.parametrize("given", ['"other", {}', "{}", "W/{}", '"a" ,W/{},"b"'])
def test_who_has_the_answer_is_told_so_without_work(client: TestClient, origin: Origin, given: str) -> None:
    tag = client.get("/x").headers["etag"]
    response = client.get("/x", headers={"If-None-Match": given.format(tag)})
    assert (response.status_code, response.content, origin.asked) == (304, b"", 1)
    vary = "Accept, Accept-Encoding"
    told = {name: response.headers[name] for name in ("etag", "vary", "cache-control", "content-location")}
    assert told == {"etag": tag, "vary": vary, "cache-control": "no-cache", "content-location": "/x.json"}
    assert "x-other" not in response.headers
    assert "content-type" not in response.headers


def test_a_tag_holds_after_the_answer_is_gone_and_in_another_process(client: TestClient) -> None:
    tag = client.get("/x").headers["etag"]
    elsewhere = Origin()
    response = TestClient(_kept(elsewhere)).get("/x", headers={"If-None-Match": tag})
    assert (response.status_code, elsewhere.asked) == (304, 0)
    assert response.headers["etag"] == tag
    # the cache that asks has the answer's own Cache-Control, and keeps it
    assert "cache-control" not in response.headers


@pytest.mark.parametrize("given", ['"other"', "", "other", '""'])
def test_who_has_another_answer_gets_this_one(client: TestClient, given: str) -> None:
    client.get("/x")
    assert client.get("/x", headers={"If-None-Match": given}).status_code == 200


def test_a_star_is_any_answer_there_is(client: TestClient) -> None:
    assert client.get("/missing", headers={"If-None-Match": "*"}).status_code == 404
    for _ in range(2):
        response = client.get("/x", headers={"If-None-Match": "*"})
        assert (response.status_code, response.content) == (304, b"")
        assert response.headers["etag"]
    assert client.get("/x").json()["asked"] == 2


@pytest.mark.parametrize("path", ["/random", "/cookie", "/language", "/missing", "/moved"])
def test_what_is_not_kept(client: TestClient, origin: Origin, path: str) -> None:
    first = client.get(path)
    client.get(path)
    assert origin.asked == 2
    assert "etag" not in first.headers
    assert first.headers["cache-control"] == ("no-store" if path == "/random" else "no-cache")


def test_a_handler_says_how_long_an_answer_is_good(client: TestClient) -> None:
    response = client.get("/asset")
    assert response.headers["cache-control"] == "public, max-age=60"
    assert response.headers["etag"]


def test_a_new_build_has_other_tags_and_nothing_of_the_one_before(client: TestClient, origin: Origin) -> None:
    before = client.get("/x")
    origin.revision = "two"
    after = client.get("/x", headers={"If-None-Match": before.headers["etag"]})
    assert (after.status_code, origin.asked) == (200, 2)
    assert after.headers["etag"] != before.headers["etag"]


def test_an_answer_given_while_a_new_build_takes_over_is_of_neither(client: TestClient, origin: Origin) -> None:
    def take_over() -> None:
        origin.revision = "two"

    origin.during = take_over
    assert "etag" not in client.get("/x").headers
    origin.during = lambda: None
    assert client.get("/x").json()["asked"] == 2


def test_head_has_the_headers_of_get_and_empties_nothing(client: TestClient, origin: Origin) -> None:
    told = client.head("/file")
    asked = client.get("/file")
    assert origin.asked == 2
    assert told.content == b""
    assert told.headers["etag"] == asked.headers["etag"]
    assert len(asked.content) == 2000
    kept = client.head("/x"), client.get("/x"), client.head("/x")
    assert kept[2].headers == kept[1].headers
    assert kept[2].content == b""
    assert origin.asked == 3  # the last GET was given what its HEAD made


def test_a_range_is_of_the_plain_body_and_settled_by_our_tag(client: TestClient) -> None:
    plain = client.get("/file", headers={"Accept-Encoding": "identity"})
    coded = client.get("/file", headers={"Accept-Encoding": "gzip"})
    assert coded.headers["content-encoding"] == "gzip"
    wanted = {"Range": "bytes=5-9", "Accept-Encoding": "gzip"}
    part = client.get("/file", headers=wanted)
    assert (part.status_code, part.content) == (206, b"56789")
    assert part.headers["etag"] == plain.headers["etag"] != coded.headers["etag"]
    again = client.get("/file", headers={**wanted, "If-Range": plain.headers["etag"]})
    assert (again.status_code, again.content) == (206, b"56789")
    other = client.get("/file", headers={**wanted, "If-Range": coded.headers["etag"]})
    assert (other.status_code, len(other.content)) == (200, 2000)
    assert client.get("/file", headers={"Accept-Encoding": "identity"}).content == plain.content
    assert client.get("/x", headers={"Range": "bytes=0-3"}).status_code == 200


def test_the_body_kept_is_the_coded_one(client: TestClient, origin: Origin) -> None:
    tags = set()
    for coding in CODINGS:
        responses = [client.get("/file", headers={"Accept-Encoding": coding}) for _ in range(2)]
        assert responses[0].content == responses[1].content
        assert {one.headers["content-encoding"] for one in responses} == {coding}
        tags |= {one.headers["etag"] for one in responses}
    assert (len(tags), origin.asked) == (3, 3)


def _post(client: TestClient, body: bytes, **headers: str) -> Any:
    return client.post("/sparql", content=body, headers=FORM | headers)


def test_a_query_that_is_posted_is_a_question_too(client: TestClient, origin: Origin) -> None:
    first, again, other = (_post(client, body) for body in (b"query=a", b"query=a", b"query=b"))
    assert origin.asked == 2
    assert first.json()["body"] == "query=a"
    assert again.content == first.content
    assert other.json()["body"] == "query=b"
    held = _post(client, b"query=a", **{"If-None-Match": first.headers["etag"]})
    assert (held.status_code, held.content) == (200, first.content)
    assert client.post("/sparql", content=b"query=a", headers={"Content-Type": "text/plain"}).json()["asked"] == 3


def test_get_and_an_empty_post_are_two_questions(client: TestClient) -> None:
    assert client.get("/sparql").headers["etag"] != client.post("/sparql", content=b"").headers["etag"]


def test_other_paths_read_their_own_body_and_are_not_kept(client: TestClient, origin: Origin) -> None:
    for _ in range(2):
        response = client.post("/x", content=b"a" * 51)
        assert response.json()["body"] == "a" * 51
        assert "etag" not in response.headers
    assert origin.asked == 2


def test_a_request_too_large_is_refused_before_anybody_reads_it(client: TestClient, origin: Origin) -> None:
    assert _post(client, b"a" * 50).status_code == 200

    def unannounced() -> Any:
        for _ in range(51):
            yield b"a"

    for body in (b"a" * 51, unannounced()):
        response = client.post("/sparql", content=body, headers=FORM)
        assert response.status_code == 413
        assert response.json()["detail"] == "A request may have 50 bytes."
    assert origin.asked == 1


Application = Callable[[Scope, Receive, Send], Any]


def _over(application: Application, **options: Any) -> Kept:
    given: dict[str, Any] = {"room": 11_000, "largest": 5000, "largest_request": 50, "refuse": _refuse, **options}
    return Kept(application, lambda: "one", **given)


@pytest.mark.parametrize("raises", [True, False])
def test_an_answer_that_broke_off_is_not_kept(raises: bool) -> None:
    asked = 0

    async def breaking(_scope: Scope, _receive: Receive, send: Send) -> None:
        nonlocal asked
        asked += 1
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"half", "more_body": True})
        if asked == 1:
            if raises:
                raise ConnectionError
            return
        await send({"type": "http.response.body", "body": b"whole"})

    kept = _over(breaking)
    assert b"half" in [message.get("body") for message in ask(kept, scope_of())]
    whole = [message.get("body") for message in ask(kept, scope_of())]
    assert whole == [None, b"half", b"whole"]
    assert [message.get("body") for message in ask(kept, scope_of())] == [None, b"halfwhole"]
    assert asked == 2


def test_a_client_that_leaves_while_it_asks_is_asked_no_more() -> None:
    origin = Origin()
    half: Message = {"type": "http.request", "body": b"query", "more_body": True}
    assert ask(_kept(origin), scope_of("/sparql", "POST"), [half]) == []
    assert origin.asked == 0


def test_after_the_body_the_application_hears_what_else_happens() -> None:
    heard: list[Message] = []

    async def listening(_scope: Scope, receive: Receive, _send: Send) -> None:
        heard.extend([await receive(), await receive()])

    pieces: list[Message] = [
        {"type": "http.request", "body": b"que", "more_body": True},
        {"type": "http.request", "body": b"ry"},
    ]
    ask(_over(listening), scope_of("/sparql", "POST"), pieces)
    assert heard == [{"type": "http.request", "body": b"query", "more_body": False}, {"type": "http.disconnect"}]


@pytest.mark.parametrize(
    ("path", "encoding", "asked"),
    [
        ("/x", "identity", 1),
        ("/x", "gzip", 1),
        ("/file", "identity", 2),  # its handler gives HEAD no body
        ("/file", "gzip", 2),
        ("/stream", "identity", 2),  # without a length nobody can tell that this was all
        ("/large", "identity", 2),
        ("/random", "identity", 2),
    ],
)
def test_what_head_made_is_given_to_the_get_that_follows(
    client: TestClient, origin: Origin, path: str, encoding: str, asked: int
) -> None:
    headers = {"Accept-Encoding": encoding}
    before = TestClient(_kept(Origin(origin.folder))).get(path, headers=headers)
    told = client.head(path, headers=headers)
    given = client.get(path, headers=headers)
    assert (told.content, origin.asked) == (b"", asked)
    assert path == "/random" or given.content == before.content
    assert given.headers.get("etag") == told.headers.get("etag")


def test_the_body_that_head_made_is_sent_to_nobody() -> None:
    for path in ("/x", "/random", "/stream", "/large", "/missing"):
        sent = ask(_kept(Origin()), scope_of(path, "HEAD"))
        assert {message.get("body", b"") for message in sent} == {b""}


def _sized(scope: Scope, _receive: Receive, send: Send) -> Any:
    return Response(b"x" * 4000, headers={"X-Path": scope["path"]})(scope, _receive, send)


def test_the_answers_kept_stay_within_their_room_and_the_least_wanted_goes_first() -> None:
    kept = _over(_sized)

    def is_kept(path: str) -> bool:
        """Tell whether the answer was kept."""
        scope = scope_of(path) | {"state": {}}
        ask(kept, scope)
        return bool(scope["state"]["kept"] == "hit")

    assert [is_kept(path) for path in ("/a", "/b", "/a", "/c", "/a", "/b")] == [False, False, True, False, True, False]


@pytest.mark.parametrize("room", [0, 100])
def test_with_no_room_nothing_is_kept_but_tags_hold(room: int) -> None:
    origin = Origin()
    client = TestClient(_kept(origin, room=room))
    tag = client.get("/x").headers["etag"]
    assert client.get("/x").headers["etag"] == tag
    assert origin.asked == 2
    assert client.get("/x", headers={"If-None-Match": tag}).status_code == 304


def test_other_messages_are_passed_on_and_not_kept() -> None:
    asked = 0

    async def sending_a_file(_scope: Scope, _receive: Receive, send: Send) -> None:
        nonlocal asked
        asked += 1
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.pathsend", "path": "/a.css"})

    kept = _over(sending_a_file)
    assert [message["type"] for message in ask(kept, scope_of())] == ["http.response.start", "http.response.pathsend"]
    ask(kept, scope_of())
    assert asked == 2


def test_options_pass(client: TestClient) -> None:
    assert client.options("/x").json()["asked"] == 1
    assert client.options("/x").json()["asked"] == 2
