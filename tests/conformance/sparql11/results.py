"""Results in every format, and when two of them are the same."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from xml.etree import ElementTree

import pyoxigraph as ox
import rdflib
from rdflib.compare import isomorphic

from .manifests import RDF, Description, Resource, Term

SR = "{http://www.w3.org/2005/sparql-results#}"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
XSD = "http://www.w3.org/2001/XMLSchema#"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

Row = frozenset[tuple[str, Term]]


@dataclass(frozen=True, slots=True)
class Solutions:
    """Solutions in the order given."""

    variables: frozenset[str]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """A graph."""

    triples: frozenset[ox.Triple]


Result = bool | Solutions | Graph


def read_result(body: bytes, media_type: str) -> Result:
    """Read an answer by its media type."""
    match media_type:
        case "application/sparql-results+json":
            return _read_json(body)
        case "application/sparql-results+xml":
            return _read_xml(body)
        case "text/csv":
            return _read_csv(body)
        case "text/tab-separated-values":
            return of_engine(ox.parse_query_results(body, format=ox.QueryResultsFormat.TSV))
        case _:
            form = ox.RdfFormat.from_media_type(media_type)
            return Graph(frozenset(quad.triple for quad in ox.parse(body, format=form)))


def of_engine(answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Result:
    """Read an answer of the engine's."""
    match answer:
        case ox.QueryBoolean():
            return bool(answer)
        case ox.QueryTriples():
            return Graph(frozenset(answer))
    names = [variable.value for variable in answer.variables]
    rows = ({name: term for name, term in zip(names, one, strict=True) if term is not None} for one in answer)
    return _solutions(names, rows)


def read_result_set(description: Description) -> Result:
    """Read a result written as a graph in the vocabulary of result sets, or else the graph itself."""
    found = description.subjects(RDF + "type", ox.NamedNode(RS + "ResultSet"))
    assert len(found) == 1
    names = [str(one.value) for one in description.objects(found[0], RS + "resultVariable")]
    return _solutions(names, (_bindings(description, one) for one in description.objects(found[0], RS + "solution")))


def _bindings(description: Description, solution: Term) -> dict[str, Term]:
    assert not isinstance(solution, ox.Literal)
    bindings: dict[str, Term] = {}
    for one in description.objects(solution, RS + "binding"):
        assert not isinstance(one, ox.Literal)
        name, value = description.one(one, RS + "variable"), description.one(one, RS + "value")
        assert name is not None
        assert value is not None
        bindings[str(name.value)] = value
    return bindings


def _solutions(names: Iterable[str], rows: Iterable[Mapping[str, Term]]) -> Solutions:
    return Solutions(frozenset(names), tuple(frozenset(row.items()) for row in rows))


def _read_json(body: bytes) -> Result:
    answer = json.loads(body)
    if "boolean" in answer:
        assert isinstance(answer["boolean"], bool)
        return answer["boolean"]
    rows = ({name: _json_term(value) for name, value in binding.items()} for binding in answer["results"]["bindings"])
    return _solutions(answer["head"]["vars"], rows)


def _json_term(value: Mapping[str, str]) -> Term:
    match value["type"]:
        case "uri":
            return ox.NamedNode(value["value"])
        case "bnode":
            return ox.BlankNode(value["value"])
    return _literal(value["value"], value.get("xml:lang"), value.get("datatype"))


def _literal(text: str, language: str | None, datatype: str | None) -> ox.Literal:
    if language:
        return ox.Literal(text, language=language)
    return ox.Literal(text, datatype=ox.NamedNode(datatype)) if datatype else ox.Literal(text)


def _read_xml(body: bytes) -> Result:
    root = ElementTree.fromstring(body)
    boolean = root.findtext(f"{SR}boolean")
    if boolean is not None:
        return {"true": True, "false": False}[boolean.strip()]
    names = [one.attrib["name"] for one in root.iterfind(f"{SR}head/{SR}variable")]
    rows = (
        {one.attrib["name"]: _xml_term(one[0]) for one in solution.iterfind(f"{SR}binding")}
        for solution in root.iterfind(f"{SR}results/{SR}result")
    )
    return _solutions(names, rows)


