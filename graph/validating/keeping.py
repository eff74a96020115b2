"""Keeping what a validation found: in rows beside the graph, and in a graph of its own."""

import contextlib
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from releasegraph.graph.errors import StoreError
from releasegraph.graph.generations import REPORT, Generation, building
from releasegraph.graph.identifiers import Identifiers
from releasegraph.graph.loading import without_cycle_collection
from releasegraph.graph.store import GraphStore
from releasegraph.graph.validating.engines import validate_store
from releasegraph.graph.validating.kept import Kept, kept_report, write_kept
from releasegraph.graph.validating.quality import quality_lines
from releasegraph.graph.validating.report import Report
from releasegraph.graph.validating.restating import restate
from releasegraph.graph.validating.shapes import load_shapes
from releasegraph.graph.validating.superseded import tallies_of
from releasegraph.graph.validating.tallies import Tally, carried, tally
from releasegraph.graph.validating.written import in_graph, report_lines

__all__ = ["keep", "validated"]

_RECENT = 12
"""Workbooks counted, the newest: a year of them, and a validation each where they are new."""


def _tallies_after(
    report: Report, before: Kept | None, editions: Collection[str], workbooks: Collection[str]
) -> tuple[Tally, ...]:
    """Count a report by edition and rule, with what the report before counted of others."""
    return carried(() if before is None else before.tallies(), tally(report, workbooks), editions)


def keep(report: Report, generation: Generation) -> None:
    """Keep a report of a generation's graph in place of the one it has, in rows and in the graph of the validation.

    Where it says the same, nothing is done. Where not, a further generation has it, swapped in whole, so that a kill
    loses nothing. Raises StoreError where that cannot be written, or a build of the store runs.
    """
    base = generation.base
    editions = [one["name"] for one in generation.manifest.editions]
    workbooks = [one["name"] for one in generation.manifest.editions if one["kind"] == "workbook"]
    before, store = _readable(generation.folder), generation.folder.parent
    tallies = _tallies_after(report, before, editions, workbooks)
    with building(store) as workplace:
        write_kept(workplace / REPORT, report, tallies, base)
        now = kept_report(workplace)
        if now is not None and (before is None or now.digest != before.digest):
            graph = Identifiers(base).graph("validation")
            stated = None if before is None else _quads(before.lines(), before.tallies(), base)
            try:
                restate(generation, workplace, graph, stated, _quads(now.lines(), tallies, base))
            except OSError as error:
                raise StoreError(f"{store}: the validation report cannot be kept: {error}") from None


def _readable(folder: Path) -> Kept | None:
    """Open the report in a folder; None where there is none that can be read: it is about to be replaced."""
    with contextlib.suppress(StoreError, sqlite3.Error):
        kept = kept_report(folder)
        return None if kept is None or not kept.digest else kept
    return None


def _quads(report: Iterable[str], tallies: Iterable[Tally], base: str) -> Iterator[str]:
    """Give what the graph of a validation states, as runs of lines of N-Quads."""
    return in_graph(chain(report, quality_lines(tallies, base)), Identifiers(base).graph("validation"))


def validated(
    store: GraphStore,
    folder: Path,
    base: str,
    before: Path | None,
    editions: Collection[str],
    workbooks: Sequence[str],
) -> tuple[Report, Iterator[str]]:
    """Validate the store of a build and keep the report in its folder; give also the lines of the validation's graph.

    Of the last dozen workbooks, those that no report counted yet are counted too, so that there is a trend. Raises
    StoreError where the report cannot be kept.
    """
    with without_cycle_collection():
        report = validate_store(store, load_shapes())
        tallies = _tallies_after(report, None if before is None else _readable(before), editions, workbooks)
        counted = {one.edition for one in tallies}
        uncounted = [name for name in sorted(workbooks)[-_RECENT:] if name not in counted]
        tallies = tuple(sorted((*tallies, *tallies_of(uncounted, store, base, folder))))
    write_kept(folder / REPORT, report, tallies, base)
    return report, _quads(report_lines(report, base), tallies, base)
