"""A view of the findings as RDF, written while it is read: the whole report, or the results of a view."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from releasegraph.graph.engine import rewrite_lines
from releasegraph.graph.formats import Format
from releasegraph.graph.identifiers import Identifiers
from releasegraph.graph.json_ld.entities import DOCUMENT_END, document_start, entity_json
from releasegraph.graph.validating.kept import Kept
from releasegraph.graph.validating.quality import quality_lines
from releasegraph.graph.vocabulary import PREFIXES

__all__ = ["write_report"]


def write_report(kept: Kept, ids: Iterable[int] | None, form: Format, out: BinaryIO) -> None:
    """Write the results of these numbers; or with None the whole report, and what it says of editions' quality."""
    lines = _lines(kept, ids)
    if form.name == "jsonld":
        _write_json_ld(lines, kept.base, out)
    else:
        rewrite_lines(lines, form, PREFIXES, out)


def _lines(kept: Kept, ids: Iterable[int] | None) -> Iterator[str]:
    yield from kept.lines(ids)
    if ids is None:
        yield from quality_lines(kept.tallies(), kept.base)


def _write_json_ld(lines: Iterable[str], base: str, out: BinaryIO) -> None:
    """Write a node at a time; the report's own comes last, since every result is stated of it too."""
    out.write(document_start().encode())
    report, of_report = f"<{Identifiers(base).graph('validation')}>", []
    for subject, pairs in _subjects(lines):
        if subject == report:
            of_report += pairs
        else:
            out.write(f"{entity_json(subject, sorted(set(pairs)))},\n".encode())
    out.write(entity_json(report, sorted(set(of_report))).encode())
    out.write(DOCUMENT_END.encode())


def _subjects(lines: Iterable[str]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Gather N-Triples by subject, those that come one after another."""
    last, pairs = "", list[tuple[str, str]]()
    for run in lines:
        for line in run.rstrip("\n").split("\n"):
            subject, predicate, rest = line.split(" ", 2)
            if subject != last and pairs:
                yield last, pairs
                pairs = []
            last = subject
            pairs.append((predicate, rest.removesuffix(" .")))
    if pairs:
        yield last, pairs
