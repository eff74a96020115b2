"""What SPARQL editors find at the endpoint, asked as they ask; and the limits that are in force."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import rdflib
from starlette.testclient import TestClient

from releasegraph.api.application import create_application
from releasegraph.api.labels import Labels
from releasegraph.api.made_of import made_of
from releasegraph.api.service import describe_endpoint, limits_in_force
from releasegraph.api.settings import Settings
from releasegraph.api.state import Served
from releasegraph.graph.build import build
from releasegraph.graph.generations import open_store
from releasegraph.graph.questions import example_questions
from releasegraph.graph.vocabulary import PREFIXES, RG

SOURCES = Path(__file__).resolve().parents[2] / "examples" / "sources"
BASE = "https://data.example.org/"
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
DCAT = rdflib.Namespace(PREFIXES["dcat"])
SCHEMA = rdflib.Namespace(PREFIXES["schema"])
ENDPOINT = rdflib.URIRef(f"{BASE}sparql")
DEREFERENCING = (
    "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,"
    "text/turtle;q=0.6,application/rdf+xml;q=0.5,text/n3;q=0.35,application/xml;q=0.3,text/html;q=0.2"
)
"""What Comunica accepts when it reads a document: RDF first, pages last."""

# The patterns by which sparql-editor of the SIB reads an endpoint (packages/sparql-editor/src/metadata.ts of
# https://github.com/sib-swiss/sparql-editor), and with it YASGUI's completion of its fork.
PREFIXES_ASKED = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?prefix ?namespace WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix } ORDER BY ?prefix"""
EXAMPLES_ASKED = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX spex: <https://purl.expasy.org/sparql-examples/ontology#>
SELECT DISTINCT ?sq ?comment ?query WHERE {
  ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct|spex:describe ?query .
} ORDER BY ?sq"""
VOID_ASKED = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX void-ext: <http://ldf.fi/void-ext#>
SELECT DISTINCT ?graph ?subjectClass ?prop ?objectClass ?objectDatatype ?triples ?subjectClassLabel ?propLabel WHERE {
  {
    OPTIONAL { ?graph sd:graph ?graphDesc . ?graphDesc void:classPartition ?cp . }
    ?cp void:class ?subjectClass ; void:propertyPartition ?pp .
    OPTIONAL { ?subjectClass rdfs:label ?subjectClassLabel }
    ?pp void:property ?prop .
    OPTIONAL { ?pp void:triples ?triples }
    OPTIONAL { ?prop rdfs:label ?propLabel }
    OPTIONAL {
      { ?pp void:classPartition [ void:class ?objectClass ] }
      UNION { ?pp void-ext:datatypePartition [ void-ext:datatype ?objectDatatype ] }
    }
  } UNION {
    ?linkset void:subjectsTarget [ void:class ?subjectClass ] ; void:linkPredicate ?prop ;
      void:objectsTarget [ void:class ?objectClass ] .
  }
} ORDER BY ?subjectClass ?objectClass ?objectDatatype ?graph ?triples"""

