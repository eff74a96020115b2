"""Trees are what framing gives of the same triples, mean those triples, and are short to read."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from pyld import jsonld
from rdflib.term import BNode, Literal, URIRef

from releasegraph.api.description import Description, incoming_of, statements_of
from releasegraph.api.trees import PARTS, tree_triples
from releasegraph.graph.build import build
from releasegraph.graph.engine import write_triples
from releasegraph.graph.formats import format_named
from releasegraph.graph.generations import OpenedStore, open_store
from releasegraph.graph.json_ld.context import context, reverse_terms
from releasegraph.graph.json_ld.frames import NEVER, framed
from releasegraph.graph.store import Triple
from releasegraph.graph.vocabulary import ODRL, PREFIXES, RDF, RDFS, RG, XSD

SOURCES = Path(__file__).resolve().parents[3] / "examples" / "sources"
BASE = "http://data.example.org/"
FEW = 5
"""Statements that point to a thing, by property."""
CLASSES = (
    *(RG.Agreement, RG.AgreementVersion, RG.PageListing, RG.Organisation, RG.Dataset, RG.DatasetProvision, RG.Release),
    *(RG.LegalInstrument, RG.StatutoryProvision, RG.Citation, RG.Narrative, RG.NarrativeUse, RG.Condition, RG.Claim),
    *(RG.RegisterEdition, RG.SourceRecord, RG.Issue, RG.NameMerge, ODRL.Agreement),
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> OpenedStore:
    """Give the store of the example sources."""
    store = tmp_path_factory.mktemp("built") / "store"
    build([SOURCES], store, base=BASE)
    return open_store(store)


def things(built: OpenedStore, cls: str) -> list[str]:
    """Give a few things of a class, those with most statements first."""
    found = {str(subject) for subject, *_ in built.store.quads(None, RDF.type, URIRef(cls), None)}
    sizes = {thing: sum(1 for _ in built.store.quads(thing, graph=None)) for thing in found}
    return sorted(found, key=lambda thing: (-sizes[thing], thing))[:3]


def triples_of(built: OpenedStore, thing: str) -> list[Triple]:
    incoming = incoming_of(built.store, thing, BASE, FEW)
    description = Description(thing, statements_of(built.store, thing), incoming)
    return list(tree_triples(built.store, description, thing.replace("/id/", "/doc/")))


def lines_of(triples: list[Triple]) -> set[str]:
    text = write_triples(triples, format_named("ntriples"), {})
    return {str(quad) for quad in ox.parse(text, ox.RdfFormat.N_TRIPLES)}


@pytest.mark.parametrize("cls", CLASSES)
def test_a_tree_means_its_triples(built: OpenedStore, cls: str) -> None:
    for thing in things(built, cls):
        triples = triples_of(built, thing)
        tree = framed(thing, triples)
        assert tree is not None, thing
        assert tree["id"] == thing
        assert {str(quad) for quad in ox.parse(json.dumps(tree), ox.RdfFormat.JSON_LD)} == lines_of(triples)
        assert tree["@context"].items() <= context().items()


@pytest.mark.parametrize("cls", [RG.Agreement, RG.AgreementVersion, RG.Organisation, RG.Dataset, RG.DatasetProvision])
def test_a_tree_is_what_framing_gives(built: OpenedStore, cls: str) -> None:
    for thing in things(built, cls):
        triples = led_to(thing, triples_of(built, thing))
        assert standard(framed(thing, triples)) == standard(by_pyld(thing, triples)), thing


def led_to(thing: str, triples: list[Triple]) -> list[Triple]:
    """Leave out what points to a thing, which a frame must name by property, and what only that leads to."""
    reached: set[object] = {URIRef(thing)}
    while more := {object_ for subject, _, object_ in triples if subject in reached} - reached:
        reached |= more
    return [one for one in triples if one[0] in reached]


def by_pyld(thing: str, triples: list[Triple]) -> Any:
    text = write_triples(triples, format_named("ntriples"), {}).decode()
    nodes = jsonld.from_rdf(text, {"format": "application/n-quads"})
    never = {_name(property_): {"@embed": "@never"} for property_ in NEVER}
    frame = {"@context": dict(context()), "id": thing, "@embed": "@always", **never}
    return jsonld.frame(nodes, frame, {"omitDefault": True, "omitGraph": True, "pruneBlankNodeIdentifiers": True})


@cache
def _name(property_: str) -> str:
    return property_.replace(PREFIXES["rg"], "rg:")


def standard(document: Any) -> Any:
    """Give a document without context, every array in one order, and JSON's own values as the text they stand for."""
    if isinstance(document, dict):
        return {key: standard(value) for key, value in document.items() if key != "@context"}
    if isinstance(document, list):
        return sorted((standard(one) for one in document), key=lambda one: json.dumps(one, sort_keys=True))
    return document if isinstance(document, str | None) else json.dumps(document)


