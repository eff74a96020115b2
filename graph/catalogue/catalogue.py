"""The catalogue of a graph: DCAT 3 for portals, and with it what the endpoint answers about itself.

A pure function of what was built. No blank nodes; every node is an address under the base. The register's licence and
publisher are those of its workbooks alone: where a page is in the build, whole files are under no licence of ours.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rdflib import Graph, Literal, URIRef

from releasegraph.graph.authorship import OGL, PAGE_AUTHOR, PUBLISHER, RIGHTS
from releasegraph.graph.catalogue.terms import (
    ENGLISH,
    TYPE,
    Triple,
    catalogue_graph,
    endpoint_iri,
    graph_with,
    register_iri,
    term,
)
from releasegraph.graph.formats import Format, format_named
from releasegraph.graph.generations import Manifest
from releasegraph.graph.identifiers import Identifiers
from releasegraph.graph.names import resolve_name
from releasegraph.graph.partitions import Partitions
from releasegraph.graph.catalogue.query_examples import example_triples, prefix_triples
from releasegraph.graph.catalogue.service_description import service_triples
from releasegraph.graph.triples.lines import line_end
from releasegraph.graph.vocabulary import DCT, ONTOLOGY, PREFIXES, XSD
from releasegraph.graph.catalogue.void import void_triples

__all__ = ["DUMPS", "Dump", "catalogue_lines", "describe_catalogue"]

TITLE = "NHS England's register of data sharing agreements, as a graph"
DESCRIPTION = (
    "Agreements under which NHS England shares health data: their versions, controllers, datasets, legal bases and "
    "released files, each fact with the record of the source that states it."
)

_GZIP = "application/gzip"
_IANA = "https://www.iana.org/assignments/media-types/"
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Dump:
    """A file of the whole graph: in a format of quads the default and edition graphs, else the default graph."""

    file: str
    form: Format
    gzipped: bool = False

    @property
    def media_type(self) -> str:
        """Give the media type of the file as it is sent."""
        return _GZIP if self.gzipped else self.form.media_type


_FORMS = tuple(format_named(name) for name in ("nquads", "turtle", "ntriples", "jsonld", "rdfxml", "trig"))

DUMPS = (
    Dump("releasegraph.nq.gz", format_named("nquads"), gzipped=True),
    *(Dump(f"releasegraph.{form.extension}", form) for form in _FORMS),
)
"""The dumps on offer, the one for most uses first."""


def describe_catalogue(manifest: Manifest, named_graphs: Iterable[str]) -> Graph:
    """Describe the catalogue, the register as dataset, its dumps as distributions, and the endpoint."""
    return graph_with(service_triples(manifest, named_graphs), _catalogue_triples(manifest))


def catalogue_lines(manifest: Manifest, named_graphs: Iterable[str], partitions: Partitions) -> str:
    """Give, as sorted lines of N-Quads, the graph in which the endpoint answers about itself.

    It holds the catalogue, the endpoint without limits (an operator sets those), VoID, example queries and prefixes.
    """
    base, name = manifest.base, catalogue_graph(manifest.base)
    graph = graph_with(
        service_triples(manifest, {*named_graphs, name}),
        _catalogue_triples(manifest),
        void_triples(base, partitions),
        example_triples(base),
        prefix_triples(base),
    )
    end = line_end(name)
    lines = sorted(line for line in graph.serialize(format="nt").splitlines() if line)
    return "".join(line.removesuffix(".").rstrip() + end for line in lines)


def _catalogue_triples(manifest: Manifest) -> Iterable[Triple]:
    yield from _catalogue(manifest.base)
    yield from _dataset(manifest)
    yield from _distributions(manifest)
    yield from _editions(manifest)


def _catalogue(base: str) -> Iterable[Triple]:
    catalogue, register, endpoint = URIRef(f"{base}catalog"), register_iri(base), endpoint_iri(base)
    yield catalogue, TYPE, term("dcat", "Catalog")
    yield catalogue, URIRef(DCT.title), Literal("Catalogue of the register graph", ENGLISH)
    yield catalogue, URIRef(DCT.description), Literal("What this site serves, and where to get it.", ENGLISH)
    yield catalogue, term("foaf", "homepage"), URIRef(base)
    yield catalogue, term("dcat", "dataset"), register
    yield catalogue, term("dcat", "service"), endpoint
    yield endpoint, TYPE, term("dcat", "DataService")
    yield endpoint, URIRef(DCT.title), Literal("SPARQL endpoint", ENGLISH)
    yield endpoint, term("dcat", "endpointURL"), endpoint
    yield endpoint, term("dcat", "endpointDescription"), endpoint
    yield endpoint, term("dcat", "servesDataset"), register
    yield endpoint, term("dct", "conformsTo"), URIRef("http://www.w3.org/TR/sparql11-protocol/")
    crawled = URIRef(f"{base}.well-known/void")
    yield crawled, TYPE, term("void", "DatasetDescription")
    yield crawled, URIRef(DCT.title), Literal("Description of the register graph", ENGLISH)
    yield crawled, term("foaf", "primaryTopic"), register


def _dataset(manifest: Manifest) -> Iterable[Triple]:
    base, register = manifest.base, register_iri(manifest.base)
    yield register, TYPE, term("dcat", "Dataset")
    yield register, TYPE, term("void", "Dataset")
    yield register, URIRef(DCT.title), Literal(TITLE, ENGLISH)
    yield register, URIRef(DCT.description), Literal(DESCRIPTION, ENGLISH)
    yield from _terms_of_use(manifest, register)
    yield register, term("dcat", "landingPage"), URIRef(base)
    yield register, term("void", "sparqlEndpoint"), URIRef(f"{base}sparql")
    yield register, term("void", "uriSpace"), Literal(f"{base}id/")
    for vocabulary in (ONTOLOGY, PREFIXES["skos"], PREFIXES["dct"]):
        yield register, term("void", "vocabulary"), URIRef(vocabulary)
    if "triples" in manifest.counts:
        yield register, term("void", "triples"), Literal(manifest.counts["triples"])
    months = [name for edition in manifest.editions if _MONTH.fullmatch(name := edition.get("name", ""))]
    if months:
        yield register, URIRef(DCT.modified), Literal(max(months), datatype=URIRef(XSD.gYearMonth))


def _kinds(editions: Iterable[Mapping[str, str]]) -> frozenset[str | None]:
    return frozenset(edition.get("kind") for edition in editions)


def _terms_of_use(manifest: Manifest, whole: URIRef) -> Iterable[Triple]:
    """Give the licence of something that holds every edition, where all of it has one; else what rights are known."""
    kinds = _kinds(manifest.editions)
    if kinds == {"workbook"}:
        yield whole, URIRef(DCT.license), URIRef(OGL)
    if "page" in kinds:
        yield whole, term("dct", "rights"), URIRef(f"{manifest.base}catalog#rights")


def _editions(manifest: Manifest) -> Iterable[Triple]:
    """Say of each edition who published or wrote it, and under which licence."""
    ids, kinds = Identifiers(manifest.base), _kinds(manifest.editions)
    publisher, author = (
        URIRef(ids.named("organisation", resolve_name("organisation", name).slug)) for name in (PUBLISHER, PAGE_AUTHOR)
    )
    rights = URIRef(f"{manifest.base}catalog#rights")
    facts: Mapping[str, tuple[tuple[URIRef, URIRef], ...]] = {
        "workbook": ((URIRef(DCT.publisher), publisher), (URIRef(DCT.license), URIRef(OGL))),
        "page": ((URIRef(DCT.creator), author), (term("dct", "rights"), rights)),
    }
    for edition in manifest.editions:
        node = URIRef(ids.edition(edition["name"]))
        yield register_iri(manifest.base), term("dct", "source"), node
        yield node, TYPE, term("prov", "Entity")
        yield node, URIRef(DCT.title), Literal(edition.get("file", edition["name"]))
        for predicate, value in facts.get(edition.get("kind", ""), ()):
            yield node, predicate, value
    if "workbook" in kinds:
        yield URIRef(OGL), TYPE, term("dct", "LicenseDocument")
        yield publisher, TYPE, term("foaf", "Agent")
        yield publisher, term("foaf", "name"), Literal(PUBLISHER)
    if "page" in kinds:
        yield rights, TYPE, term("dct", "RightsStatement")
        yield rights, term("rdfs", "label"), Literal(RIGHTS, ENGLISH)
        yield author, TYPE, term("foaf", "Agent")
        yield author, term("foaf", "name"), Literal(PAGE_AUTHOR)


def _distributions(manifest: Manifest) -> Iterable[Triple]:
    base, register = manifest.base, register_iri(manifest.base)
    for dump in DUMPS:
        node = URIRef(f"{base}catalog#{dump.file}")
        address = URIRef(f"{base}dump/{dump.file}")
        yield register, term("dcat", "distribution"), node
        yield register, term("void", "dataDump"), address
        yield node, TYPE, term("dcat", "Distribution")
        yield node, URIRef(DCT.title), Literal(dump.file)
        yield node, term("dcat", "accessURL"), address
        yield node, term("dcat", "downloadURL"), address
        yield node, term("dcat", "mediaType"), URIRef(_IANA + dump.form.media_type)
        if dump.gzipped:
            yield node, term("dcat", "compressFormat"), URIRef(_IANA + _GZIP)
        yield from _terms_of_use(manifest, node)
        yield node, term("dcat", "accessService"), URIRef(f"{base}sparql")
