"""The fields of a version or listing: what is shown of them, beside what is printed, and where that stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rdflib.term import Identifier, URIRef

from releasegraph.api.things.asked import Asked
from releasegraph.api.things.provenance import Place, Record, find_places
from releasegraph.api.things.showing import link
from releasegraph.api.things.statements import Statements
from releasegraph.api.things.wording import literal_in_words
from releasegraph.api.view import Value
from releasegraph.graph.vocabulary import DCT, RG

__all__ = ["COMPARED", "FROM_PROSE", "Field", "read_fields", "show_fields", "shown"]

_SHOWN: tuple[tuple[str, str | None], ...] = (
    (DCT.title, None),
    (RG.applicant, RG.applicantText),
    (RG.organisationType, RG.purposesText),
    (RG.dataController, RG.dataControllerText),
    (RG.controllership, None),
    (RG.dataProcessor, None),
    (RG.discloser, None),
    (RG.startDate, RG.whenText),
    (RG.endDate, None),
    (RG.startMonth, None),
    (RG.endMonth, None),
    (RG.firstReleaseMonth, None),
    (RG.lastReleaseMonth, None),
    (RG.releasedBeforeFirstMonth, None),
    (RG.commercialPurpose, None),
    (RG.sublicensingAllowed, RG.sublicensingText),
    (RG.listedTypeOfData, None),
    (RG.listedSensitivity, None),
    (RG.listedFrequency, None),
    (RG.listedOptOuts, RG.optOutText),
    (RG.listedConfidentialityBasis, None),
    (RG.discussionText, None),
)
"""Properties in the order a reader wants them, each with the property of the text it was read from."""

COMPARED = (
    DCT.title,
    RG.applicant,
    RG.organisationType,
    RG.dataController,
    RG.controllership,
    RG.dataProcessor,
    RG.startDate,
    RG.endDate,
    RG.commercialPurpose,
    RG.sublicensingAllowed,
    RG.dataset,
    RG.reliesOn,
)
"""Properties of a version that are compared with another's."""

FROM_PROSE = frozenset({RG.dataProcessor})
"""Properties that no column prints: they are read from prose."""


@dataclass(frozen=True, slots=True)
class Field:
    """A property with its values, the text they were read from where it says it otherwise, and where that stands."""

    label: str
    iri: str
    values: tuple[Value, ...]
    printed: str | None
    places: tuple[Place, ...]
    from_prose: bool = False


def shown(asked: Asked, term: Identifier) -> Value:
    """Show a thing as a link, and a literal as people write it."""
    return link(asked, str(term)) if isinstance(term, URIRef) else Value(literal_in_words(term))


def read_fields(statements: Statements, iri: str, fields: Sequence[str]) -> Mapping[str, tuple[Identifier, ...]]:
    """Read the properties a version has."""
    return {field: values for field in fields if (values := statements.objects(iri, field))}


def show_fields(
    asked: Asked, statements: Statements, iri: str, class_name: str, records: Sequence[Record]
) -> tuple[Field, ...]:
    """Show the fields of a version (`AgreementVersion`) or listing (`PageListing`) that have a value or a text."""
    fields = []
    for predicate, text_predicate in _SHOWN:
        values = tuple(shown(asked, term) for term in statements.objects(iri, predicate))
        printed = None if text_predicate is None else statements.one(iri, text_predicate)
        if not values and printed is None:
            continue
        if printed is not None and [printed] == [value.text for value in values]:
            printed = None
        places = find_places(asked, records, class_name, predicate)
        if not places and text_predicate:
            places = find_places(asked, records, class_name, text_predicate)
        if not places and predicate == DCT.title and records:
            # a page prints the title in a project's heading, under no label
            places = (Place(Value(records[0].words, asked.links.href(records[0].iri), records[0].iri), None, True),)
        fields.append(
            Field(
                asked.labels.property(predicate),
                predicate,
                values,
                printed,
                places,
                predicate in FROM_PROSE,
            )
        )
    return tuple(fields)
