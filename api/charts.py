"""Charts: pure functions from numbers to geometry; `templates/charts.html` prints them as SVG.

Across, positions are percentages, so that a chart fills its column at any width while its text keeps its size; down,
they are pixels. No style is set here: shapes carry classes, and `static/charts.css` gives them colours and patterns.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

__all__ = [
    "Bar",
    "BarChart",
    "Column",
    "ColumnChart",
    "Entry",
    "Mark",
    "Period",
    "Segment",
    "bar_chart",
    "by_period",
    "column_chart",
    "percent",
]

_HEIGHT = 180
"""Pixels of the plot of a column chart."""
_LINES = 4
"""Lines across a column chart, at most, above its base."""
_MONTHS = 36
"""The longest run of months shown as months."""
_LABELS = 16
"""The most columns that all carry a label."""
_FEW = 7
"""The most columns with room for their labels and totals on a narrow screen."""
_SERIES = 6
"""Series that the patterns tell apart."""
_GAP = 0.18
"""The part of a column's place that stays empty."""
_WIDEST = 9.0
"""The percentage of a chart's width that one column takes at most."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on an axis: its text, and where; `minor` ones may be left out where there is little room."""

    text: str
    at: str
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """The part of one series in a column or bar: of a column `start` and `size` are pixels from above, else percent."""

    series: int
    name: str
    value: int
    start: str
    size: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in full, its label below, and its parts from the base up."""

    name: str
    label: Mark | None
    total: int
    total_at: str
    left: str
    width: str
    middle: str
    counts: tuple[int, ...]
    """One for each series; `segments` leave out those of nothing."""
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class ColumnChart:
    """Stacked columns over time."""

    key: str
    """Unique on its page; the ids of its parts start with it."""
    title: str
    summary: str
    """The chart in words, for who cannot see it."""
    head: str
    """What a column stands for: `Year`."""
    unit: str
    series: tuple[str, ...]
    columns: tuple[Column, ...]
    lines: tuple[Mark, ...]
    height: int
    totals: tuple[int, ...]
    """The sum of each series."""
    density: str
    """`few`, `some` or `many` columns: how much can be written on them on a narrow screen."""

    @property
    def total(self) -> int:
        """Give the sum of all."""
        return sum(self.totals)


@dataclass(frozen=True, slots=True)
class Period:
    """Counts of one month or year, one for each series."""

    name: str
    label: str
    counts: tuple[int, ...]
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A bar to draw: a count for each series (most often one)."""

    name: str
    counts: tuple[int, ...]
    href: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar drawn."""

    name: str
    href: str | None
    note: str
    total: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars across, which are a table as well: a name, a bar, a number."""

    key: str
    title: str
    head: str
    """What a bar stands for: `Dataset`."""
    unit: str
    series: tuple[str, ...]
    bars: tuple[Bar, ...]


