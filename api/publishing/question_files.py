"""Makes the files of the example questions: each is asked once, and every form is written from that answer."""

from collections.abc import Callable, Iterator

from releasegraph.api.answers import answer_from
from releasegraph.api.publishing.addresses import Page, file_of
from releasegraph.api.publishing.answer_files import answer_csv, answer_json
from releasegraph.api.publishing.making import Maker
from releasegraph.api.questions import QUESTION_OF, question_page
from releasegraph.api.state import Served
from releasegraph.graph.store import solutions_of

__all__ = ["question_files"]


def question_files(slug: str) -> Callable[[Maker, Served], Iterator[tuple[str, bytes]]]:
    """Give what makes the page of a question, and its whole answer as CSV and JSON."""

    def make(maker: Maker, here: Served) -> Iterator[tuple[str, bytes]]:
        path, question = f"questions/{slug}", QUESTION_OF[slug]
        found = solutions_of(here.store, question.query)
        solutions = list(found)
        shown = question_page(maker.site.request(path), here, question, answer_from(found.variables, solutions))
        yield file_of(Page(path).address), maker.written(Page(path), bytes(shown.body))
        yield f"{path}.csv", answer_csv(found.variables, solutions)
        yield f"{path}.json", answer_json(found.variables, solutions)

    return make
