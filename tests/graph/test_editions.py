"""Several editions in one build: the newest is current, the others live in their graphs."""

from pathlib import Path

import rdflib

from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.identifiers import Identifiers, read_reference
from releasegraph.graph.vocabulary import PREFIXES, RDF, RG

from .sources.registers import (
    BASE,
    REFERENCE,
    agreement,
    assembled,
    loaded,
    save_workbook,
)

IDS = Identifiers(BASE)


def in_graph(store: EmbeddedStore, subject: str) -> set[str]:
    return {str(graph or "").removeprefix(BASE) for _, _, _, graph in store.quads(subject, RDF.type, None, None)}


def test_the_newest_workbook_is_current_and_the_older_lives_in_its_graph(tmp_path: Path) -> None:
    old = save_workbook(tmp_path, [agreement(), agreement(reference="NIC-4-DD-v1")], name="register-2026-08.xlsx")
    new = save_workbook(tmp_path, [agreement(title="Knees again")], name="register-2026-09.xlsx")
    for paths in ((old, new), (new, old)):
        store = loaded(*paths)
        assert store.named_graphs() == [f"{BASE}graph/edition/2026-08", f"{BASE}graph/ontology"]
        assert in_graph(store, IDS.version(read_reference(REFERENCE))) == {"", "graph/edition/2026-08"}
        assert in_graph(store, IDS.version(read_reference("NIC-4-DD-v1"))) == {"graph/edition/2026-08"}
        assert in_graph(store, IDS.edition("2026-08")) == {"graph/edition/2026-08"}
        assert in_graph(store, IDS.edition("2026-09")) == {""}
        titles = {
            str(o): str(g or "")
            for _, _, o, g in store.quads(IDS.version(read_reference(REFERENCE)), f"{PREFIXES['dct']}title", None, None)
        }
        assert titles == {"A study of knees": f"{BASE}graph/edition/2026-08", "Knees again": ""}


PAGE = """NHS Digital Data Release Register - reformatted
Wessex University projects
A study — {reference}
Type of data: information not disclosed for TRE projects
Opt outs honoured: N
When:DSA runs {start} — 2026-03-12 2023.12 — {last}.
Access method: One-Off
Datasets:
- Hospital Episode Statistics Outpatients (HES OP)
"""


def save_page(
    folder: Path, name: str, reference: str = "DARS-NIC-22222-B2B2B", start: str = "2023-03-13", last: str = "2024.11"
) -> Path:
    path = folder / name
    path.write_text(PAGE.format(reference=reference, start=start, last=last), encoding="utf-8")
    return path


def listing_graphs(store: EmbeddedStore) -> dict[str, str]:
    """Give each listing's agreement and page with the graph it lives in."""
    kind = rdflib.URIRef(RG.PageListing)
    return {
        str(s).removeprefix(f"{BASE}id/agreement/"): str(g or "").removeprefix(BASE)
        for s, _, _, g in store.quads(None, RDF.type, kind, None)
    }


def test_a_listing_leaves_the_default_graph_once_a_workbook_has_its_agreement(tmp_path: Path) -> None:
    page = save_page(tmp_path, "page.txt", reference="NIC-11111-A1A1A")
    other = save_page(tmp_path, "other.txt", reference="NIC-22222-B2B2B", start="2024-01-01")
    book = save_workbook(tmp_path)
    assert sorted(listing_graphs(loaded(page, other)).values())[0] == ""
    found = listing_graphs(loaded(page, book))
    ((name, graph),) = found.items()
    assert name.startswith("DARS-NIC-11111-A1A1A/page/page-")
    assert graph == f"graph/edition/{name.rpartition('/')[2]}"
    assert set(listing_graphs(loaded(other, book)).values()) == {""}
    # its edition, its lines and its author's claims stay current
    store = loaded(page, book)
    assert in_graph(store, IDS.edition(name.rpartition("/")[2])) == {""}


def test_the_older_of_two_captures_of_a_body_is_superseded(tmp_path: Path) -> None:
    old = save_page(tmp_path, "a.txt", last="2024.01")
    new = save_page(tmp_path, "b.txt", last="2025.01")
    store = loaded(new, old)
    found = listing_graphs(store)
    assert sorted(found.values())[0] == ""
    (superseded,) = [graph for graph in found.values() if graph]
    assert in_graph(store, IDS.edition(superseded.rpartition("/")[2])) == {superseded}
    (current,) = [name for name, graph in found.items() if not graph]
    assert in_graph(store, IDS.edition(current.rpartition("/")[2])) == {""}
    assert "2025-01" in {str(o) for _, _, o, _ in store.quads(f"{BASE}id/agreement/{current}", RG.lastReleaseMonth)}


def test_captures_that_no_day_orders_are_said(tmp_path: Path) -> None:
    pages = [save_page(tmp_path, "a.txt"), tmp_path / "b.txt"]
    pages[1].write_text(pages[0].read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assembly, _ = assembled(*pages)
    assert [issue.problem.kind for issue in assembly.issues].count("undated-captures") == 2
    assert sum("no printed day orders it" in notice for notice in assembly.notices) == 2
