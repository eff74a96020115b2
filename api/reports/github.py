"""A report as annotations of a GitHub workflow: lines that the runner shows on the files of a change.

See GitHub's workflow commands (`::error file=…,line=…,title=…::message`), and its toolkit's escaping of them.
"""

from releasegraph.api.reports.judgement import Judged, Judgement
from releasegraph.api.reports.wording import rule_name, title

__all__ = ["report_github"]

_COMMANDS = {"Violation": "error", "Warning": "warning", "Info": "notice"}
_ESCAPES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES = _ESCAPES | {":": "%3A", ",": "%2C"}


def report_github(judgement: Judgement) -> str:
    """Write an annotation for each new finding, and one for the verdict.

    The runner shows ten errors, ten warnings and ten notices of a step, and keeps them all in its log.
    """
    verdict = _command("notice" if judgement.passes else "error", {"title": "releasegraph validate"}, judgement.verdict)
    return "\n".join([*(_annotation(one, judgement) for one in judgement.new), verdict]) + "\n"


def _annotation(one: Judged, judgement: Judgement) -> str:
    finding = one.finding
    spot = next(iter(judgement.spots(one)), None)
    properties = {"title": title(finding.rule)}
    if spot is not None:
        properties = {"file": spot.path} | properties
        if spot.first_line is not None:
            properties |= {"line": str(spot.first_line), "endLine": str(spot.last_line)}
    said = [finding.message, *map(str, finding.places)]
    if finding.printed is not None:
        said.append(f"printed: {finding.printed or '(nothing)'}")
    if finding.expected:
        said.append(f"expected: {finding.expected}")
    if not finding.places:
        said.append(finding.focus_node)
    said.append(f"rule: {rule_name(finding.rule)}")
    return _command(_COMMANDS.get(finding.severity, "notice"), properties, "\n".join(said))


def _command(name: str, properties: dict[str, str], message: str) -> str:
    told = ",".join(f"{key}={_escape(value, _IN_PROPERTIES)}" for key, value in properties.items())
    return f"::{name} {told}::{_escape(message, _ESCAPES)}"


def _escape(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(sign, sign) for sign in text)
