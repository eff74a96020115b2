"""Whatever a cell holds: no exception, offsets that hold, proper nesting, sections that partition."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from releasegraph.graph.prose.reading import Prose, Quotation, read_prose

LINES = st.sampled_from(
    [
        "under the National Health Service Act 2006:",
        "Section 14Z34 - Duty as to improvement in quality of services",
        "Section 3A Duties of integrated care boards as to commissioning certain health services",
        "Section 261(2) of the Health and Social Care Act 2012",
        "Regulation 3 - Communicable disease",
        "(1)first words",
        "(1)(a)stacked, see section 14Z34(3)",
        "(2) second",
        "(a) letter",
        "(h) letter",
        "(i) either",
        "(ii) roman",
        "(A) capital",
        "arranging what is needed",
        "Each board must arrange what it thinks needed",
        "CONDITIONS OF SUPPLY",
        "DATA RETENTION",
        "HES",
        "The trust will keep to conditions of supply:",
        "1. use the data;",
        "a) alone",
        "~ a bullet",
        "Data will be retained for ten years. They will be destroyed within six weeks.",
        "The following CCGs previously occupied the footprint of the ICB:",
        "NHS Leeds CCG, NHS York CCG",
        "Data Processor 1 – Optum Ltd",
        "The University of York acts as data processor.",
        "",
        "\xa0",
        "An ordinary sentence of the İstanbul trial, ﬁnished.",
    ]
)
TEXTS = st.one_of(
    st.lists(st.one_of(LINES, st.text(max_size=40)), max_size=30).flatmap(
        lambda lines: st.sampled_from(["\n", "\r\n", "\r", "\n~ "]).map(lambda end: end.join(lines))
    ),
    st.text(),
)


@given(TEXTS)
def test_offsets_hold(text: str) -> None:
    prose = read_prose(text)
    for heading in prose.headings:
        assert text.startswith(heading.text, heading.offset)
    for whole in (*prose.retention, *prose.predecessors):
        assert text[whole.offset : whole.end] == whole.text
    for processor in prose.processors:
        assert text[processor.offset : processor.end] == processor.name
    for condition in prose.conditions:
        assert text[condition.offset : condition.end].endswith(condition.text)
        assert condition.text
        assert condition.number
    for citation in prose.citations:
        assert text.startswith(citation.text, citation.offset)
    for offset, _ in prose.problems:
        assert 0 <= offset < len(text)


@given(TEXTS)
def test_sections_partition_the_text_from_the_first_heading(text: str) -> None:
    headings = read_prose(text).headings
    assert [heading.ordinal for heading in headings] == list(range(1, len(headings) + 1))
    assert all(before.end == after.offset for before, after in pairwise(headings))
    assert not headings or headings[-1].end == len(text)


def children(prose: Prose, parent: int | None) -> list[Quotation]:
    return [quotation for quotation in prose.quotations if quotation.parent == parent]


@given(TEXTS)
def test_quotations_nest(text: str) -> None:
    prose = read_prose(text)
    by_offset = {quotation.offset: quotation for quotation in prose.quotations}
    assert len(by_offset) == len(prose.quotations)
    for parent in (None, *by_offset):
        siblings = children(prose, parent)
        assert [sibling.ordinal for sibling in siblings] == list(range(1, len(siblings) + 1))
        assert all(before.end <= after.offset for before, after in pairwise(siblings))
    for quotation in prose.quotations:
        assert quotation.offset < quotation.end <= len(text)
        if quotation.parent is not None:
            above = by_offset[quotation.parent]
            assert above.offset < quotation.offset
            assert quotation.end <= above.end
            assert (quotation.target is None) == (above.target is None)


@given(TEXTS)
def test_law_inside_a_quotation_is_internal_and_its_heading_is_not(text: str) -> None:
    prose = read_prose(text)
    bodies = [(top.offset + len(text[top.offset : top.end].splitlines()[0]), top.end) for top in children(prose, None)]
    for citation in prose.citations:
        inside = any(start < citation.offset < end for start, end in bodies)
        assert not inside or citation.role == "internal"


@given(TEXTS)
def test_reading_is_pure(text: str) -> None:
    assert read_prose(text) == read_prose(text)
