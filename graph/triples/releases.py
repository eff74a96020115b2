"""Releases of a workbook: each file released under a version."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator

from releasegraph.graph.cells import Month, read_month
from releasegraph.graph.fields import columns
from releasegraph.graph.identifiers import segment
from releasegraph.graph.records import Cell, Problem, ReleaseRow
from releasegraph.graph.triples.lines import A, iri, month_lines, predicate, text
from releasegraph.graph.triples.mentions import Mentions
from releasegraph.graph.triples.sources import RECORDED_IN, RowTriples
from releasegraph.graph.triples.versions import printed
from releasegraph.graph.vocabulary import RG

__all__ = ["ReleaseTriples"]

_COLUMN = columns("DataReleases")
_KIND = f"{A}{iri(RG.Release)}"
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
        self._months: dict[Cell, Callable[[str], str] | Problem | None] = {}
        self._datasets: dict[Cell, tuple[str, str]] = {}
        self._not_stated = mentions.concept("opt-outs", "not-stated")

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
        version_iri, listed = self._version_of(str(row.reference))
        version = f"<{version_iri}>"
        records = "".join(f"{subject}{RECORDED_IN}{self._rows.term(one.row)}{end}" for one in rows)
        return (
            f"{subject}{_KIND}{end}{version}{_HAS_RELEASE}{subject}{end}{subject}{_UNDER_VERSION}{version}{end}"
            f"{subject}{_FILE_REFERENCE}{text(file_reference)}{end}"
            f"{subject}{_OPT_OUTS}{self._opt_outs_term(row)}{end}{records}"
            f"{self._dataset_lines(subject, row, listed)}{self._month_lines(subject, row)}"
        )

    def _dataset_lines(self, subject: str, row: ReleaseRow, listed: Collection[str] | None) -> str:
        if row.dataset is None:
            self._note(row, "dataset", Problem("blank-name", "", "the name of a dataset"))
            return ""
        name, end = str(row.dataset), self._mentions.end
        dataset = self._mentions.dataset(name)
        known = self._datasets.get(row.dataset)
        if known is None:
            known = (f"{_DATASET}{dataset}{end}", f"{_DATASET_TEXT}{text(name)}{end}")
            self._datasets[row.dataset] = known
        if listed is not None and dataset not in listed:
            self._note(row, "dataset", Problem("unlisted-dataset", name, "a dataset its rows of Datasets list"))
        return f"{subject}{known[0]}{subject}{known[1]}"

    def _month_lines(self, subject: str, row: ReleaseRow) -> str:
        cell = row.release_month
        if cell not in self._months:
            found = read_month(cell)
            self._months[cell] = self._month_writer(found) if isinstance(found, Month) else found
        month = self._months[cell]
        if callable(month):
            return month(subject)
        self._note(
            row, "release_month", month or Problem("missing-field", "", "the month the file was released", "info")
        )
        return ""

    def _month_writer(self, month: Month) -> Callable[[str], str]:
        first, start, finish = month_lines("", RG.releaseMonth, month, self._mentions.end).splitlines(keepends=True)
        return lambda subject: f"{subject}{first}{subject}{start}{subject}{finish}"

    def _opt_outs_term(self, row: ReleaseRow) -> str:
        if row.opt_outs is None:
            return self._not_stated
        return self._mentions.value("opt-outs", str(row.opt_outs), f"{self._rows.path}/{row.row}", _COLUMN["opt_outs"])

    def _note(self, row: ReleaseRow, name: str, problem: Problem) -> None:
        self._mentions.note([problem], f"{self._rows.path}/{row.row}", _COLUMN[name])
