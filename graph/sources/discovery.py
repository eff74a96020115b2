"""What a path, a folder or a zip holds: the sources in it, each with its bytes and the reader of its format."""

import hashlib
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from releasegraph.graph.errors import SourceError
from releasegraph.graph.records import Page, Register
from releasegraph.graph.sources.archive import open_archive
from releasegraph.graph.sources.csv_folder import read_csv_folder
from releasegraph.graph.sources.decoding import utf8_text
from releasegraph.graph.sources.page import read_page
from releasegraph.graph.sources.page_html import html_text
from releasegraph.graph.sources.sheets import SHEETS, edition_from_name
from releasegraph.graph.sources.workbook import read_workbook

__all__ = ["Source", "discover"]

_EXPECTED = "a workbook (.xlsx), a page (.txt, .html), a folder of three CSV sheets, or a zip or folder of these"
_ARCHIVE = "a zip archive of sources"
_CSV_NAMES = frozenset(f"{sheet}.csv".casefold() for sheet in SHEETS)
_HIDDEN = (".", "~$")
"""What files start with that are nobody's source: hidden ones, and the locks Excel leaves beside an open workbook."""


@dataclass(frozen=True, slots=True)
class Source:
    """A source found, not yet read."""

    name: str
    """Its file's name as given, with `!` before a member of a zip."""
    kind: str
    """`workbook`, `csv` or `page`."""
    edition: str | None
    """`YYYY-MM` where the name says it."""
    sha256: str
    read: Callable[[str | None], Register | Page]
    """Reads it under an edition name (None: from its content); raises SourceError."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file of a folder or a member of a zip."""

    name: str
    folder: str
    """What stands before its name in messages, `/` or `!` included."""
    content: Callable[[], bytes]

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix.casefold()

    @property
    def display(self) -> str:
        return self.folder + self.name


def discover(paths: Iterable[Path]) -> Iterator[Source]:
    """Find the sources at some paths, in the order given and by name within a folder or zip.

    Files of other kinds beside sources are passed over; raises SourceError for a path that is none, holds none or
    cannot be read.
    """
    for path in paths:
        files = [_File(path.name, "", path.read_bytes)] if path.is_file() else list(_folder_files(path))
        found = False
        try:
            for source in _sources(files):
                found = True
                yield source
        except OSError as error:
            raise SourceError(str(path), "", f"the file cannot be read ({error.strerror})", _EXPECTED) from None
        if not found:
            raise SourceError(str(path), "", "no source here", _EXPECTED)


def _folder_files(path: Path) -> Iterator[_File]:
    if not path.is_dir():
        raise SourceError(str(path), "", "no such file or folder", _EXPECTED)
    # a folder has the same name from wherever it is named (`.`, `pages/..`)
    name = Path(os.path.normpath(Path.cwd() / path)).name
    for file in sorted(path.rglob("*")):
        inside = file.relative_to(path)
        if file.is_file() and not any(part.startswith(_HIDDEN) for part in inside.parts):
            folder = f"{name}/" if inside.parent == Path() else f"{name}/{inside.parent.as_posix()}/"
            yield _File(file.name, folder, file.read_bytes)


def _sources(files: Iterable[_File]) -> Iterator[Source]:
    sheets: dict[str, list[_File]] = {}
    for file in files:
        if file.suffix == ".csv":
            sheets.setdefault(file.folder, []).append(file)
        elif file.suffix == ".zip":
            yield from _sources(_zip_files(file))
        elif reader := _READERS.get(file.suffix):
            yield reader(file)
    for folder, members in sheets.items():
        if any(file.name.casefold() in _CSV_NAMES for file in members):
            yield _csv_source(folder, members)


def _zip_files(file: _File) -> Iterator[_File]:
    archive = open_archive(file.content(), file.display, _ARCHIVE)
    for member in sorted(archive.namelist()):
        path = PurePosixPath(member.replace("\\", "/"))
        if member.endswith("/") or any(part.startswith((*_HIDDEN, "__MACOSX")) for part in path.parts):
            continue
        inside = "" if str(path.parent) == "." else f"{path.parent}/"
        if path.suffix.casefold() == ".zip":
            raise SourceError(file.display, f"member {member}", "a zip inside a zip is not opened", _ARCHIVE)
        yield _File(path.name, f"{file.display}!{inside}", _member_reader(archive, member))


def _member_reader(archive: zipfile.ZipFile, member: str) -> Callable[[], bytes]:
    return lambda: archive.read(member)


def _workbook_source(file: _File) -> Source:
    content = file.content()
    sha256 = hashlib.sha256(content).hexdigest()

    def read(edition: str | None) -> Register:
        return read_workbook(content, source_file=file.display, sha256=sha256, edition_name=edition)

    return Source(file.display, "workbook", edition_from_name(file.name), sha256, read)


def _page_source(file: _File, to_text: Callable[[bytes, str], str]) -> Source:
    content = file.content()
    sha256 = hashlib.sha256(content).hexdigest()

    def read(edition: str | None) -> Page:
        text = to_text(content, file.display)
        return read_page(text, source_file=file.display, sha256=sha256, edition_name=edition)

    return Source(file.display, "page", None, sha256, read)


def _csv_source(folder: str, files: Iterable[_File]) -> Source:
    contents = {file.name: file.content() for file in files if file.name.casefold() in _CSV_NAMES}
    name = folder.rstrip("/!") or ", ".join(contents)
    digest = hashlib.sha256()
    for file_name in sorted(contents, key=str.casefold):
        digest.update(hashlib.sha256(contents[file_name]).digest())
    sha256 = digest.hexdigest()

    def read(edition: str | None) -> Register:
        return read_csv_folder(contents, source_file=name, sha256=sha256, edition_name=edition)

    return Source(name, "csv", edition_from_name(name), sha256, read)


_READERS: Mapping[str, Callable[[_File], Source]] = {
    ".xlsx": _workbook_source,
    ".xlsm": _workbook_source,
    ".txt": lambda file: _page_source(file, utf8_text),
    ".text": lambda file: _page_source(file, utf8_text),
    ".html": lambda file: _page_source(file, html_text),
    ".htm": lambda file: _page_source(file, html_text),
}
