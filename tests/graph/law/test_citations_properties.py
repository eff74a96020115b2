"""What holds of every text: the reader never raises, never moves words, and reads back what is written."""

import re

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from releasegraph.graph.law.citations import Field, Role, Status, read_citations
from releasegraph.graph.law.instruments import instruments
from releasegraph.graph.law.provisions import instrument_path, provision_label, provision_parts, read_address

LAW = "http://www.legislation.gov.uk/id/"
WELL_FORMED = re.compile(
    r"(?:[a-z]+/\d{4}/\d+|instrument/[a-z0-9-]+)"
    r"(?:/(?:section|regulation|article|rule|schedule|paragraph|part|chapter|[0-9]+[A-Z0-9]*|[A-Z][0-9]+[A-Z]*|[IVX]+|[a-z]{1,5}))*"
)
WRITINGS = """
s.|section|Sections|261|(2)|(b)|(ii)|of the|Health and Social Care Act|2012|,|and|&|;|:|-|–|NHS Act 2006|251|s251
approval|Article|6(1)(e)|GDPR|UK GDPR|Schedule 1|Part 2|paragraph|3|to|as amended by|Regulation|COPI Regulations
the 2012 Act|(HSCA)|"the 2012 Act"|SRSA|45(c)|45a/c|the Act|that Act|Regulations 2002|(|)|'|Care Act|the Schedule to
https://www.legislation.gov.uk/ukpga/2012/7|14Z33|subsection (2)|consent|Other-|Directions 2020|National Health Service
"""
PIECES = st.sampled_from([*WRITINGS.strip().replace("\n", "|").split("|"), "\u00a0", "\n", ". ", "İ", "ß", "😀"])
SENTENCES = st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=25).map(" ".join)
TEXTS = st.one_of(st.text(), SENTENCES)
FIELDS = st.sampled_from(Field)


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(TEXTS, FIELDS, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 90)), max_size=2))
@example("İ section 261 of the Health and Social Care Act 2012", Field.PROSE, [])
def test_every_reading_is_sound(text: str, field: Field, quoted: list[tuple[int, int]]) -> None:
    reading = read_citations(text, field, quoted=quoted)
    offsets = [one.offset for one in reading.citations]
    assert offsets == sorted(set(offsets))
    for one in reading.citations:
        assert one.text
        assert text[one.offset : one.offset + len(one.text)] == one.text
        assert (one.target is None) == (one.status is Status.UNRESOLVED)
        if one.target is not None:
            assert WELL_FORMED.fullmatch(one.target)
            assert provision_parts(one.target)[-1] == instrument_path(one.target)
            assert (instrument_path(one.target) == one.target) == (one.status is Status.INSTRUMENT_ONLY)
            assert provision_label(one.target)
        if one.target and instrument_path(one.target) in instruments() and "instrument/" not in one.target:
            assert read_address(LAW + one.target) == one.target
    assert read_citations(text, field, quoted=quoted) == reading


@settings(max_examples=200, deadline=None)
@given(SENTENCES)
def test_a_basis_is_never_lost(text: str) -> None:
    reading = read_citations(text, Field.LEGAL_BASIS)
    assert (reading.status == "none") == (not text.strip())
    assert reading.citations or reading.status in {"none", "consent"}


LETTERS = st.sampled_from("abcdfghjk")
ROMANS = st.sampled_from(["i", "ii", "iii", "iv", "v", "vi"])


@st.composite
def provisions(draw: st.DrawFn, first: st.SearchStrategy[str]) -> tuple[str, str]:
    """Draw a number with its parts, as a path and as written."""
    number = draw(first)
    parts: list[str] = []
    if draw(st.booleans()):
        parts.append(draw(st.sampled_from(["1", "2", "5", "1A", "4A", "10"])))
        if draw(st.booleans()):
            parts.append(draw(LETTERS))
            if draw(st.booleans()):
                parts.append(draw(ROMANS))
    space = draw(st.sampled_from(["", "", " ", "\u00a0"]))
    written = number + "".join(f"{space}({part})" for part in parts)
    return "/".join((number, *parts)), written


