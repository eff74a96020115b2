"""The dumps as distributions: how each is packed, how large it is, and a checksum to hold a download to.

DCAT-AP 3.0.1, section on Distribution; checksums are SPDX's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rdflib import Literal, URIRef

from releasegraph.graph.catalogue.agents import use_of_whole
from releasegraph.graph.catalogue.authorities import authority
from releasegraph.graph.catalogue.terms import ENGLISH, IANA, TYPE, Triple, catalogue_node, endpoint_iri, term
from releasegraph.graph.dumps import DumpFile
from releasegraph.graph.formats import Format, format_named
from releasegraph.graph.generations import Manifest
from releasegraph.graph.vocabulary import DCT

__all__ = ["DUMPS", "Dump", "distribution_triples", "distributions_of", "downloads_of", "dump_files"]

_GZIP = "application/gzip"


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

    def as_file(self) -> DumpFile:
        """Describe it as files are: its size and its checksum nobody knows before it is written."""
        return DumpFile(self.file, self.form.name, self.form.media_type, "gzip" if self.gzipped else "", 0, "")


_FORMS = tuple(format_named(name) for name in ("nquads", "turtle", "ntriples", "jsonld", "rdfxml", "trig"))

DUMPS = (
    Dump("releasegraph.nq.gz", format_named("nquads"), gzipped=True),
    *(Dump(f"releasegraph.{form.extension}", form) for form in _FORMS),
)
"""The dumps made while they are read, the one for most uses first: a store of an older build has no others."""


@dataclass(frozen=True, slots=True)
class _Format:
    """What a file of one format is called, and what is in it."""

    title: str
    file_type: str
    """In the EU's authority table."""
    holds: str


_CURRENT = "the current state"
_ALL = "the current state and the superseded editions, each in its graph"
_FORMATS: Mapping[str, _Format] = {
    "nquads": _Format("N-Quads", "RDF_N_QUADS", _ALL),
    "turtle": _Format("Turtle", "RDF_TURTLE", _CURRENT),
    "ntriples": _Format("N-Triples", "RDF_N_TRIPLES", _CURRENT),
    "trig": _Format("TriG", "RDF_TRIG", _ALL),
    "rdfxml": _Format("RDF/XML", "RDF_XML", _CURRENT),
    "jsonld": _Format("JSON-LD", "JSON_LD", _ALL),
    "ndjsonld": _Format("JSON-LD, one entity a line", "JSON_LD", _ALL),
    "csv": _Format("CSV", "CSV", f"{_CURRENT} as tables"),
}
_PACKED: Mapping[str, tuple[str, str]] = {
    "gzip": ("compressFormat", _GZIP),
    "zip": ("packageFormat", "application/zip"),
}
_REGISTERED = frozenset(
    {
        *("application/n-quads", "application/n-triples", "application/trig", "application/rdf+xml"),
        *("application/ld+json", "text/turtle", "text/csv", _GZIP, "application/zip"),
    }
)
"""Media types that IANA has registered, and so has an address for."""


def dump_files(manifest: Manifest) -> Sequence[DumpFile]:
    """Give the dumps that are described: those the build made, or where it made none those written while read."""
    return manifest.dumps or tuple(dump.as_file() for dump in DUMPS)


def distributions_of(manifest: Manifest, *, superseded: bool = False) -> tuple[URIRef, ...]:
    """Give the distributions that hold the current state, or those that hold superseded editions."""
    return tuple(
        _node(manifest.base, dump.file)
        for dump in dump_files(manifest)
        if not superseded or _FORMATS[dump.format].holds == _ALL
    )


def downloads_of(manifest: Manifest) -> tuple[URIRef, ...]:
    """Give the addresses of the dumps."""
    return tuple(_address(manifest.base, dump.file) for dump in dump_files(manifest))


def _address(base: str, file: str) -> URIRef:
    return URIRef(f"{base}dump/{file}")


def _node(base: str, file: str) -> URIRef:
    return catalogue_node(base, f"distribution/{file}")


def distribution_triples(manifest: Manifest) -> Iterable[Triple]:
    """Describe each dump."""
    for dump in dump_files(manifest):
        yield from _distribution(manifest, dump)


def _distribution(manifest: Manifest, dump: DumpFile) -> Iterable[Triple]:
    base, node = manifest.base, _node(manifest.base, dump.file)
    form, address = _FORMATS[dump.format], _address(base, dump.file)
    packed = f", packed as {dump.compression}" if dump.compression else ""
    yield node, TYPE, term("dcat", "Distribution")
    yield node, URIRef(DCT.title), Literal(f"{form.title}{packed}", ENGLISH)
    yield node, URIRef(DCT.description), Literal(f"{dump.file}: {form.holds}, in {form.title}.", ENGLISH)
    yield node, term("dcat", "accessURL"), address
    yield node, term("dcat", "downloadURL"), address
    yield node, term("dct", "format"), authority(f"file-type/{form.file_type}")
    yield node, term("dct", "language"), authority("language/ENG")
    yield node, term("dcat", "accessService"), endpoint_iri(base)
    yield from use_of_whole(manifest, node)
    yield from _media_type(node, "mediaType", dump.media_type)
    if dump.compression:
        yield from _media_type(node, *_PACKED[dump.compression])
    if dump.sha256:
        yield node, term("dcat", "byteSize"), Literal(str(dump.bytes), datatype=term("xsd", "nonNegativeInteger"))
        yield from _checksum(base, node, dump)


def _media_type(node: URIRef, place: str, media_type: str) -> Iterable[Triple]:
    if media_type in _REGISTERED:
        yield node, term("dcat", place), URIRef(IANA + media_type)
        yield URIRef(IANA + media_type), TYPE, term("dct", "MediaType")


def _checksum(base: str, node: URIRef, dump: DumpFile) -> Iterable[Triple]:
    checksum, algorithm = catalogue_node(base, f"checksum/{dump.file}"), term("spdx", "checksumAlgorithm_sha256")
    yield node, term("spdx", "checksum"), checksum
    yield checksum, TYPE, term("spdx", "Checksum")
    yield checksum, term("spdx", "algorithm"), algorithm
    yield checksum, term("spdx", "checksumValue"), Literal(dump.sha256, datatype=term("xsd", "hexBinary"))
    yield algorithm, TYPE, term("spdx", "ChecksumAlgorithm")
