"""Every term is present, described and aligned, and the Python mirror is the same set."""

import pytest
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from releasegraph.graph.fields import field_mappings
from releasegraph.graph.vocabulary import ODRL, ONTOLOGY, PREFIXES, RG, terms

SCHEMA = Namespace(PREFIXES["schema"])
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)


def words(text: str) -> list[str]:
    return text.split()


CLASSES = words(
    """
    Agreement AgreementVersion PageListing Organisation Dataset DatasetProvision Release LegalInstrument
    StatutoryProvision Citation Narrative NarrativeUse Quotation Condition RetentionRule Claim OrganisationChange
    RegisterEdition SourceRecord Issue NameMerge NarrativeSection ExtraCell FieldMapping
    """
)

PROPERTIES = words(
    """
    reference hasVersion versionOf versionNumber versionOrder latestVersion applicant dataController dataProcessor
    controllership discloser organisationType commercialPurpose sublicensingAllowed applicantText dataControllerText
    datasetText legalBasisText optOutText startDate endDate startMonth endMonth releaseMonth releaseMonthStart
    releaseMonthEnd hasProvision provisionOf dataset typeOfData sensitivity frequency confidentialityBasis legalBasis
    reliesOn cites hasNarrative statedBy pageOrganisation listedTypeOfData listedSensitivity listedFrequency
    listedConfidentialityBasis listedOptOuts firstReleaseMonth lastReleaseMonth releasedBeforeFirstMonth hasRelease
    underVersion fileReference optOutsApplied inInstrument provisionNumber inText citedText offset citesProvision
    citationRole citationStatus amendedBy quotes quotedHeading quotedText partOfQuotation ordinal usedBy narrative
    narrativeKind text number retentionPeriod destroyWithin recordedIn sheet row firstLine lastLine inEdition
    sourceFile sha256 issueKind severity inRecord column printedValue expected spelling mergedInto mergeRule
    reviewedBecause about claimKind claimedBy unsafeFileCount
    """
)

SUPERCLASSES = {
    "PageListing": ["https://w3id.org/releasegraph#AgreementVersion"],
    "Organisation": ["http://www.w3.org/ns/org#FormalOrganization", "http://xmlns.com/foaf/0.1/Agent"],
    "Release": ["http://www.w3.org/ns/prov#Entity"],
    "LegalInstrument": ["http://data.europa.eu/eli/ontology#LegalResource"],
    "StatutoryProvision": ["http://data.europa.eu/eli/ontology#LegalResourceSubdivision"],
    "Citation": ["http://www.w3.org/ns/oa#Annotation"],
    "Quotation": ["http://www.w3.org/ns/oa#Annotation"],
    "Claim": ["http://www.w3.org/ns/prov#Entity"],
    "OrganisationChange": ["http://www.w3.org/ns/org#ChangeEvent"],
    "SourceRecord": ["http://www.w3.org/ns/prov#Entity"],
}


def declared(graph: Graph, *kinds: URIRef) -> dict[str, URIRef]:
    found = (term for kind in kinds for term in graph.subjects(RDF.type, kind))
    return {str(term).removeprefix(PREFIXES["rg"]): URIRef(term) for term in found}


def test_the_python_terms_are_the_terms_of_the_ontology(ontology: Graph) -> None:
    assert set(declared(ontology, *KINDS)) == terms(RG)
    assert all(getattr(RG, term) == PREFIXES["rg"] + term for term in terms(RG))


def test_a_namespace_is_closed() -> None:
    with pytest.raises(AttributeError, match="Relaese"):
        RG.Relaese  # noqa: B018
    with pytest.raises(AttributeError, match="closed"):
        RG.Release = "elsewhere"
    assert ODRL.grantUse == "http://www.w3.org/ns/odrl/2/grantUse"


def test_every_class_and_property_of_the_design_is_declared(ontology: Graph) -> None:
    assert set(declared(ontology, OWL.Class)) == set(CLASSES)
    assert set(PROPERTIES) <= set(declared(ontology, OWL.ObjectProperty, OWL.DatatypeProperty))


