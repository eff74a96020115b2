"""The reviewed tables of the catalogue: concepts of other authorities, and what is known of collections."""

import re
from datetime import date

import pytest
import rdflib
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS

from releasegraph.graph.catalogue.authorities import authorities, authority, authority_triples
from releasegraph.graph.catalogue.collections import (
    PROPERTIES,
    Collection,
    collection_triples,
    reviewed_collections,
)
from releasegraph.graph.catalogue.terms import CATALOGUE_PREFIXES, TYPE, graph_with
from releasegraph.graph.law.instruments import instruments
from releasegraph.graph.names import resolve_name

BASE = "https://data.example.org/rg/"
DATASET = rdflib.URIRef(f"{BASE}id/dataset/hes")
OFFICIAL = re.compile(r"https://(?:[\w-]+\.)*(?:nhs\.uk|gov\.uk|legislation\.gov\.uk)/\S+")


@pytest.mark.parametrize("row", authorities().values(), ids=lambda row: row.name)
def test_a_concept_has_a_scheme_a_label_and_a_review(row) -> None:
    assert row.label
    assert row.source
    assert date.fromisoformat(row.reviewed)
    if row.scheme:
        assert authorities()[row.scheme].scheme == ""
        assert row.iri.startswith(row.scheme.removesuffix("1.0"))
    assert row.cls == "" or row.cls.partition(":")[0] in CATALOGUE_PREFIXES
    assert authority(row.name) == rdflib.URIRef(row.iri)


def test_a_concept_that_was_not_reviewed_is_an_error() -> None:
    with pytest.raises(KeyError):
        authority("frequency/NEVER")


def test_only_the_concepts_that_are_named_are_described() -> None:
    monthly = authority("frequency/MONTHLY")
    graph = graph_with(authority_triples([(DATASET, DCTERMS.accrualPeriodicity, monthly)]))
    assert set(graph.subjects(RDF.type, SKOS.Concept)) == {monthly}
    assert set(graph.objects(monthly, RDF.type)) == {SKOS.Concept, DCTERMS.Frequency}
    assert graph.value(monthly, SKOS.prefLabel) == rdflib.Literal("monthly", "en")
    scheme = graph.value(monthly, SKOS.inScheme)
    assert (scheme, RDF.type, SKOS.ConceptScheme) in graph
    assert str(graph.value(scheme, DCTERMS.title)) == "Frequency"
    assert not list(authority_triples([(DATASET, TYPE, DCTERMS.Frequency)]))


@pytest.mark.parametrize("row", reviewed_collections(), ids=lambda row: f"{row.dataset}-{row.value}")
def test_a_reviewed_row_names_a_dataset_and_an_official_page_that_says_so(row: Collection) -> None:
    assert resolve_name("dataset", row.dataset.replace("-", " ")).slug.startswith(row.dataset[:20])
    assert row.property in PROPERTIES
    assert OFFICIAL.fullmatch(row.source)
    assert row.title
    assert row.says
    assert row.reviewer
    assert date.fromisoformat(row.reviewed)
    known = instruments().get(row.value)
    assert known is None or known.title == row.title


def _row(prop: str, value: str, dataset: str = "hes") -> Collection:
    return Collection(dataset, prop, value, "A title", "https://digital.nhs.uk/page", "it says so", "A B", "2026-11-24")


STATED = [
    ("dcatap:applicableLegislation", "instrument/directions-2020", f"{BASE}id/instrument/directions-2020"),
    ("dcatap:applicableLegislation", "uksi/2002/1438", "http://www.legislation.gov.uk/id/uksi/2002/1438"),
    ("dpv:hasLegalBasis", "https://w3id.org/dpv/legal/eu/gdpr#A6-1-c", "https://w3id.org/dpv/legal/eu/gdpr#A6-1-c"),
    ("dpv:hasPurpose", "https://w3id.org/dpv#PublicBenefit", "https://w3id.org/dpv#PublicBenefit"),
]


@pytest.mark.parametrize(("prop", "value", "iri"), STATED)
def test_a_row_states_its_property_and_leads_to_the_page_that_says_so(prop: str, value: str, iri: str) -> None:
    graph = graph_with(collection_triples(BASE, [str(DATASET)], [_row(prop, value)]))
    prefix, _, name = prop.partition(":")
    node = rdflib.URIRef(iri)
    assert set(graph.predicate_objects(DATASET)) == {(rdflib.URIRef(CATALOGUE_PREFIXES[prefix] + name), node)}
    assert str(graph.value(node, DCTERMS.title)) == "A title"
    assert set(graph.objects(node, RDFS.seeAlso)) == {rdflib.URIRef("https://digital.nhs.uk/page")}
    is_law = rdflib.URIRef(CATALOGUE_PREFIXES["eli"] + "LegalResource") in set(graph.objects(node, RDF.type))
    assert is_law is (prefix == "dcatap")


def test_a_row_about_a_dataset_that_is_not_listed_states_nothing() -> None:
    assert not list(collection_triples(BASE, [str(DATASET)], [_row(*STATED[0][:2], dataset="other")]))
