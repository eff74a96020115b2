"""Marks stand on the words found and nowhere else, and no text is changed by them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasegraph.graph.search.marking import Marks, excerpt, mark

CANCER = Marks({"cancer": "cancer", "cancers": "cancer", "lung": "lung"}, ("pati",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cancer of the LUNG", ["Cancer", "LUNG"]),
        ("precancer, cancerous, cancers", ["cancers"]),
        ("a patient's path", ["patient"]),
        ("Cáncér", ["Cáncér"]),
        ("İ cancer", ["cancer"]),
        ("<b>cancer</b>", ["cancer"]),
        ("", []),
    ],
)
def test_words_found_are_marked(text: str, expected: list[str]) -> None:
    pieces = mark(text, CANCER)
    assert [piece.text for piece in pieces if piece.marked] == expected
    assert "".join(piece.text for piece in pieces) == text


@given(st.text(), st.lists(st.text(min_size=1), max_size=3), st.lists(st.text(min_size=1), max_size=2))
def test_marking_keeps_any_text(text: str, words: list[str], beginnings: list[str]) -> None:
    marks = Marks({word: word for word in words}, tuple(beginnings))
    assert "".join(piece.text for piece in mark(text, marks)) == text


@given(st.text(), st.text(max_size=400), st.text())
def test_an_excerpt_is_a_part_of_the_text(before: str, middle: str, after: str) -> None:
    text = f"{before} cancer {middle} lung {after}"
    pieces = excerpt(text, CANCER, 200)
    shown = "".join(piece.text for piece in pieces).removeprefix("… ").removesuffix(" …")
    assert shown in text
    assert len(shown) <= 200


def test_an_excerpt_is_where_most_words_stand_together() -> None:
    text = "cancer " * 50 + "and " * 200 + "cancer of the lung, " + "more " * 200
    shown = "".join(piece.text for piece in excerpt(text, CANCER))
    assert "cancer of the lung" in shown
    assert shown.startswith("… and")
    assert shown.endswith("more …")


def test_without_words_an_excerpt_is_the_beginning() -> None:
    assert [piece.text for piece in excerpt("one two", Marks())] == ["one two"]
