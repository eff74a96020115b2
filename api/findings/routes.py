"""The addresses of what validation found: a page, any view of it as data, and a badge."""

import csv
import io
from dataclasses import asdict, dataclass
from typing import Annotated

import orjson
from fastapi import Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from releasegraph.api.csv_document import guarded
from releasegraph.api.edge.limits import client_of
from releasegraph.api.findings.asking import Selection
from releasegraph.api.findings.badge import badge as drawn
from releasegraph.api.findings.parameters import FindingParameters
from releasegraph.api.findings.report import write_report
from releasegraph.api.findings.table import COLUMNS, finding_rows
from releasegraph.api.findings.view import view_findings
from releasegraph.api.front import front
from releasegraph.api.labels import labels_of
from releasegraph.api.links import Links
from releasegraph.api.negotiation import CSV, GRAPHS, HTML, format_for, negotiate
from releasegraph.api.rendering import latest_edition, page
from releasegraph.api.routing import Router
from releasegraph.api.state import Served
from releasegraph.api.visits import visit, visited
from releasegraph.api.workers.jobs import Head, Job, Opening
from releasegraph.graph.formats import Format, Kind
from releasegraph.graph.validating.kept import kept_report

__all__ = ["FindingsGraph", "FindingsTable", "router"]

router = Router()

Asked = Annotated[FindingParameters, Query()]

JSON = Format("json", ("application/json",), "json", frozenset[Kind]())
"""A page of findings for programs that read no RDF."""
_OFFERED = (HTML, *GRAPHS, CSV, JSON)
_SVG = "image/svg+xml"
_VARY = {"Vary": "Accept"}


@router.reads("/validation")
async def validation(request: Request, parameters: Asked) -> Response:
    """Give what validation found, or of that what the parameters choose: a page, RDF, CSV or JSON."""
    choice = negotiate(request.headers.get("accept"), _OFFERED)
    return _answer(request, parameters, choice.form, choice.media_type)


@router.reads("/validation.{suffix}")
async def validation_file(request: Request, suffix: str, parameters: Asked) -> Response:
    """Give the same in the format of a suffix."""
    form = format_for(suffix, _OFFERED)
    if form is None:
        raise HTTPException(404, f"Offered here: {', '.join(one.extension for one in _OFFERED)}.")
    return _answer(request, parameters, form, form.media_type)


@router.reads("/validation/badge.svg")
@visited
def badge(request: Request, here: Served, parameters: Asked) -> Response:  # noqa: ARG001 (a handler is given it)
    """Draw how the graph, or what the parameters choose, stands."""
    counts = _selection(here, parameters).shown_severities()
    edition = latest_edition(here.manifest)
    return Response(drawn(f"register {edition}" if edition else "validation", counts), media_type=_SVG)


def _answer(request: Request, parameters: FindingParameters, form: Format, media_type: str) -> Response:
    if form is HTML:
        return visit(request, findings_page, parameters=parameters)
    if form is JSON:
        return visit(request, findings_json, parameters=parameters)
    job: Job = FindingsTable(parameters) if form is CSV else FindingsGraph(parameters, form, media_type)
    return front(request).query(job, client_of(request.scope), front(request).settings.time_limit)


def findings_page(request: Request, here: Served, parameters: FindingParameters) -> Response:
    """Show a page of findings; empty fields of its form leave the address, so that a view has one."""
    links = here.links(request)
    if any(not value for _, value in request.query_params.multi_items()):
        return RedirectResponse(links.path("validation") + parameters.query(page=parameters.page), 302)
    workbooks = tuple(one["name"] for one in here.manifest.editions if one["kind"] == "workbook")
    view = view_findings(
        _selection(here, parameters), labels_of(here.store, here.base), links, workbooks, here.settings.page_results
    )
    return page(request, "findings.html", headers=_VARY, view=view)


def findings_json(_request: Request, here: Served, parameters: FindingParameters) -> Response:
    """Give a page of findings as JSON, the counts of the view, and the addresses of the pages beside it."""
    selection, size = _selection(here, parameters), here.settings.page_rows
    total = selection.total()
    last = max(1, -(-total // size))
    if parameters.page > last:
        raise HTTPException(404, f"There is no page {parameters.page}: there are pages 1 to {last}.")

    def at(number: int) -> str | None:
        return f"{here.base}validation.json{parameters.query(page=number)}" if 1 <= number <= last else None

    document = {
        "total": total,
        "counts": {name.lower(): number for name, number in selection.shown_severities().items()},
        "page": parameters.page,
        "pages": last,
        "previous": at(parameters.page - 1),
        "next": at(parameters.page + 1),
        "results": [
            {"id": name, **asdict(one), "fingerprint": one.fingerprint}
            for name, one in selection.kept.findings(selection.ids(size, parameters.page))
        ],
    }
    return Response(orjson.dumps(document, option=orjson.OPT_INDENT_2), media_type=JSON.media_type, headers=_VARY)


@dataclass(frozen=True, slots=True)
class FindingsTable:
    """Writes a view as CSV, all of it; the header `Releasegraph-Results` says how many findings that is."""

    parameters: FindingParameters

    def __call__(self, here: Served, opening: Opening) -> None:
        """Write in a worker."""
        selection = _selection(here, self.parameters)
        headers = {
            **_VARY,
            "Content-Disposition": 'attachment; filename="validation.csv"',
            "Releasegraph-Results": str(selection.total()),
        }
        out = opening(Head.of("text/csv; charset=utf-8; header=present", headers))
        found = (one for _, one in selection.kept.findings(selection.ids()))
        line = io.StringIO(newline="")
        writer = csv.writer(line)
        writer.writerow(COLUMNS)
        for row in finding_rows(found, Links.of(here.base, "")):
            writer.writerow(map(guarded, row))
            out.write(line.getvalue().encode("utf-8", "replace"))
            line.seek(0)
            line.truncate()
        out.write(line.getvalue().encode())


@dataclass(frozen=True, slots=True)
class FindingsGraph:
    """Writes a view as RDF, all of it: a SHACL validation report, where nothing is left out with its own node."""

    parameters: FindingParameters
    form: Format
    media_type: str

    def __call__(self, here: Served, opening: Opening) -> None:
        """Write in a worker."""
        selection = _selection(here, self.parameters)
        ids = selection.ids() if self.parameters.chosen else None
        write_report(selection.kept, ids, self.form, opening(Head.of(self.media_type, _VARY)))


def _selection(here: Served, parameters: FindingParameters) -> Selection:
    kept = kept_report(here.generation.folder)
    if kept is None:
        raise HTTPException(404, "This graph has not been validated yet: releasegraph validate --store does it.")
    return Selection(kept, parameters, here.base)
