"""Identifiers: pure functions of what is printed, and IRIs whatever is printed."""

import unicodedata

import pyoxigraph
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from releasegraph.graph.identifiers import Identifiers, Reference, read_reference, segment, slug

IDS = Identifiers("http://localhost:8000/")
ANY_TEXT = st.text(st.characters())
"""Any characters at all, lone surrogates too."""


def is_iri(text: str) -> bool:
    """Tell whether a strict parser takes a text as an IRI (RFC 3987)."""
    try:
        list(pyoxigraph.parse(f"<{text}> <{text}> <{text}> .", pyoxigraph.RdfFormat.N_TRIPLES))
    except (SyntaxError, ValueError):
        return False
    return True


@pytest.mark.parametrize(
    ("spelling", "expected"),
    [
        ("University of Leeds", "university-of-leeds"),
        ("  UNIVERSITY   OF\nLEEDS ", "university-of-leeds"),
        ("NHS North East & North Cumbria ICB - 16C", "nhs-north-east-and-north-cumbria-icb-16c"),
        ("Guy’s and St Thomas’", "guy-s-and-st-thomas"),
        ("Guy's and St Thomas'", "guy-s-and-st-thomas"),
        ("HES:Civil Registration (Deaths) bridge", "hes-civil-registration-deaths-bridge"),
        ("A&E", "a-and-e"),
        ("A＆E", "a-and-e"),
        ("ﬁle №5", "file-no5"),
        ("Université Café", "université-café"),
        ("Straße", "strasse"),
        ("ＮＨＳ", "nhs"),
        ("a_b.c/d?e#f%20", "a-b-c-d-e-f-20"),
        ("--x--", "x"),
    ],
)
def test_slug(spelling: str, expected: str) -> None:
    assert slug(spelling) == expected


@pytest.mark.parametrize("spelling", ["", " ", "???", "-", "🚩", "\u200d"])
def test_a_spelling_without_letter_or_digit_has_a_name_of_its_own(spelling: str) -> None:
    assert slug(spelling).startswith("unnamed-")
    assert slug(spelling) != slug(spelling + "!")


@given(ANY_TEXT)
@example("\u0345")
@example("a\U000e0100")
@example("\u1e9e\u0130")
def test_slug_is_stable_and_stands_in_an_iri(text: str) -> None:
    found = slug(text)
    assert slug(found) == found
    assert found == slug(text.upper().lower()) or text.upper().lower().casefold() != text.casefold()
    assert is_iri(IDS.named("organisation", found))
    assert "/" not in found


@given(ANY_TEXT)
def test_slug_is_of_letters_whatever_their_form(text: str) -> None:
    assert slug(unicodedata.normalize("NFKC", text)) == slug(text) or slug(text).startswith("unnamed-")


@given(ANY_TEXT)
def test_a_segment_is_one_segment_of_an_iri(text: str) -> None:
    found = segment(text)
    assert found
    assert found not in (".", "..")
    assert not set("/?#") & set(found)
    assert is_iri(f"http://localhost:8000/id/release/{found}")


@given(st.text(), st.text())
def test_two_texts_have_two_segments(one: str, two: str) -> None:
    assert (segment(one) == segment(two)) == (one == two)


@pytest.mark.parametrize(
    ("printed", "agreement", "version"),
    [
        ("DARS-NIC-00574-V2H1F-v4.2", "DARS-NIC-00574-V2H1F", "4.2"),
        ("dars-nic-00574-v2h1f-V4.2", "DARS-NIC-00574-V2H1F", "4.2"),
        ("NIC-791919-T4Y0Y", "DARS-NIC-791919-T4Y0Y", None),
        ("NIC-791919-T4Y0Y-v0.1", "DARS-NIC-791919-T4Y0Y", "0.1"),
        ("NIC-791919-T4Y0Y-v3", "DARS-NIC-791919-T4Y0Y", "3"),
        ("NIC-791919-T4Y0Y-v1.10.2", "DARS-NIC-791919-T4Y0Y", "1.10.2"),
    ],
)
def test_references(printed: str, agreement: str, version: str | None) -> None:
    assert read_reference(printed) == Reference(agreement, version, agreement, True)


@pytest.mark.parametrize(
    ("printed", "agreement", "version"),
    [
        ("DARS-NIC-00574-V2H1F v4.2", "DARS-NIC-00574-V2H1F%20v4.2", None),
        ("DARS NIC 1-v2.0", "DARS%20NIC%201", "2.0"),
        ("MR1234", "MR1234", None),
        ("a/b#c?d", "a%2Fb%23c%3Fd", None),
        ("-v1", "-v1", None),
        ("..", None, None),
        ("NIC-1-AA-v" + "9" * 5000, "DARS-NIC-1-AA-v" + "9" * 5000, None),
        ("NIC-1-AA-v٣", "DARS-NIC-1-AA-v%D9%A3", None),
    ],
)
def test_malformed_references_are_kept(printed: str, agreement: str | None, version: str | None) -> None:
    found = read_reference(printed)
    assert not found.well_formed
    assert found.version == version
    assert printed.startswith(found.printed)
    assert found.agreement == agreement or (agreement is None and found.agreement.startswith("unnamed-"))
    assert found.order == (tuple(map(int, version.split("."))) if version else ())


@given(ANY_TEXT)
def test_any_reference_has_addresses(printed: str) -> None:
    reference = read_reference(printed)
    for address in (
        IDS.agreement(reference),
        IDS.version(reference),
        IDS.listing(reference, "page-0"),
        IDS.release(printed),
        IDS.edition_graph(printed),
        IDS.text(printed),
        IDS.hashed("issue", printed, printed),
    ):
        assert is_iri(address)
    assert isinstance(reference.order, tuple)


def test_versions_order_by_number() -> None:
    printed = ["NIC-1-AA-v4.10", "NIC-1-AA", "NIC-1-AA-v4.9", "NIC-1-AA-v10", "NIC-1-AA-v4.9.1"]
    ordered = sorted(printed, key=lambda words: read_reference(words).order)
    assert [read_reference(words).version for words in ordered] == [None, "4.9", "4.9.1", "4.10", "10"]


def test_addresses() -> None:
    numbered, unnumbered = read_reference("NIC-1-AA-v4.2"), read_reference("NIC-1-AA")
    agreement = "http://localhost:8000/id/agreement/DARS-NIC-1-AA"
    assert IDS.version(numbered) == f"{agreement}/v4.2"
    assert IDS.version(unnumbered) == f"{agreement}/v-unnumbered"
    assert IDS.listing(unnumbered, "page-0f") == f"{agreement}/page/page-0f"
    assert IDS.release("FILE 1/2") == "http://localhost:8000/id/release/FILE%201%2F2"
    assert IDS.edition_graph("2026-08") == "http://localhost:8000/graph/edition/2026-08"
    assert IDS.record("2026-09/Datasets/7") == "http://localhost:8000/id/record/2026-09/Datasets/7"
    assert IDS.law("ukpga/2012/7/section/261/2/a") == "http://www.legislation.gov.uk/id/ukpga/2012/7/section/261/2/a"
    assert IDS.law("instrument/some-directions") == "http://localhost:8000/id/instrument/some-directions"
