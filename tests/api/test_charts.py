"""From numbers to geometry, and to markup that keeps to the page's rules."""

import itertools
import re
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as some

from releasegraph.api.charts import (
    Entry,
    Period,
    bar_chart,
    by_period,
    column_chart,
)
from releasegraph.api.rendering import template_environment
from releasegraph.api.timelines import Span, Track, timeline

OPT_OUTS = ("Applied", "Not applied", "Not stated")


def _percent(text: str) -> float:
    return float(text.removesuffix("%"))


def test_few_months_stay_months_and_empty_ones_are_there() -> None:
    head, periods = by_period({"2023-11": (2, 1), "2024-02": (0, 3)})
    assert head == "Month"
    assert [(one.name, one.label, one.counts) for one in periods] == [
        ("2023-11", "2023", (2, 1)),
        ("2023-12", "", (0, 0)),
        ("2024-01", "2024", (0, 0)),
        ("2024-02", "", (0, 3)),
    ]


def test_many_months_become_years_without_a_gap() -> None:
    head, periods = by_period({"2015-01": (1,), "2015-12": (2,), "2018-01": (4,)})
    assert head == "Year"
    assert [(one.name, one.counts) for one in periods] == [
        ("2015", (3,)),
        ("2016", (0,)),
        ("2017", (0,)),
        ("2018", (4,)),
    ]


def test_nothing_released_is_no_period() -> None:
    assert by_period({}) == ("Month", ())


def test_columns_stack_from_the_base_and_name_what_they_show() -> None:
    chart = column_chart(
        "files", "Files", "Year", OPT_OUTS, [Period("2019", "2019", (3, 1, 0)), Period("2020", "", (0, 0, 0))]
    )
    first = chart.columns[0]
    applied, not_applied = first.segments
    assert float(applied.start) + float(applied.size) == chart.height
    assert float(not_applied.start) + float(not_applied.size) == float(applied.start)
    assert float(first.total_at) == float(not_applied.start)
    assert chart.columns[1].segments == ()
    assert chart.totals == (3, 1, 0)
    assert chart.summary == (
        "4 files from 2019 to 2020, most of them in 2019 (4). Applied: 3; Not applied: 1; Not stated: 0."
    )


@pytest.mark.parametrize(
    ("largest", "lines"),
    [
        (0, ["0", "1"]),
        (1, ["0", "1"]),
        (4, ["0", "1", "2", "3", "4"]),
        (7, ["0", "2", "4", "6", "8"]),
        (445, ["0", "200", "400", "600"]),
        (20641, ["0", "10,000", "20,000", "30,000"]),
    ],
)
def test_lines_stand_at_round_numbers(largest: int, lines: list[str]) -> None:
    chart = column_chart("files", "Files", "Year", ("Files",), [Period("2019", "2019", (largest,))])
    assert [line.text for line in chart.lines] == lines


@given(some.lists(some.tuples(some.integers(0, 10**7), some.integers(0, 10**7)), min_size=1, max_size=40))
def test_columns_stay_inside_the_plot_and_apart(counts: list[tuple[int, int]]) -> None:
    chart = column_chart(
        "files", "Files", "Year", ("a", "b"), [Period(str(n), "", one) for n, one in enumerate(counts)]
    )
    assert chart.total == sum(map(sum, counts))
    for column in chart.columns:
        assert -0.1 <= float(column.total_at) <= chart.height
        assert sum(one.value for one in column.segments) == column.total
    edges = [(_percent(one.left), _percent(one.left) + _percent(one.width)) for one in chart.columns]
    assert edges[0][0] >= 0
    assert edges[-1][1] <= 100.01
    assert all(before[1] <= after[0] + 0.02 for before, after in itertools.pairwise(edges))


@pytest.mark.parametrize("series", [(), tuple("abcdefg")])
def test_a_chart_has_no_more_series_than_patterns(series: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="can be told apart"):
        column_chart("files", "Files", "Year", series, [])


def test_counts_fit_the_series() -> None:
    with pytest.raises(ValueError, match="1 counts for 3 series"):
        bar_chart("held", "Held", "Dataset", [Entry("HES", (1,))], series=OPT_OUTS)


def test_the_longest_bar_fills_the_width() -> None:
    chart = bar_chart("held", "Held", "Dataset", [Entry("HES", (6, 2)), Entry("SUS", (0, 4))], series=("a", "b"))
    assert [[(one.start, one.size) for one in bar.segments] for bar in chart.bars] == [
        [("0.00%", "75.00%"), ("75.00%", "25.00%")],
        [("0.00%", "50.00%")],
    ]


def test_spans_lie_on_whole_years_and_keep_their_last_day() -> None:
    chart = timeline(
        "terms",
        "Terms",
        "Agreement",
        [Track("A", (Span("v1", date(2019, 1, 1), date(2019, 12, 31)), Span("v2", date(2020, 7, 1), None)))],
        date(2022, 6, 1),
    )
    (row,) = chart.rows
    assert [year.text for year in chart.years] == ["2019", "2020", "2021", "2022"]
    assert row.spans[0].left == "0.00%"
    assert _percent(row.spans[0].width) == pytest.approx(_percent(chart.years[1].at))
    assert row.spans[1].open
    assert _percent(row.spans[1].left) + _percent(row.spans[1].width) == pytest.approx(100)
    assert row.summary == "v1, 2019-01-01 to 2019-12-31; v2, 2020-07-01 to no stated end"
    assert chart.now is not None
    assert chart.now.text == "2022-06-01"


