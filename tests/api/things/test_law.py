"""The page of a law: its place, who relies on it apart from who only cites it, and how it is cited."""

from pathlib import Path

import pytest

from releasegraph.api.links import Links
from releasegraph.api.settings import Settings
from releasegraph.api.state import Served
from releasegraph.api.things.asked import Asked
from releasegraph.api.things.force import in_force_of
from releasegraph.api.things.law import legislation_address, view_law
from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.generations import Generation, Manifest
from releasegraph.graph.vocabulary import DCT, RDF, RDFS, RG, XSD

from .conftest import BASE, Ask

LAW = "http://www.legislation.gov.uk/id/"
HSCA = f"{LAW}ukpga/2012/7"
NHSA = f"{LAW}ukpga/2006/41"


def test_a_section_counts_each_version_once_however_many_of_its_parts_it_names(ask: Ask) -> None:
    view = view_law(ask(f"{HSCA}/section/261"))
    parts = {part.value.text: (part.depth, part.relying) for part in view.parts}
    assert parts["261(2)(b)(ii)"] == (3, 8)
    assert parts["261(1)"] == (1, 8)
    assert sum(relying for _, relying in parts.values()) > view.relying.use.versions == 19
    assert sum(view.relying.use.agreements.values()) == 19


def test_without_its_parts_a_section_counts_only_what_names_it_as_a_whole(ask: Ask) -> None:
    view = view_law(ask(f"{HSCA}/section/261", {"parts": "without"}))
    assert (view.relying.use.versions, view.with_parts, view.toggle) == (3, False, "?parts=with")
    assert set(view.relying.use.agreements) == {
        f"{BASE}id/agreement/DARS-NIC-990104-K7L8M",
        f"{BASE}id/agreement/DARS-NIC-990107-U4V5W",
    }


def test_who_only_cites_relies_on_no_part_of_it(ask: Ask) -> None:
    view = view_law(ask(NHSA))
    relying, citing = view.relying.use, view.citing.use
    assert (relying.versions, citing.versions) == (3, 6)
    assert not set(relying.agreements) & set(citing.agreements)


def test_a_listing_is_counted_as_the_view_of_a_third_party(ask: Ask) -> None:
    view = view_law(ask(f"{NHSA}/section/251"))
    assert (view.relying.use.versions, view.relying.use.listings) == (3, 1)


def test_what_is_read_by_convention_or_names_no_part_is_counted(ask: Ask) -> None:
    assert view_law(ask(f"{NHSA}/section/251")).citations.by_convention == 2
    roles = {role.text: number for role, number in view_law(ask(f"{NHSA}/section/251")).roles}
    assert sum(roles.values()) == view_law(ask(f"{NHSA}/section/251")).citations.number


def test_what_amended_a_basis_is_relied_on_by_nobody(ask: Ask) -> None:
    view = view_law(ask(f"{HSCA}/section/287"))
    assert view.citations.amending > 0
    assert view.relying.use.versions == 0


def test_parts_are_in_reading_order_and_lead_up_to_the_instrument(ask: Ask) -> None:
    numbers = [part.value.text for part in view_law(ask(NHSA)).parts]
    assert numbers.index("3") < numbers.index("14Z33") < numbers.index("14Z34") < numbers.index("251")
    assert numbers.index("14Z34(3)") < numbers.index("14Z34(3)(a)") < numbers.index("14Z35")
    above = view_law(ask(f"{HSCA}/section/261/2/b/ii")).above
    assert above == (
        ("Health and Social Care Act 2012", "/doc/law/ukpga/2012/7"),
        ("261", "/doc/law/ukpga/2012/7/section/261"),
        ("261(2)", "/doc/law/ukpga/2012/7/section/261/2"),
        ("261(2)(b)", "/doc/law/ukpga/2012/7/section/261/2/b"),
    )


def test_datasets_under_a_law_are_counted_by_provision(ask: Ask) -> None:
    datasets = {one.dataset.text: one.provisions for one in view_law(ask(f"{NHSA}/section/251")).datasets}
    assert datasets == {"Civil Registrations of Death": 2, "NDRS Cancer Registrations": 2}


def test_a_long_list_of_bodies_goes_over_pages(ask: Ask) -> None:
    first = view_law(ask(HSCA, page_rows=5)).relying.bodies
    second = view_law(ask(HSCA, {"relying-bodies": "2"}, page_rows=5)).relying.bodies
    assert len(first.chart.bars) == 5
    assert first.paging.next == "?relying-bodies=2"
    assert not {bar.name for bar in first.chart.bars} & {bar.name for bar in second.chart.bars}
    past = view_law(ask(HSCA, {"relying-bodies": "999"}, page_rows=5)).relying.bodies.paging
    assert past.number == past.pages


@pytest.mark.parametrize(
    ("iri", "address"),
    [
        (f"{HSCA}/section/261", "https://www.legislation.gov.uk/ukpga/2012/7/section/261"),
        (f"{BASE}id/instrument/some-directions-2020", None),
    ],
)
def test_the_text_in_force_has_an_address_only_at_its_publisher(iri: str, address: str | None) -> None:
    assert legislation_address(iri) == address


def test_an_instrument_without_an_address_has_a_page_under_its_name() -> None:
    instrument, version = f"{BASE}id/instrument/some-directions-2020", f"{BASE}id/agreement/DARS-NIC-1-A/v1.0"
    agreement = version.rpartition("/")[0]
    store = EmbeddedStore.temporary()
    store.load(
        (
            f"<{instrument}> <{RDF.type}> <{RG.LegalInstrument}> .\n"
            f'<{instrument}> <{RDFS.label}> "Some Directions 2020" .\n'
            f'<{instrument}> <{DCT.title}> "Some Directions 2020" .\n'
            f'<{instrument}> <{RG.identifierConfirmed}> "false"^^<{XSD.boolean}> .\n'
            f"<{version}> <{RG.reliesOn}> <{instrument}> .\n<{version}> <{RG.versionOf}> <{agreement}> .\n"
        ).encode()
    )
    here = Served(Generation("one", Manifest(BASE), Path()), Settings(), store)
    view = view_law(Asked(here, Links.of(BASE, ""), instrument, "", {}))
    assert (view.number, view.text, view.confirmed, view.is_instrument) == ("Some Directions 2020", None, False, True)
    assert (view.relying.use.versions, view.parts) == (1, ())


@pytest.mark.parametrize(
    ("target", "days", "of_whole"),
    [
        ("ukpga/2006/41/section/14Z34", "from 1 July 2022", False),
        ("ukpga/1998/29", "until 24 May 2018", False),
        ("ukpga/1998/29/section/33", "until 24 May 2018", True),
        ("ukpga/1998/29/section/62", "", False),
    ],
)
def test_the_days_in_force_are_told_with_their_source(target: str, days: str, of_whole: bool) -> None:
    force = in_force_of(f"{LAW}{target}", BASE)
    assert force is not None
    assert (force.days, force.of_whole) == (days, of_whole)
    assert force.source


def test_of_most_law_the_days_in_force_are_not_known(ask: Ask) -> None:
    assert view_law(ask(f"{NHSA}/section/251")).force is None
