"""Terms and lines of N-Quads: what strict parsers read back is what was written."""

from datetime import date

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from releasegraph.graph.cells import Month
from releasegraph.graph.triples import lines
from releasegraph.graph.vocabulary import RG, XSD

S = "<http://localhost:8000/id/x>"


def read_back(term: str) -> pyoxigraph.Literal:
    line = f"{S}{lines.A}{term}{lines.line_end('http://localhost:8000/graph/edition/x')}"
    (quad,) = pyoxigraph.parse(line, pyoxigraph.RdfFormat.N_QUADS)
    assert quad.graph_name == pyoxigraph.NamedNode("http://localhost:8000/graph/edition/x")
    assert isinstance(quad.object, pyoxigraph.Literal)
    return quad.object


@given(st.text())
def test_any_text_reads_back(value: str) -> None:
    assert read_back(lines.text(value)).value == value


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_reads_back_with_rdflib(value: str) -> None:
    graph = rdflib.Graph().parse(data=f"{S}{lines.A}{lines.text(value)}{lines.line_end(None)}", format="nt")
    assert [str(term) for term in graph.objects()] == [value]


def test_half_a_character_becomes_a_question_mark() -> None:
    assert read_back(lines.text("a\ud800b")).value == "a?b"


@pytest.mark.parametrize("value", ['"', "\\", "\n", "\r\n", "\t", "\x00", "\x7f", "\u2028", "😀", "\\u0041", '" .\n<'])
def test_a_line_stays_one_line(value: str) -> None:
    assert len(lines.text(value).splitlines()) == 1 or value == "\u2028"
    assert "\n" not in lines.text(value)
    assert read_back(lines.text(value)).value == value


@pytest.mark.parametrize(
    ("term", "value", "datatype"),
    [
        (lines.integer(-5), "-5", XSD.integer),
        (lines.boolean(True), "true", XSD.boolean),
        (lines.boolean(False), "false", XSD.boolean),
        (lines.day(date(2023, 3, 1)), "2023-03-01", XSD.date),
        (lines.day(date(999, 3, 1)), "0999-03-01", XSD.date),
        (lines.month(Month(2023, 3)), "2023-03", XSD.gYearMonth),
        (lines.duration("P10Y"), "P10Y", XSD.duration),
    ],
)
def test_typed_values(term: str, value: str, datatype: str) -> None:
    found = read_back(term)
    assert (found.value, found.datatype.value) == (value, datatype)


def test_a_month_with_its_first_and_last_day() -> None:
    written = lines.about(S, lines.month_tails(RG.releaseMonth, Month(2024, 2), lines.line_end(None)))
    found = {
        quad.predicate.value: quad.object.value
        for quad in pyoxigraph.parse(written, pyoxigraph.RdfFormat.N_QUADS)
        if isinstance(quad.object, pyoxigraph.Literal)
    }
    assert found == {
        RG.releaseMonth: "2024-02",
        RG.releaseMonthStart: "2024-02-01",
        RG.releaseMonthEnd: "2024-02-29",
    }
