"""Regular expressions of XPath that Python, or the library that translates them, would read otherwise."""

import json

import pytest
import rdflib

from releasegraph.graph.shacl import GraphData, compile_shapes, validate

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> .
ex:S a sh:NodeShape ; sh:targetNode {value} ; sh:pattern {pattern} .
"""
MATCHES = {
    r"[^\W_]": ("a", "--- 9", "é"),
    r"^[^\W\d_]+$": ("ab",),
    r"[^\D_]": ("_9",),
    r"^[^\S]$": (" ",),
    r"\[\^\W\]": ("[^-]",),
}
DOES_NOT = {
    r"[^\W_]": ("--- ", "_", ""),
    r"^[^\W\d_]+$": ("a1", "a_", "-"),
    r"[^\D_]": ("_a", "-"),
    r"^[^\S]$": ("a", "  "),
}


@pytest.mark.parametrize(
    ("pattern", "value", "conforms"),
    [
        (pattern, value, conforms)
        for table, conforms in ((MATCHES, True), (DOES_NOT, False))
        for pattern, values in table.items()
        for value in values
    ],
)
def test_a_pattern_means_what_xpath_says(pattern: str, value: str, conforms: bool) -> None:
    text = SHAPES.format(value=json.dumps(value), pattern=json.dumps(pattern))
    plan = compile_shapes(rdflib.Graph().parse(data=text, format="turtle"))
    assert validate(GraphData([]), plan).conforms == conforms
