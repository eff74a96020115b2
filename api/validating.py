"""`validate`: sources, a store or RDF files against shapes, and the report in the format asked for."""

import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path

import rdflib

from releasegraph.graph.build import build
from releasegraph.graph.errors import SourceError
from releasegraph.graph.generations import OpenedStore, open_store
from releasegraph.graph.store import graph_of
from releasegraph.graph.validation import Report, load_shapes, report_text, report_turtle, validate_graph

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


_FAILING = {
    FailOn.VIOLATION: ("Violation",),
    FailOn.WARNING: ("Violation", "Warning"),
    FailOn.INFO: ("Violation", "Warning", "Info"),
    FailOn.NEVER: (),
}
_WRITERS: dict[ReportFormat, Callable[[Report], str]] = {
    ReportFormat.TEXT: report_text,
    ReportFormat.TURTLE: report_turtle,
    ReportFormat.JSON: lambda report: (
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
    progress: Callable[[str, int, int], None],
) -> tuple[bool, str]:
    """Validate sources of a register, RDF files, or a store; give whether that passes, and the report.

    Raises SourceError for a source, an RDF file or a shapes file that cannot be read.
    """
    shapes_graph = _shapes(shapes)
    data = _data(sources, store, progress)
    progress("Validating", 0, 1)
    report = validate_graph(data, shapes_graph)
    failing = sum(report.counts[severity] for severity in _FAILING[fail_on])
    return failing == 0, _WRITERS[form](report)


def _shapes(files: Sequence[Path] | None) -> rdflib.Graph:
    return _parse_all(files) if files else load_shapes()


def _data(sources: Sequence[Path], store: Path | None, progress: Callable[[str, int, int], None]) -> rdflib.Graph:
    if store is not None:
        return _default_graph(open_store(store))
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
        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(data=file.read_bytes(), format=form, publicID=file.resolve().as_uri())
    except OSError as error:
        raise SourceError(str(file), "", f"the file cannot be read ({error.strerror})") from None
    except Exception as error:  # rdflib's parsers share no base of their errors
        raise SourceError(str(file), "", f"not {form}: {' '.join(str(error).split())[:300]}", f"valid {form}") from None
    graph = rdflib.Graph()
    for triple in dataset.triples((None, None, None)):
        graph.add(triple)
    return graph
