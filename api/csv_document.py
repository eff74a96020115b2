"""A document as CSV (RFC 4180): a row for each statement, safe to open in a spreadsheet."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from rdflib.term import Identifier, Literal, URIRef

from releasegraph.api.description import Description, Incoming
from releasegraph.api.labels import Labels
from releasegraph.graph.vocabulary import RDFS, RG

__all__ = ["COLUMNS", "description_csv", "guarded"]

COLUMNS = (
    "subject",
    "predicate",
    "predicate_label",
    "object",
    "object_label",
    "datatype_or_language",
    "graph",
    "source_records",
    "source_places",
)
"""The header. A statement without a graph is of the current state; several source records have a space between them,
several places a semicolon."""

_RISKY = tuple("=+-@'\t\r\n\uff1d\uff0b\uff0d\uff20")
"""What a spreadsheet may take for the start of a formula (wide forms too), and the sign that guards against it."""
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)


def guarded(cell: str) -> str:
    """Put an apostrophe before a cell that a spreadsheet may run as a formula; drop it to have the value again.

    A cell that starts with `=`, `+`, `-`, `@`, a tab, a line's end or an apostrophe gets one, unless it is a number.
    """
    return f"'{cell}" if cell.startswith(_RISKY) and not _NUMBER.fullmatch(cell) else cell


def description_csv(description: Description, labels: Labels) -> bytes:
    """Write a description as UTF-8 without a byte order mark: the thing's statements, then those that point to it.

    A row without a subject says how many statements that point to the thing are left out.
    """
    written = io.StringIO(newline="")
    out = csv.writer(written)
    out.writerow(COLUMNS)
    out.writerows(map(guarded, row) for row in _rows(description, labels))
    return written.getvalue().encode("utf-8", "replace")


def _rows(description: Description, labels: Labels) -> Iterator[tuple[str, ...]]:
    records = _records(description)
    for one in description.statements:
        behind = () if one.predicate == RG.recordedIn else records.get(one.graph, ())
        yield (
            description.iri,
            one.predicate,
            labels.property(one.predicate),
            str(one.object),
            labels.of(str(one.object)) if isinstance(one.object, URIRef) else "",
            _kind(one.object),
            one.graph or "",
            " ".join(behind),
            "; ".join(map(labels.of, behind)),
        )
    for many in description.incoming:
        yield from _incoming(description, many, labels)


def _incoming(description: Description, many: Incoming, labels: Labels) -> Iterator[tuple[str, ...]]:
    name, own = labels.property(many.predicate), labels.of(description.iri)
    for subject in many.subjects:
        yield str(subject), many.predicate, name, description.iri, own, "", many.graph or "", "", ""
    if many.missing:
        left_out = f"{many.count} statements point here by <{many.predicate}>; {len(many.subjects)} are given."
        yield "", RDFS.comment, labels.property(RDFS.comment), left_out, "", "en", many.graph or "", "", ""


def _records(description: Description) -> Mapping[str | None, tuple[str, ...]]:
    """Give the source records behind what each graph says."""
    found: defaultdict[str | None, list[str]] = defaultdict(list)
    for one in description.statements:
        if one.predicate == RG.recordedIn:
            found[one.graph].append(str(one.object))
    return {graph: tuple(records) for graph, records in found.items()}


def _kind(term: Identifier) -> str:
    """Give a literal's language or datatype; nothing for a plain string or an IRI."""
    if not isinstance(term, Literal):
        return ""
    return term.language or str(term.datatype or "")
