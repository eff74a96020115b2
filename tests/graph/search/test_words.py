"""What is typed, taken apart; terms of days covered by blocks."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasegraph.graph.search.things import day_blocks, term_blocks
from releasegraph.graph.search.words import MOST_CHUNKS, Chunk, distinct_names, key, read_chunks


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ()),
        ("  ", ()),
        ("cancer", (Chunk("cancer", unfinished=True),)),
        ("cancer ", (Chunk("cancer"),)),
        ('lung "linked data" x', (Chunk("lung"), Chunk("linked data", quoted=True), Chunk("x", unfinished=True))),
        ("“linked data”", (Chunk("linked data", quoted=True),)),
        ('a "never closed', (Chunk("a"), Chunk("never closed", quoted=True))),
        ('""', ()),
        ("NIC-1-A-v4.2", (Chunk("NIC-1-A-v4.2", unfinished=True),)),
    ],
)
def test_typed_text_is_taken_apart(typed: str, expected: tuple[Chunk, ...]) -> None:
    assert read_chunks(typed) == expected


@given(st.text())
def test_no_text_is_an_error(typed: str) -> None:
    chunks = read_chunks(typed)
    assert len(chunks) <= MOST_CHUNKS
    assert all(chunk.text.strip() and chunk.text in typed for chunk in chunks)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("DARS-NIC-1-A", "dars nic 1 a"),
        ("Söhne & Co", "SOHNE AND CO."),
        ("s261(2)(a)", "S261 (2) (A)"),
        ("FILE0001", "file0001"),
    ],
)
def test_names_are_compared_without_case_signs_and_marks(one: str, other: str) -> None:
    assert key(one) == key(other)


DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))


@given(DAYS, st.integers(-3, 6000), st.integers(-9000, 9000))
def test_a_day_has_a_block_of_a_term_when_the_term_holds_it(start: date, length: int, offset: int) -> None:
    end, day = start + timedelta(length), start + timedelta(offset)
    blocks = list(term_blocks(start, end))
    assert len(blocks) == len(set(blocks)) <= 26
    assert len(set(blocks) & set(day_blocks(day))) == (start <= day <= end)


def test_names_are_told_apart_by_more_than_case_and_signs() -> None:
    others = ("NDRS CANCER REGISTRATIONS", "NDRS Cancer Registry", "ndrs: cancer-registry", "NCRAS")
    assert distinct_names("NDRS Cancer Registrations", others) == ("NDRS Cancer Registry", "NCRAS")
    assert distinct_names("A", ()) == ()
