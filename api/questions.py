"""The example questions as pages: a list by theme, and each with its answer, its chart and its query."""

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from releasegraph.api.answer_charts import ANSWER_CHARTS
from releasegraph.api.answers import Answer, answer_of, answer_page
from releasegraph.api.negotiation import SOLUTIONS
from releasegraph.api.rendering import page
from releasegraph.api.routing import Router
from releasegraph.api.schema_org import breadcrumbs, document, page_description
from releasegraph.api.state import Served
from releasegraph.api.things.paging import read_number
from releasegraph.api.visits import visited
from releasegraph.graph.questions import THEMES, Question, example_questions, theme_of

__all__ = ["QUESTIONS", "QUESTION_OF", "question_page", "router"]

router = Router()

QUESTIONS = example_questions()
QUESTION_OF: Mapping[str, Question] = MappingProxyType({question.slug: question for question in QUESTIONS})
"""Slug to question."""


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
    return question_page(request, here, asked, answer_of(here.store, asked))


def question_page(request: Request, here: Served, asked: Question, answer: Answer) -> Response:
    """Show a question with its answer."""
    chart = ANSWER_CHARTS.get(asked.slug) if answer.complete and answer.solutions else None
    shown = answer_page(
        answer, here.store, here.links(request), read_number(request.query_params.get("page")), here.settings.page_rows
    )
    path = f"questions/{asked.slug}"
    way = breadcrumbs(here.base, (("Questions", "questions"), (asked.title, path)))
    return page(
        request,
        "question.html",
        canonical=here.base + path,
        schema=document([way] if way else []),
        description=page_description(asked.notes),
        question=asked,
        theme=theme_of(asked),
        answer=answer,
        shown=shown,
        chart=None if chart is None else chart(answer.solutions),
    )


def _named(slug: str) -> Question:
    asked = QUESTION_OF.get(slug)
    if asked is None:
        raise HTTPException(404, "There is no such question; the page of questions lists those there are.")
    return asked
