"""Rules are shapes in people's words."""

from pathlib import Path

import pytest
from rdflib import BNode, Graph, URIRef
from rdflib.namespace import SH

from releasegraph.graph.validating.report import Rule
from releasegraph.graph.validating.rules import Rules
from releasegraph.graph.validating.shapes import SHAPES, load_shapes

SHAPES_FOLDER = Path(__file__).resolve().parents[3] / "shapes"

TURTLE = """
@prefix ex: <http://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rg: <https://w3id.org/releasegraph#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

ex:Person a sh:NodeShape ; sh:targetClass ex:Person ;
    rdfs:label "Personne"@fr, "Person"@en ; rdfs:comment "People matter."@en ;
    sh:property ex:age, ex:start, [ sh:path ( ex:knows [ sh:inversePath ex:likes ] ) ; sh:severity sh:Info ], ex:off ;
    sh:sparql ex:query .
ex:age sh:path ex:age ; sh:name "how old"@en ; rdfs:comment "Age tells." ; skos:example "A child of 200." ;
    sh:severity sh:Warning ; sh:description "less than 150"@en .
ex:start sh:path rg:startDate ; sh:severity ex:Fatal .
ex:off sh:path ex:off ; sh:deactivated true .
ex:query sh:message "No." ; sh:description "nothing of the kind" .
ex:Helper a sh:NodeShape ; sh:nodeKind sh:IRI .
ex:Thing a rdfs:Class, sh:NodeShape ; sh:nodeKind sh:IRI .
"""


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(data=TURTLE, format="turtle")


def test_every_shape_with_a_target_and_its_parts_are_rules(shapes: Graph) -> None:
    example = "http://example.org/"
    why = "People matter."
    assert Rules(shapes).all() == (
        Rule(f"{example}Person", "Person", why, "", "Violation"),
        Rule(f"{example}Person", "Person: knows likes", why, "", "Info"),
        Rule(f"{example}Thing", "", "", "", "Violation"),
        Rule(f"{example}age", "how old", "Age tells.", "A child of 200.", "Warning"),
        Rule(f"{example}start", "Person: start date", why, "", f"{example}Fatal"),
    )


def test_a_shape_of_nobody_is_a_rule_without_a_name() -> None:
    assert Rules(Graph()).of(BNode()) == Rule("")


def test_what_a_query_expects_is_its_description_or_its_shapes(shapes: Graph) -> None:
    rules, example = Rules(shapes), "http://example.org/"
    assert rules.expected(URIRef(f"{example}Person"), URIRef(f"{example}query")) == "nothing of the kind"
    assert rules.expected(URIRef(f"{example}age"), None) == "less than 150"
    assert rules.expected(URIRef(f"{example}start"), BNode()) == ""


def test_every_shipped_rule_has_a_name_and_a_reason() -> None:
    rules = Rules(load_shapes()).all()
    assert len(rules) > 100
    assert [one for one in rules if not (one.iri.startswith(SHAPES) and one.name and one.why)] == []
    assert len({one.iri for one in rules}) == len(rules)


def test_the_shipped_shapes_are_read_whole() -> None:
    kinds = (SH.NodeShape, SH.PropertyShape)
    written = Graph()
    for file in SHAPES_FOLDER.rglob("*.ttl"):
        written.parse(file)
    shipped = load_shapes()
    assert {one for kind in kinds for one in shipped.subjects(None, kind)} == {
        one for kind in kinds for one in written.subjects(None, kind)
    }
    assert any(SHAPES_FOLDER.glob("*/*.ttl"))
