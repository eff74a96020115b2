"""A report as RDF: SHACL's own vocabulary, with the place of each result."""

import io

from releasegraph.api.reports.judgement import Judgement
from releasegraph.api.reports.wording import SHAPES
from releasegraph.graph.engine import rewrite_lines
from releasegraph.graph.formats import format_named
from releasegraph.graph.validating.written import report_lines
from releasegraph.graph.vocabulary import PREFIXES

__all__ = ["report_turtle"]


def report_turtle(judgement: Judgement) -> str:
    """Write a sh:ValidationReport of every finding, known ones too: a baseline says nothing of what is valid."""
    out = io.BytesIO()
    # a lone surrogate, which JSON-LD can hold, is in no RDF
    lines = (line.encode("utf-8", "replace").decode() for line in report_lines(judgement.report, judgement.base))
    rewrite_lines(lines, format_named("turtle"), {"rgs": SHAPES, **PREFIXES}, out)
    return out.getvalue().decode()
