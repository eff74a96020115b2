"""Content codings: which one a request gets, which media types shrink, and how each is written, whole or in pieces."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

import brotli  # type: ignore[import-untyped]
import zstandard
from isal import isal_zlib

from releasegraph.api.negotiation import LONGEST_HEADER

__all__ = ["CODINGS", "Coding", "Pieces", "chosen_coding", "compressible", "takes_coding"]

_GZIP_LEVEL, _BROTLI_QUALITY, _ZSTD_LEVEL = 3, 2, 3
"""Where more work stops paying. Processor time and bytes, of 160 pages of 50 kB on average and of results of 140 kB:

| | a page, µs | bytes | a result, µs | bytes |
|---|--:|--:|--:|--:|
| zstd 1 | 106 | 12,289 | 144 | 14,405 |
| zstd 3 | 136 | 11,684 | 187 | 14,118 |
| zstd 5 | 319 | 11,264 | 593 | 12,900 |
| brotli 1 | 148 | 12,653 | 189 | 15,575 |
| brotli 2 | 262 | 11,758 | 386 | 14,650 |
| brotli 4 | 518 | 11,089 | 726 | 13,371 |
| gzip 2, ISA-L | 84 | 12,962 | 115 | 17,012 |
| gzip 3, ISA-L | 161 | 12,492 | 358 | 16,347 |
| gzip 4, zlib | 488 | 11,920 | 946 | 15,751 |
"""
_BROTLI_WINDOW = 18
"""As a power of two: a quarter of a mebibyte per answer under way."""
_GZIP_WRAPPED = 31


@dataclass(frozen=True, slots=True)
class Pieces:
    """One body in the making; what `piece` gives can be read by the client at once."""

    piece: Callable[[bytes], bytes]
    last: Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Coding:
    """A way to write a body."""

    whole: Callable[[bytes], bytes]
    pieces: Callable[[], Pieces]


def _zstd(body: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress(body)


def _zstd_pieces() -> Pieces:
    writer = zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compressobj()
    return Pieces(
        lambda data: writer.compress(data) + writer.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK),
        lambda data: writer.compress(data) + writer.flush(),
    )


def _brotli(body: bytes) -> bytes:
    packed: bytes = brotli.compress(body, quality=_BROTLI_QUALITY)
    return packed


def _brotli_pieces() -> Pieces:
    writer = brotli.Compressor(quality=_BROTLI_QUALITY, lgwin=_BROTLI_WINDOW)
    return Pieces(
        lambda data: writer.process(data) + writer.flush(),
        lambda data: writer.process(data) + writer.finish(),
    )


def _gzip(body: bytes) -> bytes:
    return isal_zlib.compress(body, _GZIP_LEVEL, wbits=_GZIP_WRAPPED)


def _gzip_pieces() -> Pieces:
    writer = isal_zlib.compressobj(_GZIP_LEVEL, isal_zlib.DEFLATED, _GZIP_WRAPPED)
    return Pieces(
        lambda data: writer.compress(data) + writer.flush(isal_zlib.Z_SYNC_FLUSH),
        lambda data: writer.compress(data) + writer.flush(isal_zlib.Z_FINISH),
    )


CODINGS: Final[Mapping[str, Coding]] = MappingProxyType(
    {
        "zstd": Coding(_zstd, _zstd_pieces),
        "br": Coding(_brotli, _brotli_pieces),
        "gzip": Coding(_gzip, _gzip_pieces),
    }
)
"""RFC 8878, RFC 7932, RFC 1952; the one that is quickest for its size first."""


@lru_cache(1024)
def _read_codings(header: str) -> Mapping[str, float]:
    qualities: dict[str, float] = {}
    for element in header.split(","):
        name, _, parameter = element.partition(";")
        key, _, value = parameter.partition("=")
        try:
            quality = float(value) if key.strip().lower() == "q" else 1.0
        except ValueError:
            quality = 0.0
        qualities[name.strip().lower().removeprefix("x-")] = quality
    return qualities


@lru_cache(1024)
def _best_coding(header: str) -> str | None:
    qualities = _read_codings(header)
    others = qualities.get("*", 0.0)
    plain = qualities.get("identity", 0.0)
    ranked = [(qualities.get(name, others), name) for name in CODINGS]
    best = max(quality for quality, _ in ranked)
    return next(name for quality, name in ranked if quality == best) if best > 0 and best >= plain else None


def takes_coding(header: str | None, coding: str) -> bool:
    """Tell whether an Accept-Encoding header takes a coding at all (RFC 9110, section 12.5.3)."""
    if not header or len(header) > LONGEST_HEADER:
        return False
    qualities = _read_codings(header)
    return qualities.get(coding, qualities.get("*", 0.0)) > 0


def chosen_coding(header: bytes | None) -> str | None:
    """Choose the coding an Accept-Encoding header wants most (RFC 9110, section 12.5.3), None for the body as it is.

    Of equal ones, ours first. A client that wants no coding we know, nor the plain body, gets the plain body.
    """
    if not header or len(header) > LONGEST_HEADER:
        return None
    return _best_coding(header.decode("latin-1"))


_SHRINKING = frozenset(
    {
        "application/javascript",
        "application/json",
        "application/n-quads",
        "application/n-triples",
        "application/trig",
        "application/xml",
    }
)


@lru_cache(256)
def compressible(content_type: bytes) -> bool:
    """Tell whether bodies of a media type are text in disguise; archives, fonts and pictures are packed already."""
    kind = content_type.partition(b";")[0].strip().lower().decode("latin-1")
    return kind.startswith("text/") or kind.endswith(("+json", "+xml")) or kind in _SHRINKING
