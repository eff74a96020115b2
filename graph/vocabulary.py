"""The terms in use, as closed namespaces of plain strings: a misspelt term is an error, not a new term.

The truth about ours is `ontology/*.ttl`; the tests hold the two equal.
"""

# ruff: noqa: N815  (terms are spelt as their vocabularies spell them)

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NoReturn

__all__ = ["DCT", "ODRL", "ONTOLOGY", "ORG", "OWL", "PREFIXES", "RDF", "RDFS", "RG", "SKOS", "XSD", "terms"]

NAMESPACE: Final = "https://w3id.org/releasegraph#"
"""The namespace of our terms, whatever the base of a deployment."""
ONTOLOGY: Final = NAMESPACE.removesuffix("#")
"""The IRI of the ontology itself."""

PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "rg": NAMESPACE,
        "dcat": "http://www.w3.org/ns/dcat#",
        "dct": "http://purl.org/dc/terms/",
        "dpv": "https://w3id.org/dpv#",
        "eli": "http://data.europa.eu/eli/ontology#",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "oa": "http://www.w3.org/ns/oa#",
        "odrl": "http://www.w3.org/ns/odrl/2/",
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "sh": "http://www.w3.org/ns/shacl#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "void": "http://rdfs.org/ns/void#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
"""Prefix to namespace, one table for queries, Turtle, the JSON-LD context and the pages."""


class _Closed(type):
    """A namespace whose terms are the annotations of the class, and no others."""

    def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, object], **_prefix: str) -> "_Closed":
        return super().__new__(cls, name, bases, body)

    def __init__(cls, name: str, bases: tuple[type, ...], body: dict[str, object], *, prefix: str) -> None:
        super().__init__(name, bases, body)
        for term in cls.__annotations__:
            type.__setattr__(cls, term, PREFIXES[prefix] + term)

    def __setattr__(cls, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{cls.__name__} is closed: {name!r} cannot be set")


def terms(namespace: type) -> frozenset[str]:
    """Give the local names of every term of a closed namespace."""
    return frozenset(namespace.__annotations__)


class RG(metaclass=_Closed, prefix="rg"):
    """The classes and properties of releasegraph, each as its IRI."""

    # classes
    Agreement: str
    AgreementVersion: str
    PageListing: str
    Organisation: str
    Dataset: str
    DatasetProvision: str
    Release: str
    LegalInstrument: str
    StatutoryProvision: str
    Citation: str
    Narrative: str
    NarrativeSection: str
    NarrativeUse: str
    Quotation: str
    Condition: str
    RetentionRule: str
    Claim: str
    OrganisationChange: str
    RegisterEdition: str
    SourceRecord: str
    ExtraCell: str
    Issue: str
    NameMerge: str
    FieldMapping: str
    # agreements and versions
    reference: str
    hasVersion: str
    versionOf: str
    versionNumber: str
    versionOrder: str
    latestVersion: str
    stub: str
    applicant: str
    applicantText: str
    organisationType: str
    dataController: str
    dataControllerText: str
    controllership: str
    dataProcessor: str
    discloser: str
    commercialPurpose: str
    sublicensingAllowed: str
    sublicensingText: str
    purposesText: str
    # time
    startDate: str
    endDate: str
    startMonth: str
    startMonthStart: str
    startMonthEnd: str
    endMonth: str
    endMonthStart: str
    endMonthEnd: str
    releaseMonth: str
    releaseMonthStart: str
    releaseMonthEnd: str
    firstReleaseMonth: str
    firstReleaseMonthStart: str
    firstReleaseMonthEnd: str
    lastReleaseMonth: str
    lastReleaseMonthStart: str
    lastReleaseMonthEnd: str
    releasedBeforeFirstMonth: str
    whenText: str
    # dataset provisions
    hasProvision: str
    provisionOf: str
    dataset: str
    datasetText: str
    typeOfData: str
    sensitivity: str
    frequency: str
    confidentialityBasis: str
    confidentialityText: str
    legalBasis: str
    legalBasisText: str
    releasedUnder: str
    holderCount: str
    currentHolderCount: str
    # shortcuts on versions and listings
    reliesOn: str
    cites: str
    hasNarrative: str
    hasNarrativeUse: str
    hasCondition: str
    hasRetentionRule: str
    hasPolicy: str
    # listings
    statedBy: str
    pageOrganisation: str
    listedTypeOfData: str
    listedSensitivity: str
    listedFrequency: str
    listedConfidentialityBasis: str
    listedOptOuts: str
    optOutText: str
    discussionText: str
    # releases
    hasRelease: str
    underVersion: str
    fileReference: str
    optOutsApplied: str
    # law
    inInstrument: str
    provisionNumber: str
    identifierConfirmed: str
    inForceFrom: str
    inForceUntil: str
    inText: str
    citedText: str
    offset: str
    endOffset: str
    citesProvision: str
    citationRole: str
    citationStatus: str
    amendedBy: str
    quotes: str
    quotedHeading: str
    quotedText: str
    partOfQuotation: str
    ordinal: str
    # prose
    usedBy: str
    narrative: str
    narrativeKind: str
    text: str
    sectionOf: str
    heading: str
    number: str
    retentionPeriod: str
    destroyWithin: str
    # claims and changes
    about: str
    claimKind: str
    claimedBy: str
    unsafeFileCount: str
    evidence: str
    # trust
    recordedIn: str
    inEdition: str
    sheet: str
    row: str
    firstLine: str
    lastLine: str
    hasExtraCell: str
    cellText: str
    editionKind: str
    layout: str
    sourceFile: str
    sha256: str
    mappedClass: str
    mappedProperty: str
    column: str
    issueKind: str
    severity: str
    inRecord: str
    printedValue: str
    expected: str
    spelling: str
    mergedInto: str
    mergeRule: str
    reviewedBecause: str


class DCT(metaclass=_Closed, prefix="dct"):
    """The Dublin Core terms in use."""

    created: str
    creator: str
    description: str
    identifier: str
    isPartOf: str
    issued: str
    license: str
    modified: str
    publisher: str
    title: str


class ODRL(metaclass=_Closed, prefix="odrl"):
    """The ODRL terms in use, on policies only."""

    Agreement: str
    Duty: str
    Permission: str
    Prohibition: str
    Set: str
    action: str
    assignee: str
    assigner: str
    delete: str
    grantUse: str
    obligation: str
    permission: str
    prohibition: str
    target: str
    uid: str


class ORG(metaclass=_Closed, prefix="org"):
    """The terms of the W3C organization ontology in use."""

    originalOrganization: str
    resultingOrganization: str
    subOrganizationOf: str


class OWL(metaclass=_Closed, prefix="owl"):
    """The OWL terms in use."""

    Class: str
    DatatypeProperty: str
    ObjectProperty: str
    Ontology: str


class RDF(metaclass=_Closed, prefix="rdf"):
    """The RDF terms in use."""

    Property: str
    type: str


class RDFS(metaclass=_Closed, prefix="rdfs"):
    """The RDF Schema terms in use."""

    comment: str
    isDefinedBy: str
    label: str
    seeAlso: str
    subClassOf: str


class SKOS(metaclass=_Closed, prefix="skos"):
    """The SKOS terms in use."""

    Concept: str
    ConceptScheme: str
    altLabel: str
    broadMatch: str
    closeMatch: str
    definition: str
    exactMatch: str
    inScheme: str
    prefLabel: str


class XSD(metaclass=_Closed, prefix="xsd"):
    """The datatypes in use."""

    boolean: str
    date: str
    duration: str
    gYearMonth: str
    integer: str
    string: str
