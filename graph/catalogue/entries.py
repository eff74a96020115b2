"""When the catalogue's entry of each NHS dataset last changed: kept from one generation of a store to the next.

An entry says more than the dataset's own statements: what it was provided as, under which law, how many bodies hold it.
So it changes with the agreements, and portals that ask what changed since must be told.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson

from releasegraph.graph.catalogue.terms import Triple, triple_line
from releasegraph.graph.errors import StoreError
from releasegraph.graph.generations import Generation

__all__ = ["EntryChange", "digest_of", "write_entries"]

_FILE = "entries.json"


@dataclass(frozen=True, slots=True)
class EntryChange:
    """What an entry says, as a digest, and when it last began to say something else."""

    digest: str
    modified: datetime


def digest_of(triples: Iterable[Triple]) -> str:
    """Give a digest of what an entry says, whatever the order."""
    lines = sorted({triple_line(triple, " .\n") for triple in triples})
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:32]


def write_entries(
    digests: Mapping[str, str], moment: datetime, before: Generation | None, folder: Path
) -> Mapping[str, datetime]:
    """Write the entries of a build into its folder; give when each last changed, by the dataset's IRI.

    `moment` is when this build is published, `before` the generation that it takes over from. Raises StoreError where
    that one cannot be read, or this one not be written.
    """
    known = {} if before is None else _read(before.folder)
    found = {}
    for iri, digest in sorted(digests.items()):
        earlier = known.get(iri)
        found[iri] = earlier if earlier and earlier.digest == digest else EntryChange(digest, moment)
    printed = orjson.dumps({iri: [one.digest, one.modified] for iri, one in found.items()}, option=orjson.OPT_UTC_Z)
    try:
        (folder / _FILE).write_bytes(printed)
    except OSError as error:
        raise StoreError(f"{folder}: the catalogue's entries cannot be written: {error.strerror}") from None
    return {iri: one.modified for iri, one in found.items()}


def _read(folder: Path) -> Mapping[str, EntryChange]:
    """Read the entries of a generation; none where it was built without."""
    try:
        printed = orjson.loads((folder / _FILE).read_bytes())
        return {iri: EntryChange(digest, datetime.fromisoformat(when)) for iri, (digest, when) in printed.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise StoreError(f"{folder}: the catalogue's entries cannot be read: {error}") from None
