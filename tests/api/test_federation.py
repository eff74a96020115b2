"""No query reaches a machine it may not: a server counts who calls it, and nobody may."""

import contextlib
import gc
import io
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.exceptions import HTTPException
from starlette.testclient import TestClient

from releasegraph.api import federation
from releasegraph.api.federation import check_federation
from releasegraph.api.settings import Settings
from releasegraph.api.sparql import Operation, SparqlJob
from releasegraph.api.state import Served
from releasegraph.api.workers.jobs import Head
from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.errors import QueryError
from releasegraph.graph.generations import open_store


class Listener(ThreadingHTTPServer):
    """Counts the requests that reach it."""

    calls = 0
    redirect: tuple[int, str] | None = None
    body = b'{"head":{"vars":[]},"results":{"bindings":[]}}'


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Listener)
        self.server.calls += 1
        body = self.server.body
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.server.redirect:
            status, target = self.server.redirect
            self.send_response(status)
            self.send_header("Location", target)
        else:
            self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_arguments: object) -> None:
        """Print nothing."""


@contextlib.contextmanager
def _listening() -> Iterator[Listener]:
    with Listener(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    """Give the server that nobody may call."""
    with _listening() as server:
        yield server


@pytest.fixture
def friend() -> Iterator[Listener]:
    """Give a server that may be called, by the name `localhost`."""
    with _listening() as server:
        yield server


@pytest.fixture
def open_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the name of this machine pass for a public one."""
    monkeypatch.setattr(federation, "_public", lambda _host: True)


FEDERATED = [
    "SELECT * { SERVICE <$> { ?s ?p ?o } }",
    "SELECT * { service silent <$> { ?s ?p ?o } }",
    "SELECT * {\n  # SERVICE\n  ?s ?p 'SERVICE' .\n  SeRvIcE<$>{?s ?p ?o} }",
    "PREFIX : <$> SELECT * { SERVICE:a { ?s ?p ?o } }",
    "PREFIX service: <$> SELECT * { SERVICE SILENT service:x { ?s ?p ?o } }",
    "SELECT * { VALUES ?x { <$> } SERVICE ?x { ?s ?p ?o } }",
    "SELECT * { VALUES ?x { <$> } FILTER(1<2)SERVICE#>\n?x { ?s ?p ?o } }",
    "SELECT * { FILTER('a'<'>')SERVICE <$> {} #'\n}",
    "SELECT * { FILTER(1<2#>'''\n) SERVICE <$> {?s ?p ?o} #'''\n}",
    "ASK { { SELECT * { GRAPH ?g { ?s ?p ?o } SERVICE SILENT <$> { ?s ?p ?o } } } }",
    "ASK { FILTER EXISTS { SERVICE <$> { ?s ?p ?o } } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <$> { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE <$> { ?s ?p ?o } }",
]


@pytest.mark.parametrize("query", FEDERATED)
def test_a_federated_query_is_refused_and_calls_nobody(query: str, listener: Listener) -> None:
    text = query.replace("$", f"http://127.0.0.1:{listener.server_port}/")
    before = listener.calls
    with pytest.raises(QueryError):
        check_federation(text)
    assert listener.calls == before


def test_the_engine_alone_would_call(listener: Listener) -> None:
    """Hold the reason for the check: where this fails, the check may go."""
    before = listener.calls
    address = f"http://127.0.0.1:{listener.server_port}/"
    assert not list(EmbeddedStore.temporary().query(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"))
    assert listener.calls == before + 1


def test_the_refusal_names_the_place() -> None:
    with pytest.raises(QueryError) as refused:
        check_federation("# a service\nSELECT * {\n  ?s ?p 'service' .\n  SERVICE <http://e.org/> {}\n}")
    assert (refused.value.line, refused.value.column) == (4, 3)
    assert "SERVICE is offered" in refused.value.message


def test_another_mistake_keeps_its_place() -> None:
    with pytest.raises(QueryError) as refused:
        check_federation("SELECT ?service {\n  ?service ?p 'x' \n")
    assert "SERVICE" not in refused.value.message
    assert refused.value.line == 3


ALLOWED = [
    "SELECT * { ?s ?p ?o }",
    "# SERVICE <http://e.org/> {}\nSELECT * { ?s ?p ?o }",
    "SELECT * { ?s ?p 'SERVICE <http://e.org/> {}' }",
    'SELECT * { ?s ?p """SERVICE\n<http://e.org/> {}""" }',
    "PREFIX service: <http://e.org/service#> SELECT ?service { ?service service:service <http://e.org/service> }",
    "PREFIX dcat: <http://www.w3.org/ns/dcat#> SELECT * { ?s dcat:service/dcat:DataService ?o }",
    "SELECT * { _:service ?p 'x'@service }",
    "SELECT (1 AS ?serviqe) ?service { ?service ?servixe ?servize }",
]