Bindings = list[dict[str, str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("described") / "store"
    build([SOURCES], place, base=BASE)
    return place


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(create_application(folder, Settings())) as one:
        yield one


@pytest.fixture(scope="module")
def read_as_an_editor(client: TestClient) -> Callable[[str], Bindings]:
    """Give a function that asks the endpoint's default graph, and where that has nothing the service description."""
    described = client.get("/sparql", headers={"Accept": DEREFERENCING})
    assert described.headers["content-type"] == "application/n-quads"
    assert described.headers["access-control-allow-origin"] == "*"
    graph = rdflib.Graph().parse(data=described.text, format="nt")

    def ask(query: str) -> Bindings:
        answer = client.get(
            "/sparql", params={"ac": "1", "query": query}, headers={"Accept": "application/sparql-results+json"}
        )
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == "*"
        found = json.loads(answer.text)["results"]["bindings"]
        found = found or json.loads(graph.query(query).serialize(format="json") or b"{}")["results"]["bindings"]
        return [{name: term["value"] for name, term in row.items()} for row in found]

    return ask


def test_an_editor_finds_the_prefixes(read_as_an_editor: Callable[[str], Bindings]) -> None:
    assert {row["prefix"]: row["namespace"] for row in read_as_an_editor(PREFIXES_ASKED)} == PREFIXES


def test_an_editor_finds_the_examples(read_as_an_editor: Callable[[str], Bindings]) -> None:
    found = {row["sq"]: (row["comment"], row["query"]) for row in read_as_an_editor(EXAMPLES_ASKED)}
    assert found == {f"{BASE}questions/{one.slug}": (one.title, one.query) for one in example_questions()}


def test_an_editor_completes_classes_and_properties(
    client: TestClient, read_as_an_editor: Callable[[str], Bindings]
) -> None:
    rows = read_as_an_editor(VOID_ASKED)
    answer = client.get("/sparql", params={"query": "SELECT DISTINCT ?c ?p { ?s a ?c ; ?p ?o }", "format": "json"})
    used = {(row["c"]["value"], row["p"]["value"]) for row in json.loads(answer.text)["results"]["bindings"]}
    assert {(row["subjectClass"], row["prop"]) for row in rows} == used
    release = {row["prop"]: row for row in rows if row["subjectClass"] == RG.Release}
    assert release[RG.dataset]["objectClass"] == RG.Dataset
    assert release[RG.releaseMonthStart]["objectDatatype"] == f"{PREFIXES['xsd']}date"
    assert release[RG.dataset]["subjectClassLabel"] == "Release"


def test_the_graph_of_the_catalogue_answers_queries(client: TestClient) -> None:
    query = f"ASK {{ GRAPH <{BASE}graph/catalogue> {{ <{ENDPOINT}> a <{SD.Service}> }} }}"
    assert client.get("/sparql", params={"query": query, "format": "json"}).json()["boolean"] is True
    described = {"query": PREFIXES_ASKED, "default-graph-uri": f"{BASE}graph/catalogue", "format": "json"}
    assert len(client.get("/sparql", params=described).json()["results"]["bindings"]) == len(PREFIXES)


def _described(folder: Path, settings: Settings) -> rdflib.Graph:
    opened = open_store(folder)
    graph = describe_endpoint(Served.of(opened, settings))
    opened.store.close()
    return graph


def _limits(graph: rdflib.Graph) -> dict[str, tuple[float, str | None]]:
    return {
        str(node).rpartition("#limit-")[2]: (
            graph.value(node, SCHEMA.maxValue).toPython(),  # type: ignore[union-attr]
            None if (unit := graph.value(node, SCHEMA.unitCode)) is None else str(unit),
        )
        for node in graph.objects(ENDPOINT, SCHEMA.additionalProperty)
    }


def test_the_endpoint_states_its_limits(client: TestClient) -> None:
    graph = rdflib.Graph().parse(data=client.get("/sparql").text, format="turtle")
    assert _limits(graph)["time"] == (Settings().time_limit, "SEC")


def test_the_limits_are_those_set(folder: Path) -> None:
    settings = Settings(time_limit=2.5, memory_limit=100, queries=9, queries_per_client=3, requests_per_minute=70)
    graph = _described(folder, settings)
    assert _limits(graph) == {
        "time": (2.5, "SEC"),
        "memory": (100, "E63"),
        "request": (settings.largest_request, "AD"),
        "client-queries": (3, None),
        "queries": (9, None),
        "minute": (70, None),
    }
    (comment,) = graph.objects(ENDPOINT, rdflib.RDFS.comment)
    assert "2.5" in comment
    assert "70" in comment


def test_what_has_no_limit_states_none() -> None:
    assert "minute" not in {limit.slug for limit in limits_in_force(Settings(requests_per_minute=0))}


@pytest.mark.parametrize("hosts", [frozenset(), frozenset({"query.example.org"})])
def test_federation_is_a_feature_where_some_host_may_be_asked(folder: Path, hosts: frozenset[str]) -> None:
    features = set(_described(folder, Settings(service_hosts=hosts)).objects(ENDPOINT, SD.feature))
    assert features == ({SD.BasicFederatedQuery} if hosts else set())


def test_crawlers_find_the_partitions_where_they_look(client: TestClient) -> None:
    answer = client.get("/.well-known/void", headers={"Accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=answer.text, format="turtle")
    void = rdflib.Namespace(PREFIXES["void"])
    (register,) = graph.subjects(rdflib.RDF.type, void.Dataset)
    assert len(set(graph.objects(register, void.classPartition))) > 20
    for node in set(graph.objects(None, void.classPartition)) | set(graph.objects(None, void.propertyPartition)):
        assert str(node).startswith(f"{BASE}.well-known/void#")


def test_portals_find_no_partitions_among_the_datasets(client: TestClient) -> None:
    answer = client.get("/catalog", headers={"Accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=answer.text, format="turtle")
    assert not list(graph.subject_objects(rdflib.URIRef(f"{PREFIXES['void']}classPartition")))
    assert rdflib.URIRef(f"{BASE}catalog/graph") in set(graph.subjects(rdflib.RDF.type, DCAT.Dataset))


@pytest.mark.parametrize("path", ["/sparql", "/.well-known/void"])
def test_editors_are_not_sent_what_portals_harvest(client: TestClient, path: str) -> None:
    graph = rdflib.Graph().parse(data=client.get(path, headers={"Accept": "text/turtle"}).text, format="turtle")
    assert set(graph.subjects(rdflib.RDF.type, DCAT.Dataset)) == {rdflib.URIRef(f"{BASE}catalog/graph")}
    assert not set(graph.subjects(rdflib.RDF.type, DCAT.CatalogRecord))


def test_people_read_what_the_graph_is_made_of(client: TestClient, folder: Path) -> None:
    answer = client.get("/.well-known/void", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert '<section id="rg:Release">' in answer.text
    opened = open_store(folder)
    classes = {one.name: one for one in made_of(opened.store, BASE, Labels(opened.store, BASE))}
    opened.store.close()
    release = {one.name: one for one in classes["rg:Release"].properties}
    assert release["rg:dataset"].leads_to == ("rg:Dataset",)
    assert release["rg:dataset"].label == "dataset"
    assert release["rg:releaseMonthStart"].leads_to == ("xsd:date",)
    assert f"<td>{classes['rg:Release'].things}</td>" in answer.text
    assert [one.things for one in classes.values()] == sorted((one.things for one in classes.values()), reverse=True)


def test_a_graph_built_without_a_description_says_so(store_of: Callable[..., Path]) -> None:
    opened = open_store(store_of(b"", BASE))
    assert made_of(opened.store, BASE, Labels(opened.store, BASE)) == ()
    assert set(describe_endpoint(Served.of(opened, Settings())).subjects(SD.endpoint)) == {ENDPOINT}
    opened.store.close()
