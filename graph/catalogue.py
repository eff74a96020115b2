"""The catalogue of a graph: DCAT 3 for portals, VoID for crawlers, a service description for SPARQL clients.

A pure function of what was built. No blank nodes; every node is an address under the base. The register's licence and
publisher are those of its workbooks alone: where a page is in the build, whole files are under no licence of ours.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rdflib import Graph, Literal, URIRef
from rdflib.term import Identifier

from releasegraph.graph.authorship import OGL, PAGE_AUTHOR, PUBLISHER, RIGHTS
from releasegraph.graph.formats import FORMATS, Format, Kind, format_named
from releasegraph.graph.generations import Manifest
from releasegraph.graph.identifiers import Identifiers
from releasegraph.graph.names import resolve_name
from releasegraph.graph.vocabulary import DCT, ONTOLOGY, PREFIXES, RDF, XSD

__all__ = ["DUMPS", "Dump", "describe_catalogue", "describe_service"]

TITLE = "NHS England's register of data sharing agreements, as a graph"
DESCRIPTION = (
    "Agreements under which NHS England shares health data: their versions, controllers, datasets, legal bases and "
    "released files, each fact with the record of the source that states it."
)

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMAT_IRIS = "http://www.w3.org/ns/formats/"
_W3C_FORMATS = {
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
_GZIP = "application/gzip"
_IANA = "https://www.iana.org/assignments/media-types/"
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")

Triple = tuple[Identifier, Identifier, Identifier]


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


def _term(prefix: str, name: str) -> URIRef:
    return URIRef(PREFIXES[prefix] + name)


_TYPE = URIRef(RDF.type)
_ENGLISH = "en"


def _register(base: str) -> URIRef:
    return URIRef(f"{base}catalog#register")


def describe_service(manifest: Manifest, named_graphs: Iterable[str]) -> Graph:
    """Describe the endpoint (https://www.w3.org/TR/sparql11-service-description/) and its RDF dataset."""
    graph = _new_graph()
    for triple in _service(manifest, sorted(named_graphs)):
        graph.add(triple)
    return graph


def describe_catalogue(manifest: Manifest, named_graphs: Iterable[str]) -> Graph:
    """Describe the catalogue, the register as dataset, its dumps as distributions, and the endpoint."""
    graph = describe_service(manifest, named_graphs)
    for triples in (_catalogue(manifest.base), _dataset(manifest), _distributions(manifest), _editions(manifest)):
        for triple in triples:
            graph.add(triple)
    return graph


def _new_graph() -> Graph:
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in (*PREFIXES.items(), ("sd", _SD)):
        graph.bind(prefix, namespace)
    return graph


def _service(manifest: Manifest, named_graphs: list[str]) -> Iterable[Triple]:
    endpoint, register = URIRef(f"{manifest.base}sparql"), _register(manifest.base)
    yield endpoint, _TYPE, URIRef(f"{_SD}Service")
    yield endpoint, URIRef(f"{_SD}endpoint"), endpoint
    yield endpoint, URIRef(f"{_SD}supportedLanguage"), URIRef(f"{_SD}SPARQL11Query")
    for form in FORMATS:
        if Kind.SOLUTIONS in form.kinds or Kind.TRIPLES in form.kinds:
            yield endpoint, URIRef(f"{_SD}resultFormat"), URIRef(_FORMAT_IRIS + _W3C_FORMATS[form.name])
    yield endpoint, URIRef(f"{_SD}defaultDataset"), register
    yield register, _TYPE, URIRef(f"{_SD}Dataset")
    current = URIRef(f"{manifest.base}catalog#default-graph")
    yield register, URIRef(f"{_SD}defaultGraph"), current
    yield current, _TYPE, URIRef(f"{_SD}Graph")
    if "triples" in manifest.counts:
        yield current, _term("void", "triples"), Literal(manifest.counts["triples"])
    for number, name in enumerate(named_graphs, 1):
        node = URIRef(f"{manifest.base}catalog#named-graph-{number}")
        yield register, URIRef(f"{_SD}namedGraph"), node
        yield node, _TYPE, URIRef(f"{_SD}NamedGraph")
        yield node, URIRef(f"{_SD}name"), URIRef(name)


def _catalogue(base: str) -> Iterable[Triple]:
    catalogue, register, endpoint = URIRef(f"{base}catalog"), _register(base), URIRef(f"{base}sparql")
    yield catalogue, _TYPE, _term("dcat", "Catalog")
    yield catalogue, URIRef(DCT.title), Literal("Catalogue of the register graph", _ENGLISH)
    yield catalogue, URIRef(DCT.description), Literal("What this site serves, and where to get it.", _ENGLISH)
    yield catalogue, _term("foaf", "homepage"), URIRef(base)
    yield catalogue, _term("dcat", "dataset"), register
    yield catalogue, _term("dcat", "service"), endpoint
    yield endpoint, _TYPE, _term("dcat", "DataService")
    yield endpoint, URIRef(DCT.title), Literal("SPARQL endpoint", _ENGLISH)
    yield endpoint, _term("dcat", "endpointURL"), endpoint
    yield endpoint, _term("dcat", "endpointDescription"), endpoint
    yield endpoint, _term("dcat", "servesDataset"), register
    yield endpoint, _term("dct", "conformsTo"), URIRef("http://www.w3.org/TR/sparql11-protocol/")
    crawled = URIRef(f"{base}.well-known/void")
    yield crawled, _TYPE, _term("void", "DatasetDescription")
    yield crawled, URIRef(DCT.title), Literal("Description of the register graph", _ENGLISH)
    yield crawled, _term("foaf", "primaryTopic"), register


def _dataset(manifest: Manifest) -> Iterable[Triple]:
    base, register = manifest.base, _register(manifest.base)
    yield register, _TYPE, _term("dcat", "Dataset")
    yield register, _TYPE, _term("void", "Dataset")
    yield register, URIRef(DCT.title), Literal(TITLE, _ENGLISH)
    yield register, URIRef(DCT.description), Literal(DESCRIPTION, _ENGLISH)
    yield from _terms_of_use(manifest, register)
    yield register, _term("dcat", "landingPage"), URIRef(base)
    yield register, _term("void", "sparqlEndpoint"), URIRef(f"{base}sparql")
    yield register, _term("void", "uriSpace"), Literal(f"{base}id/")
    for vocabulary in (ONTOLOGY, PREFIXES["skos"], PREFIXES["dct"]):
        yield register, _term("void", "vocabulary"), URIRef(vocabulary)
    if "triples" in manifest.counts:
        yield register, _term("void", "triples"), Literal(manifest.counts["triples"])
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
        yield whole, _term("dct", "rights"), URIRef(f"{manifest.base}catalog#rights")


def _editions(manifest: Manifest) -> Iterable[Triple]:
    """Say of each edition who published or wrote it, and under which licence."""
    ids, kinds = Identifiers(manifest.base), _kinds(manifest.editions)
    publisher, author = (
        URIRef(ids.named("organisation", resolve_name("organisation", name).slug)) for name in (PUBLISHER, PAGE_AUTHOR)
    )
    rights = URIRef(f"{manifest.base}catalog#rights")
    facts: Mapping[str, tuple[tuple[URIRef, URIRef], ...]] = {
        "workbook": ((URIRef(DCT.publisher), publisher), (URIRef(DCT.license), URIRef(OGL))),
        "page": ((URIRef(DCT.creator), author), (_term("dct", "rights"), rights)),
    }
    for edition in manifest.editions:
        node = URIRef(ids.edition(edition["name"]))
        yield _register(manifest.base), _term("dct", "source"), node
        yield node, _TYPE, _term("prov", "Entity")
        yield node, URIRef(DCT.title), Literal(edition.get("file", edition["name"]))
        for predicate, value in facts.get(edition.get("kind", ""), ()):
            yield node, predicate, value
    if "workbook" in kinds:
        yield URIRef(OGL), _TYPE, _term("dct", "LicenseDocument")
        yield publisher, _TYPE, _term("foaf", "Agent")
        yield publisher, _term("foaf", "name"), Literal(PUBLISHER)
    if "page" in kinds:
        yield rights, _TYPE, _term("dct", "RightsStatement")
        yield rights, _term("rdfs", "label"), Literal(RIGHTS, _ENGLISH)
        yield author, _TYPE, _term("foaf", "Agent")
        yield author, _term("foaf", "name"), Literal(PAGE_AUTHOR)


def _distributions(manifest: Manifest) -> Iterable[Triple]:
    base, register = manifest.base, _register(manifest.base)
    for dump in DUMPS:
        node = URIRef(f"{base}catalog#{dump.file}")
        address = URIRef(f"{base}dump/{dump.file}")
        yield register, _term("dcat", "distribution"), node
        yield register, _term("void", "dataDump"), address
        yield node, _TYPE, _term("dcat", "Distribution")
        yield node, URIRef(DCT.title), Literal(dump.file)
        yield node, _term("dcat", "accessURL"), address
        yield node, _term("dcat", "downloadURL"), address
        yield node, _term("dcat", "mediaType"), URIRef(_IANA + dump.form.media_type)
        if dump.gzipped:
            yield node, _term("dcat", "compressFormat"), URIRef(_IANA + _GZIP)
        yield from _terms_of_use(manifest, node)
        yield node, _term("dcat", "accessService"), URIRef(f"{base}sparql")
