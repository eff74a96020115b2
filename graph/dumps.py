"""Files of the whole graph, written by a build into its generation and served as they are."""

from dataclasses import dataclass

__all__ = ["FOLDER", "DumpFile"]

FOLDER = "dumps"
"""Within a generation's folder."""


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
