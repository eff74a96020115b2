"""The documents about the graph as a whole."""

import gzip
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from starlette.testclient import TestClient

from releasegraph.api.application import create_application
from releasegraph.api.negotiation import GRAPHS
from releasegraph.api.serving import serve
from releasegraph.graph.authorship import OGL as LICENCE
from releasegraph.graph.catalogue.distributions import DUMPS
from releasegraph.graph.errors import StoreError
from releasegraph.graph.formats import Format
from releasegraph.graph.validating.shapes import SHAPES
from releasegraph.graph.vocabulary import PREFIXES

DCAT = rdflib.Namespace(PREFIXES["dcat"])
StoreOf = Callable[[bytes, str], Path]
DCT = rdflib.Namespace(PREFIXES["dct"])


def _sizes(extension: str, body: bytes) -> dict[str, int]:
    """Count the quads of each graph; the default graph is named ""."""
    quads = ox.parse(body, format=ox.RdfFormat.from_extension(extension))
    return Counter("" if isinstance(quad.graph_name, ox.DefaultGraph) else quad.graph_name.value for quad in quads)


@pytest.mark.parametrize("dump", DUMPS, ids=lambda dump: dump.file)
def test_a_dump_holds_the_default_graph_and_where_it_can_the_editions(client: TestClient, base: str, dump) -> None:
    response = client.get(f"/dump/{dump.file}")
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == dump.media_type
    assert response.headers["content-disposition"] == f'attachment; filename="{dump.file}"'
    body = gzip.decompress(response.content) if dump.gzipped else response.content
    expected = {"": client.get("/health").json()["triples"]}
    if dump.form.name in ("nquads", "trig", "jsonld"):
        expected[f"{base}graph/edition/2026-08"] = 1
    assert _sizes(dump.form.extension, body) == expected


def test_the_same_graph_packs_to_the_same_bytes(client: TestClient) -> None:
    assert client.get("/dump/releasegraph.nq.gz").content == client.get("/dump/releasegraph.nq.gz").content


def test_there_is_no_other_dump(client: TestClient) -> None:
    response = client.get("/dump/releasegraph.docx")
    assert response.status_code == 404
    assert "releasegraph.nq.gz" in response.json()["detail"]
    assert client.get("/dump/..%2fmanifest.json").status_code == 404


def test_the_description_of_the_graph(client: TestClient, base: str) -> None:
    response = client.get("/.well-known/void", headers={"Accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=response.text, format="turtle")
    register = rdflib.URIRef(f"{base}catalog/graph")
    assert (rdflib.URIRef(f"{base}catalog"), DCAT.dataset, register) in graph
    assert (rdflib.URIRef(f"{base}sparql"), rdflib.RDF.type, DCAT.DataService) in graph
    assert (register, DCT.license, rdflib.URIRef(LICENCE)) in graph
    assert [str(one) for one in graph.objects(register, DCAT.version)] == ["2026-09"]
    addresses = {str(one).removeprefix(base) for one in graph.objects(None, DCAT.downloadURL)}
    assert addresses == {f"dump/{dump.file}" for dump in DUMPS}
    assert not [term for triple in graph for term in triple if isinstance(term, rdflib.BNode)]
    for address in addresses:
        assert client.head(f"/{address}").status_code == 200


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_the_description_is_the_same_in_every_form(client: TestClient, form: Format) -> None:
    turtle = client.get("/.well-known/void", headers={"Accept": "text/turtle"}).text
    answer = client.get("/.well-known/void", headers={"Accept": form.media_type})
    assert answer.headers["content-type"].partition(";")[0] == form.media_type
    quads = ox.parse(answer.content, format=ox.RdfFormat.from_extension(form.extension))
    assert {str(quad.triple) for quad in quads} == {str(quad.triple) for quad in ox.parse(turtle, ox.RdfFormat.TURTLE)}


def test_the_terms(client: TestClient) -> None:
    page = client.get("/ontology", headers={"Accept": "text/html"}).text
    assert '<section id="dataController">' in page
    graph = rdflib.Graph().parse(data=client.get("/ontology", headers={"Accept": "text/turtle"}).text, format="turtle")
    assert (rdflib.URIRef(PREFIXES["rg"] + "dataController"), rdflib.RDF.type, rdflib.OWL.ObjectProperty) in graph
    assert len(graph) == 2


def test_the_shapes_and_the_context(client: TestClient) -> None:
    shapes = client.get("/shapes")
    assert shapes.headers["content-type"] == "text/turtle; charset=utf-8"
    graph = rdflib.Graph().parse(data=shapes.text, format="turtle")
    for shape in ("Release-dataset", "mixed-opt-outs"):
        assert (rdflib.URIRef(SHAPES + shape), rdflib.RDF.type, rdflib.SH.PropertyShape) in graph
    context = client.get("/context.jsonld")
    assert context.headers["content-type"] == "application/ld+json"
    assert context.json()["@context"]["dataset"] == {"@id": "rg:dataset", "@type": "@id"}


def test_health(client: TestClient) -> None:
    health = client.get("/health").json()
    assert health["status"] == "ok"
    assert health["generation"] == "generation-1"
    assert health["triples"] > 600
    assert [edition["name"] for edition in health["editions"]] == ["2026-08", "2026-09"]


def test_a_broken_store_is_not_served(store_of: StoreOf) -> None:
    folder = store_of(b"", "http://e.org/")
    (folder / "generation-1" / "engine" / "CURRENT").write_bytes(b"")
    with pytest.raises(StoreError, match="no process can be had to answer"), TestClient(create_application(folder)):
        pass


def test_a_folder_without_a_store_is_not_served(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store here"):
        serve(tmp_path)
    with pytest.raises(StoreError, match="no store here"), TestClient(create_application(tmp_path)):
        pass


def test_a_store_without_graphs_of_its_own_says_so(store_of: StoreOf) -> None:
    with TestClient(create_application(store_of(b"", "http://e.org/"))) as client:
        assert client.get("/ontology").status_code == 404
        assert client.get("/validation").status_code == 404
        assert client.get("/health").json() == {
            "status": "ok",
            "generation": "generation-1",
            "triples": 0,
            "editions": [],
        }
        assert client.get("/").status_code == 200
        assert client.get("/dump/releasegraph.nq").content == b""