def _xml_term(element: ElementTree.Element) -> Term:
    text = element.text or ""
    match element.tag.removeprefix(SR):
        case "uri":
            return ox.NamedNode(text)
        case "bnode":
            return ox.BlankNode(text)
    return _literal(text, element.get(XML_LANG), element.get("datatype"))


def _read_csv(body: bytes) -> Solutions:
    """Read CSV, which tells only blank nodes from text; a cell left empty may be an unbound variable."""
    names, *rows = csv.reader(io.StringIO(body.decode("utf-8"), newline=""))
    terms = ({name: _csv_term(cell) for name, cell in zip(names, row, strict=True) if cell} for row in rows)
    return _solutions(names, terms)


def _csv_term(cell: str) -> Term:
    return ox.BlankNode(cell.removeprefix("_:")) if cell.startswith("_:") else ox.Literal(cell)


def _decimal(text: str) -> str:
    return f"{Decimal(text).normalize():f}" if Decimal(text) else "0"


_CANONICAL: Mapping[str, Callable[[str], str]] = {
    "decimal": _decimal,
    "integer": lambda text: str(int(text)),
    "double": lambda text: repr(float(text)),
    "float": lambda text: repr(float(text)),
    "boolean": lambda text: {"1": "true", "0": "false"}.get(text, text),
}


def _by_value(term: Term) -> Term:
    """Give a number or boolean in one spelling: the suite compares values, and the engine keeps no other spelling."""
    if not isinstance(term, ox.Literal):
        return term
    spell = _CANONICAL.get(term.datatype.value.removeprefix(XSD))
    return term if spell is None else ox.Literal(spell(term.value), datatype=term.datatype)


def _row_by_value(row: Row) -> Row:
    return frozenset((name, _by_value(term)) for name, term in row)


def same(actual: Result, expected: Result, *, ordered: bool) -> bool:
    """Tell whether two results are the same: as lists where ordered, else as bags, up to the names of blank nodes."""
    match actual, expected:
        case bool(), bool():
            return actual == expected
        case Graph(), Graph():
            return _equal_or_isomorphic(actual.triples, expected.triples, _triples)
        case Solutions(), Solutions():
            if actual.variables != expected.variables or len(actual.rows) != len(expected.rows):
                return False
            ours, theirs = [_row_by_value(one) for one in actual.rows], [_row_by_value(one) for one in expected.rows]
            if ordered:
                return _equal_or_isomorphic(ours, theirs, _listed)
            return _equal_or_isomorphic(Counter(ours), Counter(theirs), _counted)
    return False


def _equal_or_isomorphic(actual, expected, as_triples) -> bool:  # type: ignore[no-untyped-def]
    return actual == expected or isomorphic(_graph(as_triples(actual)), _graph(as_triples(expected)))


Triples = Iterator[tuple[Resource, str, Term]]


def _triples(triples: Iterable[ox.Triple]) -> Triples:
    for one in triples:
        yield one.subject, one.predicate.value, one.object


def _row(node: ox.BlankNode, row: Row) -> Triples:
    for name, term in row:
        yield node, f"urn:variable:{name}", term


def _listed(rows: Iterable[Row]) -> Triples:
    for number, row in enumerate(rows):
        node = ox.BlankNode()
        yield node, "urn:number", ox.Literal(number)
        yield from _row(node, row)


def _counted(rows: Counter[Row]) -> Triples:
    for row, count in rows.items():
        node = ox.BlankNode()
        yield node, "urn:count", ox.Literal(count)
        yield from _row(node, row)


def _graph(triples: Triples) -> rdflib.Graph:
    lines = "".join(f"{subject} <{predicate}> {object_} .\n" for subject, predicate, object_ in triples)
    return rdflib.Graph().parse(data=lines, format="nt")
