"""Files sent as they are, whole or a range of their bytes; one that is open stays readable, whatever becomes of it."""

import os
import re
import zlib
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import BinaryIO

import anyio.to_thread
from fastapi import Request
from fastapi.responses import Response, StreamingResponse
from starlette.exceptions import HTTPException

from releasegraph.api.edge.entity_tags import names_tag
from releasegraph.api.edge.scopes import OWN_TAG, note

__all__ = ["send_file", "send_unpacked"]

_PIECE = 256 * 1024
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
"""One range; several, or other units, may be ignored (RFC 9110, section 14.2)."""
_GZIP = 31


async def send_file(request: Request, path: Path, media_type: str, tag: str, headers: Mapping[str, str]) -> Response:
    """Give a file under a strong entity tag, or a range of it (RFC 9110, section 14); 503 where it has just gone."""
    note(request.scope, OWN_TAG, tag)
    told = {"Cache-Control": "no-cache", **headers, "ETag": tag, "Accept-Ranges": "bytes"}
    if _has(request, tag):
        return Response(status_code=304, headers=told)
    file = await _open(path)
    size = os.fstat(file.fileno()).st_size
    start, end = _range(request, tag, size) or (0, size)
    if start >= end:
        file.close()
        raise HTTPException(416, f"The file has {size} bytes.", {"Content-Range": f"bytes */{size}"})
    told["Content-Length"] = str(end - start)
    is_part = (start, end) != (0, size)
    if is_part:
        told["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    if request.method == "HEAD":
        file.close()
        return Response(status_code=206 if is_part else 200, headers=told, media_type=media_type)
    return StreamingResponse(_pieces(file, start, end), 206 if is_part else 200, told, media_type)


async def send_unpacked(
    request: Request, path: Path, media_type: str, tag: str, headers: Mapping[str, str]
) -> Response:
    """Give what a gzip file holds, to a client that does not take gzip; 503 where the file has just gone."""
    note(request.scope, OWN_TAG, tag)
    # packed on its way it would have other bytes under a tag that promises these
    told = {**headers, "ETag": tag, "Cache-Control": "no-cache, no-transform"}
    if _has(request, tag):
        return Response(status_code=304, headers=told)
    file = await _open(path)
    if request.method == "HEAD":
        file.close()
        return Response(headers=told, media_type=media_type)
    return StreamingResponse(_unpacked(file), 200, told, media_type)


def _has(request: Request, tag: str) -> bool:
    """Tell whether the client has this very file (RFC 9110, section 13.1.2)."""
    held = request.headers.get("if-none-match")
    return held is not None and (held.strip() == "*" or names_tag(held.encode("latin-1"), tag.encode()))


def _range(request: Request, tag: str, size: int) -> tuple[int, int] | None:
    """Give the wanted range, its end not in it and an empty one where there is nothing there; None for all."""
    found = _RANGE.fullmatch(request.headers.get("range", ""))
    if found is None or not any(found.groups()) or request.headers.get("if-range", tag) != tag:
        return None
    first, last = found.groups()
    if not first:
        return max(0, size - int(last)), size
    if last and int(last) < int(first):
        return None
    return int(first), min(size, int(last) + 1) if last else size


async def _open(path: Path) -> BinaryIO:
    try:
        return await anyio.to_thread.run_sync(path.open, "rb")
    except FileNotFoundError:
        # two builds have ended since this server last looked
        raise HTTPException(503, "A new build takes over.", {"Retry-After": "1"}) from None


async def _pieces(file: BinaryIO, start: int, end: int) -> AsyncIterator[bytes]:
    with file:
        file.seek(start)
        while start < end:
            piece = await anyio.to_thread.run_sync(file.read, min(_PIECE, end - start))
            if not piece:
                return
            start += len(piece)
            yield piece


async def _unpacked(file: BinaryIO) -> AsyncIterator[bytes]:
    unpacker = zlib.decompressobj(_GZIP)
    with file:
        while packed := await anyio.to_thread.run_sync(file.read, _PIECE // 4):
            yield await anyio.to_thread.run_sync(unpacker.decompress, packed)
