"""Baselines: findings that are known and accepted, one JSON object a line: a review shows each that comes or goes."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from releasegraph.api.reports.sameness import identity
from releasegraph.graph.errors import SourceError
from releasegraph.graph.validating.report import Finding

__all__ = ["Known", "read_baseline", "write_baseline"]

_EXPECTED = "a line that --write-baseline wrote"


@dataclass(frozen=True, slots=True, order=True)
class Known:
    """A finding that is accepted. What it is known by is its identity; the rest is for people."""

    rule: str
    """The shape's IRI."""
    place: str
    """The first place, as printed; or the focus node where there is none."""
    identity: str
    severity: str = ""
    name: str = ""
    """The rule's plain name."""
    message: str = ""


def read_baseline(file: Path) -> tuple[Known, ...]:
    """Read the findings a baseline accepts, as often as it lists them; raise SourceError with the line."""
    try:
        lines = file.read_text("utf-8").split("\n")
    except OSError as error:
        raise SourceError(str(file), "", f"the baseline cannot be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        raise SourceError(str(file), "", f"not UTF-8 ({error.reason})", _EXPECTED) from None
    return tuple(_read(file, number, line) for number, line in enumerate(lines, 1) if line.strip())


def _read(file: Path, number: int, line: str) -> Known:
    try:
        return _known(json.loads(line))
    except (ValueError, TypeError, RecursionError) as error:
        raise SourceError(str(file), f"line {number}", f"not a known finding ({error})", _EXPECTED) from None


def _known(said: object) -> Known:
    if not isinstance(said, dict) or not all(isinstance(value, str) for value in said.values()):
        raise ValueError("not an object of strings")
    return Known(**said)


def write_baseline(file: Path, findings: Iterable[Finding]) -> None:
    """Accept findings: write them in order of rule and place, in one stroke; raise SourceError where that cannot be."""
    lines = [json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in sorted(map(_accept, findings))]
    part = file.with_name(f".{file.name}.part")
    try:
        part.write_bytes("".join(lines).encode("utf-8", "replace"))
        part.replace(file)
    except OSError as error:
        raise SourceError(str(file), "", f"the baseline cannot be written ({error.strerror})") from None


def _accept(finding: Finding) -> Known:
    return Known(
        rule=finding.rule.iri,
        place=str(finding.places[0]) if finding.places else finding.focus_node,
        identity=identity(finding),
        severity=finding.severity,
        name=finding.rule.name,
        message=finding.message,
    )
