"""What one query may take: too much of anything ends its worker with a clear problem, and harms nobody else."""

import contextlib
import json
import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

import pytest

from releasegraph.api.settings import Settings

DEEP = 20_000
SILENT = "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?a), STR(?d), STR(?g)) = 'x') }"


class Site(Protocol):
    """What `serving` gives."""

    def query(self, text: str) -> tuple[int, bytes]: ...
    def get(self, path: str) -> tuple[int, bytes]: ...
    def connected(self, address: str = "127.0.0.1") -> socket.socket: ...
    def head(self, address: str, path: str) -> bytes: ...


@pytest.fixture(scope="module")
def site(folder: Path, serving: Callable[[Path, Settings], AbstractContextManager[Site]]) -> Iterator[Site]:
    """Serve with little memory and enough time."""
    settings = Settings(
        time_limit=60,
        memory_limit=64,
        largest_request=4_000_000,
        requests_per_minute=0,
        queries=4,
        queries_per_client=3,
    )
    with serving(folder, settings) as one:
        yield one


GREEDY = {
    "strings": "SELECT (STRLEN(?x) AS ?n) { BIND('0123456789abcdef' AS ?b0) "
    + " ".join(f"BIND(CONCAT(?b{n}, ?b{n}) AS ?b{n + 1})" for n in range(26))
    + " BIND(?b26 AS ?x) }",
    "distinct": "SELECT DISTINCT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?g",
    "groups": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } GROUP BY ?a ?c ?d ?f ?g",
    "replaced": f"SELECT (STRLEN(REPLACE('{'a' * 20_000}', 'a', '{'b' * 20_000}')) AS ?n) {{}}",
}


@pytest.mark.parametrize("name", GREEDY)
def test_too_much_memory_is_a_problem_that_says_so(site: Site, caplog: pytest.LogCaptureFixture, name: str) -> None:
    status, body = site.query(GREEDY[name])
    problem = json.loads(body)
    assert (status, problem["status"]) == (503, 503)
    assert "memory" in problem["detail"]
    assert site.query("ASK {}")[0] == 200
    warnings = [one for one in caplog.records if one.levelno >= logging.WARNING]
    assert [one.name for one in warnings] == ["releasegraph.api.workers.answer"], "one line"


NESTED = {
    "parentheses": f"SELECT * {{ ?s ?p ?o FILTER({'(' * DEEP}1{')' * DEEP}) }}",
    "optional": f"SELECT * {{ ?s ?p ?o {'OPTIONAL { ?s ?p ?o ' * DEEP}{'}' * DEEP} }}",
    "groups": f"SELECT * {'{' * DEEP} ?s ?p ?o {'}' * DEEP}",
    "union": f"SELECT * {{ {' UNION '.join(['{ ?s ?p ?o }'] * DEEP)} }}",
    "path": f"SELECT * {{ ?s {'/'.join(['<http://e.org/p>'] * DEEP)} ?o }}",
    "inverses": f"SELECT * {{ ?s {'^(' * DEEP}<http://e.org/p>{')' * DEEP} ?o }}",
    "blank": f"SELECT * {{ ?s ?p {'[ ?p ' * DEEP}1{']' * DEEP} }}",
    "checked for SERVICE": f"SELECT * {{ ?service ?p ?o FILTER({'(' * DEEP}1{')' * DEEP}) }}",
}


@pytest.mark.parametrize("name", NESTED)
def test_too_deep_a_query_is_refused(site: Site, name: str) -> None:
    status, body = site.query(NESTED[name])
    assert status == 400
    assert "deeply" in json.loads(body)["detail"]


LARGE = {
    "a megabyte": f"SELECT * {{ ?s ?p ?o }} LIMIT 1 # {'x' * 1_000_000}",
    "values": f"SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {' '.join(map(str, range(100_000)))} }} }}",
    "variables": f"SELECT {' '.join(f'?v{n}' for n in range(5_000))} {{ ?s ?p ?o }} LIMIT 1",
    "in": f"ASK {{ ?s ?p ?o FILTER(?o IN ({', '.join(map(str, range(2_000)))})) }}",
    "regex": f"SELECT (REGEX('{'a' * 5_000}', '(a*)*(a|a)*b') AS ?x) {{}}",
    "nested regex": f"SELECT (REGEX('a', '{'(' * 5_000}a{')' * 5_000}') AS ?x) {{}}",
    "counted regex": "SELECT (REGEX('a', '(a{1000}){1000}{1000}') AS ?x) {}",
}


@pytest.mark.parametrize("name", LARGE)
def test_a_large_query_is_answered(site: Site, name: str) -> None:
    assert site.query(LARGE[name])[0] == 200


def _running(site: Site) -> int:
    _, metrics = site.get("/metrics")
    line = next(one for one in metrics.splitlines() if one.startswith(b"releasegraph_queries_running "))
    return int(float(line.split()[1]))


def test_so_many_queries_run_and_no_more(site: Site, waited: Callable[[Callable[[], object]], None]) -> None:
    """One client may have fewer than all together; who is refused is told when to come again."""
    with contextlib.ExitStack() as clients:
        for address in ("127.0.0.1", "127.0.0.1", "127.0.0.1", "127.0.0.2"):
            client = clients.enter_context(site.connected(address))
            client.sendall(f"GET /sparql?query={quote(SILENT)} HTTP/1.1\r\nHost: e.org\r\n\r\n".encode())
        waited(lambda: _running(site) == 4)
        for address, status in (("127.0.0.2", b"503"), ("127.0.0.1", b"503")):
            head = site.head(address, "/sparql?query=ASK%7B%7D")
            assert head.split()[1] == status
            assert b"\r\nretry-after: 1\r\n" in head.lower()
        assert site.get("/health")[0] == 200
        assert site.get("/ready")[0] == 200
        assert site.get("/sparql")[0] == 200
    waited(lambda: _running(site) == 0)
    with contextlib.ExitStack() as clients:
        for _ in range(3):
            client = clients.enter_context(site.connected("127.0.0.1"))
            client.sendall(f"GET /sparql?query={quote(SILENT)} HTTP/1.1\r\nHost: e.org\r\n\r\n".encode())
        waited(lambda: _running(site) == 3)
        assert site.head("127.0.0.1", "/sparql?query=ASK%7B%7D").split()[1] == b"429"
        assert b" 200 " in site.head("127.0.0.2", "/sparql?query=ASK%7B%7D")
    waited(lambda: _running(site) == 0)