@pytest.mark.parametrize("query", ALLOWED)
def test_the_word_may_stand_elsewhere(query: str) -> None:
    check_federation(query)


def test_a_query_that_uses_every_stand_in_is_refused() -> None:
    with pytest.raises(QueryError, match="cannot be checked"):
        check_federation("SELECT ?service ?serviqe ?servixe ?servize ?servike ?servije { ?s ?p ?o }")


_WORDS = st.text(alphabet="abc SERVICEservice<>{}#?:.\\ \n", max_size=40)


@given(_WORDS)
def test_any_string_or_comment_may_hold_the_word(words: str) -> None:
    literal = words.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')
    comment = words.replace("\n", " ")
    check_federation(f'SELECT * {{ ?s ?p "{literal}" }} # {comment}')


_PARTS = ["SERVICE", "SILENT", "<$>", "{", "}", "{}", "?s", "'", '"', "<", ">", "#", "\n", " ", "(", ")", "1", "."]


@given(st.lists(st.sampled_from(_PARTS), max_size=16))
def test_what_is_let_through_calls_nobody(listener: Listener, parts: list[str]) -> None:
    query = f"SELECT * {{ VALUES ?s {{ <$> }} {' '.join(parts)} }}".replace(
        "$", f"http://127.0.0.1:{listener.server_port}/"
    )
    try:
        check_federation(query)
        answer = EmbeddedStore.temporary().query(query)
    except QueryError:
        return
    before = listener.calls
    list(answer)
    assert listener.calls == before


HOSTS = frozenset({"localhost"})


def _address(server: Listener, host: str) -> str:
    return f"http://{host}:{server.server_port}/sparql"


@pytest.mark.usefixtures("open_inside")
@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <$> { ?s ?p ?o } }",
        "SELECT * { service  silent\n\t<$>{?s ?p ?o} # SERVICE <http://e.org/>\n}",
        "SELECT * { ?s ?p 'SERVICE' SERVICE <$> { ?service ?p ?o } }",
        "ASK { FILTER EXISTS { SERVICE <$> { ?s ?p ?o } } }",
        "CONSTRUCT { ?s ?p ?o } { { SERVICE <$> { ?s ?p ?o } } UNION { SERVICE <$> { ?o ?p ?s } } }",
    ],
)
def test_an_allowed_host_may_be_asked(query: str) -> None:
    check_federation(query.replace("$", "http://localhost:9/sparql"), HOSTS)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "10.0.0.1", "169.254.169.254", "no-such-host.invalid"])
def test_a_host_of_the_inside_is_not_asked_whatever_is_allowed(host: str) -> None:
    with pytest.raises(QueryError):
        check_federation(f"SELECT * {{ SERVICE <http://{host}/> {{ ?s ?p ?o }} }}", {host})


