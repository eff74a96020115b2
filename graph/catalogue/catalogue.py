"""The catalogue of a graph: DCAT-AP 3.0.1 for portals, and with it what the endpoint answers about itself.

A pure function of what was built and of its history. No blank nodes; every node is an address under the base. The
register's licence and publisher are those of its workbooks alone: where a page is in the build, whole files are under
no licence of ours.
"""

from collections.abc import Iterable

from rdflib import Graph, Literal, URIRef

from releasegraph.graph.catalogue.agents import agent_triples, kinds_of, publisher_iri, use_of_whole
from releasegraph.graph.catalogue.authorities import authority, authority_triples
from releasegraph.graph.catalogue.collections import collection_triples, reviewed_collections
from releasegraph.graph.catalogue.datasets import dataset_triples, titled
from releasegraph.graph.catalogue.described import Described
from releasegraph.graph.catalogue.distributions import distribution_triples
from releasegraph.graph.catalogue.editions import edition_triples, series_triples
from releasegraph.graph.catalogue.graph_dataset import graph_triples
from releasegraph.graph.catalogue.months import edition_month
from releasegraph.graph.catalogue.named_datasets import NamedDataset
from releasegraph.graph.catalogue.query_examples import example_triples, prefix_triples
from releasegraph.graph.catalogue.records import moment, record_triples
from releasegraph.graph.catalogue.service_description import service_triples
from releasegraph.graph.catalogue.services import endpoint_facts, feed_facts, feed_service_iri
from releasegraph.graph.catalogue.terms import (
    ENGLISH,
    TYPE,
    Triple,
    catalogue_graph,
    catalogue_iri,
    endpoint_iri,
    graph_iri,
    graph_with,
    series_iri,
    term,
    triple_line,
)
from releasegraph.graph.catalogue.void import void_triples
from releasegraph.graph.generations import Manifest
from releasegraph.graph.history import History
from releasegraph.graph.identifiers import Identifiers
from releasegraph.graph.partitions import Partitions
from releasegraph.graph.triples.lines import line_end
from releasegraph.graph.vocabulary import DCT

__all__ = ["catalogue_lines", "catalogue_triples", "describe_graph"]


def describe_graph(manifest: Manifest, named_graphs: Iterable[str]) -> Graph:
    """Describe the graph as a whole, its dumps and its endpoint: what a manifest tells, for crawlers and editors."""
    base = manifest.base
    triples = [
        (catalogue_iri(base), term("dcat", "dataset"), graph_iri(base)),
        *graph_triples(manifest, {}, None),
        *endpoint_facts(manifest),
        *distribution_triples(manifest),
        *agent_triples(manifest),
    ]
    return graph_with(service_triples(manifest, named_graphs), triples, authority_triples(triples))


def catalogue_lines(
    manifest: Manifest, named_graphs: Iterable[str], partitions: Partitions, described: Described | None = None
) -> str:
    """Give, as sorted lines of N-Quads, the graph in which the endpoint answers about itself.

    It holds the catalogue, the endpoint without limits (an operator sets those), VoID, example queries and prefixes.
    """
    base, name = manifest.base, catalogue_graph(manifest.base)
    end = line_end(name)
    parts = (
        service_triples(manifest, {*named_graphs, name}),
        catalogue_triples(manifest, described or Described()),
        void_triples(base, partitions),
        example_triples(base),
        prefix_triples(base),
    )
    return "".join(sorted({triple_line(triple, end) for part in parts for triple in part}))


def catalogue_triples(manifest: Manifest, described: Described) -> Iterable[Triple]:
    """Give the catalogue with all it lists; the concepts it names come last, since it is known then which they are."""
    triples = list(_listed(manifest, described))
    yield from triples
    yield from authority_triples(triples)


def _listed(manifest: Manifest, described: Described) -> Iterable[Triple]:
    base, datasets = manifest.base, titled(described.datasets)
    topics = _topics(manifest, datasets)
    yield from _catalogue(manifest, topics, described.history)
    yield from graph_triples(manifest, described.months, described.history)
    yield from endpoint_facts(manifest)
    if described.history is not None:
        yield from feed_facts(manifest)
    yield from distribution_triples(manifest)
    yield from series_triples(manifest, described.months)
    yield from edition_triples(manifest, described.months)
    yield from dataset_triples(base, datasets, edition_month(manifest))
    yield from collection_triples(base, (one.iri for one in datasets), reviewed_collections())
    yield from agent_triples(manifest)
    if described.history is not None:
        yield from record_triples(base, topics, described.history, described.entries)


def _topics(manifest: Manifest, datasets: Iterable[NamedDataset]) -> tuple[str, ...]:
    """Give all that the catalogue lists as datasets."""
    ids = Identifiers(manifest.base)
    return (
        str(graph_iri(manifest.base)),
        *(str(series_iri(manifest.base, kind)) for kind in sorted(kinds_of(manifest))),
        *(ids.edition(one["name"]) for one in manifest.editions),
        *(one.iri for one in datasets),
    )


def _catalogue(manifest: Manifest, topics: Iterable[str], history: History | None) -> Iterable[Triple]:
    base, node, home = manifest.base, catalogue_iri(manifest.base), URIRef(manifest.base)
    yield node, TYPE, term("dcat", "Catalog")
    yield node, URIRef(DCT.title), Literal("NHS England's data sharing agreements as linked data", ENGLISH)
    yield (
        node,
        URIRef(DCT.description),
        Literal(
            "The datasets that NHS England shares under agreements, the editions of its register of these agreements, "
            "the graph made of them, its dumps and its SPARQL endpoint.",
            ENGLISH,
        ),
    )
    yield node, URIRef(DCT.publisher), publisher_iri(manifest)
    yield node, term("dct", "language"), authority("language/ENG")
    yield node, term("dct", "spatial"), authority("country/GBR")
    yield node, term("dcat", "themeTaxonomy"), authority("authority/data-theme")
    yield node, term("foaf", "homepage"), home
    yield home, TYPE, term("foaf", "Document")
    yield from use_of_whole(manifest, node)
    if history is not None:
        yield node, URIRef(DCT.issued), moment(history.started)
        yield node, URIRef(DCT.modified), moment(history.published)
        yield node, term("dcat", "service"), feed_service_iri(base)
    yield node, term("dcat", "service"), endpoint_iri(base)
    for topic in topics:
        yield node, term("dcat", "dataset"), URIRef(topic)
