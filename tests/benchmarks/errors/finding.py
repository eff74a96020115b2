"""What a build finds and keeps, as marks that compare between two builds."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from releasegraph.graph.build import build
from releasegraph.graph.generations import open_store
from releasegraph.graph.store import GraphStore, rows_of
from releasegraph.graph.validating.kept import Kept, kept_report
from releasegraph.graph.validating.shapes import SHAPES
from releasegraph.graph.vocabulary import RG

from .planting import Mark, Planted

__all__ = ["Verdict", "judge", "marks_of"]

_ISSUES = f"""
SELECT ?kind ?file ?sheet ?row ?first ?last ?column WHERE {{
  ?issue <{RG.issueKind}> ?kind ; <{RG.inRecord}> ?record .
  ?record <{RG.inEdition}>/<{RG.sourceFile}> ?file .
  OPTIONAL {{ ?issue <{RG.column}> ?column }}
  OPTIONAL {{ ?record <{RG.sheet}> ?sheet ; <{RG.row}> ?row }}
  OPTIONAL {{ ?record <{RG.firstLine}> ?first ; <{RG.lastLine}> ?last }}
}}
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How finding went."""

    planted: Counter[str]
    """Errors by kind."""
    missed: tuple[tuple[str, Mark], ...]
    """What was not found, with the kind of its error."""
    extra: tuple[Mark, ...]
    """What was found beside what was put in."""
    cured: tuple[Mark, ...]
    """What was found before the errors were put in, and no more after."""

    unsound: tuple[Mark, ...]
    """What was found of the sound agreements, each so close to what rules find."""

    @property
    def perfect(self) -> bool:
        """Tell whether all was found and nothing else."""
        return not (self.missed or self.extra or self.cured or self.unsound)


def judge(planted: Planted, folder: Path) -> Verdict:
    """Build both folders into stores under `folder`, and compare what is newly found with what was put in."""
    before, after = (marks_of(sources, folder / sources.name) for sources in (planted.sound, planted.spoilt))
    new = after - before
    missed: list[tuple[str, Mark]] = []
    for kind, marks in planted.expected:
        for mark in marks:
            if new[mark]:
                new[mark] -= 1
            else:
                missed.append((kind, mark))
    return Verdict(
        Counter(kind for kind, _ in planted.expected),
        tuple(missed),
        tuple(sorted((+new).elements())),
        tuple(sorted((before - after).elements())),
        tuple(sorted(mark for mark in before if (mark.file, mark.place) in planted.clean)),
    )


def marks_of(sources: Path, folder: Path) -> Counter[Mark]:
    """Build the sources and count the findings the build keeps, and the issues; a finding once for each place."""
    build([sources], folder)
    opened = open_store(folder)
    report = kept_report(opened.generation.folder)
    if report is None:
        raise FileNotFoundError(f"{folder}: the build kept no report")
    return Counter([*_findings(report), *_issues(opened.store)])


def _findings(report: Kept) -> Iterator[Mark]:
    for _, finding in report.findings():
        rule = finding.rule.iri.removeprefix(SHAPES)
        if not finding.places:
            yield Mark(rule, "", finding.focus_node, "")
        for place in finding.places:
            where = f"{place.sheet} row {place.row}" if place.sheet else f"lines {place.first_line}-{place.last_line}"
            yield Mark(rule, Path(place.file).name, where, place.column or "")


def _issues(store: GraphStore) -> Iterator[Mark]:
    for kind, file, sheet, row, first, last, column in rows_of(store, _ISSUES):
        where = f"{sheet} row {row}" if sheet else f"lines {first}-{last}"
        yield Mark(f"issue {kind.rpartition('/')[2]}", Path(file).name, where, column)
