"""Queries over a built graph give what plain Python computes from the generator's own truth."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

import pytest
from answers import ANSWERS
from generate import write
from generator.model import Truth
from generator.plan import plan
from rdflib.term import Identifier

from releasegraph.graph.build import build
from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.generations import open_store

PREFIXES = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX rg: <https://w3id.org/releasegraph#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
SPELLINGS = "SELECT ?thing ?name WHERE { ?thing a ?class ; rdfs:label|skos:prefLabel|skos:altLabel ?name }"
QUERIES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "files-released-by-body-and-year": (
        """SELECT ?body ?year (COUNT(?release) AS ?count) WHERE {
             ?release a rg:Release ; rg:underVersion/rg:applicant ?body ; rg:releaseMonthStart ?day .
             BIND(STR(YEAR(?day)) AS ?year)
           } GROUP BY ?body ?year""",
        ("body", "year", "count"),
    ),
    "identifiable-under-section-251": (
        """SELECT DISTINCT ?body WHERE {
             ?provision rg:provisionOf/rg:applicant ?body ; rg:typeOfData/skos:prefLabel ?type ;
               rg:confidentialityBasis/skos:prefLabel ?basis .
             FILTER(STR(?type) = "Identifiable" && CONTAINS(LCASE(?basis), "section 251"))
           }""",
        ("body",),
    ),
    "versions-per-agreement": (
        """SELECT ?of (COUNT(?version) AS ?count) (SAMPLE(?last) AS ?latest) WHERE {
             ?of a rg:Agreement ; rg:hasVersion ?version ; rg:latestVersion ?last
           } GROUP BY ?of""",
        ("of", "count", "latest:number"),
    ),
    "versions-active-on-a-day": (
        """SELECT ?version WHERE {
             ?version a rg:AgreementVersion ; rg:startDate ?start ; rg:endDate ?end .
             FILTER(?start <= "2021-07-01"^^xsd:date && ?end >= "2021-07-01"^^xsd:date)
           }""",
        ("version",),
    ),
    "datasets-by-holders": (
        """SELECT ?dataset (COUNT(DISTINCT ?body) AS ?count) WHERE {
             ?provision rg:provisionOf/rg:applicant ?body ; rg:dataset ?dataset
           } GROUP BY ?dataset""",
        ("dataset", "count"),
    ),
    "releases-without-opt-outs-by-dataset": (
        """SELECT ?dataset (COUNT(?release) AS ?count) WHERE {
             ?release a rg:Release ; rg:dataset ?dataset ; rg:optOutsApplied/skos:prefLabel ?applied .
             FILTER(STR(?applied) = "No")
           } GROUP BY ?dataset""",
        ("dataset", "count"),
    ),
    "releases-after-every-term": (
        """SELECT ?file ?of ?month ?last WHERE {
             { SELECT ?of (MAX(?end) AS ?last) WHERE { ?of rg:hasVersion/rg:endDate ?end } GROUP BY ?of }
             ?release rg:underVersion/rg:versionOf ?of ; rg:fileReference ?file ; rg:releaseMonthStart ?start .
             BIND(SUBSTR(STR(?start), 1, 7) AS ?month)
             FILTER(?start > ?last)
           }""",
        ("file", "of", "month", "last"),
    ),
    "joint-controller-pairs": (
        """SELECT ?one ?other (COUNT(?version) AS ?count) WHERE {
             ?version rg:dataController ?one, ?other . FILTER(STR(?one) < STR(?other))
           } GROUP BY ?one ?other HAVING(COUNT(?version) > 1)""",
        ("one", "other", "count"),
    ),
    "versions-relying-on-a-section": (
        """SELECT ?version WHERE {
             ?version rg:reliesOn <http://www.legislation.gov.uk/id/ukpga/2012/7/section/261/2/a>
           }""",
        ("version",),
    ),
    "expiries-in-a-quarter": (
        """SELECT ?version ?end ?body WHERE {
             ?version a rg:AgreementVersion ; rg:endDate ?end ; rg:applicant ?body .
             FILTER(?end >= "2024-01-01"^^xsd:date && ?end <= "2024-03-31"^^xsd:date)
           }""",
        ("version", "end", "body"),
    ),
    "provisions-without-legal-basis": (
        """SELECT ?version ?dataset WHERE {
             ?provision rg:provisionOf ?version ; rg:dataset ?dataset .
             FILTER NOT EXISTS { ?provision rg:legalBasisText ?text }
           }""",
        ("version", "dataset"),
    ),
    "datasets-twice-on-a-version": (
        """SELECT ?version ?dataset (COUNT(?provision) AS ?count) WHERE {
             ?provision rg:provisionOf ?version ; rg:dataset ?dataset
           } GROUP BY ?version ?dataset HAVING(COUNT(?provision) > 1)""",
        ("version", "dataset", "count"),
    ),
    "gaps-between-terms": (
        """SELECT ?before ?after ?end ?start WHERE {
             ?of rg:hasVersion ?before, ?after .
             ?before rg:versionOrder ?first ; rg:endDate ?end . ?after rg:versionOrder ?second ; rg:startDate ?start .
             FILTER(?first < ?second && ?start > ?end + "P1D"^^xsd:dayTimeDuration)
             FILTER NOT EXISTS {
               ?of rg:hasVersion/rg:versionOrder ?between . FILTER(?between > ?first && ?between < ?second)
             }
           }""",
        ("before", "after:number", "end", "start"),
    ),
    "versions-by-discloser": (
        "SELECT ?body (COUNT(?version) AS ?count) WHERE { ?version rg:discloser ?body } GROUP BY ?body",
        ("body", "count"),
    ),
    "narratives-most-shared": (
        """SELECT ?uses (COUNT(?narrative) AS ?count) WHERE {
             { SELECT ?narrative (COUNT(DISTINCT ?version) AS ?uses) WHERE {
                 ?use rg:usedBy ?version ; rg:narrative ?narrative
               } GROUP BY ?narrative }
             FILTER(?uses > 2)
           } GROUP BY ?uses""",
        ("uses", "count"),
    ),
    "provisions-by-law": (
        """SELECT ?law (COUNT(?provision) AS ?count) WHERE {
             ?provision a rg:DatasetProvision ; rg:legalBasis ?law
           } GROUP BY ?law""",
        ("law", "count"),
    ),
}


@dataclass(frozen=True, slots=True)
class Built:
    """A store of a generated workbook, what is true of it, and the truth's name for each body and dataset IRI."""

    store: EmbeddedStore
    truth: Truth
    names: Mapping[str, str]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    folder = tmp_path_factory.mktemp("answers")
    planned = plan(scale=0.05)
    write(folder / "datausesregister_september2026.xlsx", planned)
    build([folder / "datausesregister_september2026.xlsx"], folder / "store")
    store = open_store(folder / "store").store
    known = {**planned.truth.bodies, **planned.truth.datasets}
    spelt = ((str(row["thing"]), str(row["name"])) for row in store.select(PREFIXES + SPELLINGS))
    yield Built(store, planned.truth, {thing: known[name] for thing, name in spelt if name in known})
    store.close()


@pytest.mark.parametrize("question", QUERIES)
def test_query_gives_the_independent_answer(built: Built, question: str) -> None:
    query, columns = QUERIES[question]
    rows = [
        tuple(part for column in columns for part in parts(row, column, built.names))
        for row in built.store.select(PREFIXES + query)
    ]
    assert sorted(rows) == ANSWERS[question](built.truth)


def parts(row: Mapping[str, Identifier], column: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Put a binding into the answers' words: a version is its agreement and number, or with `:number` only that."""
    variable, _, only = column.partition(":")
    value = str(row[variable])
    if value in names:
        return (names[value],)
    if "/id/agreement/" in value:
        reference, _, version = value.partition("/id/agreement/")[2].partition("/v")
        number = version.removeprefix("-")
        return (number,) if only else (unquote(reference), number) if version else (unquote(reference),)
    return (value.removeprefix("http://www.legislation.gov.uk/id/"),)
