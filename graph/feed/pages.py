"""The pages of the feed in a generation's folder: a build adds its own, and takes over those before as they are.

feed/pages.json           of each stream its pages, the earliest first
feed/{stream}/{page}.nt   a page's members as N-Triples, each after the triple that makes it one (TREE profile);
                          `feed/all` is the stream of everything
"""

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import orjson

from releasegraph.graph.engine import write_triples
from releasegraph.graph.errors import StoreError
from releasegraph.graph.feed.chain import Page
from releasegraph.graph.feed.members import member_iri, member_triples, stamp
from releasegraph.graph.feed.terms import STREAMS, TREE, Stream
from releasegraph.graph.formats import format_named
from releasegraph.graph.generations import Generation
from releasegraph.graph.history import Entity, History
from releasegraph.graph.store import GraphStore

__all__ = ["pages_of", "read_page", "write_feed"]

_FOLDER = "feed"
_PAGES = "pages.json"
_MOST = 250
"""Members of a page."""
_NTRIPLES = format_named("ntriples")


def write_feed(history: History, store: GraphStore, before: Generation | None, folder: Path) -> None:
    """Write the feed of a finished store into its generation's folder, after that of the generation before.

    A build whose sources say the same adds no page. Raises StoreError where the feed cannot be read or written.
    """
    kept = _kept(history, before)
    try:
        (folder / _FOLDER).mkdir()
        described: dict[str, bytes] = {}
        found = {}
        for stream in STREAMS:
            pages = list(kept.get(stream.name, ()))
            _place(stream, folder).mkdir()
            for page in pages:
                assert before is not None
                _carry(_file(stream, page, before.folder), _file(stream, page, folder))
            for page, members in _new_pages(stream, history, pages):
                lines = _page_lines(stream, members, store, history.base, described)
                _file(stream, page, folder).write_bytes(b"".join(lines))
                pages.append(page)
            found[stream.name] = pages
        (folder / _FOLDER / _PAGES).write_bytes(orjson.dumps(found, option=orjson.OPT_UTC_Z | orjson.OPT_INDENT_2))
    except OSError as error:
        raise StoreError(f"{folder}: the feed cannot be written: {error.strerror}") from None


def _kept(history: History, before: Generation | None) -> Mapping[str, Sequence[Page]]:
    """Give the pages to take over; none where the history began anew."""
    if before is None or before.base != history.base:
        return {}
    kept = pages_of(before.folder)
    earliest = (page.first for pages in kept.values() for page in pages)
    return kept if all(history.started <= first for first in earliest) else {}


def _new_pages(stream: Stream, history: History, kept: Sequence[Page]) -> Iterator[tuple[Page, Sequence[Entity]]]:
    """Give the pages a build adds, with their members; a stream that begins has no one withdrawn before."""
    last = kept[-1].last if kept else None
    changed = [
        one
        for one in history.changed_since(last or history.started)
        if one.kind in stream.kinds and (one.times.deleted is None if last is None else one.times.modified > last)
    ]
    for number, start in enumerate(range(0, len(changed), _MOST), 1):
        members = changed[start : start + _MOST]
        first, until = members[0].times.modified, members[-1].times.modified
        name = stamp(history.published) + (f"-{number}" if number > 1 else "")
        yield Page(name, first, until, len(members)), members


def _page_lines(
    stream: Stream, members: Iterable[Entity], store: GraphStore, base: str, described: dict[str, bytes]
) -> Iterator[bytes]:
    """Give the lines of a page, member by member; `described` keeps those that another stream has too."""
    for entity in members:
        member = member_iri(entity)
        if member not in described:
            described[member] = write_triples(member_triples(store, entity, base), _NTRIPLES, {})
        yield f"<{stream.iri(base)}> <{TREE}member> <{member}> .\n".encode()
        yield described[member]


def _place(stream: Stream, folder: Path) -> Path:
    return folder / _FOLDER / (stream.name or "all")


def _file(stream: Stream, page: Page, folder: Path) -> Path:
    return _place(stream, folder) / f"{page.name}.nt"


def _carry(old: Path, new: Path) -> None:
    """Give a closed page to the next generation: the same file, or a copy where a disk has no two names for one."""
    try:
        os.link(old, new)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copyfile(old, new)


def read_page(stream: Stream, name: str, folder: Path) -> bytes:
    """Read the members of a page of a generation, in N-Triples; raise StoreError where they cannot be."""
    file = _place(stream, folder) / f"{name}.nt"
    try:
        return file.read_bytes()
    except OSError as error:
        raise StoreError(f"{file}: the feed cannot be read: {error.strerror}") from None


def pages_of(folder: Path) -> Mapping[str, Sequence[Page]]:
    """Give the pages of each stream of a generation's feed, none where it was built without; StoreError if broken."""
    file = folder / _FOLDER / _PAGES
    try:
        # a store that is deleted and built again has other files under the same names
        return _read_pages(file, file.stat().st_mtime_ns)
    except FileNotFoundError:
        if folder.is_dir():
            return {}
        # not a store without one: a server may still ask for a generation that two builds have replaced
        raise StoreError(f"{folder}: a newer build has taken its place") from None
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise StoreError(f"{folder}: the feed cannot be read: {error}") from None


@lru_cache(maxsize=4)
def _read_pages(file: Path, _written: int) -> Mapping[str, Sequence[Page]]:
    printed = orjson.loads(file.read_bytes())
    return {stream: tuple(_read(one) for one in pages) for stream, pages in printed.items()}


def _read(printed: Mapping[str, object]) -> Page:
    first, last = (datetime.fromisoformat(str(printed[name])).astimezone(UTC) for name in ("first", "last"))
    return Page(str(printed["name"]), first, last, int(str(printed["members"])))
