"""The formats of a report, and what writes each."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from releasegraph.api.reports.github import report_github
from releasegraph.api.reports.html_page import report_html
from releasegraph.api.reports.json_document import report_json
from releasegraph.api.reports.judgement import Judgement
from releasegraph.api.reports.junit import report_junit
from releasegraph.api.reports.sarif import report_sarif
from releasegraph.api.reports.text import report_text
from releasegraph.api.reports.turtle import report_turtle

__all__ = ["ReportFormat", "write_report"]


class ReportFormat(StrEnum):
    """The formats of a report."""

    TEXT = "text"
    TURTLE = "turtle"
    JSON = "json"
    JUNIT = "junit"
    SARIF = "sarif"
    HTML = "html"
    GITHUB = "github"


_WRITERS: Mapping[ReportFormat, Callable[[Judgement], str]] = {
    ReportFormat.TEXT: report_text,
    ReportFormat.TURTLE: report_turtle,
    ReportFormat.JSON: report_json,
    ReportFormat.JUNIT: report_junit,
    ReportFormat.SARIF: report_sarif,
    ReportFormat.HTML: report_html,
    ReportFormat.GITHUB: report_github,
}


def write_report(form: ReportFormat, judgement: Judgement) -> bytes:
    """Write a report in a format, in UTF-8; a lone surrogate, which JSON-LD can hold, becomes `?`."""
    return _WRITERS[form](judgement).encode("utf-8", "replace")
