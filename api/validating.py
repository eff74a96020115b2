"""`validate`: sources, a store or RDF files against shapes."""

import logging
import tempfile
import warnings
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path

import rdflib

from releasegraph.api.reports.rdf_places import placed_in_files
from releasegraph.graph.assembly import Progress
from releasegraph.graph.build import build
from releasegraph.graph.errors import SourceError, StoreError
from releasegraph.graph.generations import OpenedStore, open_store
from releasegraph.graph.identifiers import DEFAULT_BASE
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
_RDF = {
    ".ttl": "turtle",
    ".nt": "nt",
    ".nq": "nquads",
    ".trig": "trig",
    ".jsonld": "json-ld",
    ".rdf": "xml",
    ".owl": "xml",
}


def validate_sources(
    sources: Sequence[Path], store: Path | None, shapes: Sequence[Path] | None, engine: Engine, progress: Progress
) -> tuple[Report, str]:
    """Validate sources of a register, RDF files, or a store; give the report and the base of the graph's IRIs.

    A store keeps the report of its validation against the shipped shapes, and serves it at `/validation`.
    Raises SourceError for a source, an RDF file or a shapes file that cannot be read, ShapesError for shapes that
    SHACL does not allow.
    """
    shapes_graph = _joined(map(_parse, shapes)) if shapes else load_shapes()
    if store is not None:
        opened = open_store(store)
        report = _of_store(opened, shapes_graph, engine, progress)
        if not shapes:
            _keep(report, opened)
        return report, opened.base
    if all(source.suffix.casefold() in _RDF for source in sources):
        graphs = {source: _parse(source) for source in sources}
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


def _parse(file: Path) -> rdflib.Graph:
    form = _RDF.get(file.suffix.casefold())
    if form is None:
        raise SourceError(str(file), "", "not an RDF file", f"one of {', '.join(_RDF)}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's parsers use what rdflib deprecates
            dataset = rdflib.Dataset()
            dataset.parse(data=file.read_bytes(), format=form, publicID=file.resolve().as_uri())
    except OSError as error:
        raise SourceError(str(file), "", f"the file cannot be read ({error.strerror})") from None
    except Exception as error:  # rdflib's parsers share no base of their errors
        raise SourceError(str(file), "", f"not {form}: {' '.join(str(error).split())[:300]}", f"valid {form}") from None
    graph = rdflib.Graph()
    for subject, predicate, term, _ in dataset.quads():
        graph.add((subject, predicate, term))
    return graph
