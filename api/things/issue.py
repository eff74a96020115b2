"""An issue's page: what is wrong, where, what is printed there and what was expected."""

from dataclasses import dataclass

from releasegraph.api.things.asked import Asked
from releasegraph.api.things.showing import link
from releasegraph.api.view import Value
from releasegraph.graph.vocabulary import DCT, RG, SKOS

__all__ = ["IssueView", "view_issue"]


@dataclass(frozen=True, slots=True)
class IssueView:
    """The page of an issue."""

    kind: Value | None
    meaning: str | None
    severity: Value | None
    record: Value | None
    column: str | None
    printed: str | None
    expected: str | None
    edition: Value | None
    publisher: Value | None
    """Who publishes or made the source: whom to tell where the source is wrong."""


def view_issue(asked: Asked) -> IssueView:
    """Show an issue."""
    own = asked.about(asked.iri)

    def linked(iri: str | None) -> Value | None:
        return None if iri is None else link(asked, iri)

    kind, edition = own.one(RG.issueKind), own.one(RG.inEdition)
    publisher = edition and (asked.about(edition).one(DCT.publisher) or asked.about(edition).one(DCT.creator))
    return IssueView(
        kind=linked(kind),
        meaning=None if kind is None else asked.about(kind).one(SKOS.definition),
        severity=linked(own.one(RG.severity)),
        record=linked(own.one(RG.inRecord)),
        column=own.one(RG.column),
        printed=own.one(RG.printedValue),
        expected=own.one(RG.expected),
        edition=linked(edition),
        publisher=linked(publisher),
    )
