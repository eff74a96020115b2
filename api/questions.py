"""The example questions as pages: a list by theme, and each with its answer, its chart and its query."""

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from releasegraph.api.answer_charts import ANSWER_CHARTS
from releasegraph.api.answers import answer_of, answer_page
from releasegraph.api.negotiation import SOLUTIONS
from releasegraph.api.rendering import page
from releasegraph.api.routing import Router
from releasegraph.api.state import Served
from releasegraph.api.things.paging import read_number
from releasegraph.api.visits import visited
from releasegraph.graph.questions import Question, example_questions

__all__ = ["QUESTIONS", "QUESTION_OF", "THEMES", "router"]

router = Router()

QUESTIONS = example_questions()
QUESTION_OF: Mapping[str, Question] = MappingProxyType({question.slug: question for question in QUESTIONS})
"""Slug to question."""

THEMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Who has which data": (
            "who-holds-what",
            "files-released-by-body-and-year",
            "agreements-only-on-a-page",
            "joint-controller-pairs",
            "predecessors",
        ),
        "Under which law": (
            "versions-relying-on-a-section",
            "everything-under-section-261",
            "relies-on-or-only-cites",
            "identifiable-under-section-251",
            "identical-quotations",
        ),
        "Opt-outs and identifiable data": (
            "releases-without-opt-outs-by-dataset",
            "released-with-and-without-opt-outs",
            "identifiable-without-opt-outs",
            "claims-against-register-counts",
        ),
        "Terms and dates": (
            "versions-active-on-a-day",
            "expiries-in-a-quarter",
            "gaps-between-terms",
            "releases-after-every-term",
            "retention-and-destruction",
        ),
        "Commerce and sublicensing": ("commercial-purpose-by-organisation-type", "sublicensing"),
        "How far to trust it": (
            "provenance-of-a-fact",
            "what-rests-on-a-reading",
            "datasets-relabelled",
            "issues-by-kind",
        ),
    }
)
"""Theme to the slugs of its questions; each question has one."""


@router.reads("/questions")
@visited
def questions(request: Request, _here: Served) -> Response:
    """List the example questions by theme."""
    themes = {theme: [QUESTION_OF[slug] for slug in slugs] for theme, slugs in THEMES.items()}
    return page(request, "questions.html", themes=themes)


@router.reads("/questions/{slug}.{name}")
@visited
def answer_file(request: Request, here: Served, slug: str, name: str) -> Response:
    """Send who wants an answer as a file to the endpoint with its query, in that result format."""
    form = next((form for form in SOLUTIONS if name in (form.name, form.extension)), None)
    if form is None:
        raise HTTPException(404, f"An answer has these formats: {', '.join(one.name for one in SOLUTIONS)}.")
    address = urlencode({"query": _named(slug).query, "format": form.name})
    return RedirectResponse(f"{here.links(request).path('sparql')}?{address}", 303)


@router.reads("/questions/{slug}")
@visited
def question(request: Request, here: Served, slug: str) -> Response:
    """Answer one question from the graph as it is."""
    asked = _named(slug)
    answer = answer_of(here.store, asked)
    chart = ANSWER_CHARTS.get(slug) if answer.complete and answer.solutions else None
    shown = answer_page(
        answer, here.store, here.links(request), read_number(request.query_params.get("page")), here.settings.page_rows
    )
    return page(
        request,
        "question.html",
        question=asked,
        theme=_theme(asked),
        answer=answer,
        shown=shown,
        chart=None if chart is None else chart(answer.solutions),
    )


def _named(slug: str) -> Question:
    asked = QUESTION_OF.get(slug)
    if asked is None:
        raise HTTPException(404, "There is no such question; the page of questions lists those there are.")
    return asked


def _theme(asked: Question) -> str:
    return next(theme for theme, slugs in THEMES.items() if asked.slug in slugs)
