"""The pages of a version and of a listing: each field with its cell, law as printed beside as read, older editions."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from releasegraph.api.application import create_application
from releasegraph.api.links import Links
from releasegraph.api.settings import Settings
from releasegraph.api.state import Served
from releasegraph.api.things import supply
from releasegraph.api.things.asked import Asked
from releasegraph.api.things.siblings import read_siblings
from releasegraph.api.things.standing import State
from releasegraph.api.things.version import ListingView, VersionView, view_listing, view_version
from releasegraph.graph.build import build
from releasegraph.graph.generations import OpenedStore, open_store
from releasegraph.graph.vocabulary import RG

from .conftest import BASE, SOURCES, Ask

CURRENT = "agreement/DARS-NIC-990103-G5H6J/v3.1"
TRIAL = "agreement/DARS-NIC-990102-D3E4F"
NASTY = "Söhne <script>alert(1)</script> \"of\" 'x' & y ]]>"


def placed(view: VersionView | ListingView) -> dict[str, list[tuple[str, str | None]]]:
    """Give where each field is printed: record and column."""
    return {one.label: [(place.record.text, place.column) for place in one.places] for one in view.fields}


def test_each_field_names_its_cell(ask: Ask) -> None:
    places = placed(view_version(ask(CURRENT)))
    assert places["start date"] == [("row 9 of Agreements", "DSA Start Date")]
    assert places["discloser"] == [("row 9 of Agreements", "DSA Start Date")]
    assert places["data controller"] == [("row 9 of Agreements", "Data Controller(s)")]


def test_a_field_read_from_prose_names_no_column(ask: Ask) -> None:
    view = view_version(ask("agreement/DARS-NIC-990101-A1B2C/v5.0"))
    (processor,) = (one for one in view.fields if one.label == "data processor")
    assert (processor.places, processor.from_prose) == ((), True)


def test_versions_lead_to_those_beside_them_and_to_what_changed(ask: Ask) -> None:
    view = view_version(ask("agreement/DARS-NIC-990103-G5H6J/v2.3"))
    assert (view.position, view.count) == (3, 4)
    assert view.previous is not None
    assert view.next is not None
    assert (view.previous.version.name, view.next.version.name) == ("1.0", "3.1")
    assert view.next.differences == "/doc/agreement/DARS-NIC-990103-G5H6J?from=v2.3&to=v3.1#differences"


def test_a_legal_basis_stands_as_read_and_as_printed_with_its_words_linked(ask: Ask) -> None:
    rows = view_version(ask(CURRENT)).provisions
    assert [one.dataset.text for one in rows if one.dataset] == [
        "Emergency Care Data Set (ECDS)",
        "Emergency Care Data Set (ECDS)",
        "Mental Health Services Data Set (MHSDS)",
        "SUS for Commissioners",
    ]
    last = rows[-1]
    assert [one.text for one in last.legal_bases] == [
        "Health and Social Care Act 2012, section 261(2)(a)",
        "Health and Social Care Act 2012, section 261(5)(d)",
    ]
    assert "".join(piece.text for piece in last.printed) == (
        "Health and Social Care Act 2012 - s261(5)(d); Health and Social Care Act 2012 – s261(2)(a)"
    )
    assert {piece.text: piece.mark.href for piece in last.printed if piece.mark} == {
        "s261(5)(d)": "/doc/law/ukpga/2012/7/section/261/5/d",
        "s261(2)(a)": "/doc/law/ukpga/2012/7/section/261/2/a",
    }
    assert (last.files, last.opt_outs) == (4, (("Yes", 4),))


def test_many_releases_come_in_the_same_order_as_few(
    ask: Ask, examples: OpenedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = examples.store
    released = {str(version) for version, *_ in store.quads(predicate=RG.hasRelease)}
    listed: dict[tuple[str, str], object] = {}
    for version in released:
        number = sum(1 for _ in store.quads(version, RG.hasRelease))
        for page in map(str, range(1, number // 2 + 2)):
            listed[version, page] = view_version(ask(version, {"page": page}, page_rows=2)).releases
    monkeypatch.setattr(supply, "_FEW", -1)
    for (version, page), few in listed.items():
        assert view_version(ask(version, {"page": page}, page_rows=2)).releases == few


def test_releases_come_a_page_at_a_time_the_latest_first(ask: Ask) -> None:
    first = view_version(ask(CURRENT, page_rows=4)).releases
    second = view_version(ask(CURRENT, {"page": "2"}, page_rows=4)).releases
    assert [one.month for one in (*first.rows, *second.rows)] == [
        *("February 2026", "August 2025", "February 2025", "February 2025", "August 2024", "August 2024"),
    ]
    assert (first.total, len(first.rows), len(second.rows)) == (6, 4, 2)
    assert not {one.file.iri for one in first.rows} & {one.file.iri for one in second.rows}


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_a_release_without_a_month_is_on_the_last_page(ask: Ask, size: int) -> None:
    version = "agreement/DARS-NIC-990108-X6Y7Z/v2.0"
    whole = view_version(ask(version, page_rows=100)).releases
    paged = [
        row.file.iri
        for number in range(1, -(-whole.total // size) + 1)
        for row in view_version(ask(version, {"page": str(number)}, page_rows=size)).releases.rows
    ]
    assert sorted(map(str, paged)) == sorted(str(row.file.iri) for row in whole.rows)
    assert len(paged) == whole.total


def test_conditions_retention_and_policy_are_told_in_words(ask: Ask) -> None:
    view = view_version(ask(CURRENT))
    assert [one.number for one in view.conditions] == ["1", "2", "3"]
    assert [one.read for one in view.retention] == [("keep at most 10 years", "destroy within 42 days")]
    assert view.policy is not None
    assert [word for word, _ in view.policy.rules] == ["Forbidden", "Required"]


def test_a_stub_says_so(ask: Ask) -> None:
    view = view_version(ask("agreement/DARS-NIC-990103-G5H6J/v0.9"))
    assert (view.own.stub, view.fields, view.own.standing.state) == (True, (), State.UNKNOWN)


def test_issues_in_its_rows_are_told_with_their_cell(ask: Ask) -> None:
    (fault,) = view_version(ask("agreement/DARS-NIC-990104-K7L8M/v1.1")).faults
    assert (fault.place.text, fault.column) == ("row 10 of Agreements", "DSA End Date")
    assert (fault.printed, fault.expected) == ("2021-07-31", "a day on or after 2022-08-01")


def listings_of(ask: Ask, agreement: str) -> list[str]:
    """Give the IRIs of an agreement's listings."""
    asked = ask(agreement)
    return [one.iri for one in read_siblings(asked, asked.iri).listings]


