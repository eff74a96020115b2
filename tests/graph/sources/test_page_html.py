"""Saved HTML gives the lines a reader would copy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasegraph.graph.sources.page_html import html_text

CASES = {
    "blocks": ("<h1>A</h1><p>b<div>c</div>d", ["A", "b", "c", "d"]),
    "inline": ("<p>a<b>b</b> <i>c</i>\n d</p>", ["ab c d"]),
    "line break": ("<p>a<br>b<br/>", ["a", "b"]),
    "list": ("<ul><li>a<li>\n<p>b</p><p>c</p></ul>", ["- a", "- b", "c"]),
    "list within": ("<ol><li>a<ul><li>b</ul><li>c</ol>", ["- a", "- b", "- c"]),
    "empty item": ("<ul><li> </li><li>a</li></ul>", ["- a"]),
    "row": ("<table><tr><th>When:<td>now<tr><td>x<td>y</table>", ["When: now", "x y"]),
    "terms": ("<dl><dt>When:<dd>now<dt>Title<dd>text</dl>", ["When: now", "Title", "text"]),
    "preformatted": ("<pre>a\n  b</pre><p>c\nd", ["a", "b", "c d"]),
    "entities": ("<p>&lt;b&gt; &amp;amp; &#x2014;&mdash; &pound;", ["<b> &amp; —— £"]),
    "white space": ("<p>a&nbsp;\u2003 b\ufeff</p>", ["a b"]),
    "dropped": ("<head><title>t</title></head><nav>n</nav><style>s</style><script>s</script><p>a<footer>f", ["a"]),
    "comment": ("<p>a<!-- b -->c", ["ac"]),
    "flag as image": ('<p><img alt="🚩" src="f"> x<img alt="logo">', ["🚩 x"]),
    "plain text": ("a &lt; b", ["a < b"]),
}


@pytest.mark.parametrize(("html", "lines"), CASES.values(), ids=CASES)
def test_lines(html: str, lines: list[str]) -> None:
    assert html_text(html.encode(), "page.html") == "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<p>\xc2\xa3</p>", "£"),
        (b"\xef\xbb\xbf<meta charset=latin1><p>\xc2\xa3</p>", "£"),
        (b"<meta charset='iso-8859-1'><p>\xa3 \x97</p>", "£ —"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1252"><p>\x96</p>', "–"),
        ("\ufeff<meta charset=utf-8><p>£".encode("utf-16-le"), "£"),
        ("\ufeff<p>£".encode("utf-16-be"), "£"),
    ],
)
def test_charset(content: bytes, words: str) -> None:
    assert html_text(content, "page.html") == f"{words}\n"


@given(st.lists(st.text("ab <>&;/pli", min_size=1), min_size=1))
def test_words_are_lines(parts: list[str]) -> None:
    escaped = [part.replace("&", "&amp;").replace("<", "&lt;") for part in parts]
    html = "x" + "".join(f"<p>{part}</p>" for part in escaped)
    folded = [" ".join(part.split()) for part in parts]
    assert html_text(html.encode(), "page.html").splitlines() == ["x", *filter(None, folded)]
