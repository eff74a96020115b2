"""Files of the whole graph, written by a build into its generation and served as they are."""

from dataclasses import dataclass

from releasegraph.graph.formats import Format, format_named

__all__ = ["BUILT_DUMPS", "FOLDER", "BuiltDump", "DumpFile"]

FOLDER = "dumps"
"""Within a generation's folder."""


@dataclass(frozen=True, slots=True)
class BuiltDump:
    """A file every build writes, of the default graph; N-Quads and JSON-LD hold the edition graphs too.

    In JSON-LD a named graph is an object with its IRI and `@graph` (JSON-LD 1.1, section 4.9), one for each entity.
    """

    file: str
    form: Format
    compression: str = "gzip"


BUILT_DUMPS = (
    BuiltDump("releasegraph.nq.gz", format_named("nquads")),
    BuiltDump("releasegraph.ttl.gz", format_named("turtle")),
    BuiltDump("releasegraph.jsonld.gz", format_named("jsonld")),
    BuiltDump("releasegraph.ndjsonld.gz", format_named("ndjsonld")),
    BuiltDump("releasegraph.csv.zip", format_named("csv"), "zip"),
)
"""The one for most uses first."""


@dataclass(frozen=True, slots=True)
class DumpFile:
    """A dump: what is in it, and what a client that has fetched it can check."""

    file: str
    """`releasegraph.nq.gz`."""
    format: str
    """Name in `FORMATS`, of what is packed."""
    media_type: str
    """Of what is packed, such as `application/n-quads`."""
    compression: str
    """`gzip` for one packed file, `zip` for a package of several."""
    bytes: int
    """Size of the file as it is, packed."""
    sha256: str
    """Of the file as it is, in hexadecimal."""
