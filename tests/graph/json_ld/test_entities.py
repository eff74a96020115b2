"""JSON-LD of our writing means the triples it was written from, to the engine's reader and to PyLD's."""

import json
from collections.abc import Iterable

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld

from releasegraph.graph.json_ld.context import classes, context, context_iri, prefixes, reverse_terms, terms
from releasegraph.graph.json_ld.entities import (
    DOCUMENT_END,
    Statements,
    document_start,
    entity_json,
    graph_json,
    json_line,
)
from releasegraph.graph.json_ld.moulds import Moulds
from releasegraph.graph.triples.lines import text as written_text
from releasegraph.graph.vocabulary import RDF, RDFS, RG, SKOS, XSD

BASE = "http://data.example.org/"
GRAPH = f"{BASE}graph/edition/2026-08"
CONTEXT_IRI = context_iri(BASE)

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12) | st.sampled_from(
    ['"', "\\", '\\"', "\n\r\t\b\f", "\0\x1f\x7f", "\u2028\u2029\ufeff", "𝄞", "</script>", '"@en', '"^^<x>', " ."]
)
STARTS = st.sampled_from([f"{BASE}id/", "http://é.example/", "https://w3id.org/releasegraph#", "urn:x:", "mailto:a"])
PATHS = st.text(st.sampled_from("ab9_-.~:/@!$&'()*+,;=é𝄞"), min_size=1, max_size=10)
ENDS = st.sampled_from(["", "%41%C3%A9", "?a=b&c:d", "//"])
MISREAD = st.sampled_from(["rg:x", "org:x/y", "id:x", "label:x", "dct:", "owl:/x"])
IRIS = st.builds("{}{}{}".format, STARTS, PATHS, ENDS) | MISREAD
PROPERTIES = (
    st.sampled_from([*terms(), *reverse_terms(), RDF.type, RDFS.label, f"{RDFS.label}2", f"{RG.dataset}//x"])
    | st.builds(str.__add__, st.sampled_from(list(prefixes().values())), PATHS)
    | IRIS
)
DATATYPES = (
    st.sampled_from([XSD.integer, XSD.boolean, XSD.date, XSD.gYearMonth, XSD.duration, f"{RDF.type[:-4]}JSON"]) | IRIS
)
NUMBERS = st.sampled_from(["0", "-0", "00", "+1", "1.0", "1e3", "9" * 15, "9" * 16, "-7", "true", "false", "1", "TRUE"])
LITERALS = (
    st.builds(written_text, TEXTS)
    | st.builds(lambda one, tag: f"{written_text(one)}@{tag}", TEXTS, st.sampled_from(["en", "en-gb", "cy", "x-y"]))
    | st.builds(lambda one, datatype: f"{written_text(one)}^^<{datatype}>", TEXTS | NUMBERS, DATATYPES)
)
TYPES = st.sampled_from([f"<{iri}>" for iri in classes()])
OBJECTS = LITERALS | IRIS.map(lambda iri: f"<{iri}>") | TYPES
SUBJECTS = IRIS.map(lambda iri: f"<{iri}>")
STATEMENTS = st.lists(
    st.tuples(PROPERTIES.map(lambda iri: f"<{iri}>"), OBJECTS), min_size=1, max_size=8, unique=True
).map(sorted)

Quads = set[str]


def nquads(subject: str, statements: Statements, graph: str = "") -> str:
    end = f" <{graph}> .\n" if graph else " .\n"
    return "".join(f"{subject} {predicate} {object_}{end}" for predicate, object_ in statements)


def canonical(text: str) -> Quads:
    """Give N-Quads as the engine writes them; it takes IRIs as they are."""
    return {str(quad) for quad in ox.parse(text, ox.RdfFormat.N_QUADS, lenient=True)}


def by_engine(document: str) -> Quads:
    return {str(quad) for quad in ox.parse(document, ox.RdfFormat.JSON_LD, lenient=True)}


def by_pyld(document: object) -> Quads:
    loaded = {"contextUrl": None, "documentUrl": CONTEXT_IRI, "contentType": "application/ld+json"}
    options = {
        "format": "application/n-quads",
        "documentLoader": lambda _url, _options: {**loaded, "document": {"@context": dict(context())}},
    }
    return canonical(jsonld.to_rdf(document, options))


def one_document(entities: Iterable[str]) -> str:
    return document_start() + ",\n".join(entities) + DOCUMENT_END


