"""The W3C SPARQL 1.1 Service Description tests, asked of the endpoint over a graph that a build made."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from sparql11.manifests import MF, SUITE, Description, iri_of
from starlette.testclient import TestClient

from releasegraph.api.application import create_application
from releasegraph.api.settings import Settings
from releasegraph.graph.build import build

MANIFEST = SUITE / "service-description" / "manifest.ttl"
SOURCES = Path(__file__).resolve().parents[2] / "examples" / "sources"
BASE = "http://testserver/"
"""Where the tests' client asks, so that the description is of the address it came from."""
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = "http://www.w3.org/ns/formats/"

FEATURES = {"DereferencesURIs", "UnionDefaultGraph", "RequiresDataset", "EmptyGraphs", "BasicFederatedQuery"}
LANGUAGES = {"SPARQL10Query", "SPARQL11Query", "SPARQL11Update"}
SCHEMA: Mapping[str, tuple[str, Callable[[rdflib.Graph, rdflib.term.Node], bool]]] = {
    "endpoint": ("Service", lambda _graph, node: isinstance(node, rdflib.URIRef)),
    "feature": ("Service", lambda _graph, node: str(node).removeprefix(SD) in FEATURES),
    "supportedLanguage": ("Service", lambda _graph, node: str(node).removeprefix(SD) in LANGUAGES),
    "resultFormat": ("Service", lambda _graph, node: str(node).startswith(FORMATS)),
    "defaultEntailmentRegime": (
        "Service",
        lambda _graph, node: str(node).startswith("http://www.w3.org/ns/entailment/"),
    ),
    "defaultDataset": ("Service", lambda graph, node: _is(graph, node, "Dataset")),
    "defaultGraph": ("Dataset", lambda graph, node: _is(graph, node, "Graph")),
    "namedGraph": ("Dataset", lambda graph, node: _is(graph, node, "NamedGraph")),
    "name": ("NamedGraph", lambda _graph, node: isinstance(node, rdflib.URIRef)),
}
"""Property to the class of its subject, and what its object must be (sections 3.2 to 3.4)."""
ONCE = {"Service": ("endpoint", "defaultDataset"), "Dataset": ("defaultGraph",), "NamedGraph": ("name",)}
"""Class to what each of it has one of."""


def _is(graph: rdflib.Graph, node: rdflib.term.Node, cls: str) -> bool:
    return (node, rdflib.RDF.type, SD[cls]) in graph


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("described") / "store"
    build([SOURCES], folder, base=BASE)
    settings = Settings(service_hosts=frozenset({"query.example.org"}))
    with TestClient(create_application(folder, settings), base_url=BASE) as one:
        yield one


def _described(client: TestClient) -> rdflib.Graph:
    answer = client.get("/sparql")
    assert answer.status_code == 200
    return rdflib.Graph().parse(data=answer.text, format=answer.headers["content-type"].partition(";")[0])


def returns_rdf(client: TestClient) -> None:
    """A GET of the endpoint without a query gives RDF, of any type of RDF that is asked for."""
    assert len(_described(client)) > 0
    for media_type in ("text/turtle", "application/rdf+xml", "application/n-triples"):
        answer = client.get("/sparql", headers={"Accept": media_type})
        assert answer.headers["content-type"].startswith(media_type)
        assert set(rdflib.Graph().parse(data=answer.text, format=media_type)) == set(_described(client))


def has_endpoint_triple(client: TestClient) -> None:
    """The description is of a service whose endpoint is the address it was asked at."""
    (service,) = _described(client).subjects(SD.endpoint, rdflib.URIRef(f"{BASE}sparql"))
    assert _is(_described(client), service, "Service")


def conforms_to_schema(client: TestClient) -> None:
    """Every term of the vocabulary is one it has, between things of the classes it links."""
    graph = _described(client)
    used = {str(term).removeprefix(SD) for term in graph.predicates() if term.startswith(SD)}
    assert used == set(SCHEMA)
    for name, (domain, fits) in SCHEMA.items():
        for subject, node in graph.subject_objects(SD[name]):
            assert _is(graph, subject, domain), (name, subject)
            assert fits(graph, node), (name, node)
    for cls, names in ONCE.items():
        things = list(graph.subjects(rdflib.RDF.type, SD[cls]))
        assert things
        for thing in things:
            assert [len(list(graph.objects(thing, SD[name]))) for name in names] == [1] * len(names), thing


TESTS = {
    "returns-rdf": returns_rdf,
    "has-endpoint-triple": has_endpoint_triple,
    "conforms-to-schema": conforms_to_schema,
}


def test_the_suite_is_read_whole(shared: Path) -> None:
    assert shared
    manifest = Description(MANIFEST)
    entries = manifest.items(manifest.one(ox.NamedNode(iri_of(MANIFEST)), MF + "entries"))
    assert {str(entry.value).partition("#")[2] for entry in entries} == set(TESTS)


@pytest.mark.parametrize("name", TESTS)
def test_service_description(client: TestClient, name: str) -> None:
    TESTS[name](client)
