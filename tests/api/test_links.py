"""From IRI to address and back."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasegraph.api.links import Links, iri_spellings
from releasegraph.graph.identifiers import Identifiers, slug

LINKS = Links("http://data.example.org/graph/", "")


@pytest.mark.parametrize(
    ("iri", "path"),
    [
        ("http://data.example.org/graph/id/dataset/hes", "doc/dataset/hes"),
        ("http://data.example.org/graph/id/organisation/söhne", "doc/organisation/s%C3%B6hne"),
        ("http://data.example.org/graph/id/release/a%20b", "doc/release/a%20b"),
        ("http://www.legislation.gov.uk/id/ukpga/2012/7/section/261", "doc/law/ukpga/2012/7/section/261"),
        ("http://data.example.org/graph/graph/ontology", None),
        ("http://data.example.org/id/dataset/hes", None),
        ("https://example.org/", None),
    ],
)
def test_the_document_about_a_thing(iri: str, path: str | None) -> None:
    assert LINKS.document_path(iri) == path


@pytest.mark.parametrize(
    ("iri", "href"),
    [
        ("http://data.example.org/graph/id/dataset/hes", "/doc/dataset/hes"),
        ("https://example.org/", "https://example.org/"),
        ("javascript:alert(1)", None),
        ("urn:x", None),
    ],
)
def test_only_addresses_become_links(iri: str, href: str | None) -> None:
    assert LINKS.href(iri) == href


@pytest.mark.parametrize(
    ("base", "root_path", "path"),
    [
        ("http://localhost:8000/", "", "/sparql"),
        ("https://example.org/rg/", "", "/rg/sparql"),
        ("https://example.org/rg/", "/other", "/other/sparql"),
        ("https://example.org/", "/rg/", "/rg/sparql"),
    ],
)
def test_hrefs_stand_under_the_root_path_or_else_the_base_s(base: str, root_path: str, path: str) -> None:
    assert Links.of(base, root_path).path("sparql") == path


@pytest.mark.parametrize(
    ("path", "first"),
    [
        ("a/b", "a/b"),
        ("a%2Fb", "a%2Fb"),
        ("a%2fb", "a%2Fb"),
        ("%61%2D%7e", "a-~"),
        ("s%C3%B6hne", "söhne"),
        ("s%c3%b6hne", "söhne"),
        ("%FF", "%FF"),
        ("%C3", "%C3"),
        ("a%20b", "a%20b"),
        ("a%22%3Cb", "a%22%3Cb"),
        ("%E2%80%8B", "%E2%80%8B"),
        ("100%", "100%"),
    ],
)
def test_how_a_requested_path_is_spelt_in_an_iri(path: str, first: str) -> None:
    assert next(iri_spellings(path)) == first


@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30))
def test_every_identifier_is_found_again_by_its_address(name: str, file: str) -> None:
    ids = Identifiers(LINKS.base)
    release = ids.release(file)
    for iri in (ids.named("organisation", slug(name)), release, f"{release}/provision/{slug(name)}"):
        path = LINKS.document_path(iri)
        assert path is not None
        assert path.isascii()
        assert iri in LINKS.things(path.removeprefix("doc/"))


@given(st.text(alphabet=st.characters(exclude_characters="/", exclude_categories=["Cs"]), max_size=20))
def test_any_path_has_spellings(path: str) -> None:
    assert list(iri_spellings(quote(path)))
    assert list(iri_spellings(path))
