"""The catalogue of a store, a graph of its own, by the shapes for it."""

import io
from collections.abc import Iterable

from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.formats import format_named
from releasegraph.graph.identifiers import Identifiers
from releasegraph.graph.store import GraphStore
from releasegraph.graph.validating.engines import Engine, validate_store
from releasegraph.graph.validating.findings import in_order
from releasegraph.graph.validating.report import Report
from releasegraph.graph.validating.shapes import catalogue_shapes

__all__ = ["joined", "validate_catalogue"]


def validate_catalogue(store: GraphStore, base: str, engine: Engine = Engine.BUILTIN) -> Report:
    """Validate the graph of a store's catalogue; one that is not there conforms."""
    out = io.BytesIO()
    store.dump(out, format_named("ntriples"), Identifiers(base).graph("catalogue"))
    catalogue = EmbeddedStore.temporary()
    catalogue.load(out.getvalue())
    return validate_store(catalogue, catalogue_shapes(), engine)


def joined(reports: Iterable[Report]) -> Report:
    """Make one report of several: every finding, and every rule that any of them tried, once."""
    found = list(reports)
    rules = dict.fromkeys(rule for report in found for rule in report.rules)
    return Report(in_order(finding for report in found for finding in report.findings), tuple(rules))
