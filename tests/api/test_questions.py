"""The example questions as pages: every one has a theme, an answer that is the query's, and a way to ask it again."""

import csv
import io
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from rdflib import Literal
from rdflib.namespace import XSD
from starlette.testclient import TestClient

from releasegraph.api.answer_charts import ANSWER_CHARTS
from releasegraph.api.answers import Answer, answer_of, answer_page
from releasegraph.api.charts import BarChart, ColumnChart
from releasegraph.api.links import Links
from releasegraph.api.questions import QUESTION_OF, QUESTIONS
from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.errors import QueryError
from releasegraph.graph.questions import THEMES, Question, read_question

LINKS = Links("http://data.example.org/")
each = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.slug)


def test_each_question_has_one_theme() -> None:
    assert sorted(slug for slugs in THEMES.values() for slug in slugs) == sorted(QUESTION_OF)


def test_every_chart_is_of_a_question() -> None:
    assert set(ANSWER_CHARTS) <= set(QUESTION_OF)


def test_the_list_leads_to_every_question(examples_client: TestClient) -> None:
    text = examples_client.get("/questions").text
    assert {f"/questions/{slug}" for slug in QUESTION_OF} <= set(re.findall(r'href="([^"]+)"', text))


@each
def test_a_question_is_answered_on_its_page(examples_client: TestClient, question: Question) -> None:
    response = examples_client.get(f"/questions/{question.slug}")
    assert response.status_code == 200
    text = response.text
    rows = re.search(r"(\d+) rows?\.", text)
    answer = examples_client.get(f"/questions/{question.slug}.csv", follow_redirects=True)
    assert answer.headers["content-type"].startswith("text/csv")
    solutions = list(csv.DictReader(io.StringIO(answer.text)))
    assert rows is not None
    assert int(rows[1]) == len(solutions) > 0
    assert ("<figure" in text) == (question.slug in ANSWER_CHARTS)
    asked = [
        parse_qs(urlsplit(href.replace("&amp;", "&")).query)["query"][0]
        for href in re.findall(r'href="(/sparql\?[^"]+)"', text)
    ]
    assert question.query in asked


def test_names_in_an_answer_lead_to_their_things(examples_client: TestClient) -> None:
    text = examples_client.get("/questions/releases-after-every-term").text
    assert '<a href="/doc/release/FILE0990027">FILE0990027</a>' in text
    assert '<a href="/doc/agreement/DARS-NIC-990101-A1B2C">' in text
    text = examples_client.get("/questions/claims-against-register-counts").text
    assert '<a href="/doc/organisation/eastport-borough-council">' in text


@pytest.mark.parametrize("path", ["/questions/none", "/questions/none.csv", "/questions/issues-by-kind.pdf"])
def test_no_such_question_or_format(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def numbers(count: int) -> EmbeddedStore:
    store = EmbeddedStore.temporary()
    lines = (f'<http://e/{number}> <http://e/p> "{number}"^^<{XSD.integer}> .' for number in range(count))
    store.load("\n".join(lines).encode())
    return store


ALL = read_question("1-all", "# title: All?\nSELECT ?number ?other { ?s <http://e/p> ?number } ORDER BY ?number")


@pytest.mark.parametrize(("number", "first", "rows"), [(1, 1, 10), (3, 21, 5), (9, 21, 5)])
def test_an_answer_is_shown_a_page_at_a_time(number: int, first: int, rows: int) -> None:
    store = numbers(25)
    shown = answer_page(answer_of(store, ALL), store, LINKS, number, 10)
    assert (shown.first_row, len(shown.rows), shown.last) == (first, rows, 3)
    assert shown.rows[0][0].text == str(first - 1)
    assert [heading.numeric for heading in shown.headings] == [True, False]
    assert shown.rows[0][1].text == ""


def test_an_answer_beyond_what_a_page_is_for_is_cut_and_says_so() -> None:
    answer = answer_of(numbers(10_001), ALL)
    assert (len(answer.solutions), answer.complete) == (10_000, False)
    assert answer_of(numbers(10_000), ALL).complete


def test_an_empty_answer_has_one_page() -> None:
    store = numbers(0)
    shown = answer_page(answer_of(store, ALL), store, LINKS, 1, 10)
    assert (shown.rows, shown.number, shown.last) == ((), 1, 1)


def test_only_select_is_answered() -> None:
    with pytest.raises(QueryError):
        answer_of(numbers(1), read_question("1-ask", "# title: Any?\nASK {}"))


def test_a_name_of_two_things_leads_to_neither() -> None:
    store = EmbeddedStore.temporary()
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    base = "<http://data.example.org/id/organisation"
    store.load(f'{base}/a> {label} "A" .\n{base}/b> {label} "B" .\n{base}/c> {label} "B" .\n'.encode())
    answer = Answer(("body",), [{"body": Literal("A")}, {"body": Literal("B")}, {"body": Literal("C")}], True)
    cells = [row[0].href for row in answer_page(answer, store, LINKS, 1, 10).rows]
    assert cells == ["/doc/organisation/a", None, None]


def test_a_chart_of_bars_says_how_many_it_leaves_out() -> None:
    rows = [{"law": Literal(f"Act {number}"), "versions": Literal(number)} for number in range(40)]
    chart = ANSWER_CHARTS["everything-under-section-261"](rows)
    assert isinstance(chart, BarChart)
    assert chart.title.endswith("the 15 with the most of 39")
    assert [bar.total for bar in chart.bars] == list(range(39, 24, -1))


def test_a_chart_over_time_sums_by_period() -> None:
    rows = [
        {"body": Literal("a"), "year": Literal(year), "files": Literal(files)}
        for year, files in (("2020", 2), ("2020", 3), ("2024", 1))
    ]
    chart = ANSWER_CHARTS["files-released-by-body-and-year"](rows)
    assert isinstance(chart, ColumnChart)
    assert [(column.name, column.total) for column in chart.columns] == [
        ("2020", 5),
        ("2021", 0),
        ("2022", 0),
        ("2023", 0),
        ("2024", 1),
    ]


def test_the_chart_of_purposes_keeps_the_three_answers_apart() -> None:
    rows = [
        {"type": Literal("X"), "commercial": Literal(answer), "versions": Literal(count)}
        for answer, count in (("no", 4), ("yes", 2))
    ]
    chart = ANSWER_CHARTS["commercial-purpose-by-organisation-type"](rows)
    assert isinstance(chart, BarChart)
    assert [(one.name, one.value) for one in chart.bars[0].segments] == [
        ("Commercial purpose", 2),
        ("No commercial purpose", 4),
    ]
