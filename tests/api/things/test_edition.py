"""The page of an edition: what the file held, and what changed since the one before."""

import pytest

from releasegraph.api.links import Links
from releasegraph.api.settings import Settings
from releasegraph.api.state import Served
from releasegraph.api.things.asked import Asked
from releasegraph.api.things.edition import EditionView, view_edition
from releasegraph.graph.build import build
from releasegraph.graph.fields import columns
from releasegraph.graph.generations import open_store

from .conftest import BASE, Ask

SHEETS = ("Agreements", "Datasets", "DataReleases")


def header(sheet: str) -> str:
    """Give the first line of a sheet as CSV."""
    return ",".join(columns(sheet).values())


def test_a_workbook_counts_its_rows_and_what_became_of_them(ask: Ask) -> None:
    view = view_edition(ask("edition/2026-09"))
    assert {one.name: one.number for one in view.sheets} == {"Agreements": 27, "Datasets": 64, "DataReleases": 132}
    assert {one.name: one.number for one in view.held}["releases"] == 131
    assert sum(one.number for one in view.issues) == 16
    assert (view.current, view.is_page, view.came) == (True, False, None)


def test_a_page_lists_its_lines_and_what_its_author_claims(ask: Ask) -> None:
    view = view_edition(ask("edition/page-a4fa358db786fb46"))
    assert view.is_page
    assert view.layout == "B"
    assert [one.text for one in view.made_by] == ["medConfidential"]
    assert len(view.claims) == 2
    assert [one.iri for one in view.listings] == [
        f"{BASE}id/agreement/DARS-NIC-990105-N9P1Q/page/page-a4fa358db786fb46"
    ]
    assert [one.record.text for one in view.lines[:3]] == ["1", "2", "3"]


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, EditionView]:
    """Give the pages of two editions, the later of which drops a version and adds two."""
    place = tmp_path_factory.mktemp("two")
    for month, references in (("august", ("1-A1A1A-v1.0", "2-B2B2B-v1.0")), ("september", ("1-A1A1A-v1.0",))):
        folder = place / "sources" / f"datausesregister_{month}2026"
        folder.mkdir(parents=True)
        added = () if month == "august" else ("1-A1A1A-v1.1", "3-C3C3C-v1.0")
        rows = "".join(f"DARS-NIC-{one},Title,A TRUST{',' * 12}\n" for one in (*references, *added))
        for sheet in SHEETS:
            (folder / f"{sheet}.csv").write_text(f"{header(sheet)}\n{rows if sheet == 'Agreements' else ''}")
    build([place / "sources"], place / "store", base=BASE)
    here = Served.of(open_store(place / "store"), Settings())
    links = Links.of(BASE, "")
    return {
        name: view_edition(Asked(here, links, f"{BASE}id/edition/{name}", "", {})) for name in ("2026-08", "2026-09")
    }


def test_an_edition_says_which_versions_came_and_went(editions: dict[str, EditionView]) -> None:
    view = editions["2026-09"]
    assert view.came is not None
    assert view.went is not None
    assert [one.text for one in view.came.first] == ["DARS-NIC-1-A1A1A-v1.1", "DARS-NIC-3-C3C3C-v1.0"]
    assert [one.text for one in view.went.first] == ["DARS-NIC-2-B2B2B-v1.0"]
    assert view.previous is not None
    assert view.previous.iri == f"{BASE}id/edition/2026-08"


def test_a_superseded_edition_counts_only_its_own(editions: dict[str, EditionView]) -> None:
    view = editions["2026-08"]
    assert (view.current, view.came) == (False, None)
    assert {one.name: one.number for one in view.sheets}["Agreements"] == 2
    assert {one.name: one.number for one in view.held}["agreement versions"] == 2
