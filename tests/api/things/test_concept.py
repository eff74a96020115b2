"""The pages of concepts and their schemes."""

from releasegraph.api.things.concept import view_concept, view_scheme

from .conftest import Ask


def test_a_concept_says_what_it_means_and_where_it_belongs(ask: Ask) -> None:
    view = view_concept(ask("concept/opt-outs/yes"))
    assert view.definition == "Opt-outs were applied."
    assert view.scheme is not None
    assert view.scheme.text == "Opt-outs"
    assert (view.notation, view.minted, view.issues_paging) == ("yes", False, None)


def test_a_match_leads_to_the_other_vocabulary(ask: Ask) -> None:
    matches = {one.name: [value.iri for value in one.values] for one in view_concept(ask(PSEUDONYMISED)).matches}
    assert matches
    assert all(iri is not None and "w3id.org/dpv" in iri for iris in matches.values() for iri in iris)


PSEUDONYMISED = "concept/type-of-data/pseudonymised"


def test_a_kind_of_issue_lists_its_issues_in_the_order_of_their_rows(ask: Ask) -> None:
    view = view_concept(ask("concept/issue-kind/repeated-row"))
    assert view.issues_paging is not None
    assert view.issues_paging.total == len(view.issues) == 3
    places = [one.record.text for one in view.issues if one.record]
    assert places == sorted(places, key=lambda text: (text.split(", ")[1], int(text.rpartition(" ")[2])))
    assert len(view_concept(ask("concept/issue-kind/repeated-row", page_rows=2)).issues) == 2


def test_a_scheme_lists_its_values_the_most_used_first(ask: Ask) -> None:
    view = view_scheme(ask("concept/opt-outs"))
    numbers = [one.things for one in view.concepts]
    assert numbers == sorted(numbers, reverse=True)
    assert {one.concept.text for one in view.concepts} == {"Yes", "No", "Not stated"}
    assert all(one.definition for one in view.concepts)
