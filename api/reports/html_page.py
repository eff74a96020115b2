"""A report as a page for people: one file, its style in it, no script, and nothing loaded from anywhere."""

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from releasegraph.api.reports.judgement import Judged, Judgement
from releasegraph.api.reports.wording import facts, rule_name, short, title

__all__ = ["report_html"]

_FOLDER = Path(__file__).parents[1]
_WORDS = {"Violation": "violation", "Warning": "warning", "Info": "note"}


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = "{:,}".format
    return environment


_TEMPLATES = _environment()


def report_html(judgement: Judgement) -> str:
    """Write a page: the verdict, each rule that found something with its findings, what is cured, the other rules."""
    style = (_FOLDER / "static" / "report.css").read_text("utf-8")
    rules = [
        {
            "title": title(rule),
            "id": rule_name(rule),
            "why": rule.why,
            "example": rule.example,
            "severity": _WORDS.get(rule.severity, short(rule.severity)),
            "findings": [_finding(one) for one in found],
        }
        for rule, found in judgement.by_rule()
    ]
    return _TEMPLATES.get_template("validation_report.html").render(
        style=style,
        style_hash=b64encode(sha256(style.encode()).digest()).decode(),
        passes=judgement.passes,
        verdict=judgement.verdict,
        found=[rule for rule in rules if rule["findings"]],
        clean=[rule for rule in rules if not rule["findings"]],
        cured=judgement.cured,
        short=short,
    )


def _finding(one: Judged) -> Mapping[str, object]:
    finding = one.finding
    return {
        "severity": _WORDS.get(finding.severity, short(finding.severity)),
        "known": one.known,
        "message": finding.message,
        "places": [str(place) for place in finding.places],
        "facts": list(facts(finding)),
    }
