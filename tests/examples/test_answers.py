"""Questions asked of a generated register give what plain Python computes from the generator's own truth."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

import pytest
from answers import ANSWERS
from generate import write
from generator.model import Truth
from generator.plan import plan
from questions import Question, Row, ask, questions

from releasegraph.graph.build import build
from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.generations import open_store

SCALE = 0.02
LEAST_COMPARED = 10
NAMES = """PREFIX rg: <https://w3id.org/releasegraph#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?name ?spelling WHERE {
  VALUES ?class { rg:Organisation rg:Dataset }
  ?thing a ?class ; skos:prefLabel ?name ; skos:prefLabel|skos:altLabel ?spelling
}"""
COMPARED = {name: question for name, question in questions().items() if question.slug in ANSWERS}


@dataclass(frozen=True, slots=True)
class Built:
    """A store of a generated workbook, what is true of it, and the graph's names of things to the truth's."""

    store: EmbeddedStore
    truth: Truth
    names: Mapping[str, str]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    folder = tmp_path_factory.mktemp("answers")
    planned = plan(scale=SCALE)
    workbook = folder / "datausesregister_september2026.xlsx"
    write(workbook, planned)
    build([workbook], folder / "store")
    store = open_store(folder / "store").store
    known = {**planned.truth.bodies, **planned.truth.datasets}
    spelt = [(str(row["name"]), known.get(str(row["spelling"]))) for row in store.select(NAMES)]
    yield Built(store, planned.truth, {name: true for name, true in spelt if true})
    store.close()


def test_ten_questions_are_compared() -> None:
    assert len(COMPARED) >= LEAST_COMPARED


@pytest.mark.parametrize("question", COMPARED.values(), ids=COMPARED)
def test_question_gives_the_independent_answer(built: Built, question: Question) -> None:
    truth = ANSWERS[question.slug](built.truth)
    _, rows = ask(built.store, question)
    assert truth
    assert sorted(in_words_of_the_truth(row, built.names) for row in rows) == truth


def in_words_of_the_truth(row: Row, names: Mapping[str, str]) -> Row:
    """Put a body or dataset under its one name in the truth, and an odd reference as printed."""
    return tuple(unquote(value) if value.startswith("DARS-") else names.get(value, value) for value in row)
