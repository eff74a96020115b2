"""The NHS datasets in the catalogue of a build: against the graph they are told from, and what no title stands for."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, RDFS

from releasegraph.graph.build import Outcome, build
from releasegraph.graph.catalogue.datasets import dataset_triples, titled
from releasegraph.graph.catalogue.named_datasets import NamedDataset
from releasegraph.graph.catalogue.terms import CATALOGUE_PREFIXES, catalogue_graph, graph_with, record_iri
from releasegraph.graph.generations import OpenedStore, open_store
from releasegraph.graph.store import graph_of
from releasegraph.graph.validating.engines import validate_graph
from releasegraph.graph.validating.shapes import load_shapes
from releasegraph.graph.vocabulary import PREFIXES, RG

SOURCES = Path(__file__).resolve().parents[3] / "examples" / "sources"
SHAPES = Path(__file__).resolve().parents[3] / "shapes"
REGISTER = SOURCES / "datausesregister_september2026"
BASE = "https://data.example.org/rg/"
NOW, LATER = datetime(2026, 10, 1, 12, tzinfo=UTC), datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
ACCESS = "http://publications.europa.eu/resource/authority/access-right/"
ADMS = rdflib.Namespace(CATALOGUE_PREFIXES["adms"])
OURS = rdflib.Namespace(PREFIXES["rg"])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenedStore]:
    folder = tmp_path_factory.mktemp("datasets") / "store"
    build([SOURCES], folder, base=BASE, now=NOW)
    opened = open_store(folder)
    yield opened
    opened.store.close()


def _catalogue(opened: OpenedStore) -> rdflib.Graph:
    return graph_of(quad[:3] for quad in opened.store.quads(graph=catalogue_graph(BASE)))


@pytest.fixture(scope="module")
def catalogue(built: OpenedStore) -> rdflib.Graph:
    return _catalogue(built)


def _dataset(slug: str) -> rdflib.URIRef:
    return rdflib.URIRef(f"{BASE}id/dataset/{slug}")


def test_every_dataset_is_listed_with_its_name_and_law(built: OpenedStore, catalogue: rdflib.Graph) -> None:
    rows = built.store.select(f"SELECT * {{ ?d a <{RG.Dataset}> ; <{RDFS.label}> ?name }}")
    named = {str(row["d"]): str(row["name"]) for row in rows}
    assert len(named) > 10
    listed = {str(one) for one in catalogue.objects(rdflib.URIRef(f"{BASE}catalog"), DCAT.dataset)}
    assert {one for one in listed if "/id/dataset/" in one} == set(named)
    assert {one: str(catalogue.value(rdflib.URIRef(one), DCTERMS.title)) for one in named} == named
    rows = built.store.select(f"SELECT * {{ ?d <{RG.releasedUnder}> ?law }}")
    under = {(str(row["d"]), str(row["law"])) for row in rows}
    assert {(str(one), str(law)) for one, law in catalogue.subject_objects(OURS.releasedUnder)} == under


def test_a_dataset_says_who_how_and_where(catalogue: rdflib.Graph) -> None:
    for dataset in (one for one in catalogue.subjects(RDF.type, DCAT.Dataset) if "/id/dataset/" in one):
        page = rdflib.URIRef(str(dataset).replace("/id/", "/doc/"))
        assert set(catalogue.objects(dataset, DCTERMS.publisher)) == {
            rdflib.URIRef(f"{BASE}id/organisation/nhs-england")
        }
        assert set(catalogue.objects(dataset, DCAT.landingPage)) == {page}
        assert (page, RDF.type, FOAF.Document) in catalogue
        assert set(catalogue.objects(dataset, DCTERMS.identifier)) == {rdflib.Literal(str(dataset))}
        assert 50 < len(str(catalogue.value(dataset, DCTERMS.description))) < 5000
        assert not set(catalogue.objects(dataset, DCAT.distribution))


HOLDERS = f"""
SELECT ?d (COUNT(DISTINCT ?body) AS ?n) WHERE {{
  ?provision <{RG.dataset}> ?d ; <{RG.provisionOf}> ?version .
  ?version <{RG.applicant}> ?body ; a <{RG.AgreementVersion}>
  {{term}}
}} GROUP BY ?d"""
DAY = f"^^<{PREFIXES['xsd']}date>"
IN_FORCE = f"""?version <{RG.startDate}> ?start ; <{RG.endDate}> ?end .
FILTER(?start <= "2026-09-30"{DAY} && ?end >= "2026-09-01"{DAY} && ?start <= ?end)"""


@pytest.mark.parametrize(("counted", "term"), [("holderCount", ""), ("currentHolderCount", f". {IN_FORCE}")])
def test_holders_are_counted_as_the_graph_has_them(
    built: OpenedStore, catalogue: rdflib.Graph, counted: str, term: str
) -> None:
    rows = built.store.select(HOLDERS.replace("{term}", term))
    expected = {str(row["d"]): int(str(row["n"])) for row in rows}
    said = {str(one): int(str(number)) for one, number in catalogue.subject_objects(OURS[counted])}
    assert {one: number for one, number in said.items() if number} == expected
    assert len(expected) > 5
    assert set(expected) <= set(said)


def test_a_dataset_that_only_pages_name_has_no_count() -> None:
    one = NamedDataset(str(_dataset("x")), "Example", months=("2024-01", "2024-01"), files=1)
    graph = graph_with(dataset_triples(BASE, [one], "2026-09"))
    assert not set(graph.objects(None, OURS.holderCount)) | set(graph.objects(None, OURS.currentHolderCount))
    assert str(graph.value(_dataset("x"), DCTERMS.description)).endswith(
        "It is named only on pages of the reformatted register. 1 file of it was released, in January 2024."
    )


@pytest.mark.parametrize(("is_sensitive", "right"), [(True, "NON_PUBLIC"), (False, "RESTRICTED")])
def test_access_rights_are_told_by_the_printed_sensitivity(is_sensitive: bool, right: str) -> None:
    graph = graph_with(dataset_triples(BASE, [NamedDataset(str(_dataset("x")), "X", is_sensitive=is_sensitive)], None))
    assert [str(one) for one in graph.objects(None, DCTERMS.accessRights)] == [ACCESS + right]


def test_both_access_rights_are_met_among_the_examples(built: OpenedStore, catalogue: rdflib.Graph) -> None:
    pattern = f"?p <{RG.dataset}> ?d ; <{RG.sensitivity}> <{BASE}id/concept/sensitivity/sensitive>"
    sensitive = {str(row["d"]) for row in built.store.select(f"SELECT DISTINCT ?d {{ {pattern} }}")}
    said = {str(one) for one in catalogue.subjects(DCTERMS.accessRights, rdflib.URIRef(f"{ACCESS}NON_PUBLIC"))}
    assert said == sensitive
    assert set(catalogue.subjects(DCTERMS.accessRights, rdflib.URIRef(f"{ACCESS}RESTRICTED")))


def test_what_a_dataset_is_called_for_short_is_a_keyword() -> None:
    others = ("OUTPATIENTS [OP2]", "Outpatients [OP2]", "Some (long note on nothing at all)")
    names = ("Hospital Episode Statistics Outpatients (HES OP)", others)
    graph = graph_with(dataset_triples(BASE, [NamedDataset(str(_dataset("x")), *names, types=("Identifiable",))], None))
    words = {str(one) for one in graph.objects(None, DCAT.keyword)}
    assert words == {"HES OP", "OP2", "Identifiable", "data sharing", "health data", "NHS England"}
    assert {str(one) for one in graph.objects(None, DCTERMS.alternative)} == {others[0], others[2]}


def test_each_listed_dataset_has_a_record_of_when_it_was_published(catalogue: rdflib.Graph) -> None:
    listed = set(catalogue.objects(rdflib.URIRef(f"{BASE}catalog"), DCAT.dataset))
    assert set(catalogue.objects(None, FOAF.primaryTopic)) >= listed
    for dataset in listed:
        record = record_iri(BASE, str(dataset))
        assert (rdflib.URIRef(f"{BASE}catalog"), DCAT.record, record) in catalogue
        assert {str(catalogue.value(record, when)) for when in (DCTERMS.issued, DCTERMS.modified)} == {
            "2026-10-01T12:00:00Z"
        }
        assert str(catalogue.value(record, ADMS.status)).endswith("/created")


def _register(folder: Path, **changes: tuple[str, str]) -> Path:
    """Copy the examples' register with a text replaced in a sheet."""
    shutil.copytree(REGISTER, folder)
    for sheet, (old, new) in changes.items():
        file = folder / f"{sheet}.csv"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")
    return folder


