"""Gzip in pieces: each packed by itself, by any process, and all joined to one member (RFC 1952; RFC 1951, 3.2.3).

A piece is raw deflate up to a byte's edge, without a last block; checksums combine without the text. One member, and
not several, because not every browser reads on after the first. igzip packs about as small as zlib's quickest level, in
a fifth of its time.
"""

import hashlib
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from isal import isal_zlib

__all__ = ["Piece", "checksum_of", "join_pieces", "pack_piece"]

_LEVEL = 2
"""Of 0 to 3: measured on a tenth of the register, 490 MB/s; 3 saves 2% and takes twice the time."""
_RAW = -15
_HEADER = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
"""Without name, clock and system, so that the same graph packs to the same bytes."""
_LAST_BLOCK = b"\x03\x00"
_READ = 1 << 20


@dataclass(frozen=True, slots=True)
class Piece:
    """Text packed into a file."""

    path: str
    crc: int
    length: int
    """Of the text, in bytes."""


def pack_piece(text: bytes, path: Path) -> Piece:
    """Pack text into a file of its own."""
    packer = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, _RAW)
    with path.open("wb") as out:
        out.write(packer.compress(text))
        out.write(packer.flush(isal_zlib.Z_SYNC_FLUSH))
    return Piece(str(path), isal_zlib.crc32(text), len(text))


def join_pieces(pieces: Iterable[Piece], target: Path) -> tuple[int, str]:
    """Join packed pieces to one gzip file, and remove them; give the file's size and SHA-256."""
    digest = hashlib.sha256()
    crc = length = size = 0
    with target.open("wb") as out:

        def write(block: bytes) -> None:
            nonlocal size
            size += len(block)
            digest.update(block)
            out.write(block)

        write(_HEADER)
        for piece in pieces:
            path = Path(piece.path)
            with path.open("rb") as packed:
                while block := packed.read(_READ):
                    write(block)
            path.unlink()
            crc = isal_zlib.crc32_combine(crc, piece.crc, piece.length)
            length += piece.length
        write(_LAST_BLOCK + struct.pack("<II", crc, length & 0xFFFFFFFF))
    return size, digest.hexdigest()


def checksum_of(file: Path) -> tuple[int, str]:
    """Give a file's size and SHA-256."""
    with file.open("rb") as packed:
        return file.stat().st_size, hashlib.file_digest(packed, "sha256").hexdigest()
