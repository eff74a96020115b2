"""Issues found in the records behind a thing."""

from collections.abc import Iterable
from dataclasses import dataclass

from releasegraph.api.things.asked import Asked
from releasegraph.api.things.provenance import read_records
from releasegraph.api.things.showing import link
from releasegraph.api.view import Value
from releasegraph.graph.vocabulary import RG

__all__ = ["Fault", "find_faults"]


@dataclass(frozen=True, slots=True)
class Fault:
    """An issue: what is wrong, where, what is printed there and what was expected."""

    kind: str
    href: str | None
    severity: str
    place: Value
    column: str | None
    printed: str | None
    expected: str | None


def find_faults(asked: Asked, records: Iterable[str]) -> tuple[Fault, ...]:
    """Give the issues in some source records, in every graph, by place."""
    anywhere = asked.statements(None)
    faults = []
    for record in dict.fromkeys(records):
        for issue in anywhere.subjects(RG.inRecord, record):
            kind, severity = anywhere.one(issue, RG.issueKind), anywhere.one(issue, RG.severity)
            place = read_records(asked, (record,))[0]
            faults.append(
                Fault(
                    link(asked, kind).text if kind else "Issue",
                    asked.links.href(issue),
                    asked.labels.of(severity).lower() if severity else "",
                    Value(place.words, asked.links.href(record), record),
                    anywhere.one(issue, RG.column),
                    anywhere.one(issue, RG.printedValue),
                    anywhere.one(issue, RG.expected),
                )
            )
    return tuple(faults)
