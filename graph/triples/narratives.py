"""Prose: each distinct text described once, and each use of it by a version or listing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from releasegraph.graph.law.citations import Role
from releasegraph.graph.prose.reading import Condition, Prose, Quotation, Retention, read_prose
from releasegraph.graph.triples.citations import IN_TEXT, citation_triples
from releasegraph.graph.triples.lines import A, duration, integer, iri, predicate, state, text
from releasegraph.graph.triples.mentions import Mentions
from releasegraph.graph.triples.sources import RECORDED_IN
from releasegraph.graph.vocabulary import ORG, RG

__all__ = ["Narratives", "Passage", "read_once"]

_CITES = predicate(RG.cites)
_HAS_NARRATIVE = predicate(RG.hasNarrative)
_HAS_USE = predicate(RG.hasNarrativeUse)
_USED_BY = predicate(RG.usedBy)
_NARRATIVE = predicate(RG.narrative)
_KIND = predicate(RG.narrativeKind)


@lru_cache(maxsize=32768)
def read_once(words: str) -> Prose:
    """Read a text once for all graphs: most of a superseded edition's prose stands in the current one too."""
    return read_prose(words)


@dataclass(frozen=True, slots=True)
class Passage:
    """One prose text of one version, of one kind, and where it is recorded."""

    kind: str
    """A code of the scheme `narrative-kind`."""
    label: str
    """The column or label it stands under, as printed."""
    text: str
    records: Sequence[str]
    """Paths of its source records: one row, or the blocks of its label and of each line."""
    line_records: Sequence[str] = ()
    """On a page, the path of the record of each line of the text; empty for a cell."""

    def records_of(self, offset: int, end: int) -> Sequence[str]:
        """Give the records that hold a part of the text."""
        if not self.line_records:
            return self.records
        first = self.text.count("\n", 0, offset)
        return self.line_records[first : first + self.text.count("\n", offset, end) + 1]


@dataclass(frozen=True, slots=True)
class _Known:
    term: str
    prose: Prose
    cites: tuple[str, ...]


