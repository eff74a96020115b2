"""What XML cannot hold is replaced, wherever the blocks are cut."""

import io
import itertools
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from hypothesis import given
from hypothesis import strategies as st

from releasegraph.graph.xml_text import XmlSafe, xml_safe

TEXTS = st.text(
    alphabet=st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("\x00\x0b\x1f\ufffe\uffff\uffee"))
)


def test_only_what_xml_forbids_is_replaced() -> None:
    assert xml_safe("a\tb\r\nc\x0bd\ufffee\uffeef\x7f".encode()).decode() == "a\tb\r\nc\ufffdd\ufffde\uffeef\x7f"


@given(TEXTS)
def test_any_text_becomes_well_formed(text: str) -> None:
    read = ElementTree.fromstring(xml_safe(f"<a>{escape(text)}</a>".encode()))
    assert len((read.text or "").replace("\n", "")) == len(
        text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "")
    )


@given(TEXTS, st.lists(st.integers(0, 200)))
def test_blocks_may_be_cut_anywhere(text: str, cuts: list[int]) -> None:
    document = text.encode()
    out = io.BytesIO()
    safe = XmlSafe(out)
    edges = sorted({0, len(document), *(min(cut, len(document)) for cut in cuts)})
    for start, end in itertools.pairwise(edges):
        assert safe.write(document[start:end]) == end - start
    safe.flush()
    assert out.getvalue() == xml_safe(document)
