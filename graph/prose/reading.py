"""The structure inside a narrative: sub-headings, quoted statute, conditions, retention, predecessors, processors, law.

A narrative is a workbook cell, or the non-blank lines of a page's section joined by line feeds. Offsets are code
points into it.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from releasegraph.graph.law.citations import Citation, Field, Reading, read_citations
from releasegraph.graph.prose.conditions import Condition, may_hold_conditions, read_conditions
from releasegraph.graph.prose.headings import Heading, read_headings
from releasegraph.graph.prose.lines import Line, read_lines
from releasegraph.graph.prose.official_headings import check_heading
from releasegraph.graph.prose.predecessors import Predecessors, may_hold_predecessors, read_predecessors
from releasegraph.graph.prose.processors import Processor, may_hold_processors, read_processors
from releasegraph.graph.prose.quotations import Quotation, build_quotations
from releasegraph.graph.prose.quoted_provisions import QuotedHeading, QuotedProvision, find_quoted, may_hold_quotations
from releasegraph.graph.prose.retention import Retention, may_hold_retention, read_retention
from releasegraph.graph.records import Problem

__all__ = ["Condition", "Heading", "Predecessors", "Processor", "Prose", "Quotation", "Retention", "read_prose"]

_PROVISION = re.compile(r"/(?:section|regulation|article)/\w")


@dataclass(frozen=True, slots=True)
class Prose:
    """What one narrative holds, each kind in the order of the text."""

    headings: tuple[Heading, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    conditions: tuple[Condition, ...] = ()
    retention: tuple[Retention, ...] = ()
    predecessors: tuple[Predecessors, ...] = ()
    processors: tuple[Processor, ...] = ()
    citations: tuple[Citation, ...] = ()
    problems: tuple[tuple[int, Problem], ...] = ()
    """An offset, and what is wrong there."""


def read_prose(text: str) -> Prose:
    """Read the structure of a narrative. Pure, never raises; cheap for a text that holds none of it."""
    printed = text.splitlines()
    capitals = any(map(str.isupper, printed))
    quotes = may_hold_quotations(printed)
    conditions = may_hold_conditions(text)
    retention = may_hold_retention(text)
    predecessors = may_hold_predecessors(text)
    processors = may_hold_processors(text)
    if not (capitals or quotes or conditions or retention or predecessors or processors):
        return _read_law(text, Prose(), [], [])
    lines = read_lines(text)
    before = read_predecessors(text, lines) if predecessors else ()
    named = read_processors(lines) if processors else ()
    headings = read_headings(text, lines, _listed(lines, before, named)) if capitals else ()
    starts = frozenset(heading.offset for heading in headings)
    found = Prose(
        headings=headings,
        conditions=read_conditions(text, lines, starts) if conditions else (),
        retention=read_retention(text, lines) if retention else (),
        predecessors=before,
        processors=named,
    )
    quoted, titled = find_quoted(lines, starts) if quotes else ([], [])
    return _read_law(text, found, quoted, titled)


def _listed(
    lines: Sequence[Line], predecessors: Sequence[Predecessors], processors: Sequence[Processor]
) -> frozenset[int]:
    """Give the offsets of the lines that list bodies: no headings, however they are printed."""
    spans = [(found.offset, found.end) for found in predecessors]
    names = {processor.end for processor in processors}
    return frozenset(
        line.offset for line in lines if line.end in names or any(offset < line.offset < end for offset, end in spans)
    )


def _read_law(text: str, found: Prose, quoted: Sequence[QuotedProvision], titled: Sequence[QuotedHeading]) -> Prose:
    """Read the citations, each quoted provision's words set apart; a heading that names no known law quotes nothing.

    A heading with an official title is kept as quoted without its target: the words are a provision's, whichever
    instrument the text leaves out.
    """
    spans = [provision.body for provision in quoted]
    reading = read_citations(text, Field.PROSE, quoted=spans)
    targets = _heading_targets(reading, [provision.heading for provision in quoted])
    kept = [
        (provision, target)
        for provision, target in zip(quoted, targets, strict=True)
        if target is not None or provision.is_official
    ]
    if len(kept) < len(quoted):
        reading = read_citations(text, Field.PROSE, quoted=[provision.body for provision, _ in kept])
    problems = [(citation.offset, citation.problem) for citation in reading.citations if citation.problem is not None]
    for heading, target in zip(titled, _heading_targets(reading, titled), strict=True):
        problem = check_heading(target, heading.title) if target is not None else None
        if problem is not None:
            problems.append((heading.line.offset, problem))
    return replace(
        found,
        quotations=build_quotations(kept),
        citations=reading.citations,
        problems=tuple(sorted(problems, key=lambda located: located[0])),
    )


def _heading_targets(reading: Reading, headings: Sequence[QuotedHeading]) -> list[str | None]:
    """Give the provision each heading names, in the order of the text; None where the law is not known."""
    if not headings:
        return []
    by_offset = sorted((c.offset, c.target) for c in reading.citations if c.target is not None and "/" in c.target)
    starts = [offset for offset, _ in by_offset]
    targets: list[str | None] = []
    for heading in headings:
        first = bisect_left(starts, heading.line.offset)
        named = first < len(starts) and starts[first] < heading.number_end
        target = by_offset[first][1] if named else None
        targets.append(target if target is not None and _PROVISION.search(target) else None)
    return targets
