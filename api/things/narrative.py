"""The pages of a narrative, and of a provision quoted in one."""

from collections.abc import Mapping
from dataclasses import dataclass

from releasegraph.api.things.asked import Asked
from releasegraph.api.things.paging import Paging, paging
from releasegraph.api.things.prose import Block
from releasegraph.api.things.provenance import read_records
from releasegraph.api.things.showing import link
from releasegraph.api.things.statements import Statements, home_of
from releasegraph.api.things.telling import CitedIn, read_citations_in, read_headings, read_quoted
from releasegraph.api.things.uses import blocks_of
from releasegraph.api.things.version_fields import shown
from releasegraph.api.view import Value
from releasegraph.graph.vocabulary import DCT, RG

__all__ = ["NarrativeView", "QuotationView", "UsedBy", "view_narrative", "view_quotation"]

_SHOWN = 50
"""Uses of a text on one page of their table."""
_MOST_COMPARED = 500
"""Other quotations of one provision that are compared with one."""


@dataclass(frozen=True, slots=True)
class UsedBy:
    """A version or listing that uses the text, as which kind, from when, and where it is printed."""

    version: Value
    title: str | None
    kind: str
    start: Value | None
    record: Value | None


@dataclass(frozen=True, slots=True)
class NarrativeView:
    """The page of a text."""

    kinds: tuple[str, ...]
    characters: int
    words: int
    blocks: tuple[Block, ...]
    citations: tuple[CitedIn, ...]
    laws: Mapping[str, Value]
    quoted: int
    headings: tuple[str, ...]
    uses: tuple[UsedBy, ...]
    paging: Paging
    edition_only: bool
    """Whether only superseded editions or pages kept apart have it."""


@dataclass(frozen=True, slots=True)
class QuotedPart:
    """A quotation in the tree of a quoted provision."""

    value: Value
    law: Value | None
    heading: str | None
    text: str | None
    depth: int
    here: bool


@dataclass(frozen=True, slots=True)
class QuotationView:
    """The page of a quotation: its law, its words, its place in the whole, and other texts that quote the same."""

    law: Value | None
    heading: str | None
    text: str | None
    narrative: Value | None
    parts: tuple[QuotedPart, ...]
    identical: int
    different: int
    more: bool
    """Whether there are more quotations of the provision than were compared."""


def view_narrative(asked: Asked) -> NarrativeView:
    """Show a text with who uses it."""
    home = home_of(asked.reading, asked.here.base, asked.iri)
    statements = asked.statements(home)
    text = statements.one(asked.iri, RG.text) or ""
    citations = read_citations_in(asked, statements, (asked.iri,))
    anywhere = asked.statements(None)
    uses = anywhere.subjects(RG.narrative, asked.iri)
    pages = paging(asked, len(uses), _SHOWN)
    # the kind is the end of a use's address: no need to look up each of many
    kinds = dict.fromkeys(one.rpartition("/")[2] for one in uses)
    return NarrativeView(
        tuple(asked.labels.of(f"{asked.here.base}id/concept/narrative-kind/{code}") for code in kinds),
        len(text),
        len(text.split()),
        blocks_of(asked, statements, asked.iri, text, tuple(one.mark for one in citations)),
        citations,
        {one.law: link(asked, one.law) for one in citations if one.law},
        len(read_quoted(asked, statements, asked.iri, text)),
        tuple(words for _, words in read_headings(statements, asked.iri)),
        tuple(_use(asked, anywhere, iri) for iri in uses[pages.offset : pages.last]),
        pages,
        bool(home),
    )


def _use(asked: Asked, anywhere: Statements, iri: str) -> UsedBy:
    version = anywhere.one(iri, RG.usedBy) or iri
    kind = anywhere.one(iri, RG.narrativeKind)
    start = next(iter(anywhere.objects(version, RG.startDate)), None)
    record = next(iter(read_records(asked, anywhere.all(iri, RG.recordedIn)[:1])), None)
    return UsedBy(
        link(asked, version),
        anywhere.one(version, DCT.title),
        asked.labels.of(kind) if kind else "",
        None if start is None else shown(asked, start),
        None if record is None else Value(record.words, asked.links.href(record.iri), record.iri),
    )


def view_quotation(asked: Asked) -> QuotationView:
    """Show a quotation in its place."""
    statements = asked.statements(home_of(asked.reading, asked.here.base, asked.iri))
    law, narrative = statements.one(asked.iri, RG.quotes), statements.one(asked.iri, RG.inText)
    text = statements.one(asked.iri, RG.quotedText)
    others = () if law is None else statements.subjects(RG.quotes, law)
    others = tuple(one for one in others if one != asked.iri)
    compared = [statements.one(one, RG.quotedText) for one in others[:_MOST_COMPARED]]
    identical = sum(one is not None and one == text for one in compared)
    top, seen = asked.iri, {asked.iri}
    while (whole := statements.one(top, RG.partOfQuotation)) is not None and whole not in seen:
        seen.add(whole)
        top = whole
    return QuotationView(
        None if law is None else link(asked, law),
        statements.one(asked.iri, RG.quotedHeading),
        text,
        None if narrative is None else link(asked, narrative),
        tuple(_tree(asked, statements, top, 0)),
        identical,
        len(compared) - identical,
        len(others) > _MOST_COMPARED,
    )


def _tree(asked: Asked, statements: Statements, iri: str, depth: int) -> list[QuotedPart]:
    law = statements.one(iri, RG.quotes)
    parts = [
        QuotedPart(
            Value(asked.labels.of(law) if law else "a provision that is not known", asked.links.href(iri), iri),
            None if law is None else link(asked, law),
            statements.one(iri, RG.quotedHeading),
            statements.one(iri, RG.quotedText),
            depth,
            iri == asked.iri,
        )
    ]
    below = statements.subjects(RG.partOfQuotation, iri)
    for part in sorted(below, key=lambda one: statements.number(one, RG.offset) or 0):
        # a shape forbids a quotation that is part of itself: parts begin after their whole
        if (statements.number(part, RG.offset) or 0) > (statements.number(iri, RG.offset) or 0):
            parts += _tree(asked, statements, part, depth + 1)
    return parts
