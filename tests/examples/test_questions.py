"""Every question has a title, a comment and its stored answer, which two engines and an independent count agree on."""

import re

import pytest
import rdflib
from independent import COMPUTED
from questions import ANSWERS, Question, ask, expected_rows, questions
from rdflib.plugins.sparql import prepareQuery

from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.vocabulary import PREFIXES

QUESTIONS = questions()
HARD_CODED = re.compile(r"<http[^>]*>")
KNOWN_NAMESPACES = (*PREFIXES.values(), "http://www.legislation.gov.uk/id/")
each = pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)


@pytest.fixture(scope="session")
def dataset(examples_store: EmbeddedStore) -> rdflib.Dataset:
    """Give the graph of the examples to another engine."""
    dataset = rdflib.Dataset()
    for subject, predicate, object_, graph in examples_store.quads(graph=None):
        context = dataset.default_graph if graph is None else dataset.graph(graph)
        context.add((subject, predicate, object_))
    return dataset


def test_there_are_twenty_five_numbered_in_order() -> None:
    assert [name[:3] for name in QUESTIONS] == [f"{number:02d}-" for number in range(1, 26)]


def test_no_two_have_one_title() -> None:
    assert len({question.title.casefold() for question in QUESTIONS.values()}) == len(QUESTIONS)


def test_no_answer_without_its_question() -> None:
    stored = {path.stem for path in ANSWERS.iterdir()}
    assert stored == set(QUESTIONS)


@each
def test_header(question: Question) -> None:
    lines = question.query.splitlines()
    assert lines[0] == f"# title: {question.title}"
    assert question.title.endswith("?")
    assert 2 <= sum(line.startswith("# ") for line in lines[1:]) <= 5
    assert question.notes.endswith((".", '").'))
    assert max(map(len, lines)) <= 120


@each
def test_query_is_standard_and_of_no_one_base(question: Question) -> None:
    prepareQuery(question.query)
    assert "ORDER BY" in question.query
    assert all(iri[1:-1].startswith(KNOWN_NAMESPACES) for iri in HARD_CODED.findall(question.query))
    declared = dict(re.findall(r"PREFIX (\w+): <([^>]*)>", question.query))
    used = set(re.findall(r"(?<!\w)(\w+):\w", without_comments(question.query)))
    assert used == set(declared)
    assert declared == {prefix: PREFIXES[prefix] for prefix in declared}


@each
def test_answer_is_the_stored_one(examples_store: EmbeddedStore, question: Question) -> None:
    answer = ask(examples_store, question)
    assert answer == expected_rows(question)
    assert answer[1]


@pytest.mark.filterwarnings("ignore:Dataset\\.:DeprecationWarning")  # rdflib warns of its own use
@each
def test_another_engine_answers_the_same(dataset: rdflib.Dataset, question: Question) -> None:
    answer = dataset.query(question.query)
    rows = [tuple("" if value is None else str(value) for value in solution) for solution in answer]
    assert rows == expected_rows(question)[1]


@pytest.mark.parametrize("name", COMPUTED)
def test_stored_answer_is_that_of_the_rows(name: str) -> None:
    assert sorted(expected_rows(QUESTIONS[name])[1]) == sorted(COMPUTED[name]())


@pytest.mark.parametrize("name", sorted(set(QUESTIONS) - set(COMPUTED)))
def test_stored_answer_is_reasoned(name: str) -> None:
    assert reasoning(name).startswith("Why this answer is right")


def reasoning(name: str) -> str:
    return (ANSWERS / f"{name}.md").read_text(encoding="utf-8")


def without_comments(query: str) -> str:
    return re.sub(r'"[^"]*"|<[^>]*>', "", "\n".join(line for line in query.splitlines() if not line.startswith("#")))
