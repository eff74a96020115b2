"""The W3C SPARQL 1.1 Protocol tests of queries, and those of updates that must be refused.

Left out: the tests of updates that must work, for the endpoint takes none.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest
from sparql11.manifests import MF, SUITE, Description, Term, file_of, iri_of
from sparql11.results import Graph, Solutions, read_result
from starlette.testclient import TestClient

from releasegraph.api.application import create_application

HT = "http://www.w3.org/2011/http#"
CNT = "http://www.w3.org/2011/content#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
MANIFEST = SUITE / "protocol" / "manifest.ttl"
SHAPES = {"boolean": bool, "tabular": Solutions, "RDF": Graph}


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request, and what may answer it: the hundreds of the status, and the kind of result."""

    method: str
    address: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    statuses: frozenset[int]
    kind: type | None
    boolean: bool | None


@dataclass(frozen=True, slots=True)
class Case:
    """A test: graphs to load by name, and exchanges."""

    name: str
    graphs: tuple[tuple[str, Path], ...]
    exchanges: tuple[Exchange, ...]


def _text(term: Term | None) -> str:
    assert isinstance(term, ox.Literal), term
    return term.value


def _exchange(manifest: Description, request: Term) -> Exchange:
    response, body = manifest.one(request, HT + "resp"), manifest.one(request, HT + "body")
    assert response is not None
    encoding = manifest.one(body, CNT + "characterEncoding") if body else None
    headers = tuple(
        (_text(manifest.one(one, HT + "fieldName")), _text(manifest.one(one, HT + "fieldValue")))
        for one in manifest.items(manifest.one(request, HT + "headers"))
    )
    statuses = {
        int(str(one.value).rpartition("StatusCode")[2][0]) for one in manifest.objects(response, MF + "expectedStatus")
    }
    kind, boolean = (manifest.one(response, MF + part) for part in ("expectedFormat", "expectedBoolean"))
    return Exchange(
        _text(manifest.one(request, HT + "methodName")),
        _text(manifest.one(request, HT + "absolutePath")).replace("/sparql/", "/sparql", 1),
        headers,
        _text(manifest.one(body, CNT + "chars")).encode(_text(encoding) if encoding else "utf-8") if body else b"",
        frozenset(statuses),
        SHAPES[_text(kind)] if kind else None,
        {"true": True, "false": False}[_text(boolean)] if boolean else None,
    )


def _read() -> Iterator[Case]:
    manifest = Description(MANIFEST)
    for entry in manifest.items(manifest.one(ox.NamedNode(iri_of(MANIFEST)), MF + "entries")):
        name = str(entry.value).partition("#")[2]
        if name.startswith("update_"):
            continue
        graphs = tuple(
            (_text(manifest.one(one, LABEL)), file_of(manifest.one(one, UT + "graph")))
            for one in manifest.objects(entry, UT + "graphData")
        )
        requests = manifest.items(manifest.one(manifest.one(entry, MF + "action"), HT + "requests"))
        yield Case(name, graphs, tuple(_exchange(manifest, one) for one in requests))


CASES = list(_read()) if SUITE.is_dir() else []


def test_the_suite_is_read_whole(shared: Path) -> None:
    assert shared
    assert len(CASES) == 27
    assert all(case.exchanges and all(one.statuses for one in case.exchanges) for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_protocol(store_of: Callable[[bytes, str], Path], case: Case) -> None:
    lines = b""
    for name, file in case.graphs:
        graph = ox.NamedNode(name)
        quads = [ox.Quad(one.subject, one.predicate, one.object, graph) for one in ox.parse(path=file)]
        lines += ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    with TestClient(create_application(store_of(lines, "http://www.example/"))) as client:
        for one in case.exchanges:
            headers = {"Accept": "*/*", **dict(one.headers)}
            response = client.request(one.method, one.address, headers=headers, content=one.body)
            assert response.status_code // 100 in one.statuses
            if one.kind is not None:
                media_type = response.headers["content-type"].partition(";")[0]
                result = read_result(response.content, media_type)
                assert isinstance(result, one.kind)
                assert one.boolean in (None, result)