def by_period(counts: Mapping[str, Sequence[int]]) -> tuple[str, tuple[Period, ...]]:
    """Group counts by month (`2024-03` to one count for each series) into months, or years where there are many.

    Give what a period is (`Month` or `Year`) and the periods in order; one in which nothing happened is there too.
    """
    if not counts:
        return "Month", ()
    width = max(len(one) for one in counts.values())
    first, last = (_month_number(one) for one in (min(counts), max(counts)))
    if last - first < _MONTHS:
        months = [_month_name(number) for number in range(first, last + 1)]
        rows = ((one, counts.get(one, ())) for one in months)
        return "Month", tuple(
            Period(name, name[:4] if name.endswith("-01") or name == months[0] else "", _filled(row, width))
            for name, row in rows
        )
    years = {year: [0] * width for year in range(first // 12, last // 12 + 1)}
    for month, row in counts.items():
        for place, count in enumerate(row):
            years[int(month[:4])][place] += count
    step = math.ceil(len(years) / _LABELS)
    dense = len(years) > _FEW
    return "Year", tuple(
        Period(str(year), "" if place % step else str(year), tuple(row), dense and place // step % 2 == 1)
        for place, (year, row) in enumerate(years.items())
    )


def column_chart(
    key: str, title: str, head: str, series: Sequence[str], periods: Sequence[Period], unit: str = "files"
) -> ColumnChart:
    """Stack the counts of each period; raise ValueError for more series than the patterns tell apart."""
    _check_series(series, (one.counts for one in periods))
    top, step = _scale(max((sum(one.counts) for one in periods), default=0))
    place = 100 / max(len(periods), 1)
    width = min(_WIDEST, place * (1 - _GAP))
    totals = tuple(sum(one.counts[number] for one in periods) for number in range(len(series)))
    columns = []
    for number, period in enumerate(periods):
        left, total = number * place, sum(period.counts)
        columns.append(
            Column(
                period.name,
                Mark(period.label, percent(left + place / 2), period.minor) if period.label else None,
                total,
                _pixels(_HEIGHT * (1 - total / top)),
                percent(left + (place - width) / 2),
                percent(width),
                percent(left + place / 2),
                period.counts,
                tuple(_stacked(series, period.counts, top)),
            )
        )
    return ColumnChart(
        key,
        title,
        _summary(unit, series, periods, totals),
        head,
        unit,
        tuple(series),
        tuple(columns),
        tuple(Mark(f"{value:,}", _pixels(_HEIGHT * (1 - value / top))) for value in range(0, top + 1, step)),
        _HEIGHT,
        totals,
        "few" if len(periods) <= _FEW else "some" if len(periods) <= _LABELS else "many",
    )


def bar_chart(
    key: str, title: str, head: str, entries: Sequence[Entry], unit: str = "files", series: Sequence[str] = ("",)
) -> BarChart:
    """Draw entries in the order given; the longest bar fills the width."""
    _check_series(series, (one.counts for one in entries))
    longest = max((sum(one.counts) for one in entries), default=0) or 1
    return BarChart(
        key,
        title,
        head,
        unit,
        tuple(series),
        tuple(
            Bar(one.name, one.href, one.note, sum(one.counts), tuple(_laid(series, one.counts, longest)))
            for one in entries
        ),
    )


def _check_series(series: Sequence[str], rows: Iterable[Sequence[int]]) -> None:
    if not 0 < len(series) <= _SERIES:
        raise ValueError(f"{len(series)} series; 1 to {_SERIES} can be told apart")
    for row in rows:
        if len(row) != len(series):
            raise ValueError(f"{len(row)} counts for {len(series)} series")


def _stacked(series: Sequence[str], counts: Sequence[int], top: int) -> Iterator[Segment]:
    below = 0
    for number, (name, value) in enumerate(zip(series, counts, strict=True)):
        below += value
        if value:
            yield Segment(number, name, value, _pixels(_HEIGHT * (1 - below / top)), _pixels(_HEIGHT * value / top))


def _laid(series: Sequence[str], counts: Sequence[int], longest: int) -> Iterator[Segment]:
    before = 0
    for number, (name, value) in enumerate(zip(series, counts, strict=True)):
        if value:
            yield Segment(number, name, value, percent(100 * before / longest), percent(100 * value / longest))
        before += value


def _scale(largest: int) -> tuple[int, int]:
    """Give the top of an axis that holds `largest`, and the step between its lines: 1, 2 or 5 times a power of ten."""
    step = 1
    while step * _LINES < largest:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return max(1, math.ceil(largest / step)) * step, step


def _summary(unit: str, series: Sequence[str], periods: Sequence[Period], totals: Sequence[int]) -> str:
    if not any(totals):
        return f"No {unit}."
    most = max(periods, key=lambda one: sum(one.counts))
    parts = "; ".join(f"{name}: {total:,}" for name, total in zip(series, totals, strict=True) if name)
    return (
        f"{sum(totals):,} {unit} from {periods[0].name} to {periods[-1].name}, "
        f"most of them in {most.name} ({sum(most.counts):,}).{f' {parts}.' if parts else ''}"
    )


def _filled(row: Sequence[int], width: int) -> tuple[int, ...]:
    return tuple(row) if row else (0,) * width


def _month_number(name: str) -> int:
    return int(name[:4]) * 12 + int(name[5:7]) - 1


def _month_name(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"


def percent(value: float) -> str:
    """Write a place or size across a chart."""
    return f"{value:.2f}%"


def _pixels(value: float) -> str:
    return f"{value:.1f}"