class Narratives:
    """Writes the prose of one graph; a text that many versions repeat is read and described once."""

    def __init__(self, mentions: Mentions) -> None:
        self._mentions = mentions
        self._known: dict[str, _Known] = {}

    def write(self, version: str, passages: Iterable[Passage], recipient: str | None) -> tuple[str, bool]:
        """Write the uses of a version's passages and what they state; also say whether data must be destroyed.

        `version` is the version's IRI; `recipient` the body (a term), where one is named, that predecessors named in
        the prose led to.
        """
        lines: list[str] = []
        subject, end = iri(version), self._mentions.end
        shortcuts = set()
        conditions: list[tuple[Passage, Condition]] = []
        rules: list[tuple[Passage, Retention]] = []
        for passage in passages:
            known = self._known.get(passage.text)
            if known is None:
                known, described = self._describe(passage.text)
                lines.append(described)
            lines.append(self._use(version, passage, known))
            lines.append(self._changes(known, passage, recipient))
            shortcuts.add(f"{subject}{_HAS_NARRATIVE}{known.term}{end}")
            shortcuts.update(f"{subject}{_CITES}{law}{end}" for law in known.cites)
            shortcuts.update(
                f"{subject}{predicate(RG.dataProcessor)}{self._mentions.organisation(processor.name)}{end}"
                for processor in known.prose.processors
            )
            conditions += [(passage, condition) for condition in known.prose.conditions]
            rules += [(passage, rule) for rule in known.prose.retention]
            for offset, problem in known.prose.problems:
                self._mentions.note([problem], passage.records_of(offset, offset)[0], passage.label)
        lines += [self._condition(version, number, *stated) for number, stated in enumerate(conditions, 1)]
        lines += [self._rule(version, number, *stated) for number, stated in enumerate(rules, 1)]
        lines.extend(sorted(shortcuts))
        return "".join(lines), any(rule.destroys for _, rule in rules)

    def _use(self, version: str, passage: Passage, known: _Known) -> str:
        subject, end, ids = iri(version), self._mentions.end, self._mentions.ids
        use = iri(f"{version}/narrative/{passage.kind}")
        return (
            f"{subject}{_HAS_USE}{use}{end}{use}{A}{iri(RG.NarrativeUse)}{end}{use}{_USED_BY}{subject}{end}"
            f"{use}{_NARRATIVE}{known.term}{end}"
            f"{use}{_KIND}{self._mentions.concept('narrative-kind', passage.kind)}{end}"
        ) + "".join(f"{use}{RECORDED_IN}{iri(ids.record(path))}{end}" for path in passage.records)

    def _condition(self, version: str, number: int, passage: Passage, condition: Condition) -> str:
        end = self._mentions.end
        node = iri(f"{version}/condition/{number}")
        return (
            f"{iri(version)}{predicate(RG.hasCondition)}{node}{end}{node}{A}{iri(RG.Condition)}{end}"
            f"{node}{predicate(RG.number)}{text(condition.number)}{end}"
            f"{node}{predicate(RG.text)}{text(condition.text)}{end}"
        ) + self._recorded(node, passage, condition.offset, condition.end)

    def _rule(self, version: str, number: int, passage: Passage, rule: Retention) -> str:
        end = self._mentions.end
        node = iri(f"{version}/retention/{number}")
        durations = ((RG.retentionPeriod, rule.period), (RG.destroyWithin, rule.destroy_within))
        return (
            f"{iri(version)}{predicate(RG.hasRetentionRule)}{node}{end}{node}{A}{iri(RG.RetentionRule)}{end}"
            f"{node}{predicate(RG.text)}{text(rule.text)}{end}"
            + "".join(f"{node}{predicate(term)}{duration(value)}{end}" for term, value in durations if value)
            + self._recorded(node, passage, rule.offset, rule.end)
        )

    def _recorded(self, node: str, passage: Passage, offset: int, end_offset: int) -> str:
        ids, end = self._mentions.ids, self._mentions.end
        return "".join(
            f"{node}{RECORDED_IN}{iri(ids.record(path))}{end}" for path in passage.records_of(offset, end_offset)
        )

    def _changes(self, known: _Known, passage: Passage, recipient: str | None) -> str:
        """State that predecessors the prose names became the recipient: without a date, since none is printed."""
        if recipient is None:
            return ""
        ids, end = self._mentions.ids, self._mentions.end
        lines = []
        for statement in known.prose.predecessors:
            for name in statement.names:
                before = self._mentions.organisation(name)
                change = iri(ids.hashed("change", before, recipient))
                lines.append(
                    f"{change}{A}{iri(RG.OrganisationChange)}{end}"
                    f"{change}{predicate(ORG.originalOrganization)}{before}{end}"
                    f"{change}{predicate(ORG.resultingOrganization)}{recipient}{end}"
                    f"{change}{predicate(RG.evidence)}{known.term}{end}"
                    f"{change}{predicate(RG.text)}{text(statement.text)}{end}"
                    + self._recorded(change, passage, statement.offset, statement.end)
                )
        return "".join(lines)

    def _describe(self, words: str) -> tuple[_Known, str]:
        prose = read_once(words)
        mentions, end = self._mentions, self._mentions.end
        address = mentions.ids.text(words)
        subject = iri(address)
        lines = [f"{subject}{A}{iri(RG.Narrative)}{end}{subject}{predicate(RG.text)}{text(words)}{end}"]
        for heading in prose.headings:
            node = iri(f"{address}/section/{heading.offset}")
            lines.append(
                f"{node}{A}{iri(RG.NarrativeSection)}{end}{node}{predicate(RG.sectionOf)}{subject}{end}"
                f"{node}{predicate(RG.heading)}{text(heading.text)}{end}"
                f"{node}{predicate(RG.offset)}{integer(heading.offset)}{end}"
                f"{node}{predicate(RG.endOffset)}{integer(heading.end)}{end}"
                f"{node}{predicate(RG.ordinal)}{integer(heading.ordinal)}{end}"
            )
        for citation in prose.citations:
            node = iri(f"{address}/citation/{citation.offset}")
            lines.append(f"{node}{IN_TEXT}{subject}{end}" + citation_triples(address, citation, mentions))
        lines.extend(self._quotation(address, quotation) for quotation in prose.quotations)
        cited = dict.fromkeys(
            citation.target for citation in prose.citations if citation.target and citation.role == Role.PROSE
        )
        known = _Known(subject, prose, tuple(mentions.law_term(target) for target in cited))
        self._known[words] = known
        return known, "".join(lines)

    def _quotation(self, address: str, quotation: Quotation) -> str:
        subject = iri(f"{address}/quotation/{quotation.offset}")
        facts = [
            (A, iri(RG.Quotation)),
            (IN_TEXT, iri(address)),
            (predicate(RG.offset), integer(quotation.offset)),
            (predicate(RG.ordinal), integer(quotation.ordinal)),
        ]
        if quotation.target:
            facts.append((predicate(RG.quotes), self._mentions.law_term(quotation.target)))
        if quotation.heading:
            facts.append((predicate(RG.quotedHeading), text(quotation.heading)))
        if quotation.text:
            facts.append((predicate(RG.quotedText), text(quotation.text)))
        if quotation.parent is not None:
            facts.append((predicate(RG.partOfQuotation), iri(f"{address}/quotation/{quotation.parent}")))
        return state(subject, facts, self._mentions.end)
