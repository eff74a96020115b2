"""A store folder's generations: a build writes the next one beside the current one and swaps at its end.

DIR/CURRENT             the name of the generation being served, replaced atomically
DIR/{generation}/       engine/ (the graph), search/ (its index), manifest.json (what was built, from what),
                        summaries.json (what the home page charts), relations.sqlite (what pages count by),
                        history.json (when each entity was published and changed), feed/ (that as event streams),
                        terms.json (digests of what is stated by each property, and of each class),
                        entries.json (when the catalogue's entries of datasets changed),
                        dumps/ (the graph as files),
                        validation.sqlite (the last validation report of the graph)
DIR/.building-{...}/    a build in progress, or the rest of a killed one: the next build clears it
DIR/.lock               held by the one build that may run
"""

import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TextIO

from releasegraph.graph.authorship import Publisher
from releasegraph.graph.dumps import FOLDER, DumpFile
from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.errors import StoreError

__all__ = [
    "REPORT",
    "Generation",
    "Manifest",
    "OpenedStore",
    "building",
    "current_generation",
    "generation_at",
    "generation_before",
    "hold",
    "open_generation",
    "open_store",
    "swap",
]

_OWN = re.compile(r"CURRENT|generation-\d{1,9}|\..*|lost\+found")
"""What may stand in a store's folder: a build's files, hidden ones, and what a file system keeps at its root."""
_CURRENT, _MANIFEST = "CURRENT", "manifest.json"
REPORT = "validation.sqlite"
"""The file of the validation report."""
FORMAT = 1
"""Raised when a store of an older releasegraph can no longer be read."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds: the base of its IRIs, its editions, its counts."""

    base: str
    editions: tuple[Mapping[str, str], ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    issues: Mapping[str, int] = field(default_factory=dict)
    """Issue kind to number."""
    dumps: tuple[DumpFile, ...] = ()
    """None in a store built before there were any."""
    publisher: Publisher = field(default_factory=Publisher)
    software: str = ""
    """Digest of what built it; unknown of a store of an older build."""
    format: int = FORMAT

    @classmethod
    def read(cls, printed: Mapping[str, Any]) -> "Manifest":
        """Give the manifest that JSON holds; raise TypeError where it holds none."""
        dumps = tuple(DumpFile(**dump) for dump in printed.get("dumps", ()))
        return cls(**{**printed, "dumps": dumps, "publisher": Publisher(**printed.get("publisher", {}))})


@dataclass(frozen=True, slots=True)
class Generation:
    """A finished build in its folder."""

    name: str
    manifest: Manifest
    folder: Path

    @property
    def base(self) -> str:
        """Give the base of the graph's IRIs."""
        return self.manifest.base

    @property
    def engine(self) -> Path:
        """Give the folder of the graph."""
        return self.folder / "engine"

    @property
    def dumps(self) -> Path:
        """Give the folder of the dumps."""
        return self.folder / FOLDER

    def content(self) -> str:
        """Give text that two generations have in common only where the same can be asked of them, reports apart.

        Checksums of the dumps stand for the graph, the other documents beside it for times of publication; what else
        there is follows from these by the software. Where a checksum or the software is not known, the name stands for
        all of it.
        """
        if not self.manifest.dumps or not self.manifest.software:
            return self.name
        digest = hashlib.sha256()
        with contextlib.suppress(OSError):
            for file in sorted(self.folder.glob("*.json")):
                digest.update(file.read_bytes())
            return digest.hexdigest()
        return self.name  # it is just being removed

    def stamp(self) -> str:
        """Give text that differs wherever anything beside the graph does: manifest or validation report."""
        parts = []
        with contextlib.suppress(OSError):
            parts.append(hashlib.sha256((self.folder / _MANIFEST).read_bytes()).hexdigest())
        with contextlib.suppress(sqlite3.Error), contextlib.closing(_connected(self.folder / REPORT)) as report:
            parts += report.execute("SELECT value FROM info WHERE key = 'digest'").fetchone()
        return "-".join(parts)


def _connected(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


@dataclass(frozen=True, slots=True)
class OpenedStore:
    """A generation open for reading."""

    store: EmbeddedStore
    generation: Generation

    @property
    def manifest(self) -> Manifest:
        """Give what the generation holds."""
        return self.generation.manifest

    @property
    def base(self) -> str:
        """Give the base of the graph's IRIs."""
        return self.generation.base


def current_generation(folder: Path) -> Generation:
    """Find the generation a store's folder serves; raise StoreError where it holds none."""
    try:
        name = (folder / _CURRENT).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        raise StoreError(
            f"{folder}: no store here; build one with: releasegraph build SOURCE --store {folder}"
        ) from None
    except (OSError, ValueError) as error:
        raise StoreError(f"{folder}: the store's manifest cannot be read: {error}") from None
    return generation_at(folder / name)


def generation_before(folder: Path) -> Generation | None:
    """Find the generation that a build in a store's folder will take over from; None where none can be read."""
    with contextlib.suppress(StoreError):
        return current_generation(folder)
    return None


def generation_at(folder: Path) -> Generation:
    """Read a generation's own folder; raise StoreError where it holds none, or one of another releasegraph."""
    store = folder.parent
    try:
        printed = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise StoreError(f"{store}: no store here; build one with: releasegraph build SOURCE --store {store}") from None
    except (OSError, ValueError) as error:
        raise StoreError(f"{store}: the store's manifest cannot be read: {error}") from None
    version = printed.get("format") if isinstance(printed, dict) else None
    if version != FORMAT:
        raise StoreError(f"{store}: the store is of another releasegraph (format {version}); build it again")
    try:
        return Generation(folder.name, Manifest.read(printed), folder)
    except TypeError as error:
        raise StoreError(f"{store}: the store's manifest cannot be read: {error}") from None


def open_generation(generation: Generation, preloaded: EmbeddedStore | None = None) -> OpenedStore:
    """Open a generation read-only, unless its graph is in memory already; raise StoreError where it cannot be."""
    # not `or`: a store is asked for its length then, and counts every quad
    store = EmbeddedStore.open(generation.engine) if preloaded is None else preloaded
    return OpenedStore(store, generation)


def open_store(folder: Path) -> OpenedStore:
    """Open the current generation read-only; raise StoreError where the folder holds none."""
    return open_generation(current_generation(folder))


@contextlib.contextmanager
def building(folder: Path) -> Iterator[Path]:
    """Give a new folder to build the next generation in; whatever is left of it at the end is removed.

    Raises StoreError where another build of this store runs, or the folder holds something that is not a store.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _refuse_foreign(folder)
        lock = (folder / ".lock").open("w", encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{folder}: the store cannot be written: {error.strerror}") from None
    with lock:
        hold(lock, f"{folder}: another build of this store is running")
        for rest in folder.glob(".building-*"):
            shutil.rmtree(rest, ignore_errors=True)
        try:
            workplace = Path(tempfile.mkdtemp(prefix=".building-", dir=folder))
        except OSError as error:
            raise StoreError(f"{folder}: the store cannot be written: {error.strerror}") from None
        try:
            yield workplace
        finally:
            shutil.rmtree(workplace, ignore_errors=True)


def hold(lock: TextIO, otherwise: str) -> None:
    """Hold an open lock file until it is closed; raise StoreError, which says so, where another process holds it."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise StoreError(otherwise) from None


def _refuse_foreign(folder: Path) -> None:
    """Raise StoreError where a folder holds what no build leaves: its files would stand among a stranger's."""
    foreign = sorted(path.name for path in folder.iterdir() if not _OWN.fullmatch(path.name))
    if foreign:
        raise StoreError(f"{folder}: not a store: it holds {foreign[0]!r}; expected a store's folder or an empty one")


def swap(folder: Path, workplace: Path, manifest: Manifest) -> str:
    """Make a finished workplace the current generation; keep the one before for its readers, remove older ones.

    The last step replaces one small file, so a kill at any moment leaves either the old or the new generation.
    """
    (workplace / _MANIFEST).write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
    current = folder / _CURRENT
    before = current.read_text(encoding="utf-8").strip() if current.exists() else None
    names = [int(path.name.removeprefix("generation-")) for path in folder.glob("generation-*")]
    name = f"generation-{max(names, default=0) + 1}"
    _sync(workplace)
    workplace.rename(folder / name)
    fresh = folder / ".CURRENT.new"
    fresh.write_text(name + "\n", encoding="utf-8")
    _sync(fresh)
    fresh.replace(current)
    _sync(folder)
    for path in folder.glob("generation-*"):
        if path.name not in (name, before):
            shutil.rmtree(path, ignore_errors=True)
    return name


def _sync(path: Path) -> None:
    """Flush a file, or a folder with the files under it, to disk."""
    paths = [path, *path.rglob("*")] if path.is_dir() else [path]
    for one in paths:
        descriptor = os.open(one, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
