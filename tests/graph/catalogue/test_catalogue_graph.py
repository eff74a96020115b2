"""The catalogue's graph in a build: VoID against counts of the graph it describes, examples, prefixes, dumps."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from releasegraph.graph.build import build
from releasegraph.graph.catalogue.catalogue import catalogue_lines
from releasegraph.graph.catalogue.terms import catalogue_graph
from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.export import export_graph
from releasegraph.graph.feed.documents import feed_document
from releasegraph.graph.formats import format_named
from releasegraph.graph.generations import Manifest, OpenedStore, open_store
from releasegraph.graph.partitions import Partitions
from releasegraph.graph.questions import example_questions
from releasegraph.graph.store import Solutions
from releasegraph.graph.vocabulary import ONTOLOGY, PREFIXES

SOURCES = Path(__file__).resolve().parents[3] / "examples" / "sources"
BASE = "https://data.example.org/rg/"
NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
CATALOGUE = catalogue_graph(BASE)
DECLARED = {**PREFIXES, "sd": "http://www.w3.org/ns/sparql-service-description#", "ext": "http://ldf.fi/void-ext#"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenedStore]:
    folder = tmp_path_factory.mktemp("built") / "store"
    build([SOURCES], folder, base=BASE, now=NOW)
    opened = open_store(folder)
    yield opened
    opened.store.close()


@pytest.fixture(scope="module")
def store(built: OpenedStore) -> EmbeddedStore:
    return built.store


def _ask(store: EmbeddedStore, pattern: str, *names: str) -> set[tuple[str, ...]]:
    """Give the distinct solutions of a pattern over these variables; `CAT` stands for the catalogue's graph."""
    columns = " ".join(f"?{name}" for name in names)
    query = f"SELECT DISTINCT {columns} WHERE {{ {pattern.replace('CAT', f'GRAPH <{CATALOGUE}>')} }}"
    answer = store.query(query, prefixes=DECLARED)
    assert isinstance(answer, Solutions)
    return {tuple(str(row.get(name, "")) for name in names) for row in answer}


OF = f"<{BASE}.well-known/void#default-graph> void:classPartition ?part . ?part void:class ?a"
AGREE = {
    "things of a class": (
        f"CAT {{ {OF} ; void:entities ?n }}",
        "{ SELECT ?a (COUNT(*) AS ?n) { ?s a ?a } GROUP BY ?a }",
        "a n",
    ),
    "triples of a class": (
        f"CAT {{ {OF} ; void:triples ?n }}",
        "{ SELECT ?a (COUNT(*) AS ?n) { ?s a ?a ; ?p ?o } GROUP BY ?a }",
        "a n",
    ),
    "triples of a property": (
        f"CAT {{ <{BASE}catalog/graph> void:propertyPartition [ void:property ?a ; void:triples ?n ] }}",
        "{ SELECT ?a (COUNT(*) AS ?n) { ?s ?a ?o } GROUP BY ?a }",
        "a n",
    ),
    "triples of a property of a class": (
        f"CAT {{ {OF} ; void:propertyPartition [ void:property ?b ; void:triples ?n ] }}",
        "{ SELECT ?a ?b (COUNT(*) AS ?n) { ?s a ?a ; ?b ?o } GROUP BY ?a ?b }",
        "a b n",
    ),
    "triples that lead to a class": (
        f"CAT {{ {OF} ; void:propertyPartition [ void:property ?b ;"
        " void:classPartition [ void:class ?c ; void:triples ?n ] ] }",
        "{ SELECT ?a ?b ?c (COUNT(*) AS ?n) { ?s a ?a ; ?b ?o . ?o a ?c } GROUP BY ?a ?b ?c }",
        "a b c n",
    ),
    "datatypes of a property of a class": (
        f"CAT {{ {OF} ; void:propertyPartition [ void:property ?b ; ext:datatypePartition [ ext:datatype ?c ] ] }}",
        "?s a ?a ; ?b ?o FILTER(ISLITERAL(?o)) BIND(DATATYPE(?o) AS ?c)",
        "a b c",
    ),
    "how many classes": (
        f"CAT {{ <{BASE}catalog/graph> void:classes ?n }}",
        "{ SELECT (COUNT(DISTINCT ?a) AS ?n) { ?s a ?a } }",
        "n",
    ),
    "how many properties": (
        f"CAT {{ <{BASE}catalog/graph> void:properties ?n }}",
        "{ SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o } }",
        "n",
    ),
    "triples": (
        f"CAT {{ <{BASE}catalog/graph> void:triples ?n }}",
        "{ SELECT (COUNT(*) AS ?n) { ?s ?p ?o } }",
        "n",
    ),
    "named graphs": ("CAT { ?part sd:name ?a }", "GRAPH ?a { ?s ?p ?o }", "a"),
}
"""What the catalogue says, and the same asked of the graph."""


