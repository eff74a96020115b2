"""Citations of law in a field's text: described once for each text, tied to everything that prints it."""

from dataclasses import dataclass
from functools import lru_cache

from releasegraph.graph.identifiers import text_digest
from releasegraph.graph.law.citations import Citation, Field, Reading, Role, Status, read_citations
from releasegraph.graph.records import Problem
from releasegraph.graph.triples.lines import A, about, integer, iri, predicate, text
from releasegraph.graph.triples.mentions import Mentions
from releasegraph.graph.vocabulary import RG

__all__ = ["FieldLaw", "citation_triples", "field_law"]

IN_TEXT = predicate(RG.inText)
_KIND = f"{A}{iri(RG.Citation)}"
_CITED_TEXT = predicate(RG.citedText)
_OFFSET = predicate(RG.offset)
_ROLE = predicate(RG.citationRole)
_STATUS = predicate(RG.citationStatus)
_CITES = predicate(RG.citesProvision)
_AMENDED_BY = predicate(RG.amendedBy)
_UNRESOLVED_EXPECTED = "a provision of a known instrument, such as Health and Social Care Act 2012 s261(2)(a)"


@dataclass(frozen=True, slots=True)
class FieldLaw:
    """What the text of one field says of law, ready for the subjects that print it."""

    citations: tuple[str, ...]
    """The terms of its citations."""
    targets: tuple[str, ...]
    """The targets of citations with the role the field asks for, each once: what is relied on."""
    laws: tuple[str, ...]
    """The terms of those targets."""
    problems: tuple[Problem, ...]


@lru_cache(maxsize=16384)
def _read_once(printed: str, field: Field) -> Reading:
    """Read a field's text once for all graphs: editions repeat each other's."""
    return read_citations(printed, field)


def field_law(printed: str, field: Field, mentions: Mentions) -> tuple[FieldLaw, str]:
    """Read the law in a field's text; give it with the triples of its citations."""
    reading = _read_once(printed, field)
    citations = reading.citations
    if reading.status == "consent" and not citations:
        citations = (Citation(0, printed, None, Role.BASIS, Status.UNRESOLVED),)
    # a text can stand in fields of two kinds, where the same words have two roles
    base = f"{mentions.ids.base}id/text/{text_digest(f'{field.value}: {printed}')}"
    role = Role.BASIS if field is Field.LEGAL_BASIS else Role.CONFIDENTIALITY
    targets = tuple(dict.fromkeys(c.target for c in citations if c.target and c.role == role))
    problems = [citation.problem for citation in citations if citation.problem]
    if reading.status != "consent":
        problems += [
            Problem("unresolved-law", citation.text, _UNRESOLVED_EXPECTED)
            for citation in citations
            if citation.status == Status.UNRESOLVED and citation.problem is None
        ]
    law = FieldLaw(
        citations=tuple(iri(f"{base}/citation/{citation.offset}") for citation in citations),
        targets=targets,
        laws=tuple(mentions.law_term(target) for target in targets),
        problems=tuple(problems),
    )
    status = "consent" if reading.status == "consent" else None
    return law, "".join(citation_triples(base, citation, mentions, status) for citation in citations)


def citation_triples(text_iri: str, citation: Citation, mentions: Mentions, status: str | None = None) -> str:
    """Describe a citation, all but what it stands in; `status` overrides its own."""
    end = mentions.end
    tails = [
        f"{_KIND}{end}",
        f"{_CITED_TEXT}{text(citation.text)}{end}",
        f"{_OFFSET}{integer(citation.offset)}{end}",
        f"{_ROLE}{mentions.concept('citation-role', citation.role.value)}{end}",
        f"{_STATUS}{mentions.concept('citation-status', status or citation.status.value)}{end}",
    ]
    if citation.target:
        tails.append(f"{_CITES}{mentions.law_term(citation.target, citation.text)}{end}")
    tails += [f"{_AMENDED_BY}{mentions.law_term(target)}{end}" for target in citation.amended_by]
    return about(iri(f"{text_iri}/citation/{citation.offset}"), tails)
