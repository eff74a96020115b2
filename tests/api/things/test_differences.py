"""What changed from one version to another: values of fields, words of prose."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasegraph.api.things.differences import Change, Kind, Run, compare_fields, compare_prose, fold

SIGNS = {Kind.SAME: "=", Kind.REMOVED: "-", Kind.ADDED: "+", Kind.FOLDED: "~"}

PROSE = [
    ("the same", "Kept.", "Kept.", ["=Kept."]),
    ("both empty", "", "", []),
    ("all new", "", "New words.", ["+New words."]),
    ("all gone", "Old words.", "", ["-Old words."]),
    (
        "one word",
        "Data are kept for 5 years.\nEnd",
        "Data are kept for 7 years.\nEnd",
        ["=Data are kept for ", "-5 ", "+7 ", "=years.\nEnd"],
    ),
    (
        "a number is one word",
        "under version 4.9 of it",
        "under version 4.10 of it",
        ["=under version ", "-4.9 ", "+4.10 ", "=of it"],
    ),
    ("a line more", "One.\n", "One.\nTwo.\n", ["=One.\n", "+Two.\n"]),
    ("a line less", "One.\nTwo.\nThree.", "One.\nThree.", ["=One.\n", "-Two.\n", "=Three."]),
    ("the end gone keeps its space", "one two", "one", ["=one", "- two"]),
    ("only space", "one  two\n\n", "one two", ["=one two"]),
    ("other letters", "Söhne für Ärzte", "Söhne für Ämter", ["=Söhne für ", "-Ärzte", "+Ämter"]),
    ("beyond the basic plane", "A 𝒳 and 𝒴 stay", "A 𝒳 and 𝒵 stay", ["=A 𝒳 and ", "-𝒴 ", "+𝒵 ", "=stay"]),
    (
        "few words between longer changes",
        "It ran from May 2019 to June 2021.",
        "It ran from July 2020 to August 2022.",
        ["=It ran from ", "-May 2019 to June 2021", "+July 2020 to August 2022", "=."],
    ),
    ("a sign", "Papers, and a summary.", "Papers; and a summary.", ["=Papers", "-, ", "+; ", "=and a summary."]),
]


def written(runs: tuple[Run, ...]) -> list[str]:
    """Write runs with a sign each."""
    return [SIGNS[run.kind] + run.text for run in runs]


@pytest.mark.parametrize(("before", "after", "expected"), [case[1:] for case in PROSE], ids=[case[0] for case in PROSE])
def test_prose_is_compared_word_by_word(before: str, after: str, expected: list[str]) -> None:
    assert written(compare_prose(before, after)) == expected


TEXTS = st.text(st.sampled_from("ab é,.\n\x0b\u2028ß𝒳1"), max_size=60)


@given(TEXTS, TEXTS)
def test_nothing_of_either_text_is_lost(before: str, after: str) -> None:
    runs = compare_prose(before, after)
    assert "".join(run.text for run in runs if run.kind is not Kind.REMOVED) == after
    assert "".join("".join(run.text for run in runs if run.kind is not Kind.ADDED).split()) == "".join(before.split())
    assert all(one.kind is not two.kind for one, two in itertools.pairwise(runs))
    assert "".join(run.text for run in fold(runs, 5)) == "".join(run.text for run in runs)


def test_a_text_too_long_to_align_is_replaced_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("releasegraph.api.things.differences._MOST_CELLS", 3)
    assert written(compare_prose("x a b c y", "x d b e y")) == ["=x ", "-a b c ", "+d b e ", "=y"]


def test_what_is_far_from_a_change_is_folded() -> None:
    lines = "".join(f"Line {number} stays as it was.\n" for number in range(40))
    runs = fold(compare_prose(f"{lines}old\n{lines}", f"{lines}new\n{lines}"))
    assert [run.kind for run in runs] == [
        *(Kind.FOLDED, Kind.SAME, Kind.REMOVED, Kind.ADDED, Kind.SAME, Kind.FOLDED),
    ]
    before, after = runs[1].text, runs[4].text
    assert before.startswith("Line ")
    assert after.endswith(".\n")
    assert len(before) <= 160 >= len(after)
    assert runs[0].words + len(before.split()) == len(lines.split())


def test_a_short_text_between_changes_is_not_folded() -> None:
    runs = (Run(Kind.ADDED, "a"), Run(Kind.SAME, "word " * 40), Run(Kind.REMOVED, "b"))
    assert fold(runs) == runs


FIELDS = [
    ("nothing", {}, {}, []),
    ("other order", {"f": ["a", "b"]}, {"f": ["b", "a"]}, []),
    ("added", {}, {"f": ["a"]}, [(Change("f", (), ("a",)), "added")]),
    ("removed", {"f": ["a"]}, {}, [(Change("f", ("a",), ()), "removed")]),
    ("changed", {"f": ["a"]}, {"f": ["b"]}, [(Change("f", ("a",), ("b",)), "changed")]),
    ("one more", {"f": ["a"]}, {"f": ["b", "a"]}, [(Change("f", (), ("b",), 1), "changed")]),
    ("one less", {"f": ["a", "b"]}, {"f": ["a"]}, [(Change("f", ("b",), (), 1), "changed")]),
    (
        "in the order asked",
        {"g": ["a"], "f": ["a"]},
        {},
        [(Change("f", ("a",), ()), "removed"), (Change("g", ("a",), ()), "removed")],
    ),
    ("not asked", {"h": ["a"]}, {}, []),
]


@pytest.mark.parametrize(
    ("before", "after", "expected"), [case[1:] for case in FIELDS], ids=[str(case[0]) for case in FIELDS]
)
def test_fields_are_compared_as_sets(
    before: dict[str, list[str]], after: dict[str, list[str]], expected: list[tuple[Change[str], str]]
) -> None:
    assert [(one, one.kind) for one in compare_fields(before, after, ("f", "g"))] == expected
