"""Zip archives, opened only when they are whole, small enough expanded, and keep their paths inside."""

import copy
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import PurePosixPath

from releasegraph.graph.errors import SourceError

__all__ = ["EXPANDED_CAP", "open_archive"]

EXPANDED_CAP = 2 * 1024**3
"""The most bytes an archive may hold once expanded: ten times a published workbook."""
_CHUNK = 1024 * 1024
_ENCRYPTED = 0x1
_DRIVE = re.compile(r"[A-Za-z]:")
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, OSError, NotImplementedError, ValueError, RuntimeError),
)
"""What zipfile raises for members it cannot read."""
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_archive(
    content: bytes,
    source_file: str,
    expected: str,
    *,
    cap: int = EXPANDED_CAP,
    seen: Callable[[str, bytes], None] = lambda _name, _chunk: None,
) -> zipfile.ZipFile:
    """Open a zip archive after reading every member through once: its checksums hold and its size is as declared.

    Calls `seen` with each member's name and each chunk of it. Raises SourceError for a file that is empty, not a zip,
    truncated, encrypted, larger expanded than `cap` bytes or than it declares, with a path that leaves the archive or
    with two members of one name.
    """
    if not content:
        raise SourceError(source_file, "", "the file is empty", expected)
    if content.startswith(_COMPOUND_FILE):
        raise SourceError(source_file, "", "the file is encrypted or in the old binary Excel format", expected)
    if not content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        raise SourceError(source_file, "byte 0", "the file is not a zip archive", expected)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, struct.error) as error:
        raise SourceError(source_file, "", f"the archive is truncated or damaged ({error})", expected) from None
    declared = sum(member.file_size for member in archive.infolist())
    if declared > cap:
        raise SourceError(
            source_file,
            "",
            f"the archive expands to {declared:,} bytes",
            f"at most {cap:,} bytes; it may be a zip bomb",
        )
    names = set()
    for member in archive.infolist():
        if member.filename in names:
            raise SourceError(source_file, f"member {member.filename}", "the member stands twice", "each member once")
        names.add(member.filename)
        _check_member(archive, member, source_file, expected, seen)
    return archive


def _check_member(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    source_file: str,
    expected: str,
    seen: Callable[[str, bytes], None],
) -> None:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    place = f"member {member.filename}"
    if path.is_absolute() or ".." in path.parts or _DRIVE.match(str(path)):
        raise SourceError(source_file, place, "the path leaves the archive", "paths inside the archive")
    if member.flag_bits & _ENCRYPTED:
        raise SourceError(source_file, place, "the member is encrypted", expected)
    # zipfile stops at the declared size, other readers at the end of the compressed stream: look one byte further
    beyond = copy.copy(member)
    beyond.file_size += 1
    size = 0
    try:
        with archive.open(beyond) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                seen(member.filename, chunk)
    except _DAMAGE as error:
        raise SourceError(source_file, place, f"the member is truncated or damaged ({error})", expected) from None
    if size != member.file_size:
        raise SourceError(
            source_file,
            place,
            f"the member does not expand to the {member.file_size:,} bytes it declares",
            "a member of the declared size; it may be a zip bomb",
        )
