"""The page of an agreement: its versions, what changed between them, and third parties' views."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from releasegraph.api.links import Links
from releasegraph.api.settings import Settings
from releasegraph.api.state import Served
from releasegraph.api.things.agreement import AgreementView, view_agreement
from releasegraph.api.things.asked import Asked
from releasegraph.graph.build import build
from releasegraph.graph.generations import open_store

from .conftest import BASE, Ask

COHORT = "agreement/DARS-NIC-990101-A1B2C"
COMMISSIONING = "agreement/DARS-NIC-990103-G5H6J"


def fields(view: AgreementView) -> dict[str, tuple[list[str], list[str]]]:
    """Give what changed between the versions compared: label to values before only and after only."""
    assert view.comparison is not None
    return {
        one.label: ([value.text for value in one.removed], [value.text for value in one.added])
        for one in view.comparison.changes
    }


def test_versions_come_in_the_order_of_their_numbers(ask: Ask) -> None:
    view = view_agreement(ask(COHORT))
    assert [one.name for one in view.versions] == ["4.9", "4.10", "5.0"]
    assert view.latest is not None
    assert view.latest.name == "5.0"
    assert view.files == 29
    assert view.timeline is not None
    assert [row.name for row in view.timeline.rows] == ["4.9", "4.10", "5.0"]


def test_it_stands_by_the_latest_edition(ask: Ask) -> None:
    view = view_agreement(ask(COMMISSIONING))
    assert view.standing is not None
    assert (view.standing.name, view.standing.standing.word) == ("3.1", "In force")
    assert str(view.month) == "September 2026"


def test_unless_asked_the_last_two_are_compared(ask: Ask) -> None:
    view = view_agreement(ask(COHORT))
    assert view.comparison is not None
    assert (view.comparison.before.name, view.comparison.after.name, view.chosen) == ("4.10", "5.0", False)
    assert fields(view)["data controller"] == ([], ["THE FENLAND INSTITUTE OF PUBLIC HEALTH"])
    assert fields(view)["controllership"] == (["Sole Data Controller"], ["Joint Data Controllers"])
    assert {one.kind: (one.what, one.gone, one.came) for one in view.comparison.prose} == {
        "Objective for processing": ("reworded", 0, 23),
        "Processing activities": ("reworded", 7, 5),
        "Yielded benefits": ("added", 0, 8),
    }
    assert view.comparison.same == ("Expected output", "Expected measurable benefits")


def test_any_two_are_compared_in_either_direction(ask: Ask) -> None:
    there = fields(view_agreement(ask(COHORT, {"from": "v4.9", "to": "v4.10"})))
    back = fields(view_agreement(ask(COHORT, {"from": "v4.10", "to": "v4.9"})))
    assert there["start date"] == (["1 April 2018"], ["1 July 2019"])
    assert back == {label: (after, before) for label, (before, after) in there.items()}


def test_a_dataset_on_other_terms_is_told_attribute_by_attribute(ask: Ask) -> None:
    comparison = view_agreement(ask(COHORT, {"from": "v4.9", "to": "v5.0"})).comparison
    assert comparison is not None
    deaths = {one.dataset.text: one.changes for one in comparison.datasets}["Civil Registrations of Death"]
    assert {one.label: [value.text for value in one.added] for one in deaths} == {
        "frequency": ["Ongoing"],
        "legal basis": ["Health and Social Care Act 2012, section 261(7)"],
        "confidentiality basis": ["Section 251 NHS Act 2006"],
    }
    assert comparison.opt_outs == (("No", 1, 4), ("Yes", 6, 8))


@pytest.mark.parametrize("name", ["v9.9", "page/page-0", "'; DROP", "<b>"])
def test_a_version_that_is_not_there_is_said(ask: Ask, name: str) -> None:
    view = view_agreement(ask(COHORT, {"from": name, "to": "v5.0"}))
    assert (view.asked_for, view.chosen) == (name, False)
    assert view.comparison is not None
    assert view.comparison.after.name == "5.0"


def test_every_step_is_told_the_newest_first(ask: Ask) -> None:
    steps = view_agreement(ask(COMMISSIONING)).steps
    assert [(one.before.name, one.after.name) for one in steps] == [("2.3", "3.1"), ("1.0", "2.3"), ("0.9", "1.0")]
    assert steps[0].prose == ()
    assert {one.label for one in steps[0].changes} == {"start date", "end date", "relies on", "type of data"}


def test_a_listing_stands_apart_from_the_versions(ask: Ask) -> None:
    view = view_agreement(ask("agreement/DARS-NIC-990105-N9P1Q"))
    assert [one.name for one in view.versions] == ["1.4", "2.10"]
    assert {(one.stated_by.text, one.page_of.text) for one in view.listings if one.stated_by and one.page_of} == {
        ("medConfidential", "EASTPORT BOROUGH COUNCIL")
    }


def test_what_only_a_page_has_has_no_version_and_no_standing(ask: Ask) -> None:
    view = view_agreement(ask("agreement/DARS-NIC-990120-Q7R8S"))
    assert (view.versions, view.latest, view.standing, view.comparison, view.steps) == ((), None, None, None, ())
    assert len(view.listings) == 1
    assert view.title


def test_its_page_shows_changes_as_insertions_and_deletions(examples_client: TestClient) -> None:
    answer = examples_client.get(
        f"/doc/{COHORT}", params={"from": "v4.10", "to": "v5.0"}, headers={"Accept": "text/html"}
    )
    assert answer.status_code == 200
    assert "<del>Only staff of the university use them.\n</del>" in answer.text
    assert "<ins>Data Processor: Hedgeford Analytics Limited\n</ins>" in answer.text


def test_hostile_parameters_are_escaped(examples_client: TestClient) -> None:
    answer = examples_client.get(
        f"/doc/{COHORT}", params={"from": "<script>x</script>"}, headers={"Accept": "text/html"}
    )
    assert "<script>x" not in answer.text
    assert "&lt;script&gt;x" in answer.text


@pytest.mark.parametrize("name", ["middlesbrough-b.txt", "scotland-b.txt", "leeds-c.txt"])
def test_pages_alone_give_agreements_that_only_a_third_party_states(shared: Path, tmp_path: Path, name: str) -> None:
    build([shared / "pages" / name], tmp_path / "store", base=BASE)
    opened = open_store(tmp_path / "store")
    here, links = Served.of(opened, Settings()), Links.of(BASE, "")
    rows = opened.store.select("SELECT ?a WHERE { ?a a <https://w3id.org/releasegraph#Agreement> }")
    views = [view_agreement(Asked(here, links, str(row["a"]), "doc/x", {})) for row in rows]
    assert views
    assert all(view.versions == () and view.month is None and len(view.listings) == 1 for view in views)