def test_a_record_changes_when_its_dataset_does_and_no_other(tmp_path: Path) -> None:
    store = tmp_path / "store"
    build([REGISTER], store, base=BASE, now=NOW)
    law = "Health and Social Care Act 2012 – s261(1) and s261(2)(b)(ii)"
    other = "National Health Service Act 2006 - s13Z3"
    named = "DARS-NIC-990101-A1B2C-v4.9,Hospital Episode Statistics Outpatients"
    row = f"{named},Anonymised - ICO Code Compliant,Non-Sensitive,One-Off,{law}"
    changed = _register(tmp_path / REGISTER.name, Datasets=(row, row.replace(law, other)))
    build([changed], store, base=BASE, now=LATER)
    opened = open_store(store)
    catalogue = _catalogue(opened)
    opened.store.close()
    later = {
        str(one) for one in catalogue.subjects(DCTERMS.modified) if _moment(catalogue, one) == "2026-11-01T09:30:00Z"
    }
    records = {one.removeprefix(f"{BASE}catalog/record/") for one in later if "/record/dataset/" in one}
    assert records == {"dataset/hospital-episode-statistics-outpatients-hes-op"}
    (record,) = (one for one in later if "/record/dataset/" in one)
    assert str(catalogue.value(rdflib.URIRef(record), ADMS.status)).endswith("/updated")


