"""Zip archives: opened only when whole, small enough expanded, and with their paths inside."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releasegraph.graph.errors import SourceError
from releasegraph.graph.sources.archive import open_archive

EXPECTED = "a zip of sources"


def packed(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, compression)
    return out.getvalue()


def refused(content: bytes, cap: int = 10**9) -> SourceError:
    with pytest.raises(SourceError) as raised:
        open_archive(content, "x.zip", EXPECTED, cap=cap)
    assert raised.value.file == "x.zip"
    return raised.value


def lying(content: bytes, size: int, checksum: int) -> bytes:
    """Declare another size and checksum for an archive's one member, in both of its headers."""
    words = bytearray(content)
    directory = words.index(b"PK\x01\x02")
    for header in (14, directory + 16):
        struct.pack_into("<I", words, header, checksum)
        struct.pack_into("<I", words, header + 8, size)
    return bytes(words)


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_every_member_is_seen_whole(compression: int) -> None:
    members = {"a.txt": b"words" * 1000, "empty": b"", "folder/": b"", "folder/b.txt": bytes(range(256)) * 9000}
    found: dict[str, bytes] = {}

    def seen(name: str, chunk: bytes) -> None:
        found[name] = found.get(name, b"") + chunk

    with open_archive(packed(members, compression), "x.zip", EXPECTED, seen=seen) as archive:
        assert archive.namelist() == list(members)
        assert archive.read("a.txt") == members["a.txt"]
    assert found == {name: content for name, content in members.items() if content}


@pytest.mark.parametrize(
    ("content", "place", "wrong"),
    [
        (b"", "", "the file is empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "", "encrypted or in the old binary Excel format"),
        (b"Reference Number,Title\n", "byte 0", "the file is not a zip archive"),
        (b"%PDF-1.7", "byte 0", "the file is not a zip archive"),
        (b"PK\x03\x04", "", "truncated or damaged"),
        (b"PK\x05\x06", "", "truncated or damaged"),
    ],
)
def test_what_is_no_archive(content: bytes, place: str, wrong: str) -> None:
    error = refused(content)
    assert (error.place, error.expected) == (place, EXPECTED)
    assert wrong in error.wrong


def test_truncated_anywhere() -> None:
    content = packed({"a.txt": b"words" * 1000, "b.txt": bytes(range(256))})
    for cut in range(1, len(content) - 1):
        refused(content[:cut])


def test_damaged_member() -> None:
    content = bytearray(packed({"a.txt": bytes(range(256))}, zipfile.ZIP_STORED))
    content[60] ^= 1
    error = refused(bytes(content))
    assert error.place == "member a.txt"
    assert "truncated or damaged" in error.wrong


@given(st.data())
@settings(max_examples=150)
def test_damage_is_refused_or_harmless(data: st.DataObject) -> None:
    members = {"a.txt": b"words and words" * 20, "b/c.txt": b"more"}
    compression = data.draw(st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA]))
    content = bytearray(packed(members, compression))
    for position in data.draw(st.lists(st.integers(4, len(content) - 1), min_size=1, max_size=3)):
        content[position] = data.draw(st.integers(0, 255))
    try:
        archive = open_archive(bytes(content), "x.zip", EXPECTED, cap=10**6)
    except SourceError:
        return
    with archive:
        for name in archive.namelist():
            archive.read(name)


@pytest.mark.parametrize(
    "name",
    [
        *("../x.txt", "a/../../x.txt", "a/..", "/etc/x.txt", "//server/x.txt"),
        *("..\\x.txt", "a\\..\\..\\x.txt", "\\x.txt", "C:\\x.txt", "c:x.txt", "C:/x.txt"),
    ],
)
def test_a_path_that_leaves(name: str) -> None:
    error = refused(packed({"good.txt": b"x", name: b"x"}))
    assert error.wrong == "the path leaves the archive"
    assert error.place == f"member {name}"


@pytest.mark.parametrize("name", ["a..b.txt", "...x/y.txt", "12:30.txt", "a/b: c.txt", "nul\u00e9.txt"])
def test_a_path_that_stays(name: str) -> None:
    with open_archive(packed({name: b"x"}), "x.zip", EXPECTED) as archive:
        assert archive.namelist() == [name]


def test_too_large_by_its_own_account() -> None:
    error = refused(packed({"a": bytes(600), "b": bytes(600)}), cap=1000)
    assert error.wrong == "the archive expands to 1,200 bytes"
    assert "zip bomb" in error.expected


def test_larger_than_it_declares() -> None:
    bomb = packed({"a.txt": bytes(10**6)})
    # whatever checksum is declared beside it: other readers follow the stream to its end
    for size in (0, 10, 11):
        error = refused(lying(bomb, 10, zlib.crc32(bytes(size))))
        assert "truncated or damaged" in error.wrong or "does not expand to the 10 bytes" in error.wrong


def test_smaller_than_it_declares() -> None:
    content = packed({"a.txt": b"words"})
    refused(lying(content, 500, zlib.crc32(b"words")))


def test_encrypted_member() -> None:
    content = bytearray(packed({"a.txt": b"words"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    error = refused(bytes(content))
    assert (error.place, error.wrong) == ("member a.txt", "the member is encrypted")


def test_unknown_compression() -> None:
    content = bytearray(packed({"a.txt": b"words"}))
    content[8] = content[content.index(b"PK\x01\x02") + 10] = 99
    assert "truncated or damaged" in refused(bytes(content)).wrong


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_one_member_twice() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", b"one")
        archive.writestr("a.txt", b"two")
    assert refused(out.getvalue()).wrong == "the member stands twice"
