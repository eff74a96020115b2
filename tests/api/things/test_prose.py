"""Prose cut at its offsets: citations, headings, quotations."""

from hypothesis import given
from hypothesis import strategies as st

from releasegraph.api.things.prose import Block, Mark, Piece, Quoted, mark_text, set_out, split_long


def mark(text: str, words: str, offset: int | None = None) -> Mark:
    """Mark words where they stand in a text."""
    return Mark(text.index(words) if offset is None else offset, words, f"/doc/{words}", words, "resolved")


def words_of(pieces: tuple[Piece, ...]) -> list[str]:
    """Give pieces as text, those with a mark in brackets."""
    return [f"[{piece.text}]" if piece.mark else piece.text for piece in pieces]


def test_offsets_count_characters_not_bytes() -> None:
    text = "Für Ärzte 𝒳: s261(1) und s251 – Ende"
    assert words_of(mark_text(text, [mark(text, "s251"), mark(text, "s261(1)")])) == [
        *("Für Ärzte 𝒳: ", "[s261(1)]", " und ", "[s251]", " – Ende")
    ]


def test_no_mark_on_wrong_words() -> None:
    text = "under s261 and s251"
    wrong = [mark(text, "s261", 5), mark(text, "s251", 400), Mark(0, "", None, "", "resolved")]
    assert words_of(mark_text(text, wrong)) == [text]


def test_of_marks_that_overlap_the_first_and_longest_stays() -> None:
    text = "section 261(2)(a) applies"
    marks = [mark(text, "261(2)"), mark(text, "section 261(2)(a)"), mark(text, "section 261")]
    assert words_of(mark_text(text, marks)) == ["[section 261(2)(a)]", " applies"]


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(-5, 50), st.text(max_size=4)), max_size=5))
def test_pieces_together_are_the_text(text: str, marks: list[tuple[int, str]]) -> None:
    made = [Mark(offset, words, None, "", "resolved") for offset, words in marks]
    assert "".join(piece.text for piece in mark_text(text, made)) == text


def test_headings_and_quotations_are_blocks_of_their_own() -> None:
    text = "Before.\nDUTIES\nIt quotes s1:\n(1) Each board must\n(a) act.\nAfter."
    start, part = text.index("(1)"), text.index("(a)")
    blocks = set_out(
        text,
        [mark(text, "s1")],
        [(text.index("DUTIES"), "DUTIES"), (3, "nothing")],
        [
            Quoted(start, part - 1, 0, "section 1(1)", "/doc/q"),
            Quoted(part, part + len("(a) act."), 1, "section 1(1)(a)", "/doc/r"),
        ],
    )
    assert [(block.text, block.heading, block.quoted.depth if block.quoted else None) for block in blocks] == [
        ("Before.", False, None),
        ("DUTIES", True, None),
        ("It quotes s1:", False, None),
        ("(1) Each board must", False, 0),
        ("(a) act.", False, 1),
        ("After.", False, None),
    ]
    assert words_of(blocks[2].pieces) == ["It quotes ", "[s1]", ":"]


def test_a_long_text_is_cut_at_a_line_and_never_in_a_mark() -> None:
    text = "".join(f"Line {number} of a long text.\n" for number in range(100))
    first, rest = split_long(set_out(text, []), 500)
    assert "".join(block.text for block in (*first, *rest)) == text
    assert 250 < len(first[0].text) <= 500
    assert first[0].text.endswith(".\n")
    long = "x" * 300
    marked = (Block((Piece("a " * 100), Piece(long, mark(long, long)), Piece(" b" * 300))),)
    head, tail = split_long(marked, 300)
    assert [piece.text for piece in tail[0].pieces if piece.mark] == [long]
    assert "".join(block.text for block in (*head, *tail)) == marked[0].text


def test_a_short_text_is_shown_whole() -> None:
    blocks = set_out("Short.", [])
    assert split_long(blocks, 4) == (blocks, ())
