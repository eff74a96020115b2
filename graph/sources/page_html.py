"""A saved HTML page to the text a reader would copy from it."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from releasegraph.graph.errors import SourceError
from releasegraph.graph.sources.decoding import decode, refuse_binary

__all__ = ["html_text"]

# fmt: off
_DROPPED = frozenset((
    "button", "canvas", "dialog", "footer", "head", "iframe", "nav", "noscript", "object", "script", "select", "style",
    "svg", "template", "textarea",
))
_LINES = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "details", "dir", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html",
    "legend", "li", "main", "menu", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr",
    "ul",
))
# fmt: on
_CELLS = frozenset(("td", "th"))

_NESTING_TAG = re.compile(
    r"<(/?)(?!(?:p|li|dt|dd|br|hr|tr|t[dh]|img|meta|link|input|col|option|wbr)\b)[a-z]", re.IGNORECASE
)
_DEEPEST = 10_000
_META_CHARSET = re.compile(rb"<meta\b[^>]*\bcharset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_SNIFFED_BYTES = 1024
# https://encoding.spec.whatwg.org/#names-and-labels, the encodings English pages are saved in.
_CHARSETS = {
    **dict.fromkeys(("utf-8", "utf8", "utf-16", "utf-16le", "utf-16be"), "utf-8"),
    **dict.fromkeys(("ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin1", "windows-1252", "cp1252"), "cp1252"),
    "iso-8859-15": "iso8859-15",
    "macintosh": "mac-roman",
}


def html_text(content: bytes, source_file: str) -> str:
    r"""Give the text of a saved page: a line, ended by `\n`, for each block element, each with its white space folded.

    List items get the mark `- `, `<br>` ends a line, cells of a row share one; scripts, styles, `nav` and
    `footer` are dropped. The encoding is that of the byte order mark, else of `<meta charset>`, else UTF-8.
    Raises SourceError for an empty or binary file, a page without words, and bytes its encoding does not allow.
    """
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        html = decode(content, "utf-16", source_file)
    else:
        refuse_binary(content, source_file)
        html = decode(content, _charset(content, source_file), source_file)
    _refuse_deep(html, source_file)
    folded = (_fold(line).strip() for line in _text(LexborHTMLParser(html)).split("\n"))
    lines = [line for line in folded if line not in ("", "-")]
    if not lines:
        raise SourceError(source_file, "line 1", "the page holds no words", "a saved page of the register")
    return "\n".join(lines) + "\n"


def _charset(content: bytes, source_file: str) -> str:
    found = None if content.startswith(BOM_UTF8) else _META_CHARSET.search(content, 0, _SNIFFED_BYTES)
    if found is None:
        return "utf-8"
    label = found.group(1).decode("ascii", "replace").lower()
    if label not in _CHARSETS:
        line = content.count(b"\n", 0, found.start()) + 1
        raise SourceError(source_file, f"line {line}", f"unknown charset `{label}`", ", ".join(sorted(_CHARSETS)))
    return _CHARSETS[label]


def _refuse_deep(html: str, source_file: str) -> None:
    """Raise SourceError for elements nested past any real page: a parser needs the square of their depth in time."""
    depth = 0
    for tag in _NESTING_TAG.finditer(html):
        depth = max(0, depth - 1) if tag.group(1) else depth + 1
        if depth > _DEEPEST:
            line = html.count("\n", 0, tag.start()) + 1
            raise SourceError(source_file, f"line {line}", "elements are nested too deep", f"{_DEEPEST} at most")


def _text(tree: LexborHTMLParser) -> str:
    r"""Join the words of a document, with `\n` where a line ends."""
    if tree.body is None:
        return ""
    pieces: list[str] = []
    preformatted = 0
    for node, opens in _walk(tree.body):
        if node.tag == "pre":
            preformatted += 1 if opens else -1
        piece = _piece(node, opens, pieces)
        # Only in `<pre>` does a line end of the file end a line.
        if piece := _fold(piece) if node.tag == "-text" and not preformatted else piece:
            pieces.append(piece)
    return "".join(pieces)


def _walk(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Visit each node twice, on the way in and out: without recursion, since saved pages nest without limit."""
    stack = [(root, True)]
    while stack:
        node, opens = stack.pop()
        yield node, opens
        if opens and node.tag not in _DROPPED:
            stack.append((node, False))
            children = []
            child = node.first_child
            while child is not None:
                children.append((child, True))
                child = child.next
            stack.extend(reversed(children))


def _piece(node: LexborNode, opens: bool, before: list[str]) -> str:
    """Give what a node adds as it opens or closes, after the pieces before it."""
    tag = node.tag
    if tag == "-text":
        return node.text(deep=False) if opens else ""
    if tag == "br":
        return "\n" if opens else ""
    if tag == "li":
        return "\n- " if opens else "\n"
    if tag == "dd":
        return (" " if _last_words(before).endswith(":") else "\n") if opens else "\n"
    if tag == "img":
        alt = (node.attributes.get("alt") or "") if opens else ""
        return alt if alt.startswith("\N{TRIANGULAR FLAG ON POST}") else ""
    if tag in _LINES:
        carries_on = (opens and _last_words(before) == "\n-") or (tag == "dt" and not opens)
        return "" if carries_on else "\n"
    return " " if tag in _CELLS else ""


def _last_words(pieces: list[str]) -> str:
    return next((piece.rstrip(" ") for piece in reversed(pieces) if piece != " "), "")


def _fold(text: str) -> str:
    return re.sub(r"[\s\ufeff]+", " ", text)
