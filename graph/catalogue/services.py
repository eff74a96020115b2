"""What answers for the graph as services of the catalogue: the SPARQL endpoint, and the feed of what changed.

DCAT 3, section on Data Service, counts feeds among services; each conforms to the standard that says how it is used.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import Literal, URIRef

from releasegraph.graph.catalogue.agents import contact_of, publisher_iri, use_of_whole
from releasegraph.graph.catalogue.authorities import authority
from releasegraph.graph.catalogue.facts import KEYWORDS
from releasegraph.graph.catalogue.terms import ENGLISH, TYPE, Triple, catalogue_node, endpoint_iri, graph_iri, term
from releasegraph.graph.generations import Manifest
from releasegraph.graph.vocabulary import DCT

__all__ = ["endpoint_facts", "feed_facts", "feed_service_iri"]


@dataclass(frozen=True, slots=True)
class _Service:
    """How a service is called, what it does, and the IRI and the name of the standard it keeps to."""

    title: str
    description: str
    standard: str
    standard_title: str


_ENDPOINT = _Service(
    "SPARQL endpoint",
    "Answers SPARQL 1.1 queries of the graph.",
    "http://www.w3.org/TR/sparql11-protocol/",
    "SPARQL 1.1 Protocol",
)
_FEED = _Service(
    "Feed of changes",
    "Tells which agreements, datasets and editions were added, changed or withdrawn, build by build, so that a copy is "
    "kept up to date for little: the root of a Linked Data Event Stream.",
    "https://w3id.org/ldes/specification",
    "Linked Data Event Streams",
)


def feed_service_iri(base: str) -> URIRef:
    """Give the feed as a service: its root is a document, and describes the streams."""
    return catalogue_node(base, "feed")


def endpoint_facts(manifest: Manifest) -> Iterable[Triple]:
    """Describe the SPARQL endpoint, which is its own address."""
    endpoint = endpoint_iri(manifest.base)
    yield from _facts(manifest, endpoint, endpoint, _ENDPOINT)


def feed_facts(manifest: Manifest) -> Iterable[Triple]:
    """Describe the feed by the root of the stream of everything, which leads to those of each kind."""
    yield from _facts(manifest, feed_service_iri(manifest.base), URIRef(f"{manifest.base}feed"), _FEED)


def _facts(manifest: Manifest, node: URIRef, address: URIRef, service: _Service) -> Iterable[Triple]:
    standard = URIRef(service.standard)
    for cls in ("Resource", "DataService"):
        yield node, TYPE, term("dcat", cls)
    yield node, URIRef(DCT.title), Literal(service.title, ENGLISH)
    yield node, URIRef(DCT.description), Literal(service.description, ENGLISH)
    yield node, URIRef(DCT.identifier), Literal(str(node))
    yield node, URIRef(DCT.publisher), publisher_iri(manifest)
    yield node, term("dcat", "endpointURL"), address
    yield node, term("dcat", "endpointDescription"), address
    yield node, term("dcat", "servesDataset"), graph_iri(manifest.base)
    yield node, term("dct", "conformsTo"), standard
    yield standard, TYPE, term("dct", "Standard")
    yield standard, URIRef(DCT.title), Literal(service.standard_title, ENGLISH)
    yield node, term("dct", "accessRights"), authority("access-right/PUBLIC")
    yield node, term("dcat", "theme"), authority("data-theme/HEAL")
    for word in KEYWORDS:
        yield node, term("dcat", "keyword"), Literal(word, ENGLISH)
    yield from use_of_whole(manifest, node)
    yield from contact_of(manifest, node)
