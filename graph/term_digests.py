"""Digests of what is stated by each property, and of each class: an answer that reads none that differ is the same.

Added up from all lines of a build's graphs, the named ones too, whatever their order; not from those of the catalogue
and of the validation report, which are graphs of their own about this one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import orjson

from releasegraph.graph.errors import StoreError
from releasegraph.graph.vocabulary import RDF

__all__ = ["TermDigests", "class_key", "read_term_digests", "write_term_digests"]

_FILE = "terms.json"
_TYPE = f"<{RDF.type}>"
_MASK = (1 << 128) - 1


def class_key(iri: str) -> str:
    """Give the key of the statements that things are of a class; that of any other property's is its IRI."""
    return f"a {iri}"


class TermDigests:
    """Adds up the hashes of statements by property, and of those with `rdf:type` by class."""

    def __init__(self) -> None:
        self._sums: defaultdict[str, int] = defaultdict(int)
        self._classes: defaultdict[str, int] = defaultdict(int)

    def add(self, lines: Iterable[str], hashes: Iterable[int]) -> None:
        """Add lines of N-Quads of our own writing, each with its hash."""
        sums, classes = self._sums, self._classes
        for line, number in zip(lines, hashes, strict=True):
            predicate = line.split(" ", 2)[1]
            if predicate == _TYPE:
                classes[line.split(" ", 3)[2]] += number
            else:
                sums[predicate] += number

    def of(self) -> Mapping[str, str]:
        """Give the digest of each property by its IRI, and of each class by its key: 32 hexadecimal digits."""
        found = {one[1:-1]: number for one, number in self._sums.items()}
        found |= {class_key(one[1:-1]): number for one, number in self._classes.items()}
        return {key: f"{number & _MASK:032x}" for key, number in sorted(found.items())}


def write_term_digests(digests: Mapping[str, str], folder: Path) -> None:
    """Write the digests of a build into its folder; raise StoreError where they cannot be."""
    try:
        (folder / _FILE).write_bytes(orjson.dumps(digests))
    except OSError as error:
        raise StoreError(f"{folder}: the digests of terms cannot be written: {error.strerror}") from None


def read_term_digests(folder: Path) -> Mapping[str, str] | None:
    """Read the digests of a generation's folder: None where it was built without, StoreError where unreadable."""
    try:
        found: Mapping[str, str] = orjson.loads((folder / _FILE).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise StoreError(f"{folder}: the digests of terms cannot be read: {error}") from None
    return found