def test_the_same_sources_later_give_the_same_catalogue(tmp_path: Path) -> None:
    found = []
    for now in (NOW, LATER):
        build([REGISTER], tmp_path / "store", base=BASE, now=now)
        opened = open_store(tmp_path / "store")
        found.append(set(_catalogue(opened)))
        opened.store.close()
    assert found[0] == found[1]


def _moment(graph: rdflib.Graph, record: rdflib.term.Node) -> str:
    return str(graph.value(record, DCTERMS.modified))


@pytest.mark.parametrize(
    ("sheet", "name", "kind", "kept"),
    [
        ("Datasets", "", "blank-name", False),
        ("Datasets", "---", "unnamed", True),
        ("DataReleases", "", "blank-name", False),
        ("DataReleases", "?!", "unnamed", True),
    ],
)
def test_no_dataset_without_a_title_reaches_the_catalogue_and_the_build_says_which_row(
    tmp_path: Path, sheet: str, name: str, kind: str, kept: bool
) -> None:
    register = _register(
        tmp_path / REGISTER.name, **{sheet: (",Hospital Episode Statistics Outpatients,", f",{name},")}
    )
    outcome = build([register], tmp_path / "store", base=BASE, now=NOW)
    told = _told(outcome)
    assert told
    for line in told:
        assert line.startswith(f"{REGISTER.name}: ")
        assert f"sheet {sheet} row " in line
        assert f", Dataset: {kind} " in line
    opened = open_store(tmp_path / "store")
    catalogue, store = _catalogue(opened), opened.store
    unnamed = [row for row in store.select(f"SELECT ?d {{ ?d a <{RG.Dataset}> }}") if "/unnamed-" in row["d"]]
    store.close()
    assert bool(unnamed) is kept
    assert not [one for one in catalogue.subjects() if "/unnamed-" in one]
    report = validate_graph(catalogue, load_shapes([SHAPES / "catalogue.ttl", SHAPES / "common.ttl"]))
    assert report.conforms, report.findings


def _told(outcome: Outcome) -> list[str]:
    return [line for line in outcome.notices if "no dataset is in the catalogue" in line]


def test_names_of_signs_alone_are_no_titles() -> None:
    names = ("A", "7", "Ä", "—", "***", " ")
    datasets = [NamedDataset(str(_dataset("x")), name) for name in names]
    assert [one.name for one in titled(datasets)] == ["A", "7", "Ä"]


def test_many_rows_without_a_name_are_told_in_a_few_lines(tmp_path: Path) -> None:
    register = _register(tmp_path / REGISTER.name)
    file = register / "DataReleases.csv"
    head, *rows = file.read_text(encoding="utf-8").splitlines()
    more = [f"FILE888{n:04},DARS-NIC-990101-A1B2C-v4.9,,May-18,Yes" for n in range(25)]
    file.write_text("\n".join([head, *rows, *more]) + "\n", encoding="utf-8")
    outcome = build([register], tmp_path / "store", base=BASE, now=NOW)
    assert len(_told(outcome)) == 10
    assert outcome.notices[-1] == "15 more datasets without a name are not in the catalogue"
