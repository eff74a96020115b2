"""A report for people at a terminal."""

from releasegraph.api.reports.judgement import Judgement
from releasegraph.api.reports.wording import rule_name, short
from releasegraph.graph.validating.report import Finding

__all__ = ["report_text"]


def report_text(judgement: Judgement) -> str:
    """Write a block for each new finding, a line for each cured one, and the verdict."""
    blocks = [_block(one.finding) for one in judgement.new]
    cured = [f"Cured: {one.message}\n  {one.place}\n  rule: {short(one.rule)}" for one in judgement.cured]
    return "\n\n".join([*blocks, *cured, judgement.verdict]).translate(_CONTROLS) + "\n"


# what a source prints must not move the cursor or colour the terminal
_CONTROLS = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160)), "\ufffd")


def _block(finding: Finding) -> str:
    about = " ".join(filter(None, [short(finding.focus_node), finding.path and short(finding.path)]))
    lines = [f"{finding.severity}: {finding.message}", *(f"  {place}" for place in finding.places), f"  {about}"]
    if finding.printed is not None:
        lines.append(f"  printed: {finding.printed or '(nothing)'}")
    if finding.value not in (None, finding.focus_node, finding.printed):
        lines.append(f"  value: {short(finding.value or '')}")
    if finding.expected:
        lines.append(f"  expected: {finding.expected}")
    if finding.bodies:
        lines.append(f"  concerns: {'; '.join(body.name for body in finding.bodies)}")
    if finding.rule.iri:
        lines.append(f"  rule: {rule_name(finding.rule)}" + (f" ({finding.rule.name})" if finding.rule.name else ""))
    return "\n".join(line.replace("\r\n", "\n").replace("\n", "\n    ") for line in lines)