def test_a_listing_is_its_authors_statement(ask: Ask) -> None:
    (listing,) = listings_of(ask, "agreement/DARS-NIC-990120-Q7R8S")
    view = view_listing(ask(listing))
    assert view.stated_by is not None
    assert view.stated_by.text == "medConfidential"
    assert (view.apart, view.versions) == (False, ())
    assert view.datasets
    assert view.legal_bases
    assert all(place.is_page for field in view.fields for place in field.places)


def test_a_listing_of_an_agreement_the_register_has_is_kept_apart(ask: Ask) -> None:
    for listing in listings_of(ask, "agreement/DARS-NIC-990105-N9P1Q"):
        view = view_listing(ask(listing))
        assert view.apart
        assert [one.name for one in view.versions] == ["1.4", "2.10"]
        assert placed(view)["listed type of data"][0][1] == "Opt outs honoured"
        assert placed(view)["title"][0][1] is None
        assert "".join(piece.text for piece in view.printed).startswith("Section 42(4)")
        assert [piece.text for piece in view.printed if piece.mark] == ["Section 42(4)", "section 287"]


Revise = Callable[[dict[str, str]], dict[str, str] | None]


def revise(source: Path, target: Path, sheet: str, change: Revise) -> None:
    """Write a sheet with rows changed, or left out where the change gives None."""
    with (source / sheet).open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        names = list(rows.fieldnames or ())
        kept = [row for one in rows if (row := change(dict(one))) is not None]
    with (target / sheet).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(kept)


