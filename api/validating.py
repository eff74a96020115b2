"""`validate`: sources, a store or RDF files against shapes, and the report in the format asked for."""

import json
import logging
import tempfile
import warnings
from collections.abc import Callable, Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path

import rdflib

from releasegraph.graph.assembly import Progress
from releasegraph.graph.build import build
from releasegraph.graph.errors import SourceError, StoreError
from releasegraph.graph.generations import OpenedStore, open_store
from releasegraph.graph.store import graph_of
from releasegraph.graph.validation import (
    Report,
    load_shapes,
    named_report,
    report_text,
    report_turtle,
    validate_graph,
)

__all__ = ["Engine", "FailOn", "ReportFormat", "validate_sources"]


class Engine(StrEnum):
    """The SHACL engines there are."""

    PYSHACL = "pyshacl"


class FailOn(StrEnum):
    """The least severity that counts as a failure."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"


class ReportFormat(StrEnum):
    """The formats of a report."""

    TEXT = "text"
    TURTLE = "turtle"
    JSON = "json"


_LOG = logging.getLogger(__name__)
_WRITERS: dict[ReportFormat, Callable[[Report, FailOn], str]] = {
    ReportFormat.TEXT: report_text,
    ReportFormat.TURTLE: lambda report, _: report_turtle(report),
    ReportFormat.JSON: lambda report, _: (
        json.dumps({"conforms": report.conforms, "results": [asdict(finding) for finding in report.findings]}, indent=1)
        + "\n"
    ),
}
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
    sources: Sequence[Path],
    store: Path | None,
    shapes: Sequence[Path] | None,
    form: ReportFormat,
    fail_on: FailOn,
    progress: Progress,
) -> tuple[bool, str]:
    """Validate sources of a register, RDF files, or a store; give whether that passes, and the report.

    A store keeps the report of its validation against the shipped shapes, and serves it at `/validation`.
    Raises SourceError for a source, an RDF file or a shapes file that cannot be read.
    """
    shapes_graph = _shapes(shapes)
    opened = None if store is None else open_store(store)
    data = _default_graph(opened) if opened else _read(sources, progress)
    progress("Validating", 0, 1)
    report = validate_graph(data, shapes_graph)
    if opened and not shapes:
        _keep(report, opened)
    return report.passes(fail_on), _WRITERS[form](report, fail_on)


def _keep(report: Report, opened: OpenedStore) -> None:
    turtle = named_report(report, opened.base).serialize(format="turtle", encoding="utf-8")
    try:
        opened.generation.keep_report(turtle)
    except StoreError as error:
        _LOG.warning("%s", error)  # a store that may only be read can still be validated


def _shapes(files: Sequence[Path] | None) -> rdflib.Graph:
    return _parse_all(files) if files else load_shapes()


def _read(sources: Sequence[Path], progress: Progress) -> rdflib.Graph:
    if all(source.suffix.casefold() in _RDF for source in sources):
        return _parse_all(sources)
    with tempfile.TemporaryDirectory(prefix="releasegraph-") as folder:
        build(sources, Path(folder), progress=progress)
        return _default_graph(open_store(Path(folder)))


def _default_graph(opened: OpenedStore) -> rdflib.Graph:
    return graph_of((subject, predicate, term) for subject, predicate, term, _ in opened.store.quads())


def _parse_all(files: Sequence[Path]) -> rdflib.Graph:
    graph = rdflib.Graph()
    for file in files:
        graph += _parse(file)
    return graph


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
