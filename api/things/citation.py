"""The page of a citation: the words in their place, what they cite, how sure that is, and every text that has them."""

from dataclasses import dataclass

from rdflib import URIRef

from releasegraph.api.things.asked import Asked
from releasegraph.api.things.paging import Paging, paging
from releasegraph.api.things.showing import link
from releasegraph.api.things.statements import Statements, home_of
from releasegraph.api.view import Value
from releasegraph.graph.identifiers import text_digest
from releasegraph.graph.law.citations import Field
from releasegraph.graph.vocabulary import RG, SKOS

__all__ = ["CitationView", "Surroundings", "view_citation"]

_CONTEXT = 350
"""Characters shown before and after the words."""
_PRINTED = (
    (RG.text, None),
    (RG.legalBasisText, Field.LEGAL_BASIS),
    (RG.confidentialityText, Field.CONFIDENTIALITY),
    (RG.optOutText, Field.OPT_OUTS),
)
"""Properties whose text may have citations; a field's is named by the hash of the field and the text."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words with the text before and after; `cut` where there is more."""

    before: str
    words: str
    after: str
    cut_before: bool
    cut_after: bool


@dataclass(frozen=True, slots=True)
class CitationView:
    """The page of a citation."""

    words: str
    law: Value | None
    status: Value | None
    status_means: str
    role: Value | None
    role_means: str
    amended_by: tuple[Value, ...]
    surroundings: Surroundings | None
    field: str | None
    """The field whose text has the words; None for prose."""
    texts: tuple[tuple[Value, Value | None], ...]
    """What has the text, with its version."""
    paging: Paging


def view_citation(asked: Asked) -> CitationView:
    """Show a citation."""
    statements = asked.statements(home_of(asked.reading, asked.here.base, asked.iri))
    law, status = statements.one(asked.iri, RG.citesProvision), statements.one(asked.iri, RG.citationStatus)
    role = statements.one(asked.iri, RG.citationRole)
    words = statements.one(asked.iri, RG.citedText) or ""
    offset = statements.number(asked.iri, RG.offset) or 0
    texts, pages = _texts(asked, statements)
    found = next((read for one in texts[:1] if (read := _text(statements, asked.iri, one)) is not None), None)
    return CitationView(
        words,
        None if law is None else link(asked, law),
        None if status is None else link(asked, status),
        _meaning(asked, status),
        None if role is None else link(asked, role),
        _meaning(asked, role),
        tuple(link(asked, one) for one in statements.all(asked.iri, RG.amendedBy)),
        None if found is None else surroundings(found[1], offset, words),
        None if found is None or found[0] == RG.text else asked.labels.property(found[0]),
        tuple((link(asked, one), _holder(asked, statements, one)) for one in texts),
        pages,
    )


def surroundings(text: str, offset: int, words: str) -> Surroundings | None:
    """Give the words with what stands around them, whole words of it; None where they do not stand there."""
    end = offset + len(words)
    if not words or text[offset:end] != words:
        return None
    start, stop = max(0, offset - _CONTEXT), min(len(text), end + _CONTEXT)
    before, after = text[start:offset], text[end:stop]
    if start:
        before = before[before.find(" ") + 1 :]
    if stop < len(text):
        after = after[: after.rfind(" ") if " " in after else len(after)]
    return Surroundings(before, words, after, start > 0, stop < len(text))


def _texts(asked: Asked, statements: Statements) -> tuple[tuple[str, ...], Paging]:
    """Give a page of what has the text, of thousands unsorted: sorting would read them all."""
    where = statements.where(f"?citation <{RG.inText}> ?within")
    citation = URIRef(asked.iri)
    counted = asked.store.select(
        f"SELECT ?citation (COUNT(?within) AS ?n) WHERE {{ {where} }} GROUP BY ?citation", citation=citation
    )
    pages = paging(asked, int(str(counted[0]["n"])) if counted else 0, asked.here.settings.page_rows)
    rows = asked.store.select(
        f"SELECT ?citation ?within WHERE {{ {where} }} LIMIT {pages.size} OFFSET {pages.offset}", citation=citation
    )
    return tuple(sorted(str(row["within"]) for row in rows)), pages


def _text(statements: Statements, citation: str, holder: str) -> tuple[str, str] | None:
    """Give the property and text of a thing that the citation stands in."""
    for predicate, field in _PRINTED:
        for printed in statements.all(holder, predicate):
            digest = text_digest(printed if field is None else f"{field.value}: {printed}")
            if f"/id/text/{digest}/" in citation:
                return predicate, printed
    return None


def _holder(asked: Asked, statements: Statements, iri: str) -> Value | None:
    version = statements.one(iri, RG.provisionOf) or statements.one(iri, RG.versionOf)
    return None if version is None else link(asked, version)


def _meaning(asked: Asked, concept: str | None) -> str:
    return (asked.statements().one(concept, SKOS.definition) or "") if concept else ""
