"""Pages of things that are a few facts: in a reader's order, with what a controlled value means."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from rdflib.term import Identifier, URIRef

from releasegraph.api.things.asked import Asked
from releasegraph.api.things.durations import duration_in_words
from releasegraph.api.things.showing import bare
from releasegraph.api.things.statements import Thing
from releasegraph.api.view import Value, view_value
from releasegraph.graph.vocabulary import ODRL, ORG, RG, SKOS

__all__ = ["PLAIN", "Fact", "Line", "Plain", "PlainView", "plain_facts", "view_plain"]

_MOST = 25
"""Values of one fact that are shown."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and its values; `more` of them are not shown."""

    name: str
    values: tuple[Value, ...]
    more: int = 0
    meaning: str | None = None
    """What the value means, where it is a concept of ours with a definition."""


@dataclass(frozen=True, slots=True)
class Line:
    """A fact to show: the property it is read from, and whether the thing is its object."""

    name: str
    predicate: str
    inverse: bool = False
    show: Callable[[str], str] | None = None
    """How the text of a literal is shown, where not as it stands."""


@dataclass(frozen=True, slots=True)
class Plain:
    """How things of a class are shown: a sentence that says what such a thing is, its words, and its facts."""

    lead: str
    lines: tuple[Line, ...]
    words: str | None = None
    """The property that holds the thing's own words."""
    caveat: str | None = None
    heading: str | None = None
    """What to call the thing where it has no label of its own: a format of the names of its lines, such as
    `{Field} of {Agreement version}`."""


@dataclass(frozen=True, slots=True)
class PlainView:
    """The page of a thing that is a few facts."""

    heading: str
    lead: str
    words: str | None
    facts: tuple[Fact, ...]
    caveat: str | None


def view_plain(plain: Plain, asked: Asked) -> PlainView:
    """Show a thing as its class is shown."""
    own = asked.about(asked.iri)
    shown = plain_facts(asked, own, plain.lines)
    words = None if plain.words is None else own.one(plain.words)
    return PlainView(_heading(asked, plain, shown), plain.lead, words, shown, plain.caveat)


def _heading(asked: Asked, plain: Plain, shown: Iterable[Fact]) -> str:
    if plain.heading is None:
        return asked.labels.of(asked.iri)
    names = defaultdict(lambda: "?", {fact.name: fact.values[0].text for fact in shown})
    return plain.heading.format_map(names)


def plain_facts(asked: Asked, own: Thing, lines: Iterable[Line]) -> tuple[Fact, ...]:
    """Show those facts the graph has."""
    found = (_fact(asked, own, line) for line in lines)
    return tuple(fact for fact in found if fact.values)


def _fact(asked: Asked, own: Thing, line: Line) -> Fact:
    terms = _subjects(asked, own.iri, line.predicate) if line.inverse else own.objects(line.predicate)
    shown = tuple(_value(asked, term, line.show) for term in terms[:_MOST])
    meaning = None
    if len(terms) == 1 and str(terms[0]).startswith(f"{asked.here.base}id/concept/"):
        meaning = asked.about(str(terms[0])).one(SKOS.definition)
    return Fact(line.name, shown, max(0, len(terms) - _MOST), meaning)


def _subjects(asked: Asked, iri: str, predicate: str) -> tuple[Identifier, ...]:
    quads = asked.store.quads(predicate=predicate, object_=URIRef(iri), graph=None)
    return tuple(sorted({quad[0] for quad in quads}, key=str))


def _value(asked: Asked, term: Identifier, show: Callable[[str], str] | None) -> Value:
    return bare(view_value(term, asked.labels, asked.links)) if show is None else Value(show(str(term)))


_STANDS_IN = Line("Recorded in", RG.recordedIn)
_CONDITION = Plain(
    "A condition of supply, in the words of the agreement version that states it.",
    (Line("Number", RG.number), Line("Agreement version", RG.hasCondition, inverse=True), _STANDS_IN),
    words=RG.text,
    heading="Condition {Number} of {Agreement version}",
)
_RETENTION = Plain(
    "How long data may be kept, in the words of the agreement version that states it.",
    (
        Line("Data may be kept", RG.retentionPeriod, show=duration_in_words),
        Line("Then destroyed within", RG.destroyWithin, show=duration_in_words),
        Line("Agreement version", RG.hasRetentionRule, inverse=True),
        _STANDS_IN,
    ),
    words=RG.text,
    heading="Retention under {Agreement version}",
)
_MERGE = Plain(
    "A spelling in the sources, and the name it was joined to.",
    (
        Line("Spelling", RG.spelling),
        Line("Joined to", RG.mergedInto),
        Line("Rule", RG.mergeRule),
        Line("Reviewed because", RG.reviewedBecause),
    ),
    caveat="Spellings are joined by a rule that keeps the words, or by a person who gave a reason; never by likeness.",
)
_CHANGE = Plain(
    "A succession of bodies, as a text states it. It has no date, since none is printed.",
    (
        Line("Before", ORG.originalOrganization),
        Line("After", ORG.resultingOrganization),
        Line("Stated in", RG.evidence),
        _STANDS_IN,
    ),
    words=RG.text,
    heading="Stated succession: {Before} to {After}",
)
_USE = Plain(
    "The use of a text by one agreement version, as one field of the register.",
    (
        Line("Agreement version", RG.usedBy),
        Line("Field", RG.narrativeKind),
        Line("Text", RG.narrative),
        _STANDS_IN,
    ),
    heading="{Field} of {Agreement version}",
)
_SECTION = Plain(
    "A heading inside a text, with the run of words it governs.",
    (
        Line("Heading", RG.heading),
        Line("Of the text", RG.sectionOf),
        Line("Place among its headings", RG.ordinal),
        Line("From character", RG.offset),
        Line("To character", RG.endOffset),
    ),
)
_EXTRA = Plain(
    "A cell of a column that the register does not define, kept as printed.",
    (Line("Column", RG.column), Line("Row", RG.hasExtraCell, inverse=True)),
    words=RG.cellText,
    heading="{Column}, {Row}",
)
_RULE = (Line("Action", ODRL.action), Line("Concerns", ODRL.target), _STANDS_IN)


def _rule(modal: str, part: str) -> Plain:
    return Plain(
        f"One rule of a policy: what the holder {modal} do.",
        (Line("Policy", part, inverse=True), *_RULE),
        heading=f"{modal.capitalize()}: {{Action}}",
    )


PLAIN = {
    RG.Condition: partial(view_plain, _CONDITION),
    RG.RetentionRule: partial(view_plain, _RETENTION),
    RG.NameMerge: partial(view_plain, _MERGE),
    RG.OrganisationChange: partial(view_plain, _CHANGE),
    RG.NarrativeUse: partial(view_plain, _USE),
    RG.NarrativeSection: partial(view_plain, _SECTION),
    RG.ExtraCell: partial(view_plain, _EXTRA),
    ODRL.Permission: partial(view_plain, _rule("may", ODRL.permission)),
    ODRL.Prohibition: partial(view_plain, _rule("may not", ODRL.prohibition)),
    ODRL.Duty: partial(view_plain, _rule("must", ODRL.obligation)),
}
"""Class to the view of its things."""
