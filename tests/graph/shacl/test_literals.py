"""Lexical spaces, order and text of literals."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import BNode, Literal, URIRef
from rdflib.namespace import XSD
from rdflib.term import Identifier

from releasegraph.graph.shacl.datatypes import is_well_formed
from releasegraph.graph.shacl.ordering import compare
from releasegraph.graph.shacl.terms import canonical, identifier_of, literal_parts, text_of

SPACES = (Path(__file__).parent / "lexical-spaces.txt").read_text("utf-8")


def rows() -> list[tuple[str, str, bool]]:
    found = []
    for line in SPACES.splitlines()[1:]:
        datatype, _, forms = line.partition(": ")
        for half, expected in zip(forms.split("|"), (True, False), strict=True):
            found += [(datatype, "" if form == "·" else form, expected) for form in half.split()]
    return found


@pytest.mark.parametrize(("datatype", "lexical", "expected"), rows())
def test_lexical_space(datatype: str, lexical: str, expected: bool) -> None:
    assert is_well_formed(lexical, str(XSD[datatype])) is expected


@pytest.mark.parametrize("lexical", [" 1", "1 ", "1\n", "\t1"])
@pytest.mark.parametrize("datatype", ["integer", "decimal", "double", "boolean", "byte", "token"])
def test_white_space_is_not_collapsed(lexical: str, datatype: str) -> None:
    assert not is_well_formed(lexical, str(XSD[datatype]))


def test_any_form_of_another_datatype_is_well_formed() -> None:
    assert is_well_formed("anything", "http://example.org/datatype")


ORDER = [
    ("1", "integer", "1.0", "decimal", 0),
    ("1", "integer", "1.5", "double", -1),
    ("0.1", "decimal", "0.1", "double", 0),
    ("INF", "double", "9" * 400, "integer", 0),
    ("NaN", "double", "1", "integer", None),
    ("2", "integer", "10", "integer", -1),
    ("2", "string", "10", "string", 1),
    ("2", "string", "10", "integer", None),
    ("2024-02-30", "date", "2024-03-01", "date", None),
    ("2024-02-29", "date", "2024-03-01", "date", -1),
    ("-0001-12-31", "date", "0001-01-01", "date", -1),
    ("2024-02-29Z", "date", "2024-02-29", "date", None),
    ("2024-02-28Z", "date", "2024-03-01", "date", -1),
    ("2024-03-01T12:00:00+05:00", "dateTime", "2024-03-01T07:00:00Z", "dateTime", 0),
    ("2024-03-01T24:00:00Z", "dateTime", "2024-03-02T00:00:00Z", "dateTimeStamp", 0),
    ("2024-02", "gYearMonth", "2024-10", "gYearMonth", -1),
    ("P1M", "duration", "P30D", "duration", None),
    ("P1M1D", "duration", "P1M2D", "duration", -1),
    ("P1D", "dayTimeDuration", "PT24H", "duration", 0),
    ("false", "boolean", "1", "boolean", -1),
    ("abc", "token", "abd", "token", None),
]


@pytest.mark.parametrize(("one", "of_one", "other", "of_other", "expected"), ORDER)
def test_order(one: str, of_one: str, other: str, of_other: str, expected: int | None) -> None:
    left, right = (
        text_of(Literal(lexical, datatype=XSD[datatype], normalize=False))
        for lexical, datatype in ((one, of_one), (other, of_other))
    )
    assert compare(left, right) == expected
    assert compare(right, left) == (None if expected is None else -expected)


@given(st.integers() | st.decimals(allow_nan=False, allow_infinity=False), st.integers())
def test_numbers_are_ordered_as_numbers(one: object, other: int) -> None:
    left = f'"{one:f}"^^<{XSD.decimal}>' if not isinstance(one, int) else f'"{one}"^^<{XSD.integer}>'
    sign = (one > other) - (one < other)  # type: ignore[operator]
    assert compare(left, f'"{other}"^^<{XSD.integer}>') == sign


TERMS: st.SearchStrategy[Identifier] = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])).map(Literal),
    st.text(st.characters(exclude_categories=["Cs"])).map(lambda text: Literal(text, lang="en-gb")),
    st.sampled_from(
        [URIRef("http://example.org/é"), BNode("b1"), Literal("042", datatype=XSD.integer, normalize=False)]
    ),
)


@given(TERMS)
def test_text_gives_the_term_back(term: Identifier) -> None:
    text = text_of(term)
    assert identifier_of(text) == term
    assert canonical(text) == text


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("42", f'"42"^^<{XSD.integer}>'),
        ("-4.50", f'"-4.50"^^<{XSD.decimal}>'),
        ("1e0", f'"1e0"^^<{XSD.double}>'),
        ("true", f'"true"^^<{XSD.boolean}>'),
        (f'"a"^^<{XSD.string}>', '"a"'),
        ('"a"@EN-gb', '"a"@en-gb'),
        (r'"\u00e9\b\\u"', '"é\b\\\\u"'),
        (r'"\"tab\t\\"', r'"\"tab\t\\"'),
    ],
)
def test_terms_are_written_in_one_way(written: str, expected: str) -> None:
    assert canonical(written) == expected


def test_what_is_no_term_is_refused() -> None:
    with pytest.raises(ValueError, match="no term"):
        canonical("foo")
    with pytest.raises(TypeError, match="no RDF term"):
        text_of(Identifier("variable"))


def test_a_language_makes_a_language_string() -> None:
    assert literal_parts('"x@y"@en') == ("x@y", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", "en")
