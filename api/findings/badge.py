"""A badge that says how a graph, or any view of its findings, stands: an image for pages and read-me files."""

from collections.abc import Mapping
from html import escape
from types import MappingProxyType

from releasegraph.graph.validating.report import SEVERITIES
from releasegraph.graph.validating.tallies import counted

__all__ = ["badge", "summary"]

_GROUNDS: Mapping[str, str] = MappingProxyType({"Violation": "#a3182c", "Warning": "#7a4a00", "Info": "#0a5c55"})
"""Severity to the ground of the words: white on each has a contrast of 7 or more."""
_CONFORMS = "#14603a"
_CHARACTER = 6.6
"""Pixels that a character of this size takes at most, on average; `textLength` makes it exact."""
_MARGIN = 7
_HEIGHT = 20


def summary(counts: Mapping[str, int], *, most: int = len(SEVERITIES)) -> str:
    """Say how many findings there are of each severity, the worst first: `2 violations, 1 warning`; or `conforms`."""
    said = [counted(counts[severity], severity) for severity in SEVERITIES if counts.get(severity)]
    return ", ".join(said[:most]) or "conforms"


def badge(label: str, counts: Mapping[str, int]) -> str:
    """Draw a label and a summary of counts by severity as SVG; its title says them all."""
    words = summary(counts, most=2)
    ground = next((_GROUNDS[severity] for severity in SEVERITIES if counts.get(severity)), _CONFORMS)
    left, right = (round(len(text) * _CHARACTER) + 2 * _MARGIN for text in (label, words))
    whole = f"{label}: {summary(counts)}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="{_HEIGHT}" role="img" '
        f'aria-label="{escape(whole)}">'
        f"<title>{escape(whole)}</title>"
        f'<rect width="{left + right}" height="{_HEIGHT}" rx="3" fill="{ground}"/>'
        f'<path d="M3 0h{left - 3}v{_HEIGHT}H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z" fill="#3b4650"/>'
        '<g fill="#fff" font-family="Verdana, DejaVu Sans, Geneva, sans-serif" font-size="11">'
        f"{_words(label, _MARGIN, left)}{_words(words, left + _MARGIN, right)}"
        "</g></svg>\n"
    )


def _words(text: str, start: int, width: int) -> str:
    return (
        f'<text x="{start}" y="14" textLength="{width - 2 * _MARGIN}" lengthAdjust="spacingAndGlyphs">'
        f"{escape(text)}</text>"
    )
