"""Releases of a workbook: each file released under a version."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from releasegraph.graph.cells import Month, read_month, read_opt_outs
from releasegraph.graph.fields import columns
from releasegraph.graph.identifiers import segment
from releasegraph.graph.names import name_problems
from releasegraph.graph.records import Cell, Problem, ReleaseRow
from releasegraph.graph.triples.lines import A, about, iri, month_tails, predicate, text
from releasegraph.graph.triples.mentions import Mentions
from releasegraph.graph.triples.sources import RECORDED_IN, RowTriples
from releasegraph.graph.triples.versions import printed
from releasegraph.graph.vocabulary import RG

__all__ = ["ReleaseTriples"]

_COLUMN = columns("DataReleases")
_HAS_RELEASE = predicate(RG.hasRelease)
_UNDER_VERSION = predicate(RG.underVersion)
_FILE_REFERENCE = predicate(RG.fileReference)
_DATASET = predicate(RG.dataset)
_DATASET_TEXT = predicate(RG.datasetText)
_OPT_OUTS = predicate(RG.optOutsApplied)

VersionOf = Callable[[str], tuple[str, Collection[str] | None]]
"""From a printed reference: the version's IRI, and the terms of the datasets it lists (None for a stub)."""


class ReleaseTriples:
    """Writes the releases of one edition into one graph."""

    def __init__(self, rows: RowTriples, version_of: VersionOf, mentions: Mentions) -> None:
        self._rows = rows
        self._version_of = version_of
        self._mentions = mentions
        self._kind = f"{A}{iri(RG.Release)}{mentions.end}"
        self._known: dict[str, dict[Cell, _Said]] = {name: {} for name in _READERS}

    def write(self, rows: Iterable[ReleaseRow]) -> Iterator[str]:
        """Describe the releases: rows of one file reference that say the same are one release with several records."""
        by_file: defaultdict[str, list[ReleaseRow]] = defaultdict(list)
        for row in rows:
            if row.file_reference is None:
                self._note(row, "file_reference", Problem("missing-file-reference", "", "the file's reference"))
            elif row.reference is None:
                self._note(row, "reference", Problem("missing-reference", "", "the agreement's reference"))
            else:
                by_file[str(row.file_reference)].append(row)
        for file_reference, same_file in by_file.items():
            if segment(file_reference) != file_reference:
                problem = Problem("illegal-character", file_reference, "letters, digits and . _ ~ - only", "info")
                self._note(same_file[0], "file_reference", problem)
            if len(same_file) == 1:
                yield self._release(self._mentions.ids.release(file_reference), file_reference, same_file)
            else:
                yield from self._repeated(file_reference, same_file)

    def _repeated(self, file_reference: str, rows: list[ReleaseRow]) -> Iterator[str]:
        variants: dict[tuple[str, ...], list[ReleaseRow]] = {}
        for row in rows:
            said = tuple(printed(cell) or "" for cell in (row.reference, row.dataset, row.release_month, row.opt_outs))
            same = variants.setdefault(said, [])
            if same:
                problem = Problem("repeated-row", file_reference, f"a row unlike row {same[0].row}", "info")
                self._note(row, "file_reference", problem)
            same.append(row)
        address = self._mentions.ids.release(file_reference)
        for number, said in enumerate(sorted(variants), 1):
            if number > 1:
                problem = Problem("repeated-file-reference", file_reference, "a reference that names one file")
                self._note(variants[said][0], "file_reference", problem)
            yield self._release(f"{address}/{number}" if number > 1 else address, file_reference, variants[said])

    def _release(self, address: str, file_reference: str, rows: list[ReleaseRow]) -> str:
        row, end = rows[0], self._mentions.end
        subject = f"<{address}>"
        version, listed = self._version_of(str(row.reference))
        tails = [
            self._kind,
            f"{_UNDER_VERSION}<{version}>{end}",
            f"{_FILE_REFERENCE}{text(file_reference)}{end}",
            *(f"{RECORDED_IN}{self._rows.term(one.row)}{end}" for one in rows),
            *self._said(row, "dataset", row.dataset),
            *self._said(row, "release_month", row.release_month),
            *self._said(row, "opt_outs", row.opt_outs),
        ]
        dataset = None if row.dataset is None else self._mentions.dataset(str(row.dataset))
        if dataset and listed is not None and dataset not in listed:
            problem = Problem("unlisted-dataset", str(row.dataset), "a dataset its rows of Datasets list")
            self._note(row, "dataset", problem)
        return f"<{version}>{_HAS_RELEASE}{subject}{end}{about(subject, tails)}"

    def _said(self, row: ReleaseRow, name: str, cell: Cell) -> tuple[str, ...]:
        """Give what a cell says, read once for all cells of the column that print the same; note what is wrong."""
        known = self._known[name].get(cell)
        if known is None:
            known = self._known[name][cell] = _READERS[name](cell, self._mentions)
        for problem in known[1]:
            self._note(row, name, problem)
        return known[0]

    def _note(self, row: ReleaseRow, name: str, problem: Problem) -> None:
        self._mentions.note([problem], f"{self._rows.path}/{row.row}", _COLUMN[name])


_Said = tuple[tuple[str, ...], tuple[Problem, ...]]
"""The tails of the lines a cell gives a release, and what is wrong with it."""


def _dataset(cell: Cell, mentions: Mentions) -> _Said:
    if cell is None:
        return (), (Problem("blank-name", "", "the name of a dataset"),)
    name, end = str(cell), mentions.end
    return (f"{_DATASET}{mentions.dataset(name)}{end}", f"{_DATASET_TEXT}{text(name)}{end}"), name_problems(name)


def _release_month(cell: Cell, mentions: Mentions) -> _Said:
    month = read_month(cell)
    if isinstance(month, Month):
        return month_tails(RG.releaseMonth, month, mentions.end), ()
    return (), (month or Problem("missing-field", "", "the month the file was released", "info"),)


def _opt_outs(cell: Cell, mentions: Mentions) -> _Said:
    if cell is None:
        return (f"{_OPT_OUTS}{mentions.concept('opt-outs', 'not-stated')}{mentions.end}",), ()
    found = read_opt_outs(str(cell))
    code, problems = ("not-stated", (found,)) if isinstance(found, Problem) else (found, ())
    return (f"{_OPT_OUTS}{mentions.concept('opt-outs', code)}{mentions.end}",), problems


_READERS: Mapping[str, Callable[[Cell, Mentions], _Said]] = {
    "dataset": _dataset,
    "release_month": _release_month,
    "opt_outs": _opt_outs,
}