@pytest.fixture(scope="module")
def revised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a store of two editions: in August other dates, a version that September lacks, and hostile words."""
    folder = tmp_path_factory.mktemp("revised")
    september = SOURCES / "datausesregister_september2026"
    august = folder / "sources" / "datausesregister_august2026"
    shutil.copytree(september, august)
    shutil.copytree(september, folder / "sources" / september.name)

    def older(row: dict[str, str]) -> dict[str, str] | None:
        if row["Reference Number"] == "DARS-NIC-990102-D3E4F-v2.0":
            row["DSA End Date"] = "2023-02-28"
            row["Application Title"] = NASTY
            row["Expected Output"] = f"{NASTY} under s251 of the NHS Act 2006."
        return row

    def newer(row: dict[str, str]) -> dict[str, str] | None:
        return None if row["Reference Number"] == "DARS-NIC-990102-D3E4F-v1.2" else row

    revise(september, august, "Agreements.csv", older)
    for sheet in ("Agreements.csv", "Datasets.csv", "DataReleases.csv"):
        revise(september, folder / "sources" / september.name, sheet, newer)
    build([folder / "sources"], folder / "store", base=BASE)
    return folder / "store"


def asked_of(store: Path, path: str) -> Asked:
    """Ask a store for the page of a thing."""
    return Asked(Served.of(open_store(store), Settings()), Links.of(BASE, ""), f"{BASE}id/{path}", f"doc/{path}", {})


def test_what_an_earlier_edition_said_is_shown_beside_what_it_says_now(revised: Path) -> None:
    view = view_version(asked_of(revised, f"{TRIAL}/v2.0"))
    assert view.edition is None
    (edition,) = view.earlier
    assert edition.name == "2026-08"
    said = {one.label: ([v.text for v in one.then], [v.text for v in one.now]) for one in edition.values}
    assert said["end date"] == (["28 February 2023"], ["29 February 2024"])
    assert said["title"] == ([NASTY], ["Lung screening trial (s251)"])
    assert len(said) == 3


def test_a_version_that_only_an_earlier_edition_has_says_so(revised: Path) -> None:
    view = view_version(asked_of(revised, f"{TRIAL}/v1.2"))
    assert view.edition == "2026-08"
    assert [one.label for one in view.fields][:2] == ["title", "applicant"]
    assert len(view.provisions) == 3
    assert view.releases.total == 8
    assert view.uses


def test_hostile_words_of_a_source_are_escaped(revised: Path) -> None:
    with TestClient(create_application(revised, Settings()), follow_redirects=False) as client:
        for path in (f"{TRIAL}/v2.0", TRIAL):
            answer = client.get(f"/doc/{path}", headers={"Accept": "text/html"})
            assert answer.status_code == 200
            assert "<script>alert" not in answer.text
        version = client.get(f"/doc/{TRIAL}/v2.0", headers={"Accept": "text/html"}).text
    assert "Söhne &lt;script&gt;alert(1)&lt;/script&gt;" in version
    assert 'In <a href="/doc/edition/2026-08">edition 2026-08</a>' in version


def test_its_page_has_links_to_law_and_to_the_cell(examples_client: TestClient) -> None:
    page = examples_client.get(f"/doc/{CURRENT}", headers={"Accept": "text/html"}).text
    assert 'href="/doc/law/ukpga/2012/7/section/261/5/d"' in page
    assert '<a href="/doc/record/2026-09/Agreements/9">row 9 of Agreements</a>, column “DSA Start Date”' in page
