"""The counts beside filters are what SPARQL counts in the graph."""

from collections import Counter
from itertools import product

import pytest
from rdflib import URIRef

from releasegraph.graph.generations import OpenedStore
from releasegraph.graph.identifiers import LAW
from releasegraph.graph.search.index import Asked, SearchIndex
from releasegraph.graph.search.things import KINDS
from releasegraph.graph.vocabulary import PREFIXES, RDF

PREFIX = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
VERSIONS = "?thing a rg:AgreementVersion ."
COUNTED = {
    "body": f"{VERSIONS} ?thing rg:organisationType ?value",
    "dataset": f"{VERSIONS} ?thing rg:hasProvision/rg:dataset ?value",
    "law": f"{VERSIONS} ?thing rg:hasProvision/rg:legalBasis/dct:isPartOf* ?value",
    "data": f"{VERSIONS} ?provision rg:provisionOf ?thing ; rg:typeOfData ?value",
    "optouts": f"{VERSIONS} ?file rg:underVersion ?thing ; rg:optOutsApplied ?value",
    "edition": f"{VERSIONS} ?thing rg:recordedIn/rg:inEdition ?value",
}
OF_FILES = {
    "dataset": "?thing a rg:Release ; rg:dataset ?value",
    "optouts": "?thing a rg:Release ; rg:optOutsApplied ?value",
    "body": "?thing a rg:Release ; rg:underVersion/rg:organisationType ?value",
}


def counted(opened: OpenedStore, pattern: str) -> dict[str, int]:
    query = f"{PREFIX} SELECT ?value (COUNT(DISTINCT ?thing) AS ?n) WHERE {{ {pattern} }} GROUP BY ?value"
    rows = opened.store.select(query)
    return {code(opened.base, str(row["value"])): int(row["n"]) for row in rows if "value" in row}


def code(base: str, iri: str) -> str:
    return iri.removeprefix(LAW) if iri.startswith(LAW) else iri.removeprefix(f"{base}id/").rpartition("/")[2]


@pytest.mark.parametrize("facet", COUNTED)
def test_versions_are_counted_as_sparql_counts_them(index: SearchIndex, opened: OpenedStore, facet: str) -> None:
    assert index.facets(Asked("", {"kind": ["version"]}))[facet] == counted(opened, COUNTED[facet])


@pytest.mark.parametrize("facet", OF_FILES)
def test_files_are_counted_as_sparql_counts_them(index: SearchIndex, opened: OpenedStore, facet: str) -> None:
    assert index.facets(Asked("", {"kind": ["release"]}))[facet] == counted(opened, OF_FILES[facet])


def test_commercial_purpose_is_counted_where_it_is_stated(index: SearchIndex, opened: OpenedStore) -> None:
    stated = counted(opened, f"{VERSIONS} ?thing rg:commercialPurpose ?value")
    found = index.facets(Asked("", {"kind": ["version"]}))["commercial"]
    assert (found["yes"], found["no"]) == (stated["true"], stated["false"])
    assert sum(found.values()) == opened.manifest.counts["agreement_versions"]


def test_every_kind_is_counted_in_every_graph(index: SearchIndex, opened: OpenedStore) -> None:
    found = index.facets(Asked())["kind"]
    for kind, term in KINDS.items():
        things = {str(quad[0]) for quad in opened.store.quads(None, RDF.type, URIRef(term), None)}
        assert found.get(kind, 0) == len(things), kind


def test_a_text_has_every_value_of_its_versions(index: SearchIndex, opened: OpenedStore) -> None:
    graphs = "{ ?version rg:hasNarrative ?thing ; rg:dataset ?value }"
    pattern = f"{graphs} UNION {{ GRAPH ?g {graphs} }}"
    assert index.facets(Asked("", {"kind": ["narrative"]}))["dataset"] == counted(opened, pattern)


def test_a_count_is_what_the_filter_then_finds(index: SearchIndex) -> None:
    facets = ("body", "data", "commercial", "optouts", "source")
    values = {name: list(index.facets(Asked())[name]) for name in facets}
    for one, other in product(facets, facets):
        if one == other:
            continue
        asked = Asked("data", {one: values[one][:1]})
        for value, count in index.facets(asked)[other].items():
            assert index.count(Asked("data", {one: values[one][:1], other: [value]})) == count


def test_of_one_filter_any_value_will_do(index: SearchIndex) -> None:
    kinds = Counter(shown.kind for shown in index.every(Asked()))
    asked = Asked("", {"kind": ["dataset", "instrument"]})
    assert index.count(asked) == kinds["dataset"] + kinds["instrument"]
    assert index.facets(asked)["kind"] == dict(kinds)
