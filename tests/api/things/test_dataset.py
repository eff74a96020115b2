"""The page of a dataset tells who has it by the edition's month, and counts what the rows say."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import URIRef
from starlette.testclient import TestClient

from releasegraph.api.application import create_application
from releasegraph.api.settings import Settings
from releasegraph.api.things.dataset import view_dataset
from releasegraph.graph.build import build
from releasegraph.graph.generations import OpenedStore
from releasegraph.graph.store import GraphStore
from releasegraph.graph.vocabulary import RG

from .conftest import BASE, SOURCES, Ask

DEATHS = "dataset/civil-registrations-of-death"


@pytest.fixture(scope="module")
def datasets(examples: OpenedStore) -> list[str]:
    """Give every dataset of the examples."""
    rows = examples.store.select(f"SELECT ?dataset {{ ?dataset a <{RG.Dataset}> }} ORDER BY ?dataset")
    return [str(row["dataset"]) for row in rows]


@pytest.fixture(scope="module")
def client(examples_folder: Path) -> Iterator[TestClient]:
    """Give a client of the whole application over the examples."""
    with TestClient(create_application(examples_folder, Settings()), follow_redirects=False) as one:
        yield one


def _objects(store: GraphStore, subject: str, predicate: str) -> set[str]:
    return {str(quad[2]) for quad in store.quads(subject, predicate)}


def _provisions(store: GraphStore, dataset: str) -> list[str]:
    named = (str(quad[0]) for quad in store.quads(None, RG.dataset, URIRef(dataset)))
    return [one for one in named if _objects(store, one, RG.provisionOf)]


def test_who_has_it_is_told_by_the_terms_in_the_month_of_the_edition(
    ask: Ask, examples: OpenedStore, datasets: list[str]
) -> None:
    store, held = examples.store, 0
    for dataset in datasets:
        now, before = set(), set()
        for provision in _provisions(store, dataset):
            (version,) = _objects(store, provision, RG.provisionOf)
            start, end = (max(_objects(store, version, term), default="") for term in (RG.startDate, RG.endDate))
            in_force = bool(start and end and start <= "2026-09-30" and end >= max("2026-09-01", start))
            (now if in_force else before).update(_objects(store, version, RG.applicant))
        view = view_dataset(ask(dataset))
        assert str(view.month) == "September 2026"
        assert {one.body.iri for one in view.holdings} == now, dataset
        assert {one.body.iri for one in view.before} == before - now, dataset
        assert (view.bodies, view.bodies_now) == (len(now | before), len(now))
        assert view.now_table is not None
        assert {row[6] for row in view.now_table.rows(store)} == now
        held += len(now)
    assert held


def test_a_holding_names_its_row_of_the_source(ask: Ask, datasets: list[str]) -> None:
    holdings = [one for dataset in datasets for one in view_dataset(ask(dataset)).holdings]
    assert holdings
    for one in holdings:
        assert one.records
        assert all(re.fullmatch(r"row [\d,]+ of Datasets", record.text) for record in one.records)


def test_values_are_counted_over_all_rows(ask: Ask, examples: OpenedStore, datasets: list[str]) -> None:
    store = examples.store
    terms = {"type": RG.typeOfData, "law": RG.legalBasis, "sensitivity": RG.sensitivity}
    for dataset in datasets:
        shown = {one.chart.key: one.chart for one in view_dataset(ask(dataset)).attributes}
        for key, term in terms.items():
            counted = Counter(
                value for provision in _provisions(store, dataset) for value in _objects(store, provision, term)
            )
            bars = shown[key].bars if key in shown else ()
            assert sorted(bar.total for bar in bars) == sorted(counted.values()), (dataset, key)


def test_files_are_counted_by_opt_outs(ask: Ask, examples: OpenedStore, datasets: list[str]) -> None:
    store = examples.store
    for dataset in datasets:
        releases = [
            str(quad[0])
            for quad in store.quads(None, RG.dataset, URIRef(dataset))
            if _objects(store, str(quad[0]), RG.releaseMonth)
        ]
        applied = Counter(min(_objects(store, one, RG.optOutsApplied)).rpartition("/")[2] for one in releases)
        files = view_dataset(ask(dataset)).files
        assert files.total == len(releases)
        assert files.by_opt_outs == tuple(applied[code] for code in ("yes", "no", "not-stated"))


def test_a_relabelled_dataset_shows_each_printed_name(ask: Ask) -> None:
    view = view_dataset(ask(DEATHS))
    assert [(one.name, one.files) for one in view.printed] == [
        ("Civil Registration - Deaths", 13),
        ("Civil Registrations of Death", 13),
    ]
    assert view.printed[0].first < view.printed[1].first
    assert view.names.rows[0].reason


def test_the_queries_of_a_page_give_what_it_shows(ask: Ask, examples: OpenedStore, datasets: list[str]) -> None:
    store = examples.store
    for dataset in datasets:
        view = view_dataset(ask(dataset))
        rows = view.rows_table.rows(store)
        assert (view.bodies, view.versions) == (len({row[6] for row in rows}), len({row[5] for row in rows}))
        assert sum(int(files) for _, _, files in view.files.table.rows(store)) == view.files.chart.total
        values = sorted(int(number) for _, _, number in view.values_table.rows(store))
        assert values == sorted(bar.total for one in view.attributes for bar in one.chart.bars)
        if view.printed_table is not None:
            printed = view.printed_table.rows(store)
            assert [(name, int(files), first[:7], last[:7]) for name, files, first, last in printed] == [
                (one.name, one.files, one.first, one.last) for one in view.printed
            ]


def test_listings_are_named_and_kept_apart(ask: Ask) -> None:
    view = view_dataset(ask(DEATHS))
    assert view.listing_pages.total == len(view.listings) > 0
    assert all("/page/" in (one.iri or "") for one in view.listings)
    assert not any("/page/" in (one.version.iri or "") for one in view.holdings)


def test_long_tables_have_pages(ask: Ask) -> None:
    views = [view_dataset(ask(DEATHS, {"before": str(number)}, page_rows=2)) for number in (1, 2)]
    assert [len(one.before) for one in views] == [2, 2]
    assert not {one.body.iri for one in views[0].before} & {one.body.iri for one in views[1].before}


def test_every_dataset_has_a_page_and_tables_to_download(client: TestClient, ask: Ask, datasets: list[str]) -> None:
    for dataset in datasets:
        asked = ask(dataset)
        answer = client.get(f"/{asked.path}", headers={"Accept": "text/html"})
        assert answer.status_code == 200, dataset
        assert re.search(r"<[^>]*\s(style|on\w+)=", answer.text) is None
        ids = re.findall(r'\sid="([^"]+)"', answer.text)
        assert len(ids) == len(set(ids)), dataset
        view = view_dataset(asked)
        for table in (view.now_table, view.rows_table, view.values_table, view.files.table, view.printed_table):
            if table is not None:
                csv = client.get(table.csv)
                assert csv.status_code == 200, csv.text
                assert len(csv.text.splitlines()) == len(table.rows(asked.store)) + 1


def test_a_graph_of_pages_alone_claims_no_count_of_the_register(tmp_path: Path) -> None:
    build([SOURCES / "pages"], tmp_path / "store", base=BASE)
    with TestClient(create_application(tmp_path / "store", Settings()), follow_redirects=False) as client:
        body = client.get("/doc/organisation/eastport-borough-council", headers={"Accept": "text/html"}).text
        dataset = client.get(f"/doc/{DEATHS}", headers={"Accept": "text/html"}).text
    assert "no edition of the register itself is among the sources" in body
    assert "current register" not in body
    assert "14 files" in body
    assert "On third parties’ pages" in dataset
    assert "current register" not in dataset
