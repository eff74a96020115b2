"""DCAT-AP 3.0.1: the catalogue of the examples, and others, against the shapes its authors publish.

The shapes of what must be are kept without exception. Of what is recommended, and of the EU's vocabularies, each that
is waived is a row of `dcat_ap_waivers.csv` with its reason; a row that waives nothing fails.
"""

import csv
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from releasegraph.graph.authorship import Publisher
from releasegraph.graph.build import build
from releasegraph.graph.catalogue.catalogue import catalogue_triples
from releasegraph.graph.catalogue.collections import Collection, collection_triples
from releasegraph.graph.catalogue.described import Described
from releasegraph.graph.catalogue.harvest import entries_of
from releasegraph.graph.catalogue.named_datasets import NamedDataset
from releasegraph.graph.catalogue.profiles import PROFILES
from releasegraph.graph.catalogue.terms import CATALOGUE_PREFIXES, catalogue_graph, graph_with, record_iri
from releasegraph.graph.dumps import DumpFile
from releasegraph.graph.generations import Manifest, open_store
from releasegraph.graph.history import History
from releasegraph.graph.store import graph_of
from releasegraph.graph.validating.shapes import load_shapes

HERE = Path(__file__).resolve().parent
SOURCES = HERE.parents[1] / "examples" / "sources"
BASE = "https://data.example.org/rg/"
NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
PUBLISHER = Publisher("A Trust", "https://trust.example.org/id/it", "mailto:data@example.org")
STRICT = ("html_shacl_shapes", "html_shacl_range", "shacl_dcat-ap-SHACL")
"""Minimum, range and combined: what must be."""
WITH_WAIVERS = ("html_shacl_shapes_recommended", "html_shacl_mdr-vocabularies")
FILES = {
    "html_shacl_shapes": "html_shacl_shapes.ttl",
    "html_shacl_range": "html_shacl_range.ttl",
    "shacl_dcat-ap-SHACL": "shacl_dcat-ap-SHACL.ttl",
    "html_shacl_shapes_recommended": "html_shacl_shapes_recommended.ttl",
    "html_shacl_mdr-vocabularies": "html_shacl_mdr-vocabularies.shape.ttl",
}
SHAPES = HERE.parents[1] / "shapes"
SOURCE, DPV = "https://digital.nhs.uk/about", CATALOGUE_PREFIXES["dpv"]
SHA = "0123456789abcdef" * 4


@dataclass(frozen=True)
class Finding:
    path: str
    constraint: str
    focus: str


@dataclass(frozen=True)
class Waiver:
    shapes: str
    path: str
    constraint: str
    focus: str
    reason: str

    def covers(self, shapes: str, finding: Finding) -> bool:
        known = (self.shapes, self.path, self.constraint) == (shapes, finding.path, finding.constraint)
        return known and re.fullmatch(self.focus, finding.focus) is not None


@cache
def waivers() -> tuple[Waiver, ...]:
    with (HERE / "dcat_ap_waivers.csv").open(encoding="utf-8", newline="") as table:
        return tuple(Waiver(**row) for row in csv.DictReader(table))


@pytest.fixture(scope="session")
def shapes(shared: Path) -> Callable[[str], rdflib.Graph]:
    @cache
    def read(name: str) -> rdflib.Graph:
        graph = rdflib.Graph().parse(shared / "conformance" / "dcat-ap-3.0.1" / FILES[name])
        for shape in set(graph.objects(None, SH.property)) - set(graph.subjects(SH.path)):
            # two property shapes of the combined file have no path, which SHACL, section 2.3.1, does not allow
            graph.remove((None, SH.property, shape))
        return graph

    return read


def _built(folder: Path, sources: Iterable[Path]) -> rdflib.Graph:
    """Give the catalogue of a build, as it is served page by page."""
    build(sources, folder, base=BASE, now=NOW, publisher=PUBLISHER)
    opened = open_store(folder)
    datasets = [entry.dataset for entry in entries_of(opened.store, BASE)]
    things = [f"{BASE}catalog", f"{BASE}sparql", *datasets, *(str(record_iri(BASE, one)) for one in datasets)]
    graph = graph_of(opened.store.named_graph(catalogue_graph(BASE)).excerpt(things, PROFILES[0].bounds))
    opened.store.close()
    return graph


def _dumps() -> tuple[DumpFile, ...]:
    kinds = {"nq.gz": "nquads", "ttl.gz": "turtle", "jsonld.gz": "jsonld"}
    types = {"nquads": "application/n-quads", "turtle": "text/turtle", "jsonld": "application/ld+json"}
    return (
        *(DumpFile(f"releasegraph.{end}", form, types[form], "gzip", 1234, SHA) for end, form in kinds.items()),
        DumpFile("releasegraph.csv.zip", "csv", "text/csv", "zip", 99, SHA),
    )