ROOT, PART, OTHER = URIRef(f"{BASE}id/agreement/a"), URIRef(f"{BASE}id/agreement/a/v1"), URIRef(f"{BASE}id/dataset/d")


def test_what_is_shared_stands_at_each_place_and_nothing_within_itself() -> None:
    label = (OTHER, URIRef(RDFS.label), Literal("HES"))
    triples: list[Triple] = [
        (ROOT, URIRef(RG.hasVersion), PART),
        (ROOT, URIRef(RG.latestVersion), PART),
        (ROOT, URIRef(RG.dataset), OTHER),
        (PART, URIRef(RG.versionOf), ROOT),
        (PART, URIRef(RG.dataset), OTHER),
        label,
    ]
    shared = {"id": str(OTHER), "label": "HES"}
    tree = framed(str(ROOT), triples)
    assert tree is not None
    assert {key: value for key, value in tree.items() if key != "@context"} == {
        "id": str(ROOT),
        "hasVersion": {"id": str(PART), "versionOf": str(ROOT), "dataset": shared},
        "latestVersion": str(PART),
        "dataset": shared,
    }


def test_what_points_to_the_root_stands_under_a_reverse_property() -> None:
    odd = URIRef("http://example.org/p")
    triples: list[Triple] = [
        (PART, URIRef(RG.dataset), OTHER),
        (PART, URIRef(RDFS.label), Literal("v1")),
        (ROOT, odd, OTHER),
    ]
    tree = framed(str(OTHER), triples)
    assert tree is not None
    assert tree[reverse_terms()[RG.dataset]] == {"id": str(PART), "label": "v1"}
    assert tree["@reverse"] == {"http://example.org/p": [{"id": str(ROOT)}]}


def test_values_are_json_where_json_has_them() -> None:
    triples: list[Triple] = [
        (ROOT, URIRef(RG.row), Literal("7", datatype=XSD.integer, normalize=False)),
        (ROOT, URIRef(RG.stub), Literal("true", datatype=XSD.boolean)),
        (ROOT, URIRef(RG.offset), Literal("007", datatype=XSD.integer, normalize=False)),
        (ROOT, URIRef(RG.startDate), Literal("soon")),
    ]
    tree = framed(str(ROOT), triples)
    assert tree is not None
    assert (tree["row"], tree["stub"], tree["offset"], tree["startDate"]) == (7, True, "007", {"@value": "soon"})


@pytest.mark.parametrize(
    "triple",
    [
        pytest.param((ROOT, URIRef(RG.dataset), URIRef("org:x")), id="an IRI like a prefixed name"),
        pytest.param((OTHER, URIRef(RG.dataset), PART), id="a thing the root does not lead to"),
    ],
)
def test_what_no_tree_can_say_is_none(triple: Triple) -> None:
    assert framed(str(ROOT), [(ROOT, URIRef(RDFS.label), Literal("x")), triple]) is None


def test_a_nameless_thing_stands_where_it_is_named() -> None:
    triples: list[Triple] = [(ROOT, URIRef(RG.dataset), BNode("n")), (BNode("n"), URIRef(RDFS.label), Literal("x"))]
    tree = framed(str(ROOT), triples)
    assert tree is not None
    assert tree["dataset"] == {"id": "_:n", "label": "x"}


def test_parts_are_properties_of_the_ontology() -> None:
    assert set(PARTS) <= {getattr(RG, name) for name in RG.__annotations__}
