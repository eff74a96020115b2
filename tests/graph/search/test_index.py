"""What is found for what is typed, and in which order."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releasegraph.graph.build import build
from releasegraph.graph.errors import StoreError
from releasegraph.graph.generations import open_store
from releasegraph.graph.search.folder import open_search
from releasegraph.graph.search.index import Asked, SearchIndex, write_index
from releasegraph.graph.search.things import FACETS, Shown, Thing

from .conftest import SOURCES


def first(index: SearchIndex, typed: str, **facets: list[str]) -> tuple[str, str]:
    found = index.find(Asked(typed, facets), 1).shown
    return (found[0].kind, found[0].label) if found else ("", "")


@pytest.mark.parametrize(
    ("typed", "kind", "label"),
    [
        ("DARS-NIC-990105-N9P1Q", "agreement", "DARS-NIC-990105-N9P1Q"),
        ("nic-990105-n9p1q", "agreement", "DARS-NIC-990105-N9P1Q"),
        ("NIC 990105 N9P1Q", "agreement", "DARS-NIC-990105-N9P1Q"),
        ("NIC-990105-N9P1Q-v2.10", "version", "DARS-NIC-990105-N9P1Q-v2.10"),
        ("dars-nic-990105-n9p1q-V2.10", "version", "DARS-NIC-990105-N9P1Q-v2.10"),
        ("DARS-NIC-990105", "agreement", "DARS-NIC-990105-N9P1Q"),
        ("university of northmere", "organisation", "UNIVERSITY OF NORTHMERE"),
        ("The University of North", "organisation", "UNIVERSITY OF NORTHMERE"),
        ("hospital episode statistics outpatients (HES OP)", "dataset", None),
        ("s261", "provision", "Health and Social Care Act 2012, section 261"),
        ("HSCA 2012 s261(2)(a)", "provision", "Health and Social Care Act 2012, section 261(2)(a)"),
        ("s261(2)(a) of the Health and Social Care Act 2012", "provision", None),
        ("section 251 NHS Act 2006", "provision", "National Health Service Act 2006, section 251"),
        ("Care Act 2014", "instrument", "Care Act 2014"),
        ("file0990069", "release", "FILE0990069"),
    ],
)
def test_a_reference_or_name_puts_its_thing_first(index: SearchIndex, typed: str, kind: str, label: str | None) -> None:
    found = first(index, typed)
    assert found[0] == kind
    assert label is None or found[1] == label


@pytest.mark.parametrize("typed", ["!!!", '"', "-", "* ? ~ ^", "zzzyyyxxx", "\u0000", "🚩", '"hospital zzz"'])
def test_what_is_not_there_is_not_found(index: SearchIndex, typed: str) -> None:
    found = index.find(Asked(typed), 5)
    assert (found.total, found.shown) == (0, ())
    assert not any(any(values.values()) for values in index.facets(Asked(typed)).values())


def made(folder: Path, *things: Thing) -> SearchIndex:
    write_index(folder / "search", things, lambda: {name: {} for name in FACETS})
    return open_search(folder)


def thing(iri: str, *names: str, title: str = "", prose: str = "", kind: str = "organisation", day: int = 0) -> Thing:
    titles = (title,) if title else ()
    return Thing(Shown(iri, kind, names[0]), names, (), titles, prose=prose, facets={"kind": {kind}}, day=day)


def order(index: SearchIndex, typed: str, **more: bool) -> list[str]:
    return [shown.iri for shown in index.find(Asked(typed, **more), 10).shown]


def test_forms_phrases_marks_and_beginnings(tmp_path: Path) -> None:
    index = made(
        tmp_path,
        thing("plural", "Registry", prose="Cancers of the lung and other diseases were studied"),
        thing("exact", "Registry", prose="Cancer of the lung and another disease was studied"),
        thing("named", "Söhne Cancer Network"),
        thing("other", "Cancerous Growth", prose="the lung of a cancer"),
    )
    assert order(index, "cancer ") == ["named", "other", "exact", "plural"]
    assert order(index, "cancers ")[-1] != "plural"
    assert set(order(index, "studies ")) == {"plural", "exact"}
    assert set(order(index, '"cancer of the lung"')) == {"exact"}
    assert order(index, "sohne") == order(index, "SÖHNE") == order(index, "söh") == ["named"]
    assert order(index, "grow") == ["other"]
    assert order(index, '"grow"') == []
    assert "other" in order(index, "cancerou")


def test_equal_matches_keep_the_order_of_things_and_dates_come_newest_first(tmp_path: Path) -> None:
    days = [20200101, 20240101, 0, 20220101]
    index = made(tmp_path, *(thing(f"{number}", "Same name", day=day) for number, day in enumerate(days)))
    assert order(index, "same") == ["0", "1", "2", "3"]
    assert order(index, "same", by_date=True) == ["1", "3", "0", "2"]
    assert [shown.iri for shown in index.every(Asked("same"))] == ["0", "1", "2", "3"]
    assert index.find(Asked("same"), 2, 2).shown == tuple(index.every(Asked("same")))[2:]


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_asked(index: SearchIndex, typed: str) -> None:
    asked = Asked(typed)
    found = index.find(asked, 3)
    assert found.total == index.count(asked) == sum(index.facets(asked)["kind"].values())


def test_the_same_sources_give_the_same_results_in_the_same_order(index: SearchIndex, tmp_path: Path) -> None:
    build([SOURCES], tmp_path / "store")
    again = open_search(open_store(tmp_path / "store").generation.folder)
    for typed in ("", "hospital", "data", "northmere", "s261"):
        asked = Asked(typed)
        assert list(again.every(asked)) == list(index.every(asked))
        assert again.facets(asked) == index.facets(asked)


def test_a_store_without_an_index_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="build it again"):
        open_search(tmp_path)


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "search").mkdir()
    with pytest.raises(StoreError, match="cannot be written"):
        made(tmp_path)


def test_a_day_asks_for_terms_that_hold_it(index: SearchIndex) -> None:
    shown = [one for one in index.every(Asked("", {"kind": ["version"]})) if one.start and one.end]
    for day in {date.fromisoformat(one.start) for one in shown}:
        expected = {one.iri for one in shown if one.start <= day.isoformat() <= one.end}
        asked = Asked("", {"kind": ["version"]}, day)
        assert {one.iri for one in index.every(asked)} == expected
