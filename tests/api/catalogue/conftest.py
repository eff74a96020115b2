"""A catalogue written by hand, of every sort of node, behind the application; its pages are asked in small sizes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Graph
from starlette.testclient import TestClient

from releasegraph.api.application import create_application
from releasegraph.api.settings import Settings
from releasegraph.graph.dumps import DumpFile
from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.generations import Manifest, building, swap

BASE = "https://data.example.org/"
DATASETS = 9
"""Datasets in the catalogue: six of the NHS, an edition, its series, the graph."""

_TURTLE = """
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcatap: <http://data.europa.eu/r5r/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rg: <https://w3id.org/releasegraph#> .
@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix right: <http://publications.europa.eu/resource/authority/access-right/> .
@base <https://data.example.org/> .

<catalog> a dcat:Catalog ; dct:title "Catalogue"@en ; dct:description "What is here."@en ; dct:publisher <publisher> ;
  foaf:homepage <> ; dcat:service <sparql> ;
  dcat:dataset <catalog/graph>, <catalog/register>, <id/edition/2026-09>, <id/dataset/d1>, <id/dataset/d2>,
    <id/dataset/d3>, <id/dataset/d4>, <id/dataset/d5>, <id/dataset/d6> ;
  dcat:record <catalog/record/graph>, <catalog/record/dataset/d1>, <catalog/record/dataset/d2> .
<publisher> a foaf:Agent ; foaf:name "Example Body"@en .
<sparql> a dcat:DataService, sd:Service ; dct:title "SPARQL endpoint"@en ; dcat:endpointURL <sparql> ;
  dcat:servesDataset <catalog/graph> ; sd:defaultDataset <catalog/graph> ; sd:feature sd:UnionDefaultGraph .
<catalog/graph> a dcat:Dataset, void:Dataset ; dct:title "The graph"@en ; dct:description "All of it."@en ;
  dct:publisher <publisher> ; dcat:distribution <catalog/distribution/releasegraph.ttl> ; void:triples 12 ;
  void:classPartition <.well-known/void#a> ; dct:source <id/edition/2026-09> .
<.well-known/void#a> void:class rg:Dataset .
<.well-known/void> a void:DatasetDescription ; foaf:primaryTopic <catalog/graph> .
<catalog/distribution/releasegraph.ttl> a dcat:Distribution ; dct:title "Turtle"@en ;
  dcat:byteSize "4096"^^xsd:nonNegativeInteger ;
  dcat:accessURL <dump/releasegraph.ttl.gz> ; dcat:downloadURL <dump/releasegraph.ttl.gz> ;
  dcat:accessService <sparql> ; spdx:checksum <catalog/distribution/releasegraph.ttl/checksum> .
<catalog/distribution/releasegraph.ttl/checksum> a spdx:Checksum ; spdx:algorithm spdx:checksumAlgorithm_sha256 ;
  spdx:checksumValue "00ff"^^xsd:hexBinary .
<catalog/register> a dcat:DatasetSeries, dcat:Dataset ; dct:title "The register"@en ; dct:description "Monthly."@en .
<id/edition/2026-09> a dcat:Dataset ; dct:title "September <2026> & \\"all\\""@en ; dcat:inSeries <catalog/register> ;
  dct:description "An edition."@en .
<catalog/record/graph> a dcat:CatalogRecord ; foaf:primaryTopic <catalog/graph> ;
  dct:modified "2026-09-15T12:00:00Z"^^xsd:dateTime .
<catalog/record/dataset/d1> a dcat:CatalogRecord ; foaf:primaryTopic <id/dataset/d1> ;
  dct:modified "2026-08-01T00:00:00+01:00"^^xsd:dateTime ; adms:status <http://purl.org/adms/changetype/created> .
<catalog/record/dataset/d2> a dcat:CatalogRecord ; foaf:primaryTopic <id/dataset/d2> ;
  dct:modified "2026-09-20"^^xsd:date .
<http://purl.org/adms/changetype/created> a skos:Concept ; skos:prefLabel "created"@en .
right:NON_PUBLIC a skos:Concept, dct:RightsStatement ; skos:prefLabel "non-public"@en ;
  skos:inScheme <http://publications.europa.eu/resource/authority/access-right> .
<http://publications.europa.eu/resource/authority/access-right> a skos:ConceptScheme ;
  skos:prefLabel "Access right"@en .
"""
_DATASET = """
<id/dataset/d{0}> a dcat:Dataset ; dct:title "Dataset {0}"@en ; dct:description "Of people."@en ;
  dct:identifier "https://data.example.org/id/dataset/d{0}" ; dct:accessRights right:NON_PUBLIC ;
  dcat:landingPage <doc/dataset/d{0}> ; dct:publisher <publisher> ; dct:relation <id/dataset/d1> ;
  dcatap:applicableLegislation <http://www.legislation.gov.uk/id/ukpga/2012/7> ;
  rg:releasedUnder <http://www.legislation.gov.uk/id/ukpga/2012/7/section/261> .
"""


@pytest.fixture(scope="session")
def catalogue() -> Graph:
    """Give the graph of the catalogue as the store has it."""
    turtle = _TURTLE + "".join(_DATASET.format(number) for number in range(1, 7))
    return Graph(bind_namespaces="none").parse(data=turtle, format="turtle")


@pytest.fixture(scope="session")
def client(catalogue: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Give a client of an application over the catalogue, asked at an address that is not the base."""
    place: Path = tmp_path_factory.mktemp("catalogue") / "store"
    lines = catalogue.serialize(format="nt").splitlines()
    quads = "".join(f"{line.rstrip(' .')} <{BASE}graph/catalogue> .\n" for line in lines if line)
    with building(place) as workplace:
        store = EmbeddedStore.create(workplace / "engine")
        store.load(quads.encode())
        store.finish()
        store.close()
        edition = {"name": "2026-09", "kind": "workbook", "file": "register.xlsx"}
        dump = DumpFile("releasegraph.nq.gz", "nquads", "application/n-quads", "gzip", 12_345_678, "0f" * 32)
        swap(place, workplace, Manifest(BASE, (edition,), dumps=(dump,)))
    with TestClient(create_application(place, Settings()), follow_redirects=False) as one:
        yield one
