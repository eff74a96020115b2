"""Listings of pages where one rule of the graph meets another."""

from pathlib import Path

import pytest

from releasegraph.graph.build import build
from releasegraph.graph.generations import open_store
from releasegraph.graph.store import GraphStore
from releasegraph.graph.vocabulary import PREFIXES

PAGE = """NHS Digital Data Release Register - reformatted
Northmere Trust projects
One — DARS-NIC-400002-A1B2C
Type of data: information not disclosed for TRE projects
Opt outs honoured: Identifiable, No - not needed (Does not include the flow of confidential data)
When:DSA runs 2023-01-01 — 2025-01-01 2023.12 — 2024.11.
Data-controller type: {controllers}
Sublicensing allowed: {sublicensing}
Datasets:
- Civil Registrations of Death
Two — DARS-NIC-400002-A1B2C-v2.1
Type of data: information not disclosed for TRE projects
Opt outs honoured: Yes
Sublicensing allowed: No
Datasets:
- Emergency Care Data Set (ECDS)
Processing:
The following CCG(s) previously occupied the footprint of the ICB:
NHS Northmere CCG
"""


@pytest.fixture
def store(tmp_path: Path) -> GraphStore:
    page = PAGE.format(controllers="NORTHMERE, EASTPORT AND FENLAND", sublicensing="Yes, No")
    (tmp_path / "northmere.txt").write_text(page, encoding="utf-8")
    build([tmp_path / "northmere.txt"], tmp_path / "store")
    return open_store(tmp_path / "store").store


def ask(store: GraphStore, query: str) -> list[tuple[str, ...]]:
    return sorted(tuple(map(str, row.values())) for row in store.query(query, prefixes=PREFIXES))  # type: ignore[union-attr]


def test_two_projects_of_one_agreement_are_two_listings(store: GraphStore) -> None:
    found = ask(
        store, "SELECT ?reference ?text { ?l a rg:PageListing ; rg:reference ?reference ; rg:datasetText ?text }"
    )
    assert found == [
        ("DARS-NIC-400002-A1B2C", "Civil Registrations of Death"),
        ("DARS-NIC-400002-A1B2C-v2.1", "Emergency Care Data Set (ECDS)"),
    ]
    assert ask(
        store, "SELECT ?printed { ?i rg:issueKind/rdfs:label 'Repeated reference' ; rg:printedValue ?printed }"
    ) == [("DARS-NIC-400002-A1B2C-v2.1",)]


def test_the_first_word_says_whether_opt_outs_were_honoured(store: GraphStore) -> None:
    found = ask(store, "SELECT ?label ?text { ?l rg:listedOptOuts/rdfs:label ?label ; rg:optOutText ?text }")
    assert [label for label, _ in found] == ["No", "Yes"]


def test_a_list_that_cannot_be_taken_apart_succeeds_nobody(store: GraphStore) -> None:
    found = ask(store, "SELECT ?name { ?c a rg:OrganisationChange ; org:resultingOrganization/rdfs:label ?name }")
    assert found == [("Northmere Trust",)]


def test_rules_without_a_discloser_are_a_set(store: GraphStore) -> None:
    found = ask(store, "SELECT ?kind { ?l rg:reference 'DARS-NIC-400002-A1B2C-v2.1' ; rg:hasPolicy/a ?kind }")
    assert found == [("http://www.w3.org/ns/odrl/2/Set",)]
    assert ask(store, "SELECT ?l { ?l rg:reference 'DARS-NIC-400002-A1B2C' ; rg:hasPolicy ?p }") == []
