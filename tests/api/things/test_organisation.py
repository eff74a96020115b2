"""The page of a body says what the register says of it, and beside it what others claim."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from rdflib import URIRef
from starlette.testclient import TestClient

from releasegraph.api.application import create_application
from releasegraph.api.settings import Settings
from releasegraph.api.things.organisation import OrganisationView, view_organisation
from releasegraph.api.things.standing import State
from releasegraph.api.things.tabled import Table
from releasegraph.graph.generations import OpenedStore
from releasegraph.graph.store import GraphStore
from releasegraph.graph.vocabulary import RG

from .conftest import BASE, Ask

EASTPORT = "organisation/eastport-borough-council"
NORTHMERE = "organisation/university-of-northmere"


@pytest.fixture(scope="module")
def bodies(examples: OpenedStore) -> list[str]:
    """Give every body of the examples."""
    rows = examples.store.select(f"SELECT ?body {{ ?body a <{RG.Organisation}> }} ORDER BY ?body")
    return [str(row["body"]) for row in rows]


@pytest.fixture(scope="module")
def client(examples_folder: Path) -> Iterator[TestClient]:
    """Give a client of the whole application over the examples."""
    with TestClient(create_application(examples_folder, Settings()), follow_redirects=False) as one:
        yield one


def _objects(store: GraphStore, subject: str, predicate: str) -> set[str]:
    return {str(quad[2]) for quad in store.quads(subject, predicate)}


def test_every_version_that_names_a_body_is_on_its_timeline(ask: Ask, examples: OpenedStore, bodies: list[str]) -> None:
    store = examples.store
    for body in bodies:
        expected = {
            str(quad[0])
            for term in (RG.applicant, RG.dataController, RG.dataProcessor)
            for quad in store.quads(None, term, URIRef(body))
            if RG.AgreementVersion in _objects(store, str(quad[0]), "http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        }
        view = view_organisation(ask(body))
        assert view.terms.versions == len(expected), body
        shown = {href for row in view.terms.chart.rows for _, href, _ in row.links}
        assert shown == {f"/doc/{one.removeprefix(f'{BASE}id/')}" for one in expected}, body


def test_files_are_those_of_the_example_question(ask: Ask, examples: OpenedStore, bodies: list[str]) -> None:
    store = examples.store
    for body in bodies:
        releases = [
            str(release[2])
            for version in store.quads(None, RG.applicant, URIRef(body))
            for release in store.quads(str(version[0]), RG.hasRelease)
        ]
        months = [one for one in releases if _objects(store, one, RG.releaseMonth)]
        applied = Counter(min(_objects(store, one, RG.optOutsApplied)).rpartition("/")[2] for one in months)
        view = view_organisation(ask(body))
        assert view.files.total == len(releases)
        assert view.files.undated == len(releases) - len(months)
        assert view.files.by_opt_outs == tuple(applied[code] for code in ("yes", "no", "not-stated"))


def test_a_claim_stands_beside_the_register_and_is_not_mixed_with_it(ask: Ask) -> None:
    view = view_organisation(ask(EASTPORT))
    (claim,) = view.claims
    assert (claim.unsafe_files, claim.author.text, claim.kind.text) == (14, "medConfidential", "Unsafe files")
    assert (view.files.total, view.files.without) == (11, 10)
    assert re.fullmatch(r"line 4, .*pages/eastport-borough-council-b\.txt", claim.records[0].text)
    assert [one.words for one in view.listed_projects] == ["Births and deaths by ward"]
    assert all(one.lists_project for one in view.listed_projects)


def test_listings_stay_apart_from_versions(ask: Ask) -> None:
    view = view_organisation(ask(EASTPORT))
    assert view.listings
    assert all("/page/" in (one.listing.iri or "") for one in view.listings)
    assert all(one.author and one.author.text == "medConfidential" for one in view.listings)
    assert not any("/page/" in (href or "") for row in view.terms.chart.rows for _, href, _ in row.links)


def test_the_newest_version_tells_its_state_and_its_row(ask: Ask) -> None:
    view = view_organisation(ask(EASTPORT))
    (held,) = view.terms.held
    assert held.newest.text == "v2.10"
    assert held.standing.state is State.ENDED
    assert held.standing.words == "ended on 31 March 2024"
    assert [one.text for one in held.records] == ["row 13 of Agreements"]
    assert [name for name, _, _ in view.terms.chart.rows[0].links] == ["v1.4", "v2.10"]


def test_agreements_in_force_come_first(ask: Ask, bodies: list[str]) -> None:
    for body in bodies:
        held = view_organisation(ask(body)).terms.held
        current = [one.standing.state is State.CURRENT or bool(one.also_in_force) for one in held]
        assert current == sorted(current, reverse=True)


def test_spellings_say_why_they_were_joined(ask: Ask, examples: OpenedStore, bodies: list[str]) -> None:
    for body in bodies:
        merges = list(examples.store.quads(None, RG.mergedInto, URIRef(body)))
        names = view_organisation(ask(body)).names
        assert len(names.rows) == len(merges)
        assert all(one.rule.text for one in names.rows)


def test_a_predecessor_has_its_evidence(ask: Ask, examples: OpenedStore) -> None:
    row = examples.store.select(
        "PREFIX org: <http://www.w3.org/ns/org#> SELECT ?old ?new "
        "{ ?change org:originalOrganization ?old ; org:resultingOrganization ?new } ORDER BY ?change LIMIT 1"
    )[0]
    successor, predecessor = view_organisation(ask(str(row["new"]))), view_organisation(ask(str(row["old"])))
    found = [one for one in successor.predecessors if one.other.iri == str(row["old"])]
    assert found
    assert all(one.words and one.records and one.evidence for one in found)
    assert str(row["new"]) in {one.other.iri for one in predecessor.successors}


def test_datasets_name_agreements_and_types(ask: Ask, examples: OpenedStore) -> None:
    view = view_organisation(ask(NORTHMERE))
    held = {one.dataset.iri: one for one in view.datasets}
    expected = {
        dataset
        for version in examples.store.quads(None, RG.applicant, URIRef(BASE + "id/" + NORTHMERE))
        for dataset in _objects(examples.store, str(version[0]), RG.dataset)
    }
    assert set(held) == expected
    assert all(one.agreements and one.versions for one in held.values())
    assert any(one.types for one in held.values())


def test_long_tables_have_pages(ask: Ask) -> None:
    first = view_organisation(ask(NORTHMERE, {}, page_rows=1))
    second = view_organisation(ask(NORTHMERE, {"page": "2", "datasets": "2"}, page_rows=1))
    assert first.terms.pages.pages == first.terms.agreements > 1
    assert len(first.terms.held) == len(second.terms.held) == 1
    assert first.terms.held != second.terms.held
    assert [one.dataset for one in first.datasets] != [one.dataset for one in second.datasets]
    assert first.terms.pages.next == "?page=2"


def _tables(view: OrganisationView) -> list[Table]:
    return [view.names.table, view.terms.table, view.files.table, view.dataset_table, view.law_table]


def test_the_query_of_a_table_is_what_its_links_ask(ask: Ask, client: TestClient) -> None:
    asked = ask(NORTHMERE)
    for table in _tables(view_organisation(asked)):
        assert parse_qs(urlsplit(table.query).query)["query"] == [table.text]
        answer = client.get(table.csv)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith("text/csv")
        assert len(answer.text.splitlines()) == len(table.rows(asked.store)) + 1


def test_the_queries_of_a_page_give_what_it_shows(ask: Ask, examples: OpenedStore, bodies: list[str]) -> None:
    store = examples.store
    for body in bodies:
        view = view_organisation(ask(body, page_rows=1000))
        terms = view.terms.table.rows(store)
        assert (view.terms.versions, view.terms.agreements) == (len(terms), len({row[6] for row in terms}))
        assert sum(int(files) for _, _, files in view.files.table.rows(store)) == view.files.chart.total
        assert [(name, int(n)) for _, name, n in view.law_table.rows(store)] == [
            (bar.name, bar.total) for bar in view.law.bars
        ]
        held: Counter[str] = Counter()
        for dataset, _, _, versions, _, _ in view.dataset_table.rows(store):
            held[dataset] += int(versions)
        assert {one.dataset.iri: one.versions for one in view.datasets} == held


def test_every_body_has_a_page_without_script_or_style(client: TestClient, bodies: list[str]) -> None:
    for body in bodies:
        answer = client.get(f"/doc/{body.removeprefix(f'{BASE}id/')}", headers={"Accept": "text/html"})
        assert answer.status_code == 200, body
        assert re.search(r"<[^>]*\s(style|on\w+)=", answer.text) is None
        assert set(re.findall(r"<script[^>]*>", answer.text)) <= {'<script type="application/ld+json">'}
        ids = re.findall(r'\sid="([^"]+)"', answer.text)
        assert len(ids) == len(set(ids)), body
        levels = [int(one) for one in re.findall(r"<h([1-6])", answer.text)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_the_page_of_a_body_sets_claims_apart(client: TestClient) -> None:
    text = client.get(f"/doc/{EASTPORT}").text
    register, _, claims = text.partition("What a third party claims")
    assert "<dd>11</dd>" in register
    assert 'blockquote class="claimed"' in claims
    assert 'blockquote class="claimed"' not in register
