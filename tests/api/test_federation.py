"""No query reaches another machine: a server counts who calls it, and nobody may."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasegraph.api.federation import check_federation
from releasegraph.graph.errors import QueryError
from releasegraph.graph.store import EmbeddedStore


class Listener(ThreadingHTTPServer):
    """Counts the requests that reach it."""

    calls = 0


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Listener)
        self.server.calls += 1
        body = b'{"head":{"vars":[]},"results":{"bindings":[]}}'
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_arguments: object) -> None:
        """Print nothing."""


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    with Listener(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


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
