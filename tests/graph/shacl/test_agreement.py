"""Our engine against pySHACL, and data in a store against the same data in memory, on graphs and shapes by chance."""

import io
from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib import Graph
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, SH
from shapes_by_chance import counted, generate

from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.shacl import GraphData, StoreData, compile_shapes, plan, shape_tests, store_data, validate

CASES = sorted((Path(__file__).parent / "cases").glob("*.ttl"))
SEEDS = range(300)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_pyshacl_finds_the_same() -> None:
    results = 0
    for seed in SEEDS:
        data, shapes = generate(seed)
        ours = counted(validate(GraphData(data), compile_shapes(shapes)).graph())
        _, theirs, _ = pyshacl.validate(data, shacl_graph=shapes)
        assert isinstance(theirs, Graph)
        assert ours == counted(theirs), f"seed {seed}"
        results += ours.total()
    assert results > len(SEEDS)


@pytest.mark.parametrize("few", [0, 3, 1000], ids=["by pattern", "by either", "one by one"])
def test_a_store_gives_the_same(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "_FEW", few)
    monkeypatch.setattr(store_data, "_FEW", few)
    monkeypatch.setattr(shape_tests, "_LITTLE", few)
    for seed in SEEDS[:100]:
        data, shapes = generate(seed)
        store = EmbeddedStore.temporary()
        store.load(io.BytesIO(data.serialize(format="nt", encoding="utf-8")))
        in_memory = GraphData((s, p, o) for s, p, o, _ in store.quads())
        compiled = compile_shapes(shapes)
        report = validate(StoreData(store), compiled).graph()
        assert counted(report) == counted(validate(in_memory, compiled).graph()), f"seed {seed}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_the_specification_settles(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    graph = Graph().parse(case)
    (wanted,) = graph.subjects(RDF.type, SH.ValidationReport)
    expected = graph.cbd(wanted)
    shapes = graph - expected
    report = validate(GraphData(shapes), compile_shapes(shapes)).graph()
    report.remove((None, SH.resultMessage, None))
    assert isomorphic(report, expected), report.serialize()
