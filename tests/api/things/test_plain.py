"""Pages of things that are a few facts, and of claims, issues and policies."""

import pytest

from releasegraph.api.things.claim import view_claim
from releasegraph.api.things.durations import duration_in_words
from releasegraph.api.things.issue import view_issue
from releasegraph.api.things.kinds import kind_of
from releasegraph.api.things.plain import PLAIN, PlainView
from releasegraph.api.things.policy import view_policy
from releasegraph.api.things.tabled import node
from releasegraph.graph.vocabulary import ODRL, RG

from .conftest import BASE, Ask

VERSION = "agreement/DARS-NIC-990103-G5H6J/v2.3"


def shown(view: object) -> dict[str, list[str]]:
    """Give the facts of a plain page: name to texts."""
    assert isinstance(view, PlainView)
    return {fact.name: [value.text for value in fact.values] for fact in view.facts}


def test_a_thing_without_a_label_is_called_by_what_it_is(ask: Ask) -> None:
    view = PLAIN[RG.NarrativeUse](ask(f"{VERSION}/narrative/objective"))
    assert view.heading == "Objective for processing of DARS-NIC-990103-G5H6J-v2.3"
    assert shown(view)["Agreement version"] == ["DARS-NIC-990103-G5H6J-v2.3"]


def test_a_value_says_what_it_means(ask: Ask) -> None:
    (field,) = (
        fact for fact in PLAIN[RG.NarrativeUse](ask(f"{VERSION}/narrative/objective")).facts if fact.name == "Field"
    )
    assert field.meaning is not None
    assert field.meaning.endswith(".")


def test_a_retention_rule_is_in_words_and_in_its_own(ask: Ask) -> None:
    view = PLAIN[RG.RetentionRule](ask("agreement/DARS-NIC-990104-K7L8M/v1.1/retention/1"))
    assert shown(view)["Data may be kept"] == ["3 years"]
    assert shown(view)["Then destroyed within"] == ["30 days"]
    assert shown(view)["Agreement version"] == ["DARS-NIC-990104-K7L8M-v1.1"]
    assert view.words is not None
    assert view.words.startswith("Data may be kept for three years.")


def test_a_merge_says_which_rule_joined_what(ask: Ask) -> None:
    merges = ask("").store.quads(predicate=RG.spelling)
    spelling = "Westmarsh University Hospitals NHS Foundation Trust"
    (iri,) = {str(subject) for subject, _, text, _ in merges if str(text) == spelling}
    facts = shown(PLAIN[RG.NameMerge](ask(iri)))
    assert facts["Joined to"] == ["WESTMARSH UNIVERSITY HOSPITALS NHS FOUNDATION TRUST"]
    assert facts["Rule"] == ["Same letters and digits"]


def test_a_claim_stays_its_authors_with_the_registers_count_beside_it(ask: Ask) -> None:
    claims = ask("").store.quads(predicate=RG.unsafeFileCount)
    about_hearts = (view_claim(ask(str(subject))) for subject, *_ in claims)
    (view,) = (one for one in about_hearts if one.about and one.about.text == "SMALL HEARTS TRUST")
    assert view.by is not None
    assert view.by.text == "medConfidential"
    assert view.register is not None
    assert (view.claimed, view.register.files, view.register.without, view.register.not_stated) == (11, 9, 9, 0)


def test_a_claim_without_a_number_has_no_count_beside_it(ask: Ask) -> None:
    counted = {str(quad[0]) for quad in ask("").store.quads(predicate=RG.unsafeFileCount)}
    every = {str(quad[0]) for quad in ask("").store.quads(predicate=RG.claimedBy)}
    assert every > counted
    assert all(view_claim(ask(one)).register is None for one in every - counted)


def test_an_issue_names_its_place_and_whom_to_tell(ask: Ask) -> None:
    kind = ask("concept/issue-kind/repeated-row")
    (first, *_) = sorted(
        str(s) for s, _, value, _ in kind.store.quads(predicate=RG.issueKind) if str(value) == kind.iri
    )
    view = view_issue(ask(first))
    assert view.kind is not None
    assert view.kind.text == "Repeated row"
    assert view.meaning == "Two rows say the same."
    assert view.record is not None
    assert "sheet " in view.record.text
    assert view.publisher is not None
    assert view.publisher.iri == f"{BASE}id/organisation/nhs-england"


def test_a_policy_is_in_words(ask: Ask) -> None:
    view = view_policy(ask(f"{VERSION}/policy"))
    assert [(rule.modal, rule.kind) for rule in view.rules] == [("May not", "prohibition"), ("Must", "duty")]
    assert view.rules[0].action == "let others use the data (sublicensing)"
    assert view.heading == "Policy of DARS-NIC-990103-G5H6J-v2.3"


def test_a_permission_names_the_datasets_it_concerns(ask: Ask) -> None:
    (rule,) = view_policy(ask("agreement/DARS-NIC-990108-X6Y7Z/v1.5/policy")).rules
    assert rule.modal == "May"
    (concerns,) = rule.concerns
    assert len(concerns.values) == 2


def test_a_rule_leads_back_to_its_policy(ask: Ask) -> None:
    view = PLAIN[ODRL.Permission](ask("agreement/DARS-NIC-990108-X6Y7Z/v1.5/policy/grant-use"))
    (policy,) = (fact.values[0].iri for fact in view.facts if fact.name == "Policy")
    assert policy == f"{BASE}id/agreement/DARS-NIC-990108-X6Y7Z/v1.5/policy"


@pytest.mark.parametrize(
    ("lexical", "words"),
    [
        ("P1Y", "1 year"),
        ("P1Y6M", "1 year and 6 months"),
        ("P30D", "30 days"),
        ("P1Y2M3D", "1 year, 2 months and 3 days"),
        ("PT48H", "48 hours"),
        ("P", "P"),
        ("as printed", "as printed"),
    ],
)
def test_a_duration_is_in_words(lexical: str, words: str) -> None:
    assert duration_in_words(lexical) == words


@pytest.mark.parametrize("iri", ["http://a/ b", "http://a/>", 'http://a/"', "http://a/{x}", "http://a/\n"])
def test_what_is_no_iri_stands_in_no_query(iri: str) -> None:
    with pytest.raises(ValueError, match="not an IRI"):
        node(iri)


def test_every_class_of_the_examples_but_the_general_ones_has_a_page(ask: Ask) -> None:
    classes = {str(quad[2]) for quad in ask("").store.quads(predicate=str(RDF_TYPE))}
    assert {one for one in classes if kind_of([one]) is None} <= {
        RG.Agreement,
        RG.Organisation,
        RG.Dataset,
        RG.Narrative,
    }


RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
