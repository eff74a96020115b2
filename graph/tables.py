"""The tables the graph is given as: which things are rows, and what is said of them in which columns.

One description serves both who asks a store, in SPARQL, and who has the statements of each thing at hand.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from releasegraph.graph.vocabulary import DCT, PREFIXES, RDFS, RG, SKOS

__all__ = ["TABLES", "Field", "Lookup", "Table", "table_query"]


@dataclass(frozen=True, slots=True)
class Lookup:
    """Columns of what is said of a field's value, all of them or none."""

    columns: Mapping[str, str]
    """Column to property."""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """What a property of a row's thing says: the value in a column, columns looked up of it, or both.

    A row for each value; where a field that is not optional has none, no row.
    """

    predicate: str
    column: str | None = None
    lookups: tuple[Lookup, ...] = ()
    optional: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Give the columns in their order."""
        own = () if self.column is None else (self.column,)
        return own + tuple(name for lookup in self.lookups for name in lookup.columns)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the class of its things, None for all that have its fields, and their column before the fields'."""

    cls: str | None
    column: str
    fields: tuple[Field, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Give the columns in their order."""
        return (self.column, *(name for field in self.fields for name in field.columns))


def _named(property_: str, column: str, name: str, *, optional: bool = False, by: str = RDFS.label) -> Field:
    return Field(property_, column, (Lookup({name: by}),), optional)


def _said(property_: str, name: str, *, optional: bool = False, by: str = SKOS.prefLabel) -> Field:
    return Field(property_, None, (Lookup({name: by}),), optional)


_SPELLINGS = (Field(SKOS.prefLabel, "name"), Field(SKOS.altLabel, "spelling", optional=True))

TABLES: Final[Mapping[str, Table]] = {
    "agreement_versions": Table(
        RG.AgreementVersion,
        "version",
        (
            Field(RG.reference, "reference"),
            Field(RG.versionOf, "agreement"),
            Field(RG.versionNumber, "number", optional=True),
            Field(DCT.title, "title", optional=True),
            _named(RG.applicant, "applicant", "applicant_name", optional=True),
            Field(RG.startDate, "start", optional=True),
            Field(RG.endDate, "end", optional=True),
            Field(RG.commercialPurpose, "commercial", optional=True),
            Field(RG.sublicensingAllowed, "sublicensing", optional=True),
        ),
    ),
    "page_listings": Table(
        RG.PageListing,
        "listing",
        (
            Field(RG.reference, "reference"),
            Field(RG.versionOf, "agreement"),
            Field(DCT.title, "title", optional=True),
            _named(RG.pageOrganisation, "organisation", "organisation_name"),
            _said(RG.statedBy, "stated_by", by=RDFS.label),
        ),
    ),
    "controllers": Table(None, "version", (_named(RG.dataController, "controller", "controller_name"),)),
    "dataset_provisions": Table(
        RG.DatasetProvision,
        "provision",
        (
            Field(RG.provisionOf, "version"),
            _named(RG.dataset, "dataset", "dataset_name"),
            _said(RG.typeOfData, "type_of_data", optional=True),
            _said(RG.sensitivity, "sensitivity", optional=True),
            _said(RG.frequency, "frequency", optional=True),
            Field(RG.confidentialityText, "confidentiality_basis", optional=True),
            Field(RG.legalBasisText, "legal_basis", optional=True),
        ),
    ),
    "legal_bases": Table(RG.DatasetProvision, "provision", (_named(RG.legalBasis, "law", "law_name"),)),
    "releases": Table(
        RG.Release,
        "release",
        (
            Field(RG.fileReference, "file_reference"),
            Field(RG.underVersion, "version"),
            _named(RG.dataset, "dataset", "dataset_name", optional=True),
            Field(RG.releaseMonth, "month", optional=True),
            _said(RG.optOutsApplied, "opt_outs_applied"),
        ),
    ),
    "organisations": Table(RG.Organisation, "organisation", _SPELLINGS),
    "datasets": Table(RG.Dataset, "dataset", _SPELLINGS),
    "issues": Table(
        RG.Issue,
        "issue",
        (
            _said(RG.issueKind, "kind"),
            _said(RG.severity, "severity"),
            _said(RG.inEdition, "source_file", by=RG.sourceFile),
            Field(
                RG.inRecord,
                None,
                (
                    Lookup({"sheet": RG.sheet, "row": RG.row}, optional=True),
                    Lookup({"first_line": RG.firstLine, "last_line": RG.lastLine}, optional=True),
                ),
            ),
            Field(RG.column, "column", optional=True),
            Field(RG.printedValue, "printed", optional=True),
            Field(RG.expected, "expected"),
        ),
    ),
}
"""File name to table; each is of the default graph, its rows sorted."""


def table_query(table: Table) -> str:
    """Give a table as a SPARQL query."""
    prefixes = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    names = " ".join(f"?{name}" for name in table.columns)
    of_class = "" if table.cls is None else f"  ?{table.column} a <{table.cls}> .\n"
    # what must be there first: an engine then has less to look up for what need not
    fields = sorted(enumerate(table.fields), key=lambda one: one[1].optional)
    patterns = "\n".join(f"  {_pattern(table, number, field)}" for number, field in fields)
    return f"{prefixes}SELECT {names} WHERE {{\n{of_class}{patterns}\n}} ORDER BY {names}"


def _pattern(table: Table, number: int, field: Field) -> str:
    value = field.column or f"_{number}"
    said = " ".join([f"?{table.column} <{field.predicate}> ?{value} .", *_lookups(field, value)])
    return f"OPTIONAL {{ {said} }}" if field.optional else said


def _lookups(field: Field, value: str) -> Iterator[str]:
    for lookup in field.lookups:
        said = " ".join(f"?{value} <{property_}> ?{name} ." for name, property_ in lookup.columns.items())
        yield f"OPTIONAL {{ {said} }}" if lookup.optional else said
