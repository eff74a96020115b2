"""The same finding in another edition: by what it says, and not by where it stands."""

import re
from collections.abc import Iterable, Iterator

from releasegraph.graph.identifiers import digest
from releasegraph.graph.validating.report import Finding

__all__ = ["identity", "numbered"]

# what names a thing by its row, its lines, its edition, or a hash of one of them
_PLACED = (
    (re.compile(r"/id/record/[^/]+/lines/\d+-\d+"), "/id/record/lines"),
    (re.compile(r"/id/record/[^/]+/([^/]+)/\d+"), r"/id/record/\1"),
    (re.compile(r"/id/(issue|claim)/[0-9a-f]{16}\b"), r"/id/\1"),
    (re.compile(r"(/id/agreement/[^/]+/page)/[^/]+"), r"\1"),
    (re.compile(r"^_:.*", re.DOTALL), "_:"),
)


def identity(finding: Finding) -> str:
    """Give 16 hexadecimal digits that stay when rows move or another edition is read.

    They name the rule, the focus node, the path and the value; of a node named by its place, what is printed there and
    whom it concerns stand in for its name. Two findings may share them.
    """
    focus, value = _placeless(finding.focus_node), _placeless(finding.value or "")
    parts = (finding.rule.iri, focus, finding.path or "", value)
    if focus == finding.focus_node:
        return digest(*parts)
    return digest(*parts, finding.printed or "", *sorted(body.name for body in finding.bodies))


def numbered(findings: Iterable[Finding]) -> Iterator[tuple[str, int]]:
    """Give each finding's identity, and how many findings up to it have had the same."""
    seen: dict[str, int] = {}
    for name in map(identity, findings):
        seen[name] = seen.get(name, 0) + 1
        yield name, seen[name]


def _placeless(node: str) -> str:
    for pattern, left in _PLACED:
        node = pattern.sub(left, node)
    return node
