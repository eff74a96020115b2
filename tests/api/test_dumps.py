"""The dumps a build has made, over HTTP: files with ranges, checksums as entity tags, and what is packed in them."""

import asyncio
import gzip
import re
from collections.abc import Awaitable, Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from fastapi import Request
from fastapi.responses import Response, StreamingResponse
from starlette.testclient import TestClient

from releasegraph.api.application import create_application
from releasegraph.api.files import send_file, send_unpacked
from releasegraph.graph.build import build
from releasegraph.graph.catalogue.distributions import DUMPS
from releasegraph.graph.dumps import BUILT_DUMPS, DumpFile
from releasegraph.graph.generations import open_store

SOURCES = Path(__file__).resolve().parents[2] / "examples" / "sources"
PACKED = [one.file for one in BUILT_DUMPS]
UNPACKED = [one.removesuffix(".gz") for one in PACKED if one.endswith(".gz")]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the store of the example sources."""
    folder = tmp_path_factory.mktemp("dumps") / "store"
    build([SOURCES], folder, base="http://data.example.org/")
    return folder


@pytest.fixture(scope="module")
def site(store: Path) -> Iterator[TestClient]:
    """Give a client of it that takes no coding of its own accord."""
    with TestClient(create_application(store), headers={"Accept-Encoding": "identity"}) as client:
        yield client


def made(store: Path, file: str) -> tuple[DumpFile, bytes]:
    opened = open_store(store)
    (dump,) = (one for one in opened.manifest.dumps if one.file in (file, f"{file}.gz"))
    return dump, (opened.generation.dumps / dump.file).read_bytes()


@pytest.mark.parametrize("file", PACKED)
def test_a_dump_is_the_file_the_build_made(site: TestClient, store: Path, file: str) -> None:
    dump, content = made(store, file)
    answer = site.get(f"/dump/{file}")
    assert answer.content == content
    assert answer.headers["content-length"] == str(dump.bytes)
    assert answer.headers["etag"] == f'"{sha256(content).hexdigest()}"'
    assert answer.headers["content-type"] == ("application/zip" if file.endswith("zip") else "application/gzip")
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["content-disposition"] == f'attachment; filename="{file}"'
    head = site.head(f"/dump/{file}")
    assert head.content == b""
    assert {name: head.headers[name] for name in ("etag", "content-length", "content-type")} == {
        name: answer.headers[name] for name in ("etag", "content-length", "content-type")
    }


@pytest.mark.parametrize("file", [*PACKED, UNPACKED[0], "releasegraph.trig"])
def test_a_dump_leads_back_to_the_catalogue(site: TestClient, file: str) -> None:
    for answer in (site.get(f"/dump/{file}"), site.head(f"/dump/{file}")):
        assert answer.links["collection"]["url"] == "http://data.example.org/catalog"


@pytest.mark.parametrize("path", ["", "about", "catalog.html"])
def test_pages_list_the_files_there_are_with_their_sizes(site: TestClient, store: Path, path: str) -> None:
    page = site.get(f"/{path}", headers={"Accept": "text/html"}).text
    for file in PACKED:
        size, name = made(store, file)[0].bytes, re.escape(file)
        printed = f"{size / 1000:.1f} kB" if size < 100_000 else f"{size / 1000:.0f} kB"
        assert re.search(rf'href="/dump/{name}">{name}</a>[^\n]*\b{re.escape(printed)}<', page)
    written = {file for file in re.findall(r'href="/dump/([^"]+)"', page) if file not in PACKED}
    assert len(written) == page.count("written while it is sent") == (0 if path == "catalog.html" else 3)
    for file in written:
        assert site.head(f"/dump/{file}").status_code == 200


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "br, gzip;q=0.5", "*"])
@pytest.mark.parametrize("file", UNPACKED)
def test_who_takes_gzip_gets_the_file_as_it_is(site: TestClient, store: Path, file: str, coding: str) -> None:
    dump, content = made(store, file)
    with site.stream("GET", f"/dump/{file}", headers={"Accept-Encoding": coding}) as answer:
        assert b"".join(answer.iter_raw()) == content
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].partition(";")[0] == dump.media_type
    assert answer.headers["content-length"] == str(dump.bytes)
    assert "accept-encoding" in answer.headers["vary"].lower()


@pytest.mark.parametrize("coding", ["identity", "br", "zstd", "gzip;q=0", ""])
@pytest.mark.parametrize("file", UNPACKED)
def test_who_does_not_gets_what_is_in_it(site: TestClient, store: Path, file: str, coding: str) -> None:
    _, content = made(store, file)
    with site.stream("GET", f"/dump/{file}", headers={"Accept-Encoding": coding}) as answer:
        assert b"".join(answer.iter_raw()) == gzip.decompress(content)
    assert "content-encoding" not in answer.headers
    assert "accept-encoding" in answer.headers["vary"].lower()
    assert site.head(f"/dump/{file}", headers={"Accept-Encoding": coding}).headers["etag"] == answer.headers["etag"]


def test_each_way_of_sending_has_a_tag_of_its_own(site: TestClient) -> None:
    tags = [
        site.head(f"/dump/{file}", headers={"Accept-Encoding": coding}).headers["etag"]
        for file, coding in ((PACKED[0], "gzip"), (UNPACKED[0], "gzip"), (UNPACKED[0], "identity"))
    ]
    assert len(set(tags)) == len(tags)


RANGES = {
    "bytes=0-9": (0, 10),
    "bytes=10-": (10, None),
    "bytes=-7": (-7, None),
    "bytes=5-99999999": (5, None),
    "bytes=0-0": (0, 1),
    "bytes=-99999999": (0, None),
}


@pytest.mark.parametrize("wanted", RANGES)
def test_a_range_is_a_part_of_the_file(site: TestClient, store: Path, wanted: str) -> None:
    _, content = made(store, PACKED[0])
    answer = site.get(f"/dump/{PACKED[0]}", headers={"Range": wanted})
    start, end = RANGES[wanted]
    assert answer.content == content[start:end]
    if len(answer.content) == len(content):
        assert answer.status_code == 200
        return
    first = start % len(content)
    assert answer.status_code == 206
    assert answer.headers["content-range"] == f"bytes {first}-{first + len(answer.content) - 1}/{len(content)}"


@pytest.mark.parametrize("wanted", ["bytes=0-1,3-4", "bytes=9-3", "lines=0-1", "bytes=-", "bytes=x", "bytes"])
def test_a_range_we_do_not_take_is_the_whole(site: TestClient, store: Path, wanted: str) -> None:
    answer = site.get(f"/dump/{PACKED[0]}", headers={"Range": wanted})
    assert (answer.status_code, answer.content) == (200, made(store, PACKED[0])[1])


@pytest.mark.parametrize("wanted", ["bytes=99999999-", "bytes=-0"])
def test_a_range_behind_the_end_is_none(site: TestClient, store: Path, wanted: str) -> None:
    answer = site.get(f"/dump/{PACKED[0]}", headers={"Range": wanted})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{made(store, PACKED[0])[0].bytes}"


def test_a_download_is_resumed_only_of_the_same_file(site: TestClient, store: Path) -> None:
    dump, content = made(store, PACKED[0])
    wanted = {"Range": "bytes=100-", "If-Range": f'"{dump.sha256}"'}
    assert site.get(f"/dump/{PACKED[0]}", headers=wanted).content == content[100:]
    other = site.get(f"/dump/{PACKED[0]}", headers={**wanted, "If-Range": f'"{"0" * 64}"'})
    assert (other.status_code, other.content) == (200, content)


@pytest.mark.parametrize("held", ["{}", 'W/"x", {}', "*"])
def test_who_has_the_file_is_not_sent_it(site: TestClient, held: str) -> None:
    for file, coding in ((PACKED[0], "identity"), (UNPACKED[0], "gzip"), (UNPACKED[0], "identity")):
        tag = site.head(f"/dump/{file}", headers={"Accept-Encoding": coding}).headers["etag"]
        headers = {"If-None-Match": held.format(tag), "Accept-Encoding": coding}
        answer = site.get(f"/dump/{file}", headers=headers)
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)


def test_what_the_build_does_not_make_is_made_on_the_way(site: TestClient) -> None:
    for file in ("releasegraph.nt", "releasegraph.rdf", "releasegraph.trig"):
        assert file in {one.file for one in DUMPS}
        assert site.get(f"/dump/{file}").content
    missing = site.get("/dump/releasegraph.docx")
    assert missing.status_code == 404
    assert all(file in missing.json()["detail"] for file in (*PACKED, *UNPACKED, "releasegraph.nt"))


def test_an_open_download_survives_that_the_build_goes(tmp_path: Path) -> None:
    path, content = tmp_path / "dump.gz", gzip.compress(b"x" * 1_000_000 + bytes(range(256)))
    path.write_bytes(content)

    async def fetch(send: Callable[..., Awaitable[Response]]) -> bytes:
        request = Request({"type": "http", "method": "GET", "path": "/dump/x", "headers": []})
        answer = await send(request, path, "application/gzip", '"tag"', {})
        assert isinstance(answer, StreamingResponse)
        path.unlink()
        return b"".join([bytes(piece) async for piece in answer.body_iterator])  # type: ignore[arg-type]

    assert asyncio.run(fetch(send_file)) == content
    path.write_bytes(content)
    assert asyncio.run(fetch(send_unpacked)) == gzip.decompress(content)


def test_a_file_that_has_gone_is_asked_for_again(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    build([SOURCES], folder, base="http://data.example.org/")
    with TestClient(create_application(folder)) as client:
        (open_store(folder).generation.dumps / PACKED[0]).unlink()
        answer = client.get(f"/dump/{PACKED[0]}")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