@given(SUBJECTS, STATEMENTS)
def test_an_entity_means_its_triples(subject: str, statements: Statements) -> None:
    expected = canonical(nquads(subject, statements))
    entity = entity_json(subject, statements)
    assert by_engine(one_document([entity])) == expected
    assert by_pyld(json.loads(json_line(entity, CONTEXT_IRI))) == expected


@given(SUBJECTS, STATEMENTS, STATEMENTS)
def test_a_named_graph_means_its_quads(subject: str, current: Statements, before: Statements) -> None:
    expected = canonical(nquads(subject, current) + nquads(subject, before, GRAPH))
    entities = [entity_json(subject, current), graph_json(GRAPH, entity_json(subject, before))]
    document = one_document(entities)
    assert by_engine(document) == expected
    assert by_pyld(json.loads(document)) == expected
    lines = [json.loads(json_line(entity, CONTEXT_IRI)) for entity in entities]
    assert by_pyld(lines) == expected


@given(st.lists(st.tuples(STATEMENTS, st.integers(1, 6)), min_size=1, max_size=5), st.lists(TEXTS, min_size=3))
def test_moulds_write_what_is_written_one_by_one(kinds: list[tuple[Statements, int]], texts: list[str]) -> None:
    entities: dict[str, Statements] = {}
    for kind, (statements, times) in enumerate(kinds):
        for number in range(times):
            # of one kind, but for the texts
            other = written_text(texts[number % len(texts)])
            own = {(one, other if object_.endswith('"') else object_) for one, object_ in statements}
            entities[f"<{BASE}id/{kind}/{number}>"] = sorted(own)
    ordered = sorted(entities.items())
    lines = "".join(nquads(subject, statements) for subject, statements in ordered)
    expected = [entity_json(subject, statements) for subject, statements in ordered]
    assert list(Moulds().entities_json(lines)) == expected


def test_a_mould_takes_no_more_and_no_less_than_an_entity() -> None:
    property_ = f"<{RG.text}>"
    entities = [(f"<{BASE}{number}>", [(property_, f'"{number}"')]) for number in range(10, 19)]
    entities.append((f"<{BASE}20>", [(property_, '"a"'), (property_, '"b"')]))
    entities.append((f"<{BASE}201>", [(property_, '"b"')]))
    lines = "".join(nquads(subject, statements) for subject, statements in entities)
    assert list(Moulds().entities_json(lines)) == [entity_json(*entity) for entity in entities]


def test_a_value_is_as_bare_as_its_term_lets_it() -> None:
    statements = sorted(
        [
            (f"<{RDF.type}>", f"<{RG.AgreementVersion}>"),
            (f"<{RDFS.label}>", '"a label"'),
            (f"<{RG.dataset}>", f"<{BASE}id/dataset/a>"),
            (f"<{RG.dataset}>", f"<{BASE}id/dataset/b>"),
            (f"<{RG.startDate}>", f'"2026-01-01"^^<{XSD.date}>'),
            (f"<{RG.commercialPurpose}>", f'"false"^^<{XSD.boolean}>'),
            (f"<{RG.versionOrder}>", f'"402"^^<{XSD.integer}>'),
            (f"<{SKOS.prefLabel}>", '"a name"@en'),
            (f"<{SKOS.altLabel}>", '"a name"'),
            (f"<{RDFS.comment}>", '"no term"'),
        ]
    )
    found = json.loads(entity_json(f"<{BASE}id/x>", statements))
    assert list(found)[:3] == ["id", "type", "label"]
    assert found == {
        "id": f"{BASE}id/x",
        "type": "AgreementVersion",
        "label": "a label",
        "dataset": [f"{BASE}id/dataset/a", f"{BASE}id/dataset/b"],
        "startDate": "2026-01-01",
        "commercialPurpose": False,
        "versionOrder": 402,
        "prefLabel": "a name",
        "altLabel": {"@value": "a name"},
        "rdfs:comment": "no term",
    }


@pytest.mark.parametrize("iri", ["org:x", "rg:x", "id:x"])
def test_an_iri_the_context_would_misread_is_written_expanded(iri: str) -> None:
    statements = [(f"<{RG.dataset}>", f"<{iri}>"), (f"<{RG.text}>", '"x"')]
    assert json.loads(entity_json(f"<{BASE}id/x>", statements)) == {
        "@context": None,
        "@id": f"{BASE}id/x",
        RG.dataset: [{"@id": iri}],
        RG.text: [{"@value": "x"}],
    }
