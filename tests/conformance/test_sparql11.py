"""The W3C SPARQL 1.1 query and result-format tests through `/sparql`, each beside the engine alone.

Left out: entailment (the store answers from what is stated; it infers nothing), update, graph store protocol and
federation (the endpoint reads its own graph only).
"""

import csv
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from sparql11.manifests import RDF, SUITE, Case, Description, iri_of, read_cases
from sparql11.results import RS, Result, of_engine, read_result, read_result_set, same
from starlette.testclient import TestClient

from releasegraph.api.application import create_application

MEDIA_TYPES = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".ttl": "application/sparql-results+json, text/turtle",
}
"""Ask for the format the expected result is in, so that each of our writers is tried."""

StoreOf = Callable[[bytes, str], Path]
DIRECT = "application/sparql-query"


def _known_failures() -> dict[str, str]:
    file = Path(__file__).parent / "sparql11" / "known_failures.tsv"
    with file.open(encoding="utf-8", newline="") as lines:
        return {row["iri"]: row["reason"] for row in csv.DictReader(lines, delimiter="\t")}


KNOWN_FAILURES = _known_failures()
MANIFESTS = ("manifest-sparql11-query.ttl", "manifest-sparql11-results.ttl")
CASES = [case for name in MANIFESTS for case in read_cases(name)] if SUITE.is_dir() else []
EVALUATED = [case for case in CASES if case.result is not None]
PARSED = [case for case in CASES if case.result is None]


def _load(case: Case) -> bytes:
    """Give a test's data as N-Quads: a named graph has the name of its file."""
    quads = [
        ox.Quad(quad.subject, quad.predicate, quad.object, graph)
        for files, named in ((case.data, False), (case.graphs, True))
        for file in files
        for graph in [ox.NamedNode(iri_of(file)) if named else ox.DefaultGraph()]
        for quad in ox.parse(path=file, base_iri=iri_of(file))
    ]
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def _text(case: Case) -> str:
    return case.query.read_text(encoding="utf-8")


def _through_http(store_of: StoreOf, case: Case, accept: str) -> tuple[int, str, bytes]:
    with TestClient(create_application(store_of(_load(case), case.base))) as client:
        headers = {"Accept": accept, "Content-Type": DIRECT}
        response = client.post("/sparql", content=_text(case).encode(), headers=headers)
        return response.status_code, response.headers["content-type"].partition(";")[0], response.content


def _alone(case: Case) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    store = ox.Store()
    store.load(_load(case), ox.RdfFormat.N_QUADS)
    return store.query(_text(case), base_iri=case.base)


def _alone_result(case: Case) -> Result:
    answer = _alone(case)
    if case.kind != "CSVResultFormatTest":
        return of_engine(answer)
    assert isinstance(answer, ox.QuerySolutions)
    return read_result(answer.serialize(format=ox.QueryResultsFormat.CSV) or b"", "text/csv")


def _expected(case: Case) -> Result:
    assert case.result is not None
    if case.result.suffix != ".ttl":
        return read_result(case.result.read_bytes(), MEDIA_TYPES[case.result.suffix])
    description = Description(case.result)
    if description.subjects(RDF + "type", ox.NamedNode(RS + "ResultSet")):
        return read_result_set(description)
    return read_result(
        ox.serialize(ox.parse(path=case.result, base_iri=iri_of(case.result)), format=ox.RdfFormat.N_QUADS) or b"",
        "application/n-quads",
    )


def _judge(case: Case, ours: bool, alone: bool) -> None:
    """Hold a case to the list of known failures, and us to the engine alone."""
    reason = KNOWN_FAILURES.get(case.iri)
    if reason is None:
        assert ours, "fails, and is not listed" if not alone else "fails where the engine alone passes"
    else:
        assert not ours, f"passes; take it off the list ({reason})"
        assert not alone, f"is listed ({reason}), but the engine alone passes"


def test_the_suite_is_read_whole(shared: Path) -> None:
    assert shared
    assert len(EVALUATED) == 235
    assert len(PARSED) == 103
    assert set(KNOWN_FAILURES) <= {case.iri for case in CASES}
    assert all(KNOWN_FAILURES.values())


@pytest.mark.parametrize("case", EVALUATED, ids=lambda case: case.name)
def test_evaluation(store_of: StoreOf, case: Case) -> None:
    assert case.result is not None
    expected = _expected(case)
    ordered = "order by" in _text(case).lower()
    status, media_type, body = _through_http(store_of, case, MEDIA_TYPES[case.result.suffix])
    ours = status == 200 and same(read_result(body, media_type), expected, ordered=ordered)
    _judge(case, ours, same(_alone_result(case), expected, ordered=ordered))


@pytest.mark.parametrize("case", PARSED, ids=lambda case: case.name)
def test_syntax(store_of: StoreOf, case: Case) -> None:
    status, _, _ = _through_http(store_of, case, "*/*")
    assert status in (200, 400)
    try:
        _alone(case)
        parses = True
    except (SyntaxError, RuntimeError):
        # a RuntimeError says that the engine lacks a function
        parses = False
    wanted = case.kind.startswith("Positive")
    _judge(case, (status == 200) == wanted, parses == wanted)
