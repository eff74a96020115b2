"""Pages for people: the home page, and what this is."""

from fastapi import Request
from fastapi.responses import Response

from releasegraph.api.dumps import dumps_on_offer
from releasegraph.api.home import figures, home_charts, severities
from releasegraph.api.questions import QUESTION_OF, QUESTIONS
from releasegraph.api.rendering import page
from releasegraph.api.routing import Router
from releasegraph.api.schema_org import described_site, description_in
from releasegraph.api.signposting import home_links, link_header
from releasegraph.api.state import Served
from releasegraph.api.visits import visited
from releasegraph.graph.authorship import OGL, RIGHTS
from releasegraph.graph.generations import Manifest
from releasegraph.graph.summaries import read_summaries
from releasegraph.graph.validating.kept import kept_report

__all__ = ["router"]

router = Router()

_ASKED_FIRST = (
    "files-released-by-body-and-year",
    "releases-without-opt-outs-by-dataset",
    "released-with-and-without-opt-outs",
    "identifiable-without-opt-outs",
    "relies-on-or-only-cites",
    "releases-after-every-term",
    "joint-controller-pairs",
    "claims-against-register-counts",
)
"""The questions on the home page, by slug."""


@router.reads("/")
@visited
def home(request: Request, here: Served) -> Response:
    """Say what is here."""
    manifest, links = here.manifest, here.links(request)
    report = kept_report(here.generation.folder)
    summaries = read_summaries(here.generation.folder)
    schema, signposts = described_site(here), home_links(here)
    return page(
        request,
        "home.html",
        headers={"Link": link_header(signposts)},
        canonical=here.base,
        schema=schema,
        description=description_in(schema),
        signposts=signposts,
        figures=figures(manifest),
        charts=home_charts(summaries, links),
        month=None if summaries is None else summaries.month,
        editions=sorted(manifest.editions, key=lambda one: (one["kind"] != "workbook", one["name"])),
        issues=sorted(manifest.issues.items(), key=lambda one: (-one[1], one[0])),
        found=None if report is None else severities(report.counts),
        questions=[QUESTION_OF[slug] for slug in _ASKED_FIRST],
        number_of_questions=len(QUESTIONS),
        dumps=dumps_on_offer(here.manifest),
        licence=OGL,
        rights=_rights(here.manifest),
    )


@router.reads("/about")
@visited
def about(request: Request, here: Served) -> Response:
    """Say how the graph is made, how to read it, and how to use it."""
    return page(
        request,
        "about.html",
        validated=kept_report(here.generation.folder) is not None,
        dumps=dumps_on_offer(here.manifest),
        licence=OGL,
        rights=_rights(here.manifest),
    )


def _rights(manifest: Manifest) -> str | None:
    """Say whose words a graph holds beside the register's, where it was built from pages too."""
    return RIGHTS if any(one["kind"] == "page" for one in manifest.editions) else None
