"""A cheap HTTP client: one keep-alive connection over asyncio, whole answers or their first bytes."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

__all__ = ["Answer", "Connection", "percentile", "sparql"]

_CRLF = b"\r\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and when: seconds from the request's last byte."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    length: int
    """Bytes of the body; the body itself is dropped where it was not asked for."""
    first: float
    """To the first byte of the body, or to the end of the head where there is none."""
    seconds: float


class Connection:
    """A connection that is opened when first used, and again after the server has closed it."""

    def __init__(self, port: int, host: str = "127.0.0.1") -> None:
        self._host, self._port = host, port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(
        self, path: str, *, method: str = "GET", keep: bool = True, body: bytes = b"", **headers: str
    ) -> Answer:
        """Send a request and read its answer; header names are written with `_` for `-`."""
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port, limit=1 << 20)
        reader, writer = self._streams
        fields = {"Host": f"{self._host}:{self._port}"} | {k.replace("_", "-"): v for k, v in headers.items()}
        if body or method == "POST":
            fields["Content-Length"] = str(len(body))
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items()), "", ""]
        began = time.perf_counter()
        try:
            writer.write("\r\n".join(lines).encode("latin-1") + body)
            return await self._read(reader, began, keep=keep, bodiless=method == "HEAD")
        except BaseException:
            self.leave()
            raise

    async def _read(self, reader: asyncio.StreamReader, began: float, *, keep: bool, bodiless: bool) -> Answer:
        head = (await reader.readuntil(_CRLF + _CRLF)).decode("latin-1").split("\r\n")
        status = int(head[0].split(" ", 2)[1])
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        kept = bytearray()
        length = 0
        first = None
        if not bodiless and status not in (204, 304):
            async for piece in self._pieces(reader, headers):
                first = first or time.perf_counter()
                length += len(piece)
                if keep:
                    kept += piece
        ended = time.perf_counter()
        if headers.get("connection") == "close":
            self.leave()
        return Answer(status, headers, bytes(kept), length, (first or ended) - began, ended - began)

    async def _pieces(self, reader: asyncio.StreamReader, headers: Mapping[str, str]) -> AsyncIterator[bytes]:
        if headers.get("transfer-encoding") == "chunked":
            while size := int((await reader.readuntil(b"\n")).split(b";")[0], 16):
                yield await reader.readexactly(size)
                await reader.readexactly(2)
            await reader.readuntil(b"\n")
        elif "content-length" in headers:
            left = int(headers["content-length"])
            while left:
                piece = await reader.read(min(left, 1 << 18))
                if not piece:
                    raise ConnectionError("the answer broke off")
                left -= len(piece)
                yield piece
        else:
            while piece := await reader.read(1 << 18):
                yield piece
            self.leave()

    def leave(self) -> None:
        """Close the connection at once, whatever is under way."""
        if self._streams is not None:
            self._streams[1].transport.abort()
            self._streams = None


def sparql(query: str, **parameters: str) -> str:
    """Give the path that asks a query by GET."""
    return "/sparql?" + "&".join(f"{name}={quote(value)}" for name, value in {"query": query, **parameters}.items())


def percentile(values: Sequence[float], share: float) -> float:
    """Give the value below which that share of the values lies (nearest rank)."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]
