"""What is kept of a store is what the store gives, read wholly or in part, once or again."""

import itertools
from pathlib import Path

import pytest
from rdflib.term import Literal, URIRef

from releasegraph.api.publishing.kept_store import KeptStore
from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.vocabulary import RDF, RG

from .conftest import Site

MANY = URIRef(RG.SourceRecord)
"""A class of more things than are kept among many."""


@pytest.fixture(scope="module")
def engine(site: Site) -> Path:
    return next(site.store.glob("generation-*")) / "engine"


def test_long_answers_are_the_stores(engine: Path) -> None:
    kept, store = KeptStore.open(engine), EmbeddedStore.open(engine)
    whole = list(store.quads(predicate=RDF.type, object_=MANY, graph=None))
    assert len(whole) > 100
    assert list(itertools.islice(kept.quads(predicate=RDF.type, object_=MANY, graph=None), 80)) == whole[:80]
    one, other = (kept.quads(predicate=RDF.type, object_=MANY, graph=None) for _ in range(2))
    assert list(zip(one, other, strict=True)) == list(zip(whole, whole, strict=True))
    assert list(kept.quads(predicate=RDF.type, object_=MANY, graph=None)) == whole


def test_things_are_the_stores(engine: Path) -> None:
    kept, store = KeptStore.open(engine), EmbeddedStore.open(engine)
    things = {str(quad[0]) for quad in store.quads(predicate=RDF.type, graph=None)}
    some = sorted(things)[::23]
    assert some
    for _ in range(2):
        for thing in some:
            assert set(kept.quads(thing, graph=None)) == set(store.quads(thing, graph=None))


def test_selects_of_other_values_have_other_answers(engine: Path) -> None:
    kept, store = KeptStore.open(engine), EmbeddedStore.open(engine)
    query = "SELECT ?property ?thing ?value WHERE { ?thing ?property ?value }"
    for property_ in (RG.reference, RG.versionNumber, RG.reference):
        assert kept.select(query, property=URIRef(property_)) == store.select(query, property=URIRef(property_))
    assert kept.select(query, value=Literal("no such value")) == []


def test_subjects_are_the_stores(engine: Path) -> None:
    kept, store = KeptStore.open(engine), EmbeddedStore.open(engine)
    for graph in ("", None):
        whole = list(store.subjects(RDF.type, MANY, graph))
        assert len(whole) > 100
        assert [list(kept.subjects(RDF.type, MANY, graph)) for _ in range(2)] == [whole, whole]
