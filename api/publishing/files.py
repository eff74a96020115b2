"""Writes a site's files: each replaced whole or left untouched, and removed only where we wrote it."""

import contextlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from xxhash import xxh3_128_hexdigest

__all__ = [
    "PRIVATE",
    "clear_journal",
    "digest_of",
    "journalled",
    "keep_journal",
    "remove_files",
    "remove_unfinished",
    "write_file",
]

PRIVATE = ".releasegraph"
"""The folder, under the site's, of what we know of it; hosts are not to serve it, and it holds nothing secret."""
_JOURNAL = "written"


def digest_of(body: bytes) -> str:
    """Give what tells one content from another."""
    return xxh3_128_hexdigest(body)


def write_file(root: Path, file: str, body: bytes, known: Mapping[str, str]) -> str:
    """Put a content at a file's place unless it is there already, and give its digest; `known` are digests by file.

    A kill at any moment leaves the content before, or this one.
    """
    place, digest = root / file, digest_of(body)
    if _size(place) == len(body) and (known.get(file) == digest or place.read_bytes() == body):
        return digest
    keep_journal(root, file)
    folder = place.parent
    fresh = folder / f".{os.getpid()}.new"
    try:
        fresh.write_bytes(body)
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(body)
    fresh.replace(place)
    return digest


def keep_journal(root: Path, file: str) -> None:
    """Note that a file is about to be replaced: should this run be killed, the next does not trust what it knew."""
    journal = os.open(f"{root}/{PRIVATE}/{_JOURNAL}", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
    try:
        os.write(journal, f"{file}\n".encode())
    finally:
        os.close(journal)


def journalled(root: Path) -> set[str]:
    """Give the files that a killed run may have written."""
    try:
        lines = (root / PRIVATE / _JOURNAL).read_bytes().split(b"\n")
    except FileNotFoundError:
        return set()
    return {line.decode() for line in lines[:-1]}


def clear_journal(root: Path) -> None:
    """Forget what was noted: the run is at its end."""
    (root / PRIVATE / _JOURNAL).unlink(missing_ok=True)


def remove_unfinished(root: Path, files: Iterable[str]) -> None:
    """Remove what a killed run had begun to write beside these files."""
    for folder in {(root / file).parent for file in files}:
        for rest in folder.glob(".*.new"):
            rest.unlink()


def remove_files(root: Path, files: Iterable[str]) -> int:
    """Remove files and the folders that this leaves empty; give how many there were."""
    removed = 0
    for file in sorted(files):
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            (root / file).unlink()
            removed += 1
        for folder in (root / file).parents:
            if folder == root:
                break
            try:
                folder.rmdir()
            except OSError:
                break
    return removed


def _size(place: Path) -> int | None:
    try:
        return place.stat().st_size
    except (FileNotFoundError, NotADirectoryError):
        return None
