"""The description of the SPARQL endpoint (https://www.w3.org/TR/sparql11-service-description/)."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from rdflib import Graph, Literal, URIRef

from releasegraph.graph.catalogue.terms import (
    ENGLISH,
    FORMAT,
    SD,
    TYPE,
    Triple,
    default_graph_iri,
    endpoint_iri,
    graph_iri,
    graph_with,
    service_node,
    term,
)
from releasegraph.graph.formats import FORMATS, Kind
from releasegraph.graph.generations import Manifest
from releasegraph.graph.vocabulary import RDFS

__all__ = ["Limit", "describe_service", "limit_triples", "service_triples"]

_FORMATS = {
    "turtle": "Turtle",
    "jsonld": "JSON-LD",
    "ntriples": "N-Triples",
    "rdfxml": "RDF_XML",
    "nquads": "N-Quads",
    "trig": "TriG",
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
}
"""Format name to its name at www.w3.org/ns/formats."""
_SIMPLE = "http://www.w3.org/ns/entailment/Simple"


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit the endpoint holds queries to. No vocabulary has terms for these: each is a schema:PropertyValue."""

    slug: str
    name: str
    """What is limited, in words: `Seconds a query may take`."""
    most: float
    unit: str | None = None
    """The unit's UN/CEFACT common code (SEC, E63 for a mebibyte, AD for a byte); None for a count."""


def describe_service(
    manifest: Manifest,
    named_graphs: Iterable[str],
    limits: Iterable[Limit] = (),
    *,
    federated: bool = False,
) -> Graph:
    """Describe the endpoint, its RDF dataset, and the limits in force."""
    return graph_with(
        service_triples(manifest, named_graphs, federated=federated), limit_triples(manifest.base, limits)
    )


def service_triples(manifest: Manifest, named_graphs: Iterable[str], *, federated: bool = False) -> Iterable[Triple]:
    """Describe the endpoint and its RDF dataset; `federated` where a query may ask other endpoints by SERVICE."""
    service, dataset, current = (
        endpoint_iri(manifest.base),
        graph_iri(manifest.base),
        default_graph_iri(manifest.base),
    )
    yield service, TYPE, URIRef(f"{SD}Service")
    yield service, URIRef(f"{SD}endpoint"), service
    yield service, URIRef(f"{SD}supportedLanguage"), URIRef(f"{SD}SPARQL11Query")
    yield service, URIRef(f"{SD}defaultEntailmentRegime"), URIRef(_SIMPLE)
    if federated:
        yield service, URIRef(f"{SD}feature"), URIRef(f"{SD}BasicFederatedQuery")
    for form in FORMATS:
        if Kind.SOLUTIONS in form.kinds or Kind.TRIPLES in form.kinds:
            yield service, URIRef(f"{SD}resultFormat"), URIRef(FORMAT + _FORMATS[form.name])
    yield service, URIRef(f"{SD}defaultDataset"), dataset
    yield dataset, TYPE, URIRef(f"{SD}Dataset")
    yield dataset, URIRef(f"{SD}defaultGraph"), current
    yield current, TYPE, URIRef(f"{SD}Graph")
    if "triples" in manifest.counts:
        yield current, term("void", "triples"), Literal(manifest.counts["triples"])
    for name in sorted(named_graphs):
        node = service_node(manifest.base, quote(name.removeprefix(manifest.base), safe="/"))
        yield dataset, URIRef(f"{SD}namedGraph"), node
        yield node, TYPE, URIRef(f"{SD}NamedGraph")
        yield node, URIRef(f"{SD}name"), URIRef(name)


def limit_triples(base: str, limits: Iterable[Limit]) -> Iterable[Triple]:
    """Say what the endpoint holds queries to: for machines, and in a comment for people."""
    stated = tuple(limits)
    for limit in stated:
        node = service_node(base, f"limit-{limit.slug}")
        yield endpoint_iri(base), term("schema", "additionalProperty"), node
        yield node, TYPE, term("schema", "PropertyValue")
        yield node, term("schema", "name"), Literal(limit.name, ENGLISH)
        yield (
            node,
            term("schema", "maxValue"),
            Literal(int(limit.most) if limit.most == int(limit.most) else limit.most),
        )
        if limit.unit is not None:
            yield node, term("schema", "unitCode"), Literal(limit.unit)
    if stated:
        told = "; ".join(f"{limit.name.lower()}: {limit.most:,g}" for limit in stated)
        yield endpoint_iri(base), URIRef(RDFS.comment), Literal(f"Limits: {told}.", ENGLISH)
