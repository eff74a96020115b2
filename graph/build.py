"""The build: sources, records, triples, store, swapped in at the end."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from releasegraph.graph.assembly import Assembly, Progress
from releasegraph.graph.authorship import Publisher
from releasegraph.graph.catalogue.catalogue import catalogue_lines
from releasegraph.graph.catalogue.described import described_by, untitled
from releasegraph.graph.counts import count_graph
from releasegraph.graph.digests import Digests
from releasegraph.graph.dumping.writing import dumping
from releasegraph.graph.editions import plan_editions
from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.errors import IssuesFoundError
from releasegraph.graph.feed.pages import write_feed
from releasegraph.graph.generations import Manifest, building, generation_before, swap
from releasegraph.graph.history import write_history
from releasegraph.graph.identifiers import DEFAULT_BASE, Identifiers
from releasegraph.graph.loading import load_blocks, without_cycle_collection
from releasegraph.graph.partitions import Partitions, count_partitions
from releasegraph.graph.records import Edition, Issue
from releasegraph.graph.relating import NOTED
from releasegraph.graph.relations import write_relations
from releasegraph.graph.search.folder import write_search
from releasegraph.graph.search.notes import Notes
from releasegraph.graph.software import BUILDING, software_digest
from releasegraph.graph.sources.discovery import discover
from releasegraph.graph.summaries import Summaries, summarise, write_summaries
from releasegraph.graph.term_digests import write_term_digests
from releasegraph.graph.validating.keeping import validated

__all__ = ["Outcome", "build"]

_MOST_TOLD = 10
"""Rows of one kind told one by one."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build made."""

    generation: str
    manifest: Manifest
    notices: Sequence[str]
    """What a user should know: sources read once, captures without an order, rows the catalogue lacks a title for."""
    findings: Mapping[str, int] | None = None
    """What validation found, by severity; None where the build left it out."""


def build(
    paths: Iterable[Path],
    store: Path,
    *,
    base: str = DEFAULT_BASE,
    edition: str | None = None,
    strict: bool = False,
    validate: bool = True,
    progress: Progress = lambda _doing, _done, _total: None,
    now: datetime | None = None,
    publisher: Publisher | None = None,
) -> Outcome:
    """Build the graph of some sources into a store folder, and swap it in; `now` is the time it is published, if given.

    Unless told not to, it also validates what it built, whatever comes of that: the report is kept in the store.
    Raises SourceError for a source that cannot be used, IssuesFoundError where `strict` met an issue, StoreError where
    the store cannot be written; then whatever the folder held before still stands.
    """
    plan = plan_editions(discover(paths), edition)
    assembly = Assembly(plan, Identifiers(base), progress)
    with building(store) as workplace, dumping(workplace, base) as dumps:
        engine = EmbeddedStore.create(workplace / "engine")
        notes, digests = Notes(NOTED), Digests(base)
        load_blocks(digests.passing(notes.passing(assembly.lines())), engine, dumps.keep)
        if strict and assembly.issues:
            raise IssuesFoundError(len(assembly.issues), _issue_line(assembly.issues[0], assembly.editions))
        progress("Finishing the store", 0, 1)
        dumps.begin()
        workbooks = [one.name for one in assembly.editions if one.kind == "workbook"]
        counts, summaries, partitions = _finished(engine, workbooks, notes, base, workplace)
        said = digests.of(notes.graphs[""])
        before = generation_before(store)
        report = None
        if validate:
            progress("Validating", 0, 1)
            names, old = [one.name for one in assembly.editions], None if before is None else before.folder
            report, lines = validated(engine, workplace, base, old, names, workbooks)
            load_blocks(lines, engine)
        moment = (now or datetime.now(UTC)).astimezone(UTC)
        history = write_history(said, moment, base, before, workplace)
        write_term_digests(digests.terms.of(), workplace)
        write_feed(history, engine, before, workplace)
        manifest = Manifest(
            base=base,
            editions=tuple(
                {"name": one.name, "kind": one.kind, "file": one.source_file, "sha256": one.sha256}
                for one in assembly.editions
            ),
            counts=counts,
            issues=dict(sorted(Counter(issue.problem.kind for issue in assembly.issues).items())),
            publisher=publisher or Publisher(),
            dumps=dumps.written(),
            software=software_digest(*BUILDING),
        )
        described = described_by(engine, workplace, manifest, history, moment, before)
        load_blocks([catalogue_lines(manifest, engine.named_graphs(), partitions, described)], engine)
        write_summaries(summaries, workplace)
        engine.close()
        generation = swap(store, workplace, manifest)
    notices = (*assembly.notices, *_untitled(assembly))
    return Outcome(generation, manifest, notices, None if report is None else report.counts)


def _finished(
    engine: EmbeddedStore, workbooks: Iterable[str], notes: Notes, base: str, workplace: Path
) -> tuple[dict[str, int], Summaries, Partitions]:
    """Finish the store, and meanwhile index and count its graph: this waits on the disk, those on a processor."""
    with without_cycle_collection(), ThreadPoolExecutor(max_workers=2, thread_name_prefix="finish") as finisher:
        finishing = finisher.submit(engine.finish)
        indexing = finisher.submit(write_search, notes, base, workplace)
        write_relations(notes.graphs[""], engine, workplace)
        partitions = count_partitions(engine)
        counts, summaries = count_graph(engine, partitions), summarise(engine, workbooks)
        finishing.result()
        indexing.result()
    return counts, summaries, partitions


def _untitled(assembly: Assembly) -> Iterator[str]:
    """Say which rows name a dataset by nothing it can be listed under, the first of them each by itself."""
    found = untitled(assembly.issues)
    for issue in found[:_MOST_TOLD]:
        yield f"{_issue_line(issue, assembly.editions)}; no dataset is in the catalogue for it"
    if len(found) > _MOST_TOLD:
        yield f"{len(found) - _MOST_TOLD:,} more datasets without a name are not in the catalogue"


def _issue_line(issue: Issue, editions: Iterable[Edition]) -> str:
    """Give `file: sheet row, column: what is wrong; expected what`."""
    name, where, place = issue.record.split("/", 2)
    file = next(edition.source_file for edition in editions if edition.name == name)
    record = f"lines {place}" if where == "lines" else f"sheet {where} row {place}"
    column = f", {issue.column}" if issue.column else ""
    problem = issue.problem
    return f"{file}: {record}{column}: {problem.kind} {problem.printed!r}; expected {problem.expected}"
