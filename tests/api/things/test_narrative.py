"""The pages of texts, of what they cite and quote, and of provisions, whose text is cited too."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from releasegraph.api.links import Links
from releasegraph.api.settings import Settings
from releasegraph.api.state import Served
from releasegraph.api.things.asked import Asked
from releasegraph.api.things.citation import surroundings, view_citation
from releasegraph.api.things.narrative import view_narrative, view_quotation
from releasegraph.api.things.provision import view_provision
from releasegraph.graph.build import build
from releasegraph.graph.generations import open_store
from releasegraph.graph.vocabulary import RDF, RG

from .conftest import BASE, Ask

DUTIES = "text/f4555865bb9d7213d5459978c1517404"
CURRENT = "agreement/DARS-NIC-990103-G5H6J/v3.1"


def every(asked: Asked, class_iri: str) -> list[str]:
    """Give the IRIs of a class in the default graph."""
    rows = asked.store.select(f"SELECT ?thing WHERE {{ ?thing <{RDF.type}> <{class_iri}> }} ORDER BY ?thing")
    return [str(row["thing"]) for row in rows]


def test_a_text_shows_its_citations_where_they_stand(ask: Ask) -> None:
    view = view_narrative(ask(DUTIES))
    text = ask(DUTIES).statements().one(ask(DUTIES).iri, RG.text)
    assert text is not None
    marked = {
        piece.text: piece.mark.offset for block in view.blocks for piece in block.pieces if piece.mark is not None
    }
    assert marked == {"Section 14Z34": 100, "Section 14Z35": 854, "section 14Z34(3)": 1262}
    assert all(text[offset : offset + len(words)] == words for words, offset in marked.items())


def test_quotations_nest_as_the_statute_does(ask: Ask) -> None:
    quoted = [block.quoted for block in view_narrative(ask(DUTIES)).blocks if block.quoted]
    assert [one.depth for one in quoted] == [0, 1, 1, 1, 2, 2, 2, 0, 1, 1]
    assert quoted[4].label == "National Health Service Act 2006, section 14Z34(3)(a)"


def test_no_letter_of_a_text_is_lost_on_its_page(ask: Ask) -> None:
    for iri in every(ask(DUTIES), RG.Narrative):
        asked = ask(iri)
        text = asked.statements().one(iri, RG.text) or ""
        shown = "".join(block.text for block in view_narrative(asked).blocks)
        assert "".join(shown.split()) == "".join(text.split())


def test_a_text_names_who_uses_it_a_page_at_a_time(ask: Ask) -> None:
    shared_text = "text/63893011a828a807a21e3b6cd3cd007f"
    view = view_narrative(ask(shared_text, page_rows=10))
    rest = view_narrative(ask(shared_text, {"page": "2"}, page_rows=10))
    assert (view.paging.total, len(view.uses), len(rest.uses)) == (17, 10, 7)
    assert view.kinds == ("Expected output",)
    assert {one.kind for one in (*view.uses, *rest.uses)} == {"Expected output"}


def test_every_citation_of_a_prose_stands_in_its_surroundings(ask: Ask) -> None:
    for iri in every(ask(DUTIES), RG.Citation):
        view = view_citation(ask(iri))
        assert view.surroundings is not None, iri
        assert view.surroundings.words == view.words
        assert (view.law is None) == (view.status is not None and view.status.text in ("Unresolved", "Consent"))


def test_a_citation_says_how_sure_it_is(ask: Ask) -> None:
    by_status = {}
    for iri in every(ask(DUTIES), RG.Citation):
        view = view_citation(ask(iri))
        assert view.status is not None
        by_status[view.status.text] = view.status_means
    assert by_status["By convention"].startswith("The words do not name the instrument")
    assert set(by_status) == {"Resolved", "By convention", "Instrument only", "Unresolved", "Consent"}


def test_surroundings_are_cut_at_words_and_count_characters() -> None:
    text = "ü" * 3 + " " + "wört " * 200 + "s251 " + "ende " * 200
    found = surroundings(text, text.index("s251"), "s251")
    assert found is not None
    assert (found.before.split()[0], found.after.split()[-1]) == ("wört", "ende")
    assert (found.cut_before, found.cut_after) == (True, True)
    assert surroundings(text, 3, "s251") is None


def test_a_quotation_shows_the_whole_it_is_part_of(ask: Ask) -> None:
    view = view_quotation(ask(f"{DUTIES}/quotation/613"))
    assert view.law is not None
    assert view.law.text == "National Health Service Act 2006, section 14Z34(3)"
    assert [one.depth for one in view.parts] == [0, 1, 1, 1, 2, 2, 2]
    assert [one.here for one in view.parts].index(True) == 3


def test_other_texts_with_the_same_quotation_are_counted(ask: Ask) -> None:
    view = view_quotation(ask(f"{DUTIES}/quotation/854"))
    assert (view.identical, view.different, view.more) == (1, 0, False)


def test_a_provision_stands_beside_the_same_dataset_on_other_versions(ask: Ask) -> None:
    view = view_provision(ask(f"{CURRENT}/provision/sus-for-commissioners"))
    assert [one.version.name for one in view.line] == ["1.0", "2.3", "3.1"]
    assert [one.here for one in view.line] == [False, False, True]
    assert [(place.record.text, place.column) for place in view.places[RG.legalBasisText]] == [
        ("row 22 of Datasets", "Legal Basis for Provision of Data")
    ]
    assert [one.mark.text for one in view.citations if one.mark.status == "resolved"] != []


def test_words_that_name_no_law_are_kept_as_printed(ask: Ask) -> None:
    unresolved = [
        view
        for iri in every(ask(DUTIES), RG.DatasetProvision)
        if (view := view_provision(ask(iri))).own.printed and not view.own.legal_bases
    ]
    printed = {"".join(piece.text for piece in view.own.printed) for view in unresolved}
    assert "Other-NHS Regulatons (3)" in printed
    for view in unresolved:
        assert {one.mark.status for one in view.citations if one.law is None} <= {"unresolved", "consent"}


@pytest.mark.parametrize("path", [DUTIES, f"{DUTIES}/citation/854", f"{DUTIES}/quotation/613"])
def test_pages_are_served(examples_client: TestClient, path: str) -> None:
    answer = examples_client.get(f"/doc/{path}", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert "14Z3" in answer.text


def test_the_seed_pages_texts_keep_every_citation_in_its_place(shared: Path, tmp_path: Path) -> None:
    build([shared / "seed"], tmp_path / "store", base=BASE)
    opened = open_store(tmp_path / "store")
    here, links = Served.of(opened, Settings()), Links.of(BASE, "")

    def asked(iri: str) -> Asked:
        return Asked(here, links, iri, "doc/x", {})

    narratives = every(asked(BASE), RG.Narrative)
    citations = 0
    for iri in narratives:
        view = view_narrative(asked(iri))
        citations += len(view.citations)
        marks = [piece.mark for block in view.blocks for piece in block.pieces if piece.mark]
        assert len(marks) == len({one.citation for one in view.citations}), iri
    assert len(narratives) > 4
    assert citations > 5
