"""Where findings stand in RDF files: the file, and the line where a line is a triple."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from rdflib import BNode, Graph, URIRef
from rdflib.term import Node

from releasegraph.graph.validating.places import Place
from releasegraph.graph.validating.report import Finding, Report

__all__ = ["placed_in_files"]

_LINED = frozenset((".nt", ".nq"))
"""Formats with a triple or quad a line (N-Triples, section 2; N-Quads, section 2)."""


def placed_in_files(report: Report, graphs: Mapping[Path, Graph]) -> Report:
    """Give each finding that has no place the files that speak of its focus node, given each file's own graph."""
    missing = [finding for finding in report.findings if not finding.places]
    lines = {file: _Lines(file, missing) for file in graphs if file.suffix.casefold() in _LINED}
    findings = (
        finding if finding.places else replace(finding, places=tuple(_places(finding, graphs, lines)))
        for finding in report.findings
    )
    return replace(report, findings=tuple(findings))


def _places(finding: Finding, graphs: Mapping[Path, Graph], lines: "Mapping[Path, _Lines]") -> Iterator[Place]:
    focus: Node = BNode(finding.focus_node[2:]) if finding.focus_node.startswith("_:") else URIRef(finding.focus_node)
    speaking: Sequence[Path] = [file for file, graph in graphs.items() if (focus, None, None) in graph]
    for file in speaking or [file for file, graph in graphs.items() if (None, None, focus) in graph]:
        line = lines[file].of(finding) if file in lines else None
        yield Place(file.as_posix(), first_line=line, last_line=line)


class _Lines:
    """The lines of one file that speak of the focus nodes of some findings."""

    def __init__(self, file: Path, findings: Iterable[Finding]) -> None:
        wanted = {f"<{finding.focus_node}>" for finding in findings}
        self._first: dict[tuple[str, str], int] = {}
        with file.open(encoding="utf-8", errors="replace", newline="\n") as text:
            for number, line in enumerate(text, 1):
                subject, _, rest = line.strip().partition(" ")
                if subject in wanted:
                    predicate = rest.lstrip().partition(" ")[0]
                    self._first.setdefault((subject, predicate), number)
                    self._first.setdefault((subject, ""), number)

    def of(self, finding: Finding) -> int | None:
        """Give the first line that has the finding's focus node and path, or its focus node."""
        subject = f"<{finding.focus_node}>"
        return self._first.get((subject, f"<{finding.path}>"), self._first.get((subject, "")))
