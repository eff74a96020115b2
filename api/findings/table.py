"""Findings as rows of a table."""

from collections.abc import Iterable, Iterator

from releasegraph.api.links import Links
from releasegraph.graph.validating.quality import short_rule
from releasegraph.graph.validating.report import Finding, Place

__all__ = ["COLUMNS", "finding_rows"]

COLUMNS = (
    "severity",
    "rule",
    "rule_name",
    "message",
    "organisations",
    "edition",
    "file",
    "sheet",
    "row",
    "column",
    "first_line",
    "last_line",
    "printed",
    "expected",
    "focus",
    "path",
    "value",
    "page",
    "other_places",
    "fingerprint",
)
"""The header. `column` is a sheet's column or a page's label; several organisations or places have a semicolon
between them, and `page` is the address of the page about the focus node, where there is one."""


def finding_rows(findings: Iterable[Finding], links: Links) -> Iterator[tuple[str, ...]]:
    """Give a row for each finding; what is not known is empty."""
    for one in findings:
        first, *others = one.places or (Place(""),)
        path = links.document_path(one.focus_node)
        yield (
            one.severity,
            short_rule(one.rule.iri),
            one.rule.name,
            one.message,
            "; ".join(body.name for body in one.bodies),
            one.edition or "",
            first.file,
            first.sheet or "",
            _number(first.row),
            first.column or "",
            _number(first.first_line),
            _number(first.last_line),
            one.printed or "",
            one.expected,
            one.focus_node,
            one.path or "",
            one.value or "",
            links.base + path if path else "",
            "; ".join(map(str, others)),
            one.fingerprint,
        )


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
