"""The shipped shapes over the examples' graph with errors put in: our engine finds what pySHACL finds."""

from collections import Counter
from importlib.resources import files
from pathlib import Path
from random import Random

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDFS, SH, XSD

from releasegraph.graph.build import build
from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.generations import open_store
from releasegraph.graph.shacl import Result, StoreData, compile_shapes, plan, store_data, validate
from releasegraph.graph.shacl.terms import text_of
from releasegraph.graph.store import Triple
from releasegraph.graph.validating.engines import results_by_pyshacl
from releasegraph.graph.validating.shapes import load_shapes

PROJECT = Path(__file__).resolve().parents[3]
ERRORS = 300


@pytest.fixture(scope="module")
def triples(tmp_path_factory: pytest.TempPathFactory) -> list[Triple]:
    folder = tmp_path_factory.mktemp("examples") / "store"
    build([PROJECT / "examples" / "sources"], folder, validate=False)
    return sorted((s, p, o) for s, p, o, _ in open_store(folder).store.quads())


def with_errors(triples: list[Triple], random: Random) -> list[Triple]:
    """Leave triples out, say others twice in another way, and swap the values of others."""
    spoilt = dict.fromkeys(triples)
    wrong = [
        Literal("2024-02-30", datatype=XSD.date, normalize=False),
        Literal(""),
        URIRef("http://example.org/nowhere"),
    ]
    for subject, predicate, value in random.sample(triples, ERRORS):
        kind = random.randrange(3)
        if kind < 2:
            del spoilt[subject, predicate, value]
        if kind > 0:
            spoilt[subject, predicate, random.choice([*wrong, random.choice(triples)[2]])] = None
    return list(spoilt)


def test_errors_are_found_as_pyshacl_finds_them(
    triples: list[Triple], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("ERROR", "rdflib.term")  # it tells of each ill-formed literal
    monkeypatch.setattr(plan, "_FEW", 5)
    monkeypatch.setattr(store_data, "_FEW", 5)
    graph = Graph()
    for triple in with_errors(triples, Random(5)):
        graph.add(triple)
    store = EmbeddedStore.temporary()
    store.load(graph.serialize(format="nt", encoding="utf-8"))
    ontology = Graph().parse(data=(files("releasegraph.ontology") / "classes.ttl").read_bytes(), format="turtle")
    classes = [(text_of(one), text_of(above)) for one, above in ontology.subject_objects(RDFS.subClassOf)]
    shapes = load_shapes(sorted((PROJECT / "shapes").glob("*.ttl")))
    report = validate(StoreData(store, classes), compile_shapes(shapes), threads=2)
    ours = Counter(_said(one) for one in report.results)
    theirs = Counter(map(_said, results_by_pyshacl(graph, shapes)))
    assert not theirs - ours
    more = ours - theirs
    assert all(one.component in UNORDERED for one in report.results if _said(one) in more)
    assert theirs.total() > ERRORS


UNORDERED = (SH.LessThanConstraintComponent, SH.LessThanOrEqualsConstraintComponent)
"""pySHACL gives an order to what has none: see `cases`."""


def _said(result: Result) -> tuple[str, str, str | None]:
    return str(result.focus_node), str(result.source_shape), None if result.value is None else str(result.value)