def test_a_crowded_row_says_how_many_terms_and_from_when_to_when() -> None:
    spans = tuple(Span(f"v{year}", date(year, 1, 1), date(year, 12, 31)) for year in range(2001, 2014))
    few, many = timeline("terms", "Terms", "Agreement", [Track("A", spans[:12]), Track("B", spans)]).rows
    assert few.summary.count(";") == 11
    assert (few.crowded, many.crowded) == (False, True)
    assert many.summary == "13 terms, 2001-01-01 to 2013-12-31"
    assert [name for name, _, _ in many.links] == [one.name for one in spans]


def test_a_misprinted_century_does_not_stretch_the_axis() -> None:
    tracks = [
        Track("A", (Span("v1", date(1017, 1, 1), date(2201, 1, 1)), Span("v2", date(2020, 1, 1), date(2021, 1, 1))))
    ]
    chart = timeline("terms", "Terms", "Agreement", tracks, date(2022, 6, 1))
    assert [year.text for year in chart.years] == ["2020", "2021", "2022"]
    assert (chart.rows[0].spans[0].left, chart.rows[0].spans[0].width) == ("0.00%", "100.00%")
    assert "1017-01-01 to 2201-01-01" in chart.rows[0].summary


def test_a_term_that_ends_before_it_starts_has_no_width() -> None:
    tracks = [Track("A", (Span("v1", date(2020, 1, 1), date(2019, 1, 1)),))]
    (row,) = timeline("terms", "Terms", "Agreement", tracks).rows
    assert row.spans[0].width == "0.00%"


def test_the_last_day_of_the_calendar_is_a_day() -> None:
    tracks = [Track("A", (Span("v1", date(2020, 1, 1), date.max),))]
    (row,) = timeline("terms", "Terms", "Agreement", tracks, date(2022, 6, 1)).rows
    assert _percent(row.spans[0].left) + _percent(row.spans[0].width) == pytest.approx(100)


def test_rows_without_dates_stay() -> None:
    chart = timeline("terms", "Terms", "Agreement", [Track("A", ())], date(2022, 6, 1))
    assert [row.summary for row in chart.rows] == ["no dates stated"]
    assert chart.years == ()


NASTY = 'Trust <script>alert(1)</script> " & Söhne'


@pytest.fixture(scope="module")
def markup() -> str:
    """Give every kind of chart as it stands on a page."""
    template = template_environment().from_string(
        "{% import 'charts.html' as charts %}<main>{{ charts.columns(columns) }}{{ charts.columns(empty) }}"
        "{{ charts.bars(bars) }}{{ charts.timeline(terms) }}"
        "{% call(row, place) charts.timeline(called) %}<b>{{ place }} {{ row.name }}</b>{% endcall %}</main>"
    )
    tracks = [Track(NASTY, (Span("v1", date(2019, 1, 1), date(2020, 1, 1), "/v1"),), "/a", NASTY), Track("B", ())]
    return template.render(
        columns=column_chart("files", NASTY, "Year", OPT_OUTS, [Period("2019", "2019", (3, 1, 2))]),
        empty=column_chart("none", "None", "Year", OPT_OUTS, []),
        bars=bar_chart("held", "Held", "Dataset", [Entry(NASTY, (6, 2, 1), "/d", "note")], series=OPT_OUTS),
        terms=timeline("terms", "Terms", "Agreement", tracks, date(2020, 1, 1)),
        called=timeline("called", "Terms", "Agreement", tracks),
    )


def test_markup_is_well_formed_and_escaped(markup: str) -> None:
    root = ElementTree.fromstring(markup)
    assert root.find(".//script") is None
    assert NASTY in "".join(root.itertext())


def test_markup_keeps_to_the_content_security_policy(markup: str) -> None:
    assert re.search(r"\s(style|on\w+)=", markup) is None
    assert "<style" not in markup
    assert set(re.findall(r"url\(([^)]*)\)", markup)) <= {
        f"#{key}-fill-{n}" for key in ("files", "held") for n in (1, 2)
    }


def test_ids_are_unique_and_every_reference_has_one(markup: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', markup)
    assert len(ids) == len(set(ids))
    named = [one for words in re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', markup) for one in words.split()]
    assert set(named) <= set(ids)
    assert set(re.findall(r"url\(#([^)]*)\)", markup)) <= set(ids)


def test_each_drawing_is_named_or_hidden(markup: str) -> None:
    for tag in re.findall(r"<svg[^>]*>", markup):
        if " y=" not in tag:  # a part of another drawing
            assert 'aria-hidden="true"' in tag or 'role="img" aria-label' in tag, tag


def test_numbers_stand_in_a_table(markup: str) -> None:
    table = ElementTree.fromstring(markup).find(".//details//table")
    assert table is not None
    assert [["".join(cell.itertext()) for cell in row] for row in table.iter("tr")] == [
        ["Year", *OPT_OUTS, "All"],
        ["2019", "3", "1", "2", "6"],
        ["All", "3", "1", "2", "6"],
    ]


def test_a_caller_adds_to_each_row(markup: str) -> None:
    said = [one.text for one in ElementTree.fromstring(markup).iter("b")]
    assert said == [f"0 {NASTY}", "1 B"]