def _by_hand() -> rdflib.Graph:
    """Give a catalogue with all there can be: dumps with checksums, reviewed law, a dataset of a hostile name."""
    editions = tuple(
        {"name": name, "kind": kind, "file": f"{name}.file", "sha256": SHA}
        for name, kind in (("2026-08", "workbook"), ("2026-09", "workbook"), ("page-0123", "page"))
    )
    manifest = Manifest(BASE, editions, {"triples": 7}, dumps=_dumps(), publisher=PUBLISHER)
    names = {"hes": 'Hospital "Episode" <Statistics>\n(HES)', "ecds": "Emergency Care Data Set", "—": "—"}
    law = "http://www.legislation.gov.uk/id/ukpga/2012/7/section/261"
    datasets = tuple(
        NamedDataset(f"{BASE}id/dataset/{slug}", name, ("HES",), (law,), 3, 1, ("Identifiable",), True, 2, months)
        for slug, name in names.items()
        for months in [("2024-01", "2025-12")]
    )
    history = History(NOW, NOW, BASE, {})
    reviewed = [
        Collection(
            "hes", "dcatap:applicableLegislation", "instrument/directions-2020", "Directions 2020", SOURCE, "", "", ""
        ),
        Collection("hes", "dpv:hasLegalBasis", "ukpga/2012/7/section/254", "Section 254", SOURCE, "", "", ""),
        Collection("hes", "dpv:hasPurpose", "https://w3id.org/dpv#PublicBenefit", "Public benefit", SOURCE, "", "", ""),
    ]
    return graph_with(
        catalogue_triples(manifest, Described(datasets, {}, history)),
        collection_triples(BASE, [one.iri for one in datasets], reviewed),
    )


@pytest.fixture(scope="session")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, rdflib.Graph]:
    folder = tmp_path_factory.mktemp("catalogues")
    workbook = next(one for one in sorted(SOURCES.iterdir()) if one.name.startswith("datausesregister"))
    return {
        "the examples": _built(folder / "all", [SOURCES]),
        "a workbook alone": _built(folder / "workbook", [workbook]),
        "by hand": _by_hand(),
    }


CATALOGUES = ("the examples", "a workbook alone", "by hand")


def _findings(catalogue: rdflib.Graph, shapes: rdflib.Graph) -> list[Finding]:
    conforms, report, text = pyshacl.validate(catalogue, shacl_graph=shapes)
    assert isinstance(report, rdflib.Graph), text
    found = [
        Finding(_short(report.value(one, SH.resultPath)), _constraint(report, one), _focus(report, one))
        for one in report.objects(next(report.subjects(RDF.type, SH.ValidationReport)), SH.result)
    ]
    assert conforms == (not found)
    return found


def _constraint(report: rdflib.Graph, result: Node) -> str:
    component = str(report.value(result, SH.sourceConstraintComponent))
    return component.removeprefix(str(SH)).removesuffix("ConstraintComponent")


def _focus(report: rdflib.Graph, result: Node) -> str:
    return str(report.value(result, SH.focusNode)).removeprefix(BASE)


def _short(path: Node | None) -> str:
    for prefix, namespace in CATALOGUE_PREFIXES.items():
        if str(path).startswith(namespace):
            return f"{prefix}:{str(path).removeprefix(namespace)}"
    return str(path)


@pytest.mark.parametrize("name", STRICT)
@pytest.mark.parametrize("which", CATALOGUES)
def test_what_must_be_is(
    which: str, name: str, catalogues: Mapping[str, rdflib.Graph], shapes: Callable[[str], rdflib.Graph]
) -> None:
    assert _findings(catalogues[which], shapes(name)) == []


@pytest.mark.parametrize("name", WITH_WAIVERS)
@pytest.mark.parametrize("which", CATALOGUES)
def test_what_is_recommended_is_there_or_waived_with_a_reason(
    which: str, name: str, catalogues: Mapping[str, rdflib.Graph], shapes: Callable[[str], rdflib.Graph]
) -> None:
    found = _findings(catalogues[which], shapes(name))
    assert [one for one in found if not any(waiver.covers(name, one) for waiver in waivers())] == []


def test_each_waiver_waives_something_for_a_reason(
    catalogues: Mapping[str, rdflib.Graph], shapes: Callable[[str], rdflib.Graph]
) -> None:
    found = {
        name: [one for graph in catalogues.values() for one in _findings(graph, shapes(name))] for name in WITH_WAIVERS
    }
    for waiver in waivers():
        assert waiver.reason.endswith(".")
        assert any(waiver.covers(waiver.shapes, one) for one in found[waiver.shapes]), waiver


DCT = rdflib.Namespace(CATALOGUE_PREFIXES["dct"])
BREAKS = {
    "html_shacl_shapes": (DCT.title, None),
    "shacl_dcat-ap-SHACL": (DCT.modified, None),
    "html_shacl_range": (RDF.type, DCT.Frequency),
}
"""Shapes to what a catalogue must not be without."""


@pytest.mark.parametrize("name", STRICT)
def test_the_shapes_would_notice(
    name: str, catalogues: Mapping[str, rdflib.Graph], shapes: Callable[[str], rdflib.Graph]
) -> None:
    broken = rdflib.Graph() + catalogues["by hand"]
    broken.remove((None, *BREAKS[name]))
    assert _findings(broken, shapes(name))


@pytest.mark.parametrize("which", CATALOGUES)
def test_our_own_shapes_hold(which: str, catalogues: Mapping[str, rdflib.Graph]) -> None:
    assert _findings(catalogues[which], load_shapes([SHAPES / "catalogue.ttl", SHAPES / "common.ttl"])) == []
