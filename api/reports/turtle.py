"""A report as RDF: SHACL's own vocabulary, with the place of each result."""

import rdflib

from releasegraph.api.reports.judgement import Judgement
from releasegraph.api.reports.wording import SHAPES
from releasegraph.graph.validating.written import report_lines
from releasegraph.graph.vocabulary import PREFIXES

__all__ = ["report_turtle"]


def report_turtle(judgement: Judgement) -> str:
    """Write a sh:ValidationReport of every finding, known ones too: a baseline says nothing of what is valid."""
    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in (("rgs", SHAPES), *PREFIXES.items()):
        graph.bind(prefix, namespace)
    graph.parse(data="".join(report_lines(judgement.report, judgement.base)), format="nt")
    return graph.serialize(format="turtle")
