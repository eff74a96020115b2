"""Pages of concepts and their schemes: what a value means, and how many things have it."""

from collections.abc import Mapping
from dataclasses import dataclass

from rdflib.term import URIRef

from releasegraph.api.things.asked import Asked
from releasegraph.api.things.paging import Paging, paging
from releasegraph.api.things.showing import link, values
from releasegraph.api.things.tabled import anywhere, node
from releasegraph.api.view import Value
from releasegraph.graph.store import rows_of
from releasegraph.graph.vocabulary import PREFIXES, RG, SKOS

__all__ = ["ConceptView", "IssueRow", "Match", "SchemeConcept", "SchemeView", "view_concept", "view_scheme"]

_RELATIONS = (
    ("Broader", "broader"),
    ("Narrower", "narrower"),
    ("Related", "related"),
    ("Exactly matches", "exactMatch"),
    ("Closely matches", "closeMatch"),
    ("Broader match", "broadMatch"),
    ("Narrower match", "narrowMatch"),
)
_FIRST = 25
"""Things with a value that are shown."""
_ISSUES = 50
"""Issues of a kind that are shown at a time."""


@dataclass(frozen=True, slots=True)
class Match:
    """A relation of SKOS and what it leads to."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class IssueRow:
    """An issue of the kind: its place, what is printed there and what was expected."""

    issue: str | None
    record: Value | None
    column: str
    printed: str
    expected: str


@dataclass(frozen=True, slots=True)
class ConceptView:
    """The page of a concept; `issues` are given where it is a kind of issue."""

    scheme: Value | None
    definition: str | None
    notation: str
    also: tuple[str, ...]
    matches: tuple[Match, ...]
    minted: bool
    """Whether a source prints the value and no scheme of ours has it."""
    issues: tuple[IssueRow, ...]
    issues_paging: Paging | None
    first: int = _FIRST


@dataclass(frozen=True, slots=True)
class SchemeConcept:
    """A concept of a scheme, and how many statements of the current state have it as value."""

    concept: Value
    definition: str | None
    things: int


@dataclass(frozen=True, slots=True)
class SchemeView:
    """The page of a concept scheme."""

    definition: str | None
    concepts: tuple[SchemeConcept, ...]


def view_concept(asked: Asked) -> ConceptView:
    """Show a concept."""
    own = asked.about(asked.iri)
    scheme, definition = own.one(SKOS.inScheme), own.one(SKOS.definition)
    is_issue_kind = asked.iri.startswith(f"{asked.here.base}id/concept/issue-kind/")
    issues, pages = _issues(asked) if is_issue_kind else ((), None)
    matches = (Match(name, values(asked, own, PREFIXES["skos"] + relation)) for name, relation in _RELATIONS)
    return ConceptView(
        scheme=None if scheme is None else link(asked, scheme),
        definition=definition,
        notation=asked.iri.rpartition("/")[2],
        also=own.all(SKOS.altLabel),
        matches=tuple(match for match in matches if match.values),
        minted=definition is None,
        issues=issues,
        issues_paging=pages,
    )


def view_scheme(asked: Asked) -> SchemeView:
    """Show a concept scheme with its concepts, the most used first."""
    own = asked.about(asked.iri)
    concepts = {
        str(subject)
        for subject, *_ in asked.store.quads(predicate=SKOS.inScheme, object_=URIRef(asked.iri), graph=None)
    }
    counts: Mapping[str, int] = dict(
        asked.relations.rows("SELECT iri, sum(number) FROM valued JOIN thing ON thing.id = concept GROUP BY concept")
    )
    shown = [
        SchemeConcept(link(asked, one), asked.about(one).one(SKOS.definition), counts.get(one, 0)) for one in concepts
    ]
    return SchemeView(
        own.one(SKOS.definition), tuple(sorted(shown, key=lambda one: (-one.things, one.concept.text.casefold())))
    )


def _issues(asked: Asked) -> tuple[tuple[IssueRow, ...], Paging]:
    """Give the issues of this kind in every graph, by record."""
    pattern = f"?issue <{RG.issueKind}> {node(asked.iri)} OPTIONAL {{ ?issue <{RG.inRecord}> ?record }}"
    found = rows_of(
        asked.store,
        f"SELECT DISTINCT ?record ?issue WHERE {{ {anywhere(pattern)} }}",
    )
    found.sort(key=_reading_order)
    pages = paging(asked, len(found), _ISSUES)
    return tuple(_issue(asked, issue, record) for record, issue in found[pages.offset : pages.last]), pages


def _reading_order(row: list[str]) -> tuple[str, int, str]:
    """Order issues by edition and sheet, then by row or line."""
    record, issue = row
    place, _, number = record.rpartition("/")
    first_number = number.partition("-")[0]
    return place, int(first_number) if first_number.isdecimal() else 0, issue


def _issue(asked: Asked, iri: str, record: str) -> IssueRow:
    column, printed, expected = (
        asked.about(iri).one(predicate) or "" for predicate in (RG.column, RG.printedValue, RG.expected)
    )
    place = link(asked, record) if record else None
    return IssueRow(asked.links.href(iri), place, column, printed, expected)
