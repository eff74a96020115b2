"""What questions read, and that they are asked again where that has changed, and only there."""

import pytest

from releasegraph.api.publishing.question_reads import question_states, terms_read
from releasegraph.api.questions import QUESTION_OF
from releasegraph.graph.vocabulary import DCT, RDFS, RG

P = "http://a.example/p"


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("SELECT * { ?s <p> ?o . ?o a <C> }", {"p", "a C"}),
        ("SELECT * { ?s <p>/^<q>|<r>* ?o OPTIONAL { ?o <t> 1, 2 } }", {"p", "q", "r", "t"}),
        ("SELECT * { ?s <p> ?o FILTER NOT EXISTS { ?s <q>/<r> 1 ; a <C> . ?o <t> 2 } }", {"p", "q", "r", "t", "a C"}),
        ("SELECT * { { SELECT ?s { ?s <p> ?o } } UNION { ?s <q> ?o MINUS { ?s <r> ?o } } }", {"p", "q", "r"}),
        ("SELECT * { ?s ?p ?o }", None),
        ("SELECT * { ?s a ?class }", None),
        ("SELECT * { ?s <p>/a ?class }", None),
        ("SELECT * { ?s !<p> ?o }", None),
        ("SELECT * { ?s <p> ?o FILTER EXISTS { ?o ?p 1 } }", None),
        ("SELECT * { GRAPH <g> { ?s <p> ?o } }", None),
        ("SELECT * FROM <g> { ?s <p> ?o }", None),
    ],
)  # fmt: skip
def test_what_a_query_reads(query: str, read: set[str] | None) -> None:
    found = terms_read(f"BASE <http://a.example/> {query}")
    wanted = {"a http://a.example/C" if one == "a C" else f"http://a.example/{one}" for one in read or ()}
    assert found == (None if read is None else wanted)


def test_names_of_a_page_are_read_too() -> None:
    assert terms_read(f"SELECT ?agreement {{ ?agreement <{P}> 1 }}") == {P, RG.reference}


def test_states_differ_where_what_is_read_does() -> None:
    before = dict(question_states({RDFS.label: "1", RG.endDate: "1"}))
    assert QUESTION_OF.keys() - before.keys() == {"provenance-of-a-fact"}
    assert dict(question_states({RDFS.label: "1", RG.endDate: "1", RG.sensitivity: "1"})) == before
    after = dict(question_states({RDFS.label: "1", RG.endDate: "2", DCT.title: "1"}))
    changed = {slug for slug in before if before[slug] != after[slug]}
    assert {"agreements-only-on-a-page", "expiries-in-a-quarter"} <= changed
    assert not changed & {"joint-controller-pairs", "issues-by-kind"}
