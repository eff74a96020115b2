"""A report as SARIF 2.1.0 (OASIS Standard with errata 01), which code scanning shows as alerts on the sources."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from urllib.parse import quote

from releasegraph.api.reports.json_text import array, json_object, value
from releasegraph.api.reports.judgement import Judged, Judgement
from releasegraph.api.reports.spots import Spot
from releasegraph.api.reports.wording import rule_name, title
from releasegraph.graph.validating.places import Place
from releasegraph.graph.validating.report import Rule
from releasegraph.graph.vocabulary import PREFIXES

__all__ = ["report_sarif"]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"Violation": "error", "Warning": "warning", "Info": "note"}
_PRECISION = "very-high"
_LINK = re.compile(r"\[([^\[\]]*)\](?=\()")
_ROOT = "%SRCROOT%"


def report_sarif(judgement: Judgement) -> str:
    """Write a run: a rule for each shape that was tried, a result for each finding.

    A result has a region only where the lines are the file's own; a cell is a logical location, by sheet, row and
    column. Code scanning takes 25,000 results of a run and shows the first 5,000: here the worst.
    """
    rules: dict[str, Rule] = {}
    for rule, _ in judgement.by_rule():
        rules.setdefault(rule.iri, rule)
    indices = {iri: index for index, iri in enumerate(rules)}
    driver = {
        "name": value("releasegraph"),
        "semanticVersion": value(version("releasegraph")),
        "informationUri": value(PREFIXES["rg"].rstrip("#")),
        "rules": array(map(_rule, rules.values())),
    }
    run = {
        "tool": json_object({"driver": json_object(driver)}),
        "invocations": value([{"executionSuccessful": True}]),
        "automationDetails": value({"id": "releasegraph/validate/"}),
        "columnKind": value("unicodeCodePoints"),
        "originalUriBaseIds": value({_ROOT: {"description": {"text": "The folder in which the sources were named."}}}),
        "results": array(_result(one, judgement, indices[one.finding.rule.iri]) for one in judgement.judged),
        # not results whose `baselineState` is `absent`: code scanning would open an alert for each
        "properties": value({"cured": [asdict(one) for one in judgement.cured]}),
    }
    log = {"$schema": value(_SCHEMA), "version": value("2.1.0"), "runs": f"[{json_object(run)}]"}
    return json_object(log) + "\n"


def _rule(rule: Rule) -> Mapping[str, object]:
    why = rule.why or title(rule)
    help_text = "\n\n".join(filter(None, [why, rule.example and f"Example: {rule.example}"]))
    level = _LEVELS.get(rule.severity, "note")
    return {
        "id": rule_name(rule),
        "name": "".join(word[:1].upper() + word[1:] for word in re.findall(r"\w+", rule_name(rule).partition(":")[2]))
        or "Unnamed",
        "shortDescription": {"text": _message(title(rule))},
        "fullDescription": {"text": _message(why)},
        "help": {"text": _message(help_text), "markdown": _message(f"**{title(rule)}**\n\n{help_text}")},
        "defaultConfiguration": {"level": level},
        "properties": {
            "precision": _PRECISION,
            "problem.severity": {"note": "recommendation"}.get(level, level),
            "tags": ["data-quality", "shacl"],
            "shape": rule.iri,
        },
    }


def _result(one: Judged, judgement: Judgement, rule_index: int) -> Mapping[str, object]:
    finding = one.finding
    expected = f" Expected: {finding.expected}." if finding.expected else ""
    printed = f" Printed: {finding.printed or '(nothing)'}." if finding.printed is not None else ""
    result: dict[str, object] = {
        "ruleId": rule_name(finding.rule),
        "ruleIndex": rule_index,
        "level": _LEVELS.get(finding.severity, "note"),
        "message": {"text": _message(f"{finding.message}{printed}{expected}")},
        "locations": _locations(one, judgement),
        # the first is the one that code scanning reads; its number tells apart what is otherwise the same
        "partialFingerprints": {
            "primaryLocationLineHash": f"{one.identity}:{one.number}",
            "finding/v1": finding.fingerprint,
        },
        "properties": _properties(one),
    }
    if judgement.compared:
        result["baselineState"] = "unchanged" if one.known else "new"
    if one.known:
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": "In the baseline."}]
    return result


def _properties(one: Judged) -> Mapping[str, object]:
    finding = one.finding
    said = {
        "focusNode": finding.focus_node,
        "path": finding.path,
        "value": finding.value,
        "printed": finding.printed,
        "expected": finding.expected or None,
        "component": finding.component or None,
        "bodies": [body.name for body in finding.bodies] or None,
        "edition": finding.edition,
    }
    return {name: value for name, value in said.items() if value is not None}


def _locations(one: Judged, judgement: Judgement) -> Sequence[Mapping[str, object]]:
    """Give the places of a finding; code scanning refuses a run with a result that is in no file."""
    focus = {"fullyQualifiedName": one.finding.focus_node, "kind": "resource"}
    if not one.finding.places:
        return [{"physicalLocation": _physical(spot), "logicalLocations": [focus]} for spot in judgement.finder.files]
    return [
        {
            "physicalLocation": _physical(judgement.finder.spot(place)),
            "logicalLocations": [*_logical(place), focus],
            "message": {"text": _message(str(place))},
        }
        for place in one.finding.places
    ]


def _physical(spot: Spot) -> Mapping[str, object]:
    absolute = spot.path.startswith("/")
    artifact = {"uri": ("file://" if absolute else "") + quote(spot.path)} | ({} if absolute else {"uriBaseId": _ROOT})
    if spot.first_line is None:
        return {"artifactLocation": artifact}
    return {"artifactLocation": artifact, "region": {"startLine": spot.first_line, "endLine": spot.last_line}}


def _logical(place: Place) -> Sequence[Mapping[str, object]]:
    """Name a cell as `sheet/row/column`, and lines as `lines a-b/label`."""
    parts: tuple[str | None, ...]
    if place.sheet is not None:
        kind, parts = "cell", (place.sheet, str(place.row), place.column)
    elif place.first_line is not None:
        kind, parts = "lines", (f"lines {place.first_line}-{place.last_line}", place.column)
    else:
        return ()
    named = [name for name in parts if name is not None]
    return [{"name": named[-1], "fullyQualifiedName": "/".join(quote(name, safe=" ") for name in named), "kind": kind}]


def _message(text: str) -> str:
    r"""Write a text as a message: braces doubled (section 3.11.5), brackets of a would-be link escaped (3.11.6)."""
    return _LINK.sub(r"\\[\1\\]", text.replace("{", "{{").replace("}", "}}"))
