"""What is no page ends in one line that says where and what was expected."""

import pytest

from releasegraph.graph.errors import SourceError
from releasegraph.graph.sources.decoding import utf8_text
from releasegraph.graph.sources.page import read_page
from releasegraph.graph.sources.page_html import html_text

MARKER = "NHS Digital Data Release Register - reformatted\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "A shopping list\n- eggs\n",
        MARKER,
        MARKER + "- a title\n",
        "Its study — DARS-NIC-1-A\nSensitive: Sensitive\n",
        MARKER + "Its study — DARS-NIC-1-A\nSensitive: Sensitive\n",
    ],
    ids=["empty", "blank", "other", "marker", "no organisation", "only a project", "project without organisation"],
)
def test_no_page(text: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_page(text, source_file="notes.txt", sha256="0" * 64)
    assert str(caught.value).startswith("notes.txt: line 1: not a page of the register; expected the line `NHS Digital")


@pytest.mark.parametrize(
    ("content", "place", "wrong"),
    [
        (b"", "line 1", "the file is empty"),
        (b"\xef\xbb\xbf \n", "line 1", "the file is empty"),
        (b"one\ntwo\0", "line 2, byte 8", "the file is binary"),
        (b"\xff\xfeN\0H\0", "line 1, byte 1", "the file is encoded as UTF-16"),
        (b"one\n\xa3two", "line 2, byte 5", "byte 0xa3 is no utf-8 text"),
        (b"\xef\xbb\xbfone\n\xa3two", "line 2, byte 8", "byte 0xa3 is no utf-8 text"),
    ],
)
def test_no_text(content: bytes, place: str, wrong: str) -> None:
    with pytest.raises(SourceError) as caught:
        utf8_text(content, "page.txt")
    assert (caught.value.file, caught.value.place, caught.value.wrong) == ("page.txt", place, wrong)


def test_a_byte_order_mark_is_no_text() -> None:
    assert utf8_text(b"\xef\xbb\xbfNHS \xe2\x80\x94\r\n", "page.txt") == "NHS —\r\n"


@pytest.mark.parametrize(
    ("content", "place", "wrong"),
    [
        (b"", "line 1", "the file is empty"),
        (b"<p>\0</p>", "line 1, byte 4", "the file is binary"),
        (b"<script>x</script><p> &nbsp;</p><ul><li></ul>", "line 1", "the page holds no words"),
        (b"<p>\n\xa3</p>", "line 2, byte 5", "byte 0xa3 is no utf-8 text"),
        (b'\n<meta charset="big5"><p>x', "line 2", "unknown charset `big5`"),
        (b"\xff\xfe<\0p", "line 1, byte 5", "byte 0x70 is no utf-16 text"),
        (b"\n" + b"<div>" * 20_000, "line 2", "elements are nested too deep"),
    ],
)
def test_no_html(content: bytes, place: str, wrong: str) -> None:
    with pytest.raises(SourceError) as caught:
        html_text(content, "page.html")
    assert (caught.value.place, caught.value.wrong) == (place, wrong)