@pytest.mark.parametrize("what", AGREE)
def test_what_the_catalogue_says_is_so(store: EmbeddedStore, what: str) -> None:
    said, counted, names = AGREE[what]
    found = _ask(store, said, *names.split())
    assert found
    assert found == _ask(store, counted, *names.split())


def test_each_partition_is_one(store: EmbeddedStore) -> None:
    """Two partitions under one address would each seem to be of two classes, properties or sizes."""
    for terms in ("void:class|void:property|ext:datatype", "void:triples"):
        assert not _ask(store, f"CAT {{ ?a {terms} ?x, ?y FILTER(?x != ?y) }}", "a")


def test_terms_are_given_their_labels(store: EmbeddedStore) -> None:
    unlabelled = _ask(
        store,
        f"CAT {{ ?part void:class|void:property ?a }} FILTER(STRSTARTS(STR(?a), '{PREFIXES['rg']}'))"
        " FILTER NOT EXISTS { CAT { ?a rdfs:label ?label } }",
        "a",
    )
    assert not unlabelled


def test_no_node_is_blank(store: EmbeddedStore) -> None:
    assert not _ask(store, "CAT { ?a ?p ?o } FILTER(ISBLANK(?a) || ISBLANK(?o))", "a")


def test_each_question_is_an_example(store: EmbeddedStore) -> None:
    found = _ask(
        store,
        f"CAT {{ ?a a sh:SPARQLExecutable, sh:SPARQLSelectExecutable ; rdfs:comment ?b ; sh:select ?c ;"
        f" schema:target <{BASE}sparql> ; schema:keywords ?theme ; sh:prefixes <{ONTOLOGY}> }}",
        *"abc",
    )
    assert found == {(f"{BASE}questions/{one.slug}", one.title, one.query) for one in example_questions()}


def test_an_example_is_a_select_that_runs_as_it_stands(store: EmbeddedStore) -> None:
    for (text,) in _ask(store, "CAT { ?part sh:select ?a }", "a"):
        assert isinstance(store.query(text), Solutions)


def test_the_prefixes_are_declared_on_the_ontology(store: EmbeddedStore) -> None:
    found = _ask(store, f"CAT {{ <{ONTOLOGY}> sh:declare [ sh:prefix ?a ; sh:namespace ?b ] }}", "a", "b")
    assert found == set(PREFIXES.items())
    kinds = _ask(store, "CAT { ?part sh:namespace ?b } BIND(DATATYPE(?b) AS ?a)", "a")
    assert kinds == {(f"{PREFIXES['xsd']}anyURI",)}


def test_the_default_graph_and_its_dumps_are_free_of_it(built: OpenedStore) -> None:
    store = built.store
    for cls in ("void:Dataset", "dcat:Dataset", "sd:Service", "sh:SPARQLExecutable"):
        assert not _ask(store, f"?a a {cls}", "a")
    for name in ("nquads", "trig", "turtle"):
        out = io.BytesIO()
        export_graph(store, BASE, format_named(name), out)
        assert out.tell() > 0
        assert CATALOGUE.encode() not in out.getvalue()
        assert PREFIXES["void"].encode() not in out.getvalue().replace(b"@prefix void:", b"").replace(
            f"<{PREFIXES['void']}> .".encode(), b""
        )


def test_the_same_sources_give_the_same_catalogue(built: OpenedStore, tmp_path: Path) -> None:
    def lines(store: EmbeddedStore) -> list[str]:
        return sorted(" ".join(term.n3() for term in quad[:3]) for quad in store.quads(graph=CATALOGUE))

    build([SOURCES], tmp_path / "store", base=BASE, now=NOW)
    again = open_store(tmp_path / "store")
    assert lines(again.store) == lines(built.store)
    again.store.close()


def test_an_empty_graph_has_no_partitions() -> None:
    store = EmbeddedStore.temporary()
    store.load(catalogue_lines(Manifest(BASE), [], Partitions()).encode())
    assert store.named_graphs() == [CATALOGUE]
    assert _ask(store, f"CAT {{ <{BASE}catalog/graph> void:classes ?a ; void:properties ?b }}", *"ab") == {("0", "0")}
    assert not _ask(store, "CAT { ?a void:classPartition|void:propertyPartition ?part }", "a")


def test_the_feed_is_a_service_whose_address_is_the_root_of_a_stream(built: OpenedStore) -> None:
    ldes, feed = "https://w3id.org/ldes/specification", f"{BASE}catalog/feed"
    pattern = (
        f"CAT {{ <{BASE}catalog> dcat:service ?service . ?service a dcat:DataService ; dct:conformsTo <{ldes}> ; "
        "dcat:endpointURL ?root ; dcat:servesDataset ?dataset }"
    )
    found = _ask(built.store, pattern, "service", "root", "dataset")
    assert found == {(feed, f"{BASE}feed", f"{BASE}catalog/graph")}
    document = feed_document("feed", BASE, built.generation.folder)
    assert document is not None
    assert f"<{BASE}feed#stream> <https://w3id.org/tree#view> <{BASE}feed> .\n".encode() in document.ntriples()
