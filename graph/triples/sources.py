"""Editions, source records and issues: where each fact comes from, and what could not be used."""

from collections import Counter
from collections.abc import Iterable, Iterator

from releasegraph.graph.authorship import OGL, PAGE_AUTHOR, PUBLISHER
from releasegraph.graph.cells import clean_text
from releasegraph.graph.identifiers import slug
from releasegraph.graph.records import Block, Edition, Issue
from releasegraph.graph.triples.lines import A, integer, iri, predicate, state, text
from releasegraph.graph.triples.mentions import Mentions
from releasegraph.graph.vocabulary import DCT, RDFS, RG

__all__ = [
    "RECORDED_IN",
    "RowTriples",
    "block_path",
    "block_triples",
    "edition_triples",
    "issue_triples",
]

IN_EDITION = predicate(RG.inEdition)
RECORDED_IN = predicate(RG.recordedIn)
_SHEET = predicate(RG.sheet)
_ROW = predicate(RG.row)
_LABEL = predicate(RDFS.label)
_SOURCE_RECORD = iri(RG.SourceRecord)


def edition_triples(edition: Edition, mentions: Mentions, layout: str | None = None) -> str:
    """Describe an edition: the register's licence covers a workbook; a page's words carry their author and none."""
    subject = iri(mentions.ids.edition(edition.name))
    end = mentions.end
    label = f"Register of {edition.name}" if edition.kind == "workbook" else f"Page {clean_text(edition.source_file)}"
    facts = [
        (A, iri(RG.RegisterEdition)),
        (_LABEL, text(label)),
        (predicate(RG.editionKind), mentions.concept("edition-kind", edition.kind)),
        (predicate(RG.sourceFile), text(clean_text(edition.source_file))),
        (predicate(RG.sha256), text(edition.sha256)),
    ]
    if edition.kind == "workbook":
        facts.append((predicate(DCT.license), iri(OGL)))
        facts.append((predicate(DCT.publisher), mentions.organisation(PUBLISHER)))
    else:
        facts.append((predicate(DCT.creator), mentions.organisation(PAGE_AUTHOR)))
    if layout:
        facts.append((predicate(RG.layout), text(layout)))
    return state(subject, facts, end)


class RowTriples:
    """Writes the source records of one sheet of one edition."""

    def __init__(self, edition: Edition, sheet: str, mentions: Mentions) -> None:
        self.path = f"{edition.name}/{sheet}"
        self._mentions = mentions
        self._start = f"<{mentions.ids.record(self.path)}/"
        end = mentions.end
        self._kind = f"{A}{_SOURCE_RECORD}{end}"
        self._edition = f"{IN_EDITION}{iri(mentions.ids.edition(edition.name))}{end}"
        self._sheet = f"{_SHEET}{text(sheet)}{end}"
        self._row_end = f'"^^<http://www.w3.org/2001/XMLSchema#integer>{end}'

    def term(self, row: int) -> str:
        """Give a row's record."""
        return f"{self._start}{row}>"

    def write(self, row: int, extra: tuple[tuple[str, str], ...] = ()) -> str:
        """Describe a row's record, with the cells of columns the register does not define."""
        subject = f"{self._start}{row}>"
        return (
            f'{subject}{self._kind}{subject}{self._edition}{subject}{self._sheet}{subject}{_ROW}"{row}{self._row_end}'
        ) + (extra_cells(self._mentions, f"{self.path}/{row}", extra) if extra else "")


def extra_cells(mentions: Mentions, record: str, cells: Iterable[tuple[str, str]]) -> str:
    """Keep the cells of a row that stand in columns the register does not define."""
    subject = iri(mentions.ids.record(record))
    end = mentions.end
    lines = []
    slugs: Counter[str] = Counter()
    for column, cell_text in cells:
        name = slug(column)
        slugs[name] += 1
        cell = iri(mentions.ids.record(f"{record}/cell/{name}" + (f"/{slugs[name]}" if slugs[name] > 1 else "")))
        lines.append(
            f"{subject}{predicate(RG.hasExtraCell)}{cell}{end}{cell}{A}{iri(RG.ExtraCell)}{end}"
            f"{cell}{predicate(RG.column)}{text(column)}{end}{cell}{predicate(RG.cellText)}{text(cell_text)}{end}"
        )
    return "".join(lines)


def block_path(edition: Edition, block: Block) -> str:
    """Give the path of the source record of a page's block."""
    return f"{edition.name}/lines/{block.first}-{block.last}"


def block_triples(edition: Edition, blocks: Iterable[Block], mentions: Mentions) -> Iterator[str]:
    """Describe the blocks of a page with their exact text: in order of lines they are the page."""
    end = mentions.end
    in_edition = f"{IN_EDITION}{iri(mentions.ids.edition(edition.name))}{end}"
    for block in blocks:
        subject = iri(mentions.ids.record(block_path(edition, block)))
        yield (
            f"{subject}{A}{_SOURCE_RECORD}{end}{subject}{in_edition}"
            f"{subject}{predicate(RG.firstLine)}{integer(block.first)}{end}"
            f"{subject}{predicate(RG.lastLine)}{integer(block.last)}{end}"
            f"{subject}{predicate(RG.text)}{text(block.text)}{end}"
        )


def issue_triples(issues: Iterable[Issue], mentions: Mentions) -> Iterator[str]:
    """Describe issues: what is wrong, where, what is printed there and what was expected."""
    ids, end = mentions.ids, mentions.end
    for issue in issues:
        problem = issue.problem
        subject = iri(ids.hashed("issue", issue.record, issue.column, problem.kind, problem.printed, problem.expected))
        facts = [
            (A, iri(RG.Issue)),
            (predicate(RG.issueKind), mentions.concept("issue-kind", problem.kind)),
            (predicate(RG.severity), mentions.concept("severity", problem.severity)),
            (predicate(RG.inRecord), iri(ids.record(issue.record))),
            (IN_EDITION, iri(ids.edition(issue.record.partition("/")[0]))),
            (predicate(RG.expected), text(problem.expected)),
        ]
        if issue.column:
            facts.append((predicate(RG.column), text(issue.column)))
        if problem.printed:
            facts.append((predicate(RG.printedValue), text(problem.printed)))
        yield state(subject, facts, end)
