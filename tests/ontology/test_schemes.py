"""The concept schemes are sound SKOS, and values are found by their slug only."""

from pathlib import Path

import pyshacl
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, RDFS, SKOS

from releasegraph.graph.concepts import concept_schemes, find_concept, scheme
from releasegraph.graph.identifiers import DEFAULT_BASE, slug
from releasegraph.graph.vocabulary import PREFIXES

SCHEMES = Path(__file__).resolve().parents[2] / "ontology" / "schemes"

CODES = {
    "type-of-data": "identifiable anonymised-ico-code-compliant pseudonymised non-identifiable aggregated",
    "sensitivity": "sensitive non-sensitive",
    "frequency": "one-off ongoing frequent-adhoc-flow system-access",
    "opt-outs": "yes no not-stated",
    "confidentiality-basis": "no-confidential-data section-251 statutory-exemption consent",
    "controllership": "sole joint",
    "organisation-type": "icb academic local-authority agency-public-body nhs-trust ccg commercial charity",
    "narrative-kind": "objective processing-activities expected-output expected-benefits yielded-benefits",
    "citation-role": "basis prose amending internal confidentiality",
    "citation-status": "resolved by-convention instrument-only unresolved consent",
    "severity": "violation warning info",
    "merge-rule": "same-letters limited own-initials reviewed",
    "claim-kind": "unsafe-files mixed-opt-outs listed-project",
    "edition-kind": "workbook page",
    "issue-kind": """
        unreadable-date unreadable-month reversed-term missing-reference malformed-reference unknown-reference
        unlisted-dataset repeated-row repeated-reference repeated-file-reference missing-file-reference
        control-character markup formula illegal-character unsplit-controllers unlisted-value unresolved-law
        suspicious-law misquoted-heading extra-column cell-limit blank-name unnamed repeated-field unknown-line
        no-project no-marker unknown-project-title missing-field undated-captures contradiction
    """,
}

PRINTED = [
    ("type-of-data", "Anonymised - ICO Code Compliant", "anonymised-ico-code-compliant"),
    ("type-of-data", "anonymised – ICO code  compliant", "anonymised-ico-code-compliant"),
    ("type-of-data", "Identifiable", "identifiable"),
    ("type-of-data", "Aggregated - small numbers not suppressed", "aggregated-small-numbers-not-suppressed"),
    ("sensitivity", "Non-Sensitive", "non-sensitive"),
    ("frequency", "Frequent Adhoc Flow", "frequent-adhoc-flow"),
    ("frequency", "System Access", "system-access"),
    ("opt-outs", "Y", "yes"),
    ("opt-outs", "n", "no"),
    ("opt-outs", "Yes - patient objections upheld", "yes"),
    ("confidentiality-basis", "Section 251 NHS Act 2006", "section-251"),
    ("confidentiality-basis", "Does not include the flow of confidential data", "no-confidential-data"),
    ("controllership", "Sole Data Controller", "sole"),
    ("controllership", "Joint Data Controllers", "joint"),
    ("organisation-type", "ICB - Integrated Care Board", "icb"),
    ("organisation-type", "Agency/Public Body", "agency-public-body"),
    ("sensitivity", "Sensitive data", None),
    ("opt-outs", "Yess", None),
    ("controllership", "", None),
]


@pytest.fixture(scope="module")
def schemes() -> Graph:
    graph = Graph()
    for file in sorted(SCHEMES.glob("*.ttl")):
        graph.parse(file)
    return graph


def test_every_scheme_of_the_design_is_there() -> None:
    assert set(concept_schemes()) == set(CODES)


@pytest.mark.parametrize("name", CODES)
def test_a_scheme_has_its_codes(name: str) -> None:
    assert set(CODES[name].split()) <= set(scheme(name))
    assert [code for code, concept in scheme(name).items() if code != concept.code or concept.scheme != name] == []


@pytest.mark.parametrize("name", CODES)
def test_no_two_concepts_share_a_label(name: str) -> None:
    slugs = [slug(label) for concept in scheme(name).values() for label in (concept.label, *concept.alt_labels)]
    assert len(slugs) == len(set(slugs))


@pytest.mark.parametrize("name", CODES)
def test_every_code_stands_in_an_iri_and_every_concept_is_defined(name: str) -> None:
    for code, concept in scheme(name).items():
        assert slug(code) == code
        assert concept.definition.endswith(".")
        assert {match for match, _ in concept.alignments} <= {str(SKOS.closeMatch), str(RDFS.seeAlso)}


@pytest.mark.parametrize(("name", "printed", "code"), PRINTED)
def test_a_printed_value_is_found_by_its_slug_only(name: str, printed: str, code: str | None) -> None:
    found = find_concept(name, printed)
    assert (found.code if found else None) == code


def test_an_unknown_scheme_is_an_error() -> None:
    with pytest.raises(KeyError):
        scheme("type_of_data")


def test_a_pseudonymised_reading_of_anonymised_stays_open() -> None:
    concept = scheme("type-of-data")["anonymised-ico-code-compliant"]
    matches = {
        term.removeprefix(PREFIXES["dpv"]) for match, term in concept.alignments if match == str(SKOS.closeMatch)
    }
    assert {"AnonymisedData", "PseudonymisedData"} <= matches


def test_every_file_declares_the_scheme_of_its_name(schemes: Graph) -> None:
    declared = set(schemes.subjects(RDF.type, SKOS.ConceptScheme))
    assert declared == {URIRef(f"{DEFAULT_BASE}id/concept/{name}") for name in CODES}
    assert set(schemes.subjects(RDF.type, SKOS.Concept)) == set(schemes.subjects(SKOS.inScheme))
    assert set(schemes.objects(None, SKOS.inScheme)) == declared


def test_schemes_and_terms_conform_to_the_skos_reference_shapes(schemes: Graph, ontology: Graph, shared: Path) -> None:
    shapes = Graph().parse(shared / "conformance" / "skos" / "skos-reference.shacl.ttl")
    conforms, _, text = pyshacl.validate(schemes + ontology, shacl_graph=shapes)
    assert conforms, text


def test_the_skos_reference_shapes_would_notice_a_fault(schemes: Graph, shared: Path) -> None:
    shapes = Graph().parse(shared / "conformance" / "skos" / "skos-reference.shacl.ttl")
    broken = Graph() + schemes
    concept = URIRef(f"{DEFAULT_BASE}id/concept/opt-outs/yes")
    broken.add((concept, RDF.type, SKOS.ConceptScheme))
    conforms, _, _ = pyshacl.validate(broken, shacl_graph=shapes)
    assert not conforms