SECTION_NUMBERS = st.one_of(
    st.integers(10, 60).map(str), st.sampled_from(["2B", "14Z33", "14Z44", "13E", "3A", "6C", "45A", "1I"])
)
SECTION_WORDS = st.sampled_from(
    ["section ", "Section ", "s", "s.", "s. ", "S.", "sec. ", "Sec ", "Sect. ", "section\u00a0"]
)
ACTS = st.sampled_from(
    [
        ("ukpga/2006/41", "National Health Service Act 2006"),
        ("ukpga/2006/41", "NHS Act 2006"),
        ("ukpga/2006/41", "NHS Act (2006)"),
        ("ukpga/2012/7", "Health & Social Care Act 2012"),
        ("ukpga/2012/7", "Health and Social Care Act (HSCA) 2012"),
        ("ukpga/2012/7", "HSCA 2012"),
        ("ukpga/2014/23", "Care Act 2014"),
        ("ukpga/2018/12", "DPA 2018"),
        ("ukpga/2018/12", "Data Protection Act, 2018"),
        ("ukpga/2005/9", "Mental Capacity Act 2005"),
        ("ukpga/2000/36", "FOI Act"),
        ("ukpga/2025/18", "Data (Use and Access) Act 2025"),
    ]
)
AFTER = st.sampled_from([" of the ", " ", " - ", " – ", " under the ", " in the "])
BEFORE = st.sampled_from([" ", " - ", " – ", ", ", ": ", " — "])
AROUND = st.sampled_from(
    [("", ""), ("The data are released under ", "."), ("Other-", ""), ("(", ")"), ("It relies on ", " as a duty.")]
)


def _read(text: str, field: Field) -> list[str | None]:
    return [one.target for one in read_citations(text, field).citations]


@settings(max_examples=400, deadline=None)
@given(provisions(SECTION_NUMBERS), SECTION_WORDS, ACTS, AFTER, BEFORE, AROUND, st.booleans(), FIELDS)
def test_a_section_in_any_writing_is_itself(
    provision: tuple[str, str],
    word: str,
    act: tuple[str, str],
    after: str,
    before: str,
    around: tuple[str, str],
    act_first: bool,
    field: Field,
) -> None:
    (path, number), (instrument, name) = provision, act
    cited = f"{name}{before}{word}{number}" if act_first else f"{word}{number}{after}{name}"
    text = around[0] + cited + around[1]
    assert _read(text, field) == [f"{instrument}/section/{path}"]


@settings(max_examples=300, deadline=None)
@given(st.lists(provisions(SECTION_NUMBERS), min_size=2, max_size=4), ACTS, AFTER, FIELDS)
def test_a_list_is_each_of_its_sections(
    listed: list[tuple[str, str]], act: tuple[str, str], after: str, field: Field
) -> None:
    *head, last = [number for _, number in listed]
    text = f"sections {', '.join(head)} and {last}{after}{act[1]}"
    assert _read(text, field) == [f"{act[0]}/section/{path}" for path, _ in listed]


@settings(max_examples=200, deadline=None)
@given(
    provisions(st.integers(10, 99).map(str)),
    st.sampled_from(["Article ", "article ", "Art. ", "Art ", "Article\u00a0"]),
    st.sampled_from(
        ["UK GDPR", "GDPR", "General Data Protection Regulation", "UK General Data Protection Regulation (UK GDPR)"]
    ),
    AFTER,
    FIELDS,
)
def test_an_article_in_any_writing_is_itself(
    provision: tuple[str, str], word: str, name: str, after: str, field: Field
) -> None:
    path, number = provision
    assert _read(f"{word}{number}{after}{name}", field) == [f"eur/2016/679/article/{path}"]


@given(ACTS, ACTS, FIELDS)
def test_an_act_that_amends_is_not_what_is_cited(one: tuple[str, str], other: tuple[str, str], field: Field) -> None:
    if one[0] == other[0]:
        return
    reading = read_citations(f"Section 42(4) of the {one[1]} as amended by section 28 of the {other[1]}", field)
    cited, amending = reading.citations
    assert cited.target == f"{one[0]}/section/42/4"
    assert cited.amended_by == (f"{other[0]}/section/28",)
    assert (amending.target, amending.role) == (f"{other[0]}/section/28", Role.AMENDING)


@given(
    st.text(alphabet="abcdefghij .,", max_size=60),
    st.integers(1, 300),
    st.sampled_from(["form", "protocol", "menu", "agreement"]),
)
def test_a_section_of_something_else_is_nothing(words: str, number: int, thing: str) -> None:
    text = f"{words} Section {number} of the {thing} is closed."
    assert read_citations(text, Field.PROSE).citations == ()
