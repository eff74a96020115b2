"""A store in memory."""

import rdflib

from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.store import Boolean


def test_a_temporary_store_starts_empty_and_answers_what_it_is_given() -> None:
    store = EmbeddedStore.temporary()
    assert len(store) == 0
    store.load(b'<http://e.org/a> <http://e.org/p> "1" .\n')
    assert store.query("ASK { ?s ?p '1' }") == Boolean(True)
    assert list(store.quads("http://e.org/a")) == [
        (rdflib.URIRef("http://e.org/a"), rdflib.URIRef("http://e.org/p"), rdflib.Literal("1"), None)
    ]
    assert len(EmbeddedStore.temporary()) == 0