@pytest.mark.parametrize("term", sorted(terms(RG)))
def test_every_term_is_described(ontology: Graph, term: str) -> None:
    iri = URIRef(PREFIXES["rg"] + term)
    labels, definitions = list(ontology.objects(iri, RDFS.label)), list(ontology.objects(iri, SKOS.definition))
    assert [getattr(label, "language", None) for label in labels] == ["en"]
    assert [getattr(text, "language", None) for text in definitions] == ["en"]
    assert str(definitions[0]).endswith(".")
    assert list(ontology.objects(iri, RDFS.isDefinedBy)) == [URIRef(ONTOLOGY)]
    assert len(list(ontology.objects(iri, RDF.type))) == 1


def test_no_two_terms_share_a_label(ontology: Graph) -> None:
    for kind in KINDS:
        labels = [str(ontology.value(term, RDFS.label)) for term in ontology.subjects(RDF.type, kind)]
        assert len(labels) == len(set(labels)), kind


def test_every_property_says_what_it_links_and_entails_no_type(ontology: Graph) -> None:
    known = {URIRef(PREFIXES["rg"] + name) for name in CLASSES}
    for name, iri in declared(ontology, OWL.ObjectProperty, OWL.DatatypeProperty).items():
        assert set(ontology.objects(iri, SCHEMA.domainIncludes)) <= known, name
        ranges = set(ontology.objects(iri, SCHEMA.rangeIncludes))
        literal = {str(kind).startswith(PREFIXES["xsd"]) for kind in ranges}
        assert literal == {(iri, RDF.type, OWL.DatatypeProperty) in ontology}, name
    assert not list(ontology.subject_objects(RDFS.domain))
    assert not list(ontology.subject_objects(RDFS.range))


def test_inverses_join_declared_properties(ontology: Graph) -> None:
    pairs = {tuple(sorted((str(a), str(b)))) for a, b in ontology.subject_objects(OWL.inverseOf)}
    expected = [(RG.hasVersion, RG.versionOf), (RG.hasProvision, RG.provisionOf), (RG.hasRelease, RG.underVersion)]
    expected.append((RG.hasNarrativeUse, RG.usedBy))
    assert pairs == {tuple(sorted(pair)) for pair in expected}


def test_superclasses_are_those_of_the_design(ontology: Graph) -> None:
    found = {
        name: sorted(str(above) for above in ontology.objects(iri, RDFS.subClassOf))
        for name, iri in declared(ontology, OWL.Class).items()
    }
    assert {name: above for name, above in found.items() if above} == SUPERCLASSES


def test_no_axiom_leaks_into_catalogues_or_policies(ontology: Graph) -> None:
    leaks = (PREFIXES["dcat"], PREFIXES["odrl"])
    for axiom in (RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentClass, OWL.equivalentProperty):
        assert not [str(above) for above in ontology.objects(None, axiom) if str(above).startswith(leaks)]
    assert not list(ontology.subject_objects(OWL.sameAs))


@pytest.mark.parametrize("prefix", ["prov", "org", "dcat", "odrl", "dpv", "eli", "skos", "oa", "schema"])
def test_every_named_vocabulary_is_aligned_with(ontology: Graph, prefix: str) -> None:
    axioms = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch, RDFS.seeAlso)
    aligned = {str(other) for axiom in axioms for other in ontology.objects(None, axiom)}
    assert [other for other in aligned if other.startswith(PREFIXES[prefix])]


def test_the_field_mappings_name_terms_of_the_ontology() -> None:
    own = {name for row in field_mappings() for name in (row.class_name, *row.properties) if ":" not in name}
    assert own <= terms(RG)


def test_the_ontology_describes_itself(ontology: Graph) -> None:
    (iri,) = ontology.subjects(RDF.type, OWL.Ontology)
    assert iri == URIRef(ONTOLOGY)
    assert (iri, OWL.versionInfo, Literal("0.1.0")) in ontology
