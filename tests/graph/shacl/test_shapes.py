"""Shapes graphs that are refused, with the shape and the reason; SPARQL in shapes; messages and severities."""

from collections import Counter

import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SH, XSD

from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.shacl import GraphData, ShapesError, StoreData, ValidationReport, compile_shapes, validate

PREFIXES = """
@prefix ex: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DATA = """
ex:a a ex:C ; ex:p ex:b, ex:c ; ex:n 1 .
ex:b a ex:D ; ex:p ex:c ; ex:n 5 .
ex:c a ex:D ; ex:n 9 .
ex:D rdfs:subClassOf ex:C .
[] a ex:C ; ex:p ex:a .
"""


def parsed(turtle: str) -> Graph:
    return Graph().parse(data=PREFIXES + turtle, format="turtle")


def reported(shapes: str, data: str = DATA) -> ValidationReport:
    graph = parsed(shapes)
    return validate(GraphData(parsed(data), graph), compile_shapes(graph))


ILL_FORMED = {
    "recursive": ("sh:node ex:T . ex:T sh:not ex:S", "ex:S", "leads back to itself"),
    "recursive by a list": ("sh:or ( ex:T ) . ex:T sh:property [ sh:path ex:p ; sh:node ex:S ]", "ex:S", "itself"),
    "no such shape": ("sh:node ex:Nothing", "ex:S", "names the shape <http://example.org/Nothing>, which is not there"),
    "path that leads back": ("sh:path _:p . _:p sh:zeroOrMorePath ( ex:p _:p )", "ex:S", "back to itself"),
    "path of one": ("sh:path ( ex:p )", "ex:S", "fewer than two"),
    "path that is none": ("sh:path [ ex:p 1 ]", "ex:S", "not a well-formed path"),
    "path of two kinds": ("sh:path [ sh:inversePath ex:p ; sh:oneOrMorePath ex:p ]", "ex:S", "more than one kind"),
    "two paths": ("sh:path ex:p, ex:q", "ex:S", "sh:path has 2 values"),
    "list without end": ("sh:in _:l . _:l rdf:first 1 ; rdf:rest _:l", "ex:S", "no end"),
    "list that is none": ("sh:or ex:T . ex:T sh:class ex:C", "ex:S", "sh:or: not a well-formed list"),
    "regular expression": ('sh:pattern "(a"', "ex:S", "no regular expression"),
    "flag": ('sh:pattern "a" ; sh:flags "y"', "ex:S", 'sh:flags has "y"'),
    "property of no standard": ("sh:path ex:p ; sh:minCont 1", "ex:S", "sh:minCont is no property of SHACL's"),
    "advanced feature": ("sh:target ex:T", "ex:S", "sh:target is not supported"),
    "count without a path": ("sh:minCount 1", "ex:S", "this has no sh:path"),
    "two counts": ("sh:path ex:p ; sh:minCount 1, 2", "ex:S", "sh:minCount has 2 values"),
    "count of another datatype": ('sh:path ex:p ; sh:minCount "one"', "ex:S", "it takes an xsd:integer"),
    "class that is a literal": ('sh:class "C"', "ex:S", "sh:class is .*it takes an IRI"),
    "kind of node": ("sh:nodeKind sh:Node", "ex:S", "no kind of node"),
    "severity": ('sh:severity "bad"', "ex:S", "it takes an IRI"),
    "message": ("sh:message ex:T", "ex:S", "it takes a text"),
    "boolean": ('sh:deactivated "no"', "ex:S", "it takes an xsd:boolean"),
    "property without a path": ("sh:property ex:T . ex:T sh:class ex:C", "ex:S", "has no sh:path"),
    "node with a path": ("sh:node ex:T . ex:T sh:path ex:p", "ex:S", "is a property shape"),
    "query that does not parse": ('sh:sparql [ sh:select "SELECT $this WHERE" ]', "ex:S", "does not parse"),
    "query of another form": ('sh:sparql [ sh:select "ASK {}" ]', "ex:S", "not of the form SELECT"),
    "query without $this": ('sh:sparql [ sh:select "SELECT ?x { ?x ex:p ?y }" ]', "ex:S", "does not select \\?this"),
    "query that is not there": ("sh:sparql [ ]", "ex:S", "a query is wanted as the value of sh:select"),
    "prefix of two": (
        'sh:sparql [ sh:prefixes ex:T ; sh:select "SELECT $this {}" ] . ex:T sh:declare '
        '[ sh:prefix "e" ; sh:namespace "http://a/" ], [ sh:prefix "e" ; sh:namespace "http://b/" ]',
        "ex:S",
        "has two namespaces",
    ),
}


@pytest.mark.parametrize(("shape", "named", "reason"), ILL_FORMED.values(), ids=ILL_FORMED)
def test_ill_formed_shapes_are_refused(shape: str, named: str, reason: str) -> None:
    with pytest.raises(ShapesError, match=reason) as refused:
        compile_shapes(parsed(f"ex:S sh:targetClass ex:C ; {shape} ."))
    assert refused.value.shape.replace("<http://example.org/", "ex:").startswith(named)
    assert "\n" not in str(refused.value)


def test_an_entailment_regime_is_refused() -> None:
    with pytest.raises(ShapesError, match="entailment"):
        compile_shapes(parsed("ex:shapes sh:entailment <http://www.w3.org/ns/entailment/RDFS> ."))


def test_components_are_refused_for_what_they_lack() -> None:
    component = "ex:Component a sh:ConstraintComponent ; sh:parameter [ sh:path ex:this ] ."
    with pytest.raises(ShapesError, match="may not be named this"):
        compile_shapes(parsed(component))
    with pytest.raises(ShapesError, match="wants a parameter"):
        compile_shapes(parsed("ex:Component a sh:ConstraintComponent ."))


QUERIES = {
    "pattern": "SELECT $this ?value { $this ex:p ?value . ?value ex:n ?n FILTER(?n > 5) }",
    "exists": "SELECT $this { $this ex:n ?n FILTER NOT EXISTS { $this ex:p ?any } }",
    "optional": "SELECT $this { $this a ?c OPTIONAL { $this ex:n ?n FILTER($this != ex:b) } FILTER(!bound(?n)) }",
    "bind": "SELECT $this { BIND(STR($this) AS ?text) FILTER(STRENDS(?text, 'b')) }",
    "union": "SELECT $this { { FILTER($this = ex:a) } UNION { $this ex:n 9 } }",
    "group": "SELECT $this (COUNT(?x) AS ?many) { $this ex:p ?x } GROUP BY $this HAVING (COUNT(?x) > 1)",
    "groups": "SELECT $this ?c (COUNT(?x) AS ?many) { $this a ?c OPTIONAL { $this ex:p ?x } } GROUP BY $this ?c",
    "one group": "SELECT $this (COUNT(*) AS ?many) { $this ex:n ?n } GROUP BY ?n $this HAVING (COUNT(*) > 0)",
    "within": "SELECT $this { { SELECT $this { $this ex:n ?n } ORDER BY ?n LIMIT 1 } FILTER(?n > 4 || true) }",
    "comment": "SELECT $this { # {$this}\n $this ex:n ?n FILTER(?n > 4 && \"{ ?this }\" != '{') }",
    "path": "SELECT $this ?path { $this ?path 9 }",
}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_queries_answer_alike_at_once_and_one_by_one(query: str) -> None:
    """Joined to the pattern of the targets, to their list, and bound to each of them, `$this` means the same."""
    shape = """
        sh:sparql [ sh:prefixes ex:names ; sh:select \"\"\"%s\"\"\" ] .
        ex:names sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
        """
    alone = parsed("ex:S sh:targetNode ex:a, ex:b, ex:c ; " + shape % query)
    by_class = parsed("ex:S sh:targetClass ex:C ; " + shape % query)
    store = EmbeddedStore.temporary()
    store.load(parsed(DATA).serialize(format="nt", encoding="utf-8"))
    found = [
        Counter(
            (result.focus_node, result.value, str(result.path))
            for result in validate(data, compile_shapes(shapes)).results
            if isinstance(result.focus_node, URIRef)
        )
        for data in (GraphData(parsed(DATA)), StoreData(store))
        for shapes in (alone, by_class)
    ]
    assert found[0]
    assert found.count(found[0]) == len(found)


def test_blank_nodes_are_focus_nodes_of_queries() -> None:
    data = parsed(DATA)
    query = "SELECT $this { $this ?p <http://example.org/a> }"
    plan = compile_shapes(parsed(f'ex:S sh:targetSubjectsOf ex:p ; sh:sparql [ sh:select "{query}" ] .'))
    (result,) = validate(GraphData(data), plan).results
    assert isinstance(result.focus_node, BNode)
    assert (result.focus_node, None, None) in data


def test_messages_show_what_was_found() -> None:
    shapes = """
        ex:S sh:targetClass ex:C ; sh:sparql [
            sh:message "{$this} has {?value}, not {?other}"@en ;
            sh:select "SELECT $this ?value { $this <http://example.org/n> ?value FILTER(?value > 5) }" ] .
        """
    (result,) = reported(shapes).results
    assert [str(message) for message in result.messages] == ["http://example.org/c has 9, not {?other}"]
    assert result.messages[0].language == "en"


def test_what_a_shape_says_comes_first_and_else_what_was_expected() -> None:
    speaking = 'ex:S sh:targetNode ex:a ; sh:class ex:D ; sh:message "Not a D"@en ; sh:severity ex:Bad .'
    (said,) = reported(speaking).results
    assert said.messages == (Literal("Not a D", lang="en"),)
    assert said.severity == URIRef("http://example.org/Bad")
    (silent,) = reported("ex:S sh:targetNode ex:a ; sh:class ex:D .").results
    assert [str(one) for one in silent.messages] == ["Expected an instance of <http://example.org/D>"]


def test_a_component_asks_of_each_value_and_says_so() -> None:
    shapes = """
        ex:Component a sh:ConstraintComponent ;
            sh:parameter [ sh:path ex:atMost ] , [ sh:path ex:factor ; sh:optional true ] ;
            sh:validator [ sh:message "{?value} is more than {$atMost}" ;
                sh:ask "ASK { FILTER($value <= $atMost * COALESCE($factor, 1)) }" ] .
        ex:S a sh:PropertyShape ; sh:path ex:n ; sh:targetSubjectsOf ex:n ; ex:atMost 3 ; ex:factor 2 .
        """
    (result,) = reported(shapes).results
    assert result.component == URIRef("http://example.org/Component")
    assert [str(one) for one in result.messages] == ["9 is more than 3"]


def test_a_component_sees_the_focus_node_beside_the_value() -> None:
    shapes = """
        ex:Component a sh:ConstraintComponent ; sh:parameter [ sh:path ex:other ] ;
            sh:validator [ sh:ask "ASK { FILTER($value != $other || $this = <http://example.org/b>) }" ] .
        ex:S a sh:PropertyShape ; sh:path ex:p ; sh:targetNode ex:a, ex:b ; ex:other ex:c .
        """
    (result,) = reported(shapes).results
    assert (result.focus_node, result.value) == (URIRef("http://example.org/a"), URIRef("http://example.org/c"))


def test_a_component_is_asked_of_blank_nodes() -> None:
    shapes = """
        ex:Component a sh:ConstraintComponent ; sh:parameter [ sh:path ex:named ] ;
            sh:validator [ sh:ask "ask where { $value ?by <http://example.org/a> }" ] .
        ex:S a sh:NodeShape ; sh:targetClass ex:C ; ex:named true .
        """
    found = [result.focus_node for result in reported(shapes).results]
    assert found == [URIRef(f"http://example.org/{name}") for name in "abc"]


def test_classes_known_beside_the_data_count() -> None:
    store = EmbeddedStore.temporary()
    store.load(parsed("ex:x a ex:Below .").serialize(format="nt", encoding="utf-8"))
    plan = compile_shapes(parsed("ex:S sh:targetClass ex:Above ; sh:nodeKind sh:Literal ; sh:class ex:Above ."))
    assert validate(StoreData(store), plan).conforms
    classes = [("<http://example.org/Below>", "<http://example.org/Above>")]
    (result,) = validate(StoreData(store, classes), plan).results
    assert result.component == SH.NodeKindConstraintComponent


def test_a_store_holds_literals_in_its_own_way() -> None:
    store = EmbeddedStore.temporary()
    store.load(b'<http://example.org/x> <http://example.org/n> "042"^^<http://www.w3.org/2001/XMLSchema#integer> .')
    shapes = Graph()
    number = Literal("042", datatype=XSD.integer, normalize=False)
    shape = URIRef("http://example.org/S")
    shapes.add((shape, SH.targetSubjectsOf, URIRef("http://example.org/n")))
    shapes.add((shape, SH.path, URIRef("http://example.org/n")))
    shapes.add((shape, SH.hasValue, number))
    shapes.add((shape, SH["in"], Collection(shapes, BNode(), [number]).uri))
    assert validate(StoreData(store), compile_shapes(shapes)).conforms


def test_the_report_of_nothing_wrong_conforms() -> None:
    report = reported("ex:S sh:targetClass ex:Nothing ; sh:class ex:D .")
    assert report.conforms
    assert len(report.graph()) == 2
