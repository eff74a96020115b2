"""The page of a file released."""

from releasegraph.api.things.release import view_release

from .conftest import BASE, Ask


def test_a_release_says_what_went_out_under_what(ask: Ask) -> None:
    view = view_release(ask("release/FILE0990105"))
    assert (view.file, view.month, view.ends, view.after_term) == ("FILE0990105", "November 2025", "2025-10-31", True)
    assert view.opt_outs is not None
    assert view.opt_outs.text == "Yes"
    assert view.version is not None
    assert view.version.iri == f"{BASE}id/agreement/DARS-NIC-990108-X6Y7Z/v2.0"
    assert [one.text for one in view.bases] == [
        "Health and Social Care Act 2012, section 261(1)",
        "Health and Social Care Act 2012, section 261(2)(b)(ii)",
    ]
    assert [one.text.rpartition(", ")[2] for one in view.records] == ["row 106"]


def test_another_release_of_the_same_reference_is_named(ask: Ask) -> None:
    first = view_release(ask("release/FILE0990004"))
    assert [one.iri for one in first.same_reference] == [f"{BASE}id/release/FILE0990004/2"]
    second = view_release(ask("release/FILE0990004/2"))
    assert [one.iri for one in second.same_reference] == [f"{BASE}id/release/FILE0990004"]


def test_rows_that_say_the_same_are_all_named(ask: Ask) -> None:
    assert len(view_release(ask("release/FILE0990001")).records) == 2
