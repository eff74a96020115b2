"""Names: reviewed rows, rules that are safe, and bodies that stay apart."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasegraph.graph import names
from releasegraph.graph.identifiers import slug
from releasegraph.graph.names import known_spellings, name_reviews, nested_bodies, resolve_name, reviewed_name

REVIEWS = name_reviews()
SAME = [row for row in REVIEWS if row.relation == "same"]
DIFFERENT = [row for row in REVIEWS if row.relation == "different"]
WORDS = st.lists(
    st.sampled_from(
        [
            "NHS",
            "Trust",
            "of",
            "and",
            "&",
            "Leeds",
            "Ltd",
            "Ltd.",
            "LIMITED",
            "(LT)",
            "(NTL)",
            "[HES]",
            "-15C",
            "’s",
            "the",
            "University",
            "Data",
            "Set",
            "(UoL)",
            "X26",
            "Zoë",
        ]
    ),
    min_size=1,
    max_size=8,
).map(" ".join)


def ident(row: names.NameReview) -> str:
    return f"{row.spelling} | {row.other}"


def test_reviews_are_well_formed() -> None:
    assert REVIEWS
    for row in REVIEWS:
        assert row.kind in ("organisation", "dataset")
        assert row.relation in ("same", "different", "part-of")
        assert row.spelling.strip() == row.spelling != ""
        assert row.other.strip() == row.other != ""
        assert row.evidence.strip()
        assert re.fullmatch(r"(\d{4}-\d{2})?", row.since)
        assert slug(row.spelling) != slug(row.other), ident(row)


def test_no_pair_is_reviewed_twice() -> None:
    pairs = [(row.kind, frozenset((slug(row.spelling), slug(row.other)))) for row in REVIEWS]
    assert len(set(pairs)) == len(pairs)


def test_each_spelling_joins_one_other() -> None:
    joined = [(row.kind, slug(row.spelling)) for row in SAME]
    assert len(set(joined)) == len(joined)


def test_merges_have_no_cycle() -> None:
    follow = {(row.kind, slug(row.spelling)): (row.kind, slug(row.other)) for row in SAME}
    for start in follow:
        passed, at = set(), start
        while at in follow:
            assert at not in passed, start
            passed.add(at)
            at = follow[at]


@pytest.mark.parametrize("row", SAME, ids=ident)
def test_a_reviewed_pair_is_one(row: names.NameReview) -> None:
    one, other = resolve_name(row.kind, row.spelling), resolve_name(row.kind, row.other)
    assert one.slug == other.slug
    assert one.rule == "reviewed"
    assert row.evidence in one.reason


@pytest.mark.parametrize("row", SAME, ids=ident)
def test_the_name_that_stays_keeps_its_own_slug(row: names.NameReview) -> None:
    stays = resolve_name(row.kind, row.spelling).slug
    assert reviewed_name(row.kind, stays) is not None
    assert slug(reviewed_name(row.kind, stays) or "") == stays


@pytest.mark.parametrize("row", DIFFERENT, ids=ident)
def test_a_pair_kept_apart_is_two(row: names.NameReview) -> None:
    assert resolve_name(row.kind, row.spelling).slug != resolve_name(row.kind, row.other).slug


def test_the_design_table_is_all_there(shared: Path) -> None:
    table = (shared / "design" / "names.tsv").read_text(encoding="utf-8").splitlines()[1:]
    ours = {(row.kind, row.spelling, row.other) for row in REVIEWS}
    pairs = {(spelling, other) for _, spelling, other in ours}
    missing = []
    for line in table:
        kind, spelling, other, *_ = line.split("\t")
        found = (spelling, other) in pairs if kind == "different" else (kind, spelling, other) in ours
        if not found:
            missing.append(line)
    assert missing == []


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        ("University of Leeds", "UNIVERSITY  OF LEEDS", "same-letters"),
        ("Guy's Hospital", "Guy’s Hospital", "same-letters"),
        ("Barts & The London", "Barts and The London", "same-letters"),
        ("Acme Ltd", "ACME LIMITED", "limited"),
        ("Acme Ltd.", "Acme Limited", "limited"),
        ("Office for Health Improvement and Disparities (OHID)", "Office for Health Improvement and Disparities", ""),
        ("London School of Hygiene and Tropical Medicine (LSHTM)", "London School of Hygiene & Tropical Medicine", ""),
        ("University College London (UCL)", "University College London", ""),
        ("University College London [UCL]", "University College London", ""),
    ],
)
def test_safe_rules_join(one: str, other: str, rule: str) -> None:
    assert resolve_name("organisation", one).slug == resolve_name("organisation", other).slug
    assert resolve_name("organisation", one).rule == (rule or "own-initials")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("NHS Essex", "NHS Mid and South Essex"),
        ("NHS Sussex", "NHS Surrey and Sussex"),
        ("NHS South East London ICB", "NHS South East London ICB - 72Q"),
        ("NHS X ICB - 15C", "NHS X ICB - 15D"),
        ("University of York", "York University"),
        ("IQVIA Ltd", "IQVIA Solutions UK Limited"),
        ("Health and Social Care Information Centre", "NHS Digital"),
        ("NHS Digital", "NHS England"),
        ("University of Leeds (School of Medicine)", "University of Leeds"),
        ("Imperial College London", "Imperial College"),
        ("St George's, University of London", "St George's Hospital"),
        ("Trust (Leeds)", "Trust"),
        ("A Body (X)", "A Body"),
        ("Acme Ltd", "Acme"),
        ("Acme PLC", "Acme Ltd"),
        ("Acme Inc", "Acme"),
        ("Healthcare products Regulatory Agency (HRA)", "Healthcare products Regulatory Agency"),
    ],
)
def test_bodies_that_stay_apart(one: str, other: str) -> None:
    assert resolve_name("organisation", one).slug != resolve_name("organisation", other).slug


def test_a_dataset_relabelled_with_its_acronym_is_joined_only_by_review() -> None:
    one = resolve_name("dataset", "Hospital Episode Statistics Critical Care")
    other = resolve_name("dataset", "Hospital Episode Statistics Critical Care (HES Critical Care)")
    assert one.slug == other.slug
    assert one.rule == "reviewed"
    assert resolve_name("dataset", "Mental Health Minimum Data Set (MHMDS)").slug != other.slug


def test_kinds_do_not_mix() -> None:
    assert resolve_name("organisation", "Mental Health Services Data Set").rule == "same-letters"


@given(
    st.sampled_from(["organisation", "dataset"]),
    st.one_of(st.text(), WORDS, st.sampled_from(list(known_spellings("dataset")))),
)
def test_resolving_is_pure_and_stands_still(kind: str, spelling: str) -> None:
    first = resolve_name(kind, spelling)
    resolve_name.cache_clear()
    slug.cache_clear()
    assert resolve_name(kind, spelling) == first
    assert slug(first.slug) == first.slug
    assert resolve_name(kind, first.slug).slug == first.slug


@given(st.lists(WORDS, min_size=2, max_size=5))
def test_an_address_does_not_move_when_a_spelling_arrives(spellings: list[str]) -> None:
    alone = [resolve_name("organisation", name).slug for name in spellings]
    resolve_name.cache_clear()
    assert [resolve_name("organisation", name).slug for name in reversed(spellings)] == alone[::-1]


def test_parts_are_nested_not_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    part, whole = "NHS Wessex ICB - 99Z", "NHS Wessex ICB"
    row = names.NameReview("organisation", "part-of", part, whole, "", "a part of the board")
    monkeypatch.setattr(names, "name_reviews", lambda: (*REVIEWS, row))
    nested_bodies.cache_clear()
    try:
        assert nested_bodies()[slug(part)] == (slug(whole),)
        assert resolve_name("organisation", part).slug != resolve_name("organisation", whole).slug
    finally:
        nested_bodies.cache_clear()
