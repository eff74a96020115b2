"""Each fact of the register leads to the cell that yields it, and every term is used."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
import rdflib
from rdflib.term import Identifier

from releasegraph.graph.cells import read_boolean, read_date, read_month
from releasegraph.graph.concepts import find_concept
from releasegraph.graph.controllers import known_bodies, split_controllers
from releasegraph.graph.disclosers import discloser_on
from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.fields import field_mappings
from releasegraph.graph.identifiers import Identifiers, read_reference, slug
from releasegraph.graph.law.citations import Field, read_citations
from releasegraph.graph.names import resolve_name
from releasegraph.graph.vocabulary import PREFIXES, RDF, RG, terms

from .sources.registers import (
    BASE,
    agreement,
    dataset,
    fill,
    loaded,
    release,
    save_workbook,
)

PAGES = Path(__file__).parent.parent / "cases" / "pages"
IDS = Identifiers(BASE)
PROSE = """INVOICE VALIDATION
The Integrated Care Board relies on the National Health Service Act 2006.
Section 14Z34 - Duty as to improvement in quality of services
(1) First.
(2) Second.
Data will be retained for ten years and then destroyed within six weeks.
Acme Analytics Ltd is a data processor."""
AMENDED = "Section 42(4) of the SRSA (2007) as amended by section 287 of the HSCA (2012)"


AGREEMENTS = [
    agreement(data_controllers="University of Wessex; NHS Kent and Medway ICB - 91Q, Leeds City Council"),
    agreement(reference="NIC-22222-B2B2B", title=" Hearts ", applicant="Acme Ltd", commercial="Yes", start_date="tbc"),
    agreement(reference="NIC-22222-B2B2B-v4.10", applicant="ACME LIMITED", start_date="1/2/2014", objective=PROSE),
    agreement(reference="odd ref", organisation_type="Guild", sublicensing="Yes, No", processing_activities=PROSE),
    agreement(reference=None, title="no reference"),
    agreement(reference="NIC-33333-C3C3C-v1", title=None, applicant=None, controllership=None, end_date=None),
]
DATASETS = [
    dataset(),
    dataset(frequency="Ongoing", legal_basis="s261(1) and s261(2)(b)(ii) of the Health and Social Care Act 2012"),
    dataset(),
    dataset(reference="NIC-22222-B2B2B-v4.10", dataset="Hospital Episode Statistics Critical Care", sensitivity="Odd"),
    dataset(reference="NIC-99999-Z9Z9Z-v1", legal_basis=None, confidentiality_basis="Section 251 NHS Act 2006"),
    dataset(reference="NIC-33333-C3C3C-v1", legal_basis=AMENDED),
    dataset(reference="NIC-22222-B2B2B", dataset=None),
]
RELEASES = [
    release(),
    release(file_reference="F2", release_month=date(2019, 7, 1), opt_outs=None),
    release(file_reference="F2", release_month="2020-01", opt_outs="Y"),
    release(file_reference="F 3/4", reference="NIC-88888-Y8Y8Y-v9", dataset="Unheard of", release_month="smarch"),
    release(file_reference=None),
]
KNOWN = known_bodies(str(row["applicant"]) for row in AGREEMENTS if row["applicant"])


def _bodies(cell: str) -> set[str]:
    return {IDS.named("organisation", resolve_name("organisation", cell).slug)}


def _concept(scheme: str) -> Callable[[str], set[str]]:
    def values(cell: str) -> set[str]:
        concept = find_concept(scheme, cell)
        return {IDS.concept(scheme, concept.code if concept else slug(cell))}

    return values


def _month(part: str) -> Callable[[str], set[str]]:
    return lambda cell: {str(read_month(cell) if not part else getattr(read_month(cell), part))}


def _laws(cell: str) -> set[str]:
    return {IDS.law(one.target) for one in read_citations(cell, Field.LEGAL_BASIS).citations if one.target}


def _day(cell: str) -> date:
    found = read_date(cell)
    assert isinstance(found, date)
    return found


def _same(cell: str) -> set[str]:
    return {cell}


def _controllers(cell: str) -> set[str]:
    return {body for name in split_controllers(cell, KNOWN).names for body in _bodies(name)}


def _truth(cell: str) -> set[str]:
    return {str(read_boolean(cell)).lower()}


def _version(cell: str) -> set[str]:
    return {IDS.version(read_reference(cell))}


def _dataset(cell: str) -> set[str]:
    return {IDS.named("dataset", resolve_name("dataset", cell).slug)}


YIELDS: Mapping[str, Callable[[str], set[str]]] = {
    "reference": _same,
    "rdfs:label": _same,
    "versionOf": lambda cell: {IDS.agreement(read_reference(cell))},
    "versionNumber": lambda cell: {str(read_reference(cell).version)},
    "dct:title": _same,
    "applicant": _bodies,
    "applicantText": _same,
    "organisationType": _concept("organisation-type"),
    "dataController": _controllers,
    "dataControllerText": _same,
    "controllership": _concept("controllership"),
    "startDate": lambda cell: {_day(cell).isoformat()},
    "endDate": lambda cell: {_day(cell).isoformat()},
    "discloser": lambda cell: _bodies(discloser_on(_day(cell))),
    "sublicensingAllowed": _truth,
    "commercialPurpose": _truth,
    "narrative": lambda cell: {IDS.text(cell)},
    "provisionOf": _version,
    "dataset": _dataset,
    "datasetText": _same,
    "typeOfData": _concept("type-of-data"),
    "sensitivity": _concept("sensitivity"),
    "frequency": _concept("frequency"),
    "legalBasis": _laws,
    "legalBasisText": _same,
    "confidentialityBasis": _concept("confidentiality-basis"),
    "confidentialityText": _same,
    "fileReference": _same,
    "underVersion": _version,
    "releaseMonth": _month(""),
    "releaseMonthStart": _month("first"),
    "releaseMonthEnd": _month("last"),
    "optOutsApplied": _concept("opt-outs"),
}
"""How the value of a property follows from the text of its cell."""
DERIVED: Mapping[str, frozenset[str]] = {
    "AgreementVersion": frozenset(
        [
            "hasProvision",
            "hasRelease",
            "hasPolicy",
            "hasNarrative",
            "hasNarrativeUse",
            "hasCondition",
            "hasRetentionRule",
            "dataset",
            "reliesOn",
            "cites",
            "dataProcessor",
            "versionOrder",
            "stub",
            "recordedIn",
        ]
    ),
    "DatasetProvision": frozenset(["recordedIn"]),
    "Release": frozenset(["recordedIn"]),
    "NarrativeUse": frozenset(["recordedIn", "usedBy", "narrativeKind"]),
}
"""What a column does not print by itself: links to other nodes, order, shortcuts."""


def short(term: str) -> str:
    """Write a property as the table of field mappings does."""
    for prefix, namespace in PREFIXES.items():
        if term.startswith(namespace):
            return term.removeprefix(namespace) if prefix == "rg" else f"{prefix}:{term.removeprefix(namespace)}"
    return term


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    return loaded(save_workbook(tmp_path_factory.mktemp("register"), AGREEMENTS, DATASETS, RELEASES))


def cells() -> Mapping[tuple[str, int, str], str]:
    """Give the text of every cell by sheet, row and column."""
    return {
        (sheet, number, label): str(cell).strip()
        for sheet, given_rows in (("Agreements", AGREEMENTS), ("Datasets", DATASETS), ("DataReleases", RELEASES))
        for header, *body in [fill(sheet, given_rows)]
        for number, row in enumerate(body, 2)
        for label, cell in zip(header, row, strict=True)
        if cell is not None
    }


def one(store: EmbeddedStore, subject: Identifier, term: str) -> str:
    ((_, _, value, _),) = store.quads(str(subject), term)
    return str(value)


@pytest.mark.parametrize("class_name", sorted(DERIVED))
def test_every_fact_leads_to_the_cell_that_yields_it(register: EmbeddedStore, class_name: str) -> None:
    printed = cells()
    checked = set()
    for subject, _, _, _ in register.quads(None, RDF.type, rdflib.URIRef(getattr(RG, class_name))):
        records = [record for _, _, record, _ in register.quads(str(subject), RG.recordedIn)]
        assert records
        is_stub = any(True for _ in register.quads(str(subject), RG.stub))
        for _, term, value, _ in register.quads(str(subject)):
            name = short(str(term))
            if term == rdflib.RDF.type or name in DERIVED[class_name]:
                continue
            if class_name == "Release" and str(value).endswith("/opt-outs/not-stated"):
                continue
            mapped = [row for row in field_mappings() if row.class_name == class_name and name in row.properties]
            if is_stub:
                # another sheet names it: its reference stands there
                mapped += [row for row in field_mappings() if row.field == "reference"]
            places = [
                (sheet, int(one(register, record, RG.row)), row.label)
                for record in records
                for sheet in [one(register, record, RG.sheet)]
                for row in mapped
                if row.source == sheet
            ]
            yielded = {found for place in places if place in printed for found in YIELDS[name](printed[place])}
            assert str(value) in yielded, (subject, name, places)
            checked.add(name)
    expected = {name for row in field_mappings() if row.class_name == class_name for name in row.properties}
    sheets = {row.source for row in field_mappings() if row.class_name == class_name} & {
        "Agreements",
        "Datasets",
        "DataReleases",
    }
    assert sheets
    assert checked == expected - ({"rdfs:label"} if class_name != "AgreementVersion" else set())


def test_every_property_of_a_listing_is_mapped_or_derived() -> None:
    store = loaded(*sorted(PAGES.glob("layout-*.txt")))
    mapped = {name for row in field_mappings() if row.class_name == "PageListing" for name in row.properties}
    derived = DERIVED["AgreementVersion"] | {
        "statedBy",
        "pageOrganisation",
        "reference",
        "rdfs:label",
        "dct:title",
        "versionOf",
    }
    used = {
        short(str(term))
        for subject, _, _, _ in store.quads(None, RDF.type, rdflib.URIRef(RG.PageListing))
        for _, term, _, _ in store.quads(str(subject))
        if term != rdflib.RDF.type
    }
    assert used - derived <= mapped
    assert {"startDate", "listedTypeOfData", "listedOptOuts", "firstReleaseMonthEnd", "whenText"} <= used


OF_THE_CATALOGUE = {"holderCount", "currentHolderCount"}


def test_every_term_is_used(shared: Path, tmp_path: Path) -> None:
    repealed = "Under section 33 of the Data Protection Act 1998."
    book = save_workbook(tmp_path, [*AGREEMENTS, agreement(Notes="x", objective=repealed)], DATASETS, RELEASES)
    quads = loaded(book, *PAGES.glob("*.txt"), shared / "seed", shared / "pages")
    used = {str(term) for quad in quads.quads(graph=None) if "graph/ontology" not in str(quad[3]) for term in quad[1:3]}
    used |= {
        str(term) for quad in quads.quads(graph=IDS.graph("ontology")) if "field-" in str(quad[0]) for term in quad[1:3]
    }
    unused = {name for name in terms(RG) if getattr(RG, name) not in used}
    assert unused == OF_THE_CATALOGUE
