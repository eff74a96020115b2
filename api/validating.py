"""`validate`: sources, a store or RDF files against shapes."""

import logging
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

import rdflib

from releasegraph.api.rdf_files import is_rdf, read_rdf
from releasegraph.api.reports.rdf_places import placed_in_files
from releasegraph.graph.assembly import Progress
from releasegraph.graph.build import build
from releasegraph.graph.errors import StoreError
from releasegraph.graph.generations import OpenedStore, open_store
from releasegraph.graph.identifiers import DEFAULT_BASE
from releasegraph.graph.validating.described import joined, validate_catalogue
from releasegraph.graph.validating.engines import Engine, validate_graph, validate_store
from releasegraph.graph.validating.keeping import keep
from releasegraph.graph.validating.report import Report
from releasegraph.graph.validating.shapes import load_shapes

__all__ = ["Engine", "FailOn", "validate_sources"]


class FailOn(StrEnum):
    """The least severity that counts as a failure."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"


_LOG = logging.getLogger(__name__)


@contextmanager
def _ill_formed_untold() -> Iterator[None]:
    """Keep rdflib from logging a traceback for each ill-formed literal: that is for the report to say."""

    def told(record: logging.LogRecord) -> bool:
        return not record.getMessage().startswith("Failed to convert Literal lexical form to value")

    logger = logging.getLogger("rdflib.term")
    logger.addFilter(told)
    try:
        yield
    finally:
        logger.removeFilter(told)


@_ill_formed_untold()
def validate_sources(
    sources: Sequence[Path], store: Path | None, shapes: Sequence[Path] | None, engine: Engine, progress: Progress
) -> tuple[Report, str]:
    """Validate sources of a register, RDF files, or a store; give the report and the base of the graph's IRIs.

    A store keeps the report of its validation against the shipped shapes, and serves it at `/validation`.
    Raises SourceError for a source, an RDF file or a shapes file that cannot be read, ShapesError for shapes that
    SHACL does not allow.
    """
    shapes_graph = _joined(map(read_rdf, shapes)) if shapes else load_shapes()
    if store is not None:
        opened = open_store(store)
        report = _of_store(opened, shapes_graph, engine, progress)
        if not shapes:
            report = joined([report, validate_catalogue(opened.store, opened.base, engine)])
            _keep(report, opened)
        return report, opened.base
    if all(map(is_rdf, sources)):
        graphs = {source: read_rdf(source) for source in sources}
        progress("Validating", 0, 1)
        return placed_in_files(validate_graph(_joined(graphs.values()), shapes_graph, engine), graphs), DEFAULT_BASE
    with tempfile.TemporaryDirectory(prefix="releasegraph-") as folder:
        build(sources, Path(folder), validate=False, progress=progress)
        return _of_store(open_store(Path(folder)), shapes_graph, engine, progress), DEFAULT_BASE


def _of_store(opened: OpenedStore, shapes: rdflib.Graph, engine: Engine, progress: Progress) -> Report:
    progress("Validating", 0, 1)
    return validate_store(opened.store, shapes, engine)


def _keep(report: Report, opened: OpenedStore) -> None:
    try:
        keep(report, opened.generation)
    except StoreError as error:
        _LOG.warning("%s", error)  # a store that may only be read can still be validated


def _joined(graphs: Iterable[rdflib.Graph]) -> rdflib.Graph:
    whole = rdflib.Graph()
    for graph in graphs:
        whole += graph
    return whole
