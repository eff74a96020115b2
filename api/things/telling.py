"""Texts read from the store with all that was read from them: citations, headings, quoted provisions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from releasegraph.api.reading import Reading
from releasegraph.api.things.asked import Asked
from releasegraph.api.things.prose import Mark, Quoted
from releasegraph.api.things.statements import Statements
from releasegraph.graph.identifiers import text_digest
from releasegraph.graph.law.citations import Field
from releasegraph.graph.store import GraphStore
from releasegraph.graph.vocabulary import RG, SKOS

__all__ = ["CitedIn", "citation_title", "field_marks", "read_citations_in", "read_headings", "read_quoted"]


@dataclass(frozen=True, slots=True)
class CitedIn:
    """A citation with the text it stands in: the IRI of a narrative, provision or listing."""

    text: str
    citation: str
    law: str | None
    mark: Mark


def read_citations_in(asked: Asked, statements: Statements, texts: Iterable[str]) -> tuple[CitedIn, ...]:
    """Read the citations in texts (narratives, provisions or listings), by place."""
    found = []
    for text in texts:
        for citation in statements.subjects(RG.inText, text):
            said = _said(asked.store, statements.graph, citation)
            if said is not None:
                title = citation_title(asked, said.law, said.status)
                code = said.status.rpartition("/")[2]
                mark = Mark(said.offset, said.words, asked.links.href(said.law or citation), title, code)
                found.append(CitedIn(text, citation, said.law, mark))
    return tuple(sorted(found, key=lambda one: (one.text, one.mark.offset, one.citation)))


@dataclass(frozen=True, slots=True)
class _Said:
    words: str
    offset: int
    status: str
    law: str | None


@lru_cache(maxsize=4096)
def _said(store: GraphStore, graph: str | None, citation: str) -> _Said | None:
    """Read a citation, None where it is no citation: quotations are in texts too.

    A process keeps them: those in the words of a legal basis stand on the pages of thousands of versions.
    """
    own = Statements(Reading(store), graph)
    words, status = own.one(citation, RG.citedText), own.one(citation, RG.citationStatus)
    if words is None or status is None:
        return None
    return _Said(words, own.number(citation, RG.offset) or 0, status, own.one(citation, RG.citesProvision))


def citation_title(asked: Asked, law: str | None, status: str) -> str:
    """Say what a citation cites, and unless its words name it, how sure that is."""
    code = status.rpartition("/")[2]
    named = None if law is None else asked.labels.of(law)
    if code == "resolved" and named:
        return named
    sure = f"{asked.labels.of(status)}. {asked.statements().one(status, SKOS.definition) or ''}".strip()
    return f"{named}. {sure}" if named else sure


def field_marks(citations: Iterable[CitedIn], printed: str, field: Field) -> tuple[Mark, ...]:
    """Give the marks of the citations that stand in the printed text of a field of law."""
    text = f"/id/text/{text_digest(f'{field.value}: {printed}')}/"
    return tuple({one.citation: one.mark for one in citations if text in one.citation}.values())


def read_headings(statements: Statements, narrative: str) -> tuple[tuple[int, str], ...]:
    """Read the headings inside a narrative: where each begins, and its words."""
    sections = statements.subjects(RG.sectionOf, narrative)
    return tuple(
        sorted((statements.number(one, RG.offset) or 0, statements.one(one, RG.heading) or "") for one in sections)
    )


def read_quoted(asked: Asked, statements: Statements, narrative: str, text: str) -> tuple[Quoted, ...]:
    """Read the provisions quoted in a narrative, with where their own words end and how deep they nest."""
    own_start = f"{narrative}/quotation/"
    known = {
        iri: {predicate: values[0] for predicate, values in statements.about(iri).items()}
        for iri in statements.subjects(RG.inText, narrative)
        if iri.startswith(own_start)
    }
    order = sorted(known, key=lambda iri: int(known[iri][RG.offset]))
    starts = [int(known[iri][RG.offset]) for iri in order]
    quoted = []
    for place, iri in enumerate(order):
        own = known[iri]
        limit = starts[place + 1] if place + 1 < len(starts) else len(text)
        law = own.get(RG.quotes)
        quoted.append(
            Quoted(
                starts[place],
                _end(text, starts[place], limit, own),
                _depth(known, iri),
                asked.labels.of(law) if law else "a provision that is not known",
                asked.links.href(iri),
            )
        )
    return tuple(quoted)


def _end(text: str, start: int, limit: int, own: Mapping[str, str]) -> int:
    """Give where the words of a quotation end: after its heading and text, and never in the next one."""
    end = start
    for words in (own.get(RG.quotedHeading), own.get(RG.quotedText)):
        if words:
            place = text.find(words, end, limit)
            end = place + len(words) if place >= 0 else end
    if end == start:
        line = text.find("\n", start, limit)
        end = line if line >= 0 else limit
    return end


def _depth(known: Mapping[str, Mapping[str, str]], iri: str) -> int:
    depth, seen = 0, {iri}
    whole = known[iri].get(RG.partOfQuotation)
    while whole is not None and whole in known and whole not in seen:
        seen.add(whole)
        depth += 1
        whole = known[whole].get(RG.partOfQuotation)
    return depth
