"""The partitions of a graph against plain queries: of the examples, and of a graph such as no build of ours makes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from releasegraph.graph.build import build
from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.generations import open_store
from releasegraph.graph.partitions import ClassPartition, Partitions, PropertyPartition, count_partitions
from releasegraph.graph.vocabulary import PREFIXES, RDF, XSD

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "sources"
EX = "http://example.org/"

STRANGE = f"""
<{EX}1> <{RDF.type}> <{EX}Mill> .
<{EX}1> <{RDF.type}> <{EX}Ruin> .
<{EX}1> <{EX}near> <{EX}2> .
<{EX}1> <{EX}near> <{EX}3> .
<{EX}1> <{EX}name> "old mill"@en .
<{EX}1> <{EX}name> "Moulin" .
<{EX}2> <{RDF.type}> <{EX}Ruin> .
<{EX}2> <{EX}near> <{EX}1> .
<{EX}2> <{EX}near> "a brook" .
<{EX}3> <{EX}near> <{EX}1> .
<{EX}3> <{EX}height> "12"^^<{XSD.integer}> .
<{EX}4> <{EX}near> <{EX}5> <{EX}graph> .
"""
"""Things of two classes and of none, literals among nodes, and another graph."""


@pytest.fixture(scope="module", params=["examples", "strange", "empty"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    if request.param == "examples":
        folder = tmp_path_factory.mktemp("built") / "store"
        build([EXAMPLES], folder)
        yield open_store(folder).store
        return
    own = EmbeddedStore.temporary()
    if request.param == "strange":
        own.load(STRANGE.encode())
    yield own


def _rows(store: EmbeddedStore, query: str) -> set[tuple[str, ...]]:
    prefixed = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items()) + query
    return {tuple(str(row[name]) for name in sorted(row)) for row in store.select(prefixed)}


def test_classes_have_their_things_and_triples(store: EmbeddedStore) -> None:
    found = {(one.cls, str(one.entities)) for one in count_partitions(store).classes}
    assert found == _rows(store, "SELECT ?a (COUNT(DISTINCT ?s) AS ?b) WHERE { ?s a ?a } GROUP BY ?a")
    triples = {(one.cls, str(one.triples)) for one in count_partitions(store).classes}
    assert triples == _rows(store, "SELECT ?a (COUNT(*) AS ?b) WHERE { ?s a ?a ; ?p ?o } GROUP BY ?a")


def test_properties_have_their_triples(store: EmbeddedStore) -> None:
    partitions = count_partitions(store)
    found = {(name, str(triples)) for name, triples in partitions.properties.items()}
    assert found == _rows(store, "SELECT ?a (COUNT(*) AS ?b) WHERE { ?s ?a ?o } GROUP BY ?a")
    assert {(str(partitions.triples),)} == _rows(store, "SELECT (COUNT(*) AS ?a) WHERE { ?s ?p ?o }")


def test_each_class_has_its_properties(store: EmbeddedStore) -> None:
    found = {
        (cls.cls, one.property, str(one.triples)) for cls in count_partitions(store).classes for one in cls.properties
    }
    assert found == _rows(store, "SELECT ?a ?b (COUNT(*) AS ?c) WHERE { ?s a ?a ; ?b ?o } GROUP BY ?a ?b")


def test_a_property_leads_to_the_classes_of_its_things(store: EmbeddedStore) -> None:
    found = {
        (cls.cls, one.property, target, str(triples))
        for cls in count_partitions(store).classes
        for one in cls.properties
        for target, triples in one.object_classes.items()
    }
    assert found == _rows(
        store, "SELECT ?a ?b ?c (COUNT(*) AS ?d) WHERE { ?s a ?a ; ?b ?o . ?o a ?c } GROUP BY ?a ?b ?c"
    )


def test_a_property_has_the_datatypes_of_its_literals(store: EmbeddedStore) -> None:
    found = {
        (cls.cls, one.property, datatype)
        for cls in count_partitions(store).classes
        for one in cls.properties
        for datatype in one.datatypes
    }
    assert found == _rows(
        store, "SELECT DISTINCT ?a ?b ?c WHERE { ?s a ?a ; ?b ?o FILTER(ISLITERAL(?o)) BIND(DATATYPE(?o) AS ?c) }"
    )


def test_the_order_is_that_of_the_names() -> None:
    store = EmbeddedStore.temporary()
    store.load(STRANGE.encode())
    partitions = count_partitions(store)
    assert [one.cls for one in partitions.classes] == [f"{EX}Mill", f"{EX}Ruin"]
    assert list(partitions.properties) == sorted(partitions.properties)
    ruin = partitions.classes[1]
    assert [one.property for one in ruin.properties] == sorted(one.property for one in ruin.properties)
    assert partitions == count_partitions(store)


def test_what_is_a_sum_is_one() -> None:
    parts = (PropertyPartition("p", 2), PropertyPartition("q", 3))
    assert ClassPartition("c", 1, parts).triples == 5
    assert Partitions((), {"p": 4, "q": 3}).triples == 7