@pytest.mark.parametrize("address", ["http://[].0.0.1/", "http://127.0.0[]1/", "http://[::1/"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(QueryError):
        check_federation(f"SELECT * {{ SERVICE SILENT <{address}> {{ ?s ?p ?o }} }}", {"example.org"})


def test_a_refusal_beside_an_allowed_host_names_the_place() -> None:
    with pytest.raises(QueryError) as refused:
        check_federation("SELECT * { SERVICE <http://8.8.8.8/> {} SERVICE <http://9.9.9.9/> {} }", {"8.8.8.8"})
    assert (refused.value.line, refused.value.column) == (1, 41)


SMUGGLED = [
    "SELECT * { SERVICE <%> { ?a ?b ?c } SERVICE <$> { ?s ?p ?o } }",
    "SELECT * { SERVICE <%> { SERVICE <$> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p # service\n<%> . SERVICE <$> { ?a ?b ?c } ?z ?w\n ?o }",
    "SELECT * { ?s ?p # service silent\n<%> . SERVICE <$> { ?a ?b ?c } ?z ?w\n ?o }",
    "SELECT * { ?s ?p 'service <%>' SERVICE <$> { ?a ?b ?c } }",
    "SELECT * { ?s ?p '''service\n<%>''' SERVICE <$> { ?a ?b ?c } }",
    "BASE <$> SELECT * { SERVICE <> { ?s ?p ?o } SERVICE <%> { ?a ?b ?c } }",
    "PREFIX a: <$> SELECT * { SERVICE a: { ?s ?p ?o } SERVICE <%> { ?a ?b ?c } }",
    "SELECT * { VALUES ?x { <$> } SERVICE <%> { ?a ?b ?c } SERVICE ?x { ?s ?p ?o } }",
    "SELECT * { SERVICE <%\\u0040evil.example/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://localhost:x@127.0.0.1/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://localhost.evil.example/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http:///localhost/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <ftp://localhost/> { ?s ?p ?o } }",
]


@pytest.mark.usefixtures("open_inside")
@pytest.mark.parametrize("query", SMUGGLED)
def test_nothing_is_smuggled_in_beside_an_allowed_host(query: str, listener: Listener) -> None:
    text = query.replace("%", "http://localhost:9/sparql").replace("$", _address(listener, "127.0.0.1"))
    with pytest.raises(QueryError):
        check_federation(text, HOSTS)


_BESIDE = ["SERVICE <%>", "SERVICE SILENT <%>", "<%>", "# service", "# service silent", "?p", "?o", "GRAPH", ";"]
_PUT = st.lists(st.tuples(st.integers(0, 40), st.sampled_from(_PARTS + _BESIDE)), max_size=6)


@pytest.mark.usefixtures("open_inside")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(SMUGGLED), _PUT)
def test_whatever_is_put_where_only_the_allowed_host_is_called(
    listener: Listener, query: str, put: list[tuple[int, str]]
) -> None:
    words = query.split(" ")
    for place, part in put:
        words.insert(place % (len(words) + 1), part)
    # the allowed host takes no calls, so that only the listener could answer
    text = " ".join(words).replace("%", "http://localhost:9/sparql").replace("$", _address(listener, "127.0.0.1"))
    try:
        check_federation(text, HOSTS)
        answer = EmbeddedStore.temporary().query(text)
    except QueryError:
        return
    before = listener.calls
    with contextlib.suppress(OSError):
        list(answer)
    assert listener.calls == before


def _answer(folder: Path, query: str) -> tuple[Head, bytes]:
    """Give head and body of an answer, worked out here."""
    heads: list[Head] = []
    out = io.BytesIO()

    def opening(head: Head) -> BinaryIO:
        heads.append(head)
        return out

    here = Served.of(open_store(folder), Settings(service_hosts=HOSTS))
    SparqlJob(Operation(query), None)(here, opening)
    return heads[0], out.getvalue()


def _failure(folder: Path, query: str) -> tuple[int, str]:
    """Give status and words of the problem a query ends in."""
    try:
        _answer(folder, query)
    except HTTPException as error:
        return error.status_code, error.detail
    finally:
        # what the engine gave must go on the thread that has it; the listeners' threads collect garbage, too
        gc.collect()
    raise AssertionError("no failure")


@pytest.mark.usefixtures("open_inside")
@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(folder: Path, listener: Listener, friend: Listener, code: int) -> None:
    friend.redirect = code, _address(listener, "127.0.0.1")
    before = listener.calls
    status, _ = _failure(folder, f"SELECT * {{ SERVICE <{_address(friend, 'localhost')}> {{ ?s ?p ?o }} }}")
    assert status == 502
    assert (listener.calls, friend.calls) == (before, 1)


@pytest.mark.usefixtures("open_inside")
def test_what_an_allowed_host_answers_is_part_of_the_answer_and_not_kept(folder: Path, friend: Listener) -> None:
    friend.body = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"literal","value":"theirs"}}]}}'
    head, body = _answer(folder, f"SELECT ?s {{ SERVICE <{_address(friend, 'localhost')}> {{ ?s ?p ?o }} }}")
    assert json.loads(body)["results"]["bindings"][0]["s"]["value"] == "theirs"
    assert (b"cache-control", b"no-store") in head.headers


@pytest.mark.usefixtures("open_inside")
def test_an_allowed_host_that_fails_is_told_from_the_store(folder: Path, friend: Listener) -> None:
    friend.body = b"<html>"
    status, detail = _failure(folder, f"SELECT * {{ SERVICE <{_address(friend, 'localhost')}> {{ ?s ?p ?o }} }}")
    assert (status, "SERVICE" in detail) == (502, True)


@pytest.mark.parametrize("query", ["SELECT (NOW() AS ?x) {}", "SELECT (RAND() AS ?x) {}", "ASK { ?service ?p ?o }"])
@pytest.mark.parametrize("accept", ["text/html", "application/sparql-results+json"])
def test_what_may_differ_next_time_is_not_kept(client: TestClient, query: str, accept: str) -> None:
    response = client.get(f"/sparql?query={quote(query)}", headers={"Accept": accept})
    assert response.headers["cache-control"] == "no-store"
    assert "etag" not in response.headers
