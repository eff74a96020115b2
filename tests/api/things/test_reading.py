"""What pages read is what the graphs state, as text or as terms, of things of few statements and of many."""

from collections.abc import Sequence

import pytest
from rdflib.term import URIRef

from releasegraph.api import reading
from releasegraph.api.labels import Labels
from releasegraph.api.reading import Reading
from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.generations import OpenedStore
from releasegraph.graph.vocabulary import RDF, RG

from .conftest import BASE


@pytest.fixture(scope="module")
def things(examples: OpenedStore) -> Sequence[str]:
    """Give some things of every kind, a few of them in more than one graph."""
    found = {str(quad[0]) for quad in examples.store.quads(predicate=RDF.type, graph=None)}
    return sorted(one for one in found if one.startswith(BASE))[::7]


@pytest.fixture
def opened(examples: OpenedStore) -> EmbeddedStore:
    """Open the store anew: a process keeps what it read of one."""
    return EmbeddedStore.open(examples.generation.engine)


@pytest.mark.parametrize("many", [1, 100])
def test_texts_are_those_of_the_terms(
    opened: EmbeddedStore, things: Sequence[str], many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_MANY", many)
    read = Reading(opened)
    stated = 0
    for thing in things:
        quads = list(opened.quads(thing, graph=None))
        for predicate in {str(quad[1]) for quad in quads}:
            for graph in {"" if quad[3] is None else str(quad[3]) for quad in quads}:
                own = {quad[2] for quad in quads if quad[1] == URIRef(predicate) and str(quad[3] or "") == graph}
                stated += len(own)
                assert read.texts(thing, predicate, graph) == tuple(sorted(map(str, own)))
                assert set(read.terms(thing, predicate, graph)) == own
    assert stated > len(things)


def test_the_current_state_speaks_before_named_graphs() -> None:
    store = EmbeddedStore.temporary()
    store.load(b'<s:a> <p:a> "now" .\n<s:a> <p:a> "then" <g:a> .\n<s:a> <p:b> "only then" <g:a> .\n')
    read = Reading(store)
    assert read.texts("s:a", "p:a", None) == ("now",)
    assert read.texts("s:a", "p:b", None) == ("only then",)
    assert read.texts("s:a", "p:b", "") == ()
    assert read.texts("s:a", "p:a", "g:a") == ("then",)


def test_a_thing_has_one_label_however_much_is_said_of_it(
    examples: OpenedStore, opened: EmbeddedStore, things: Sequence[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    few = Labels(examples.store, BASE)
    monkeypatch.setattr(reading, "_MANY", 0)
    many = Labels(opened, BASE)
    labels = [few.of(thing) for thing in things]
    assert [many.of(thing) for thing in things] == labels
    assert len(set(labels)) > len(things) // 2


def test_a_label_of_space_is_no_label() -> None:
    store = EmbeddedStore.temporary()
    label, title = "http://www.w3.org/2000/01/rdf-schema#label", "http://purl.org/dc/terms/title"
    store.load(
        f'<{BASE}id/a> <{label}> " " .\n<{BASE}id/a> <{title}> "A title" .\n<{BASE}id/b> <{label}> "" .\n'.encode()
    )
    labels = Labels(store, BASE)
    assert labels.of(f"{BASE}id/a") == "A title"
    assert labels.of(f"{BASE}id/b") == "b"


def test_subjects_are_those_of_the_quads(examples: OpenedStore) -> None:
    store = examples.store
    used = {str(quad[2]) for quad in store.quads(predicate=RG.narrative, graph=None)}
    assert len(used) > 3
    for text in used:
        for graph in ("", None):
            quads = store.quads(predicate=RG.narrative, object_=URIRef(text), graph=graph)
            assert list(store.subjects(RG.narrative, text, graph)) == [str(quad[0]) for quad in quads]
