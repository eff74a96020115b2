"""The graph's current state as a dataset."""

from collections.abc import Iterable

from rdflib import Literal, URIRef

from releasegraph.graph.catalogue.agents import kinds_of, publisher_iri, use_of_whole
from releasegraph.graph.catalogue.distributions import distributions_of, downloads_of
from releasegraph.graph.catalogue.facts import dataset_facts
from releasegraph.graph.catalogue.months import Months, edition_month, period_triples
from releasegraph.graph.catalogue.records import moment
from releasegraph.graph.catalogue.terms import (
    ENGLISH,
    TYPE,
    Triple,
    catalogue_node,
    endpoint_iri,
    graph_iri,
    series_iri,
    term,
)
from releasegraph.graph.generations import Manifest
from releasegraph.graph.history import History
from releasegraph.graph.vocabulary import DCT, ONTOLOGY, PREFIXES

__all__ = ["graph_triples"]

TITLE = "NHS England's register of data sharing agreements, as a graph"
DESCRIPTION = (
    "Agreements under which NHS England shares health data: their versions, controllers, datasets, legal bases and "
    "released files, each fact with the record of the source that states it. The current state: the newest edition of "
    "each source."
)


def graph_triples(manifest: Manifest, months: Months, history: History | None) -> Iterable[Triple]:
    """Describe the graph, for portals and, in VoID, for crawlers and editors."""
    base, graph = manifest.base, graph_iri(manifest.base)
    yield from dataset_facts(manifest, graph, TITLE, DESCRIPTION)
    yield graph, TYPE, term("void", "Dataset")
    yield graph, URIRef(DCT.publisher), publisher_iri(manifest)
    yield from use_of_whole(manifest, graph)
    yield graph, term("dcat", "landingPage"), URIRef(base)
    yield from _dated(graph, history)
    yield from _made_of(manifest, graph, months)
    for distribution in distributions_of(manifest):
        yield graph, term("dcat", "distribution"), distribution
    for download in downloads_of(manifest):
        yield graph, term("void", "dataDump"), download
    yield graph, term("void", "sparqlEndpoint"), endpoint_iri(base)
    yield graph, term("void", "uriSpace"), Literal(f"{base}id/")
    for vocabulary in (ONTOLOGY, PREFIXES["skos"], PREFIXES["dct"]):
        yield graph, term("void", "vocabulary"), URIRef(vocabulary)
    if "triples" in manifest.counts:
        yield graph, term("void", "triples"), Literal(manifest.counts["triples"])
    crawled = URIRef(f"{base}.well-known/void")
    yield crawled, TYPE, term("void", "DatasetDescription")
    yield crawled, URIRef(DCT.title), Literal("Description of the register graph", ENGLISH)
    yield crawled, term("foaf", "primaryTopic"), graph


def _dated(graph: URIRef, history: History | None) -> Iterable[Triple]:
    if history is not None:
        yield graph, URIRef(DCT.issued), moment(history.started)
        yield graph, URIRef(DCT.modified), moment(history.published)


def _made_of(manifest: Manifest, graph: URIRef, months: Months) -> Iterable[Triple]:
    """Say what the graph is drawn from, as series: thousands of pages are no sources a portal should follow."""
    base = manifest.base
    statement = catalogue_node(base, "provenance/graph")
    number = len(manifest.editions)
    words = f"Made of {number:,} {'edition' if number == 1 else 'editions'}, each read from a file named there."
    for kind in sorted(kinds_of(manifest)):
        yield graph, term("dct", "source"), series_iri(base, kind)
    yield graph, term("dct", "provenance"), statement
    yield statement, TYPE, term("dct", "ProvenanceStatement")
    yield statement, term("rdfs", "label"), Literal(words, ENGLISH)
    if newest := edition_month(manifest):
        yield graph, term("dcat", "version"), Literal(newest)
    yield from period_triples(base, graph, months.values())
