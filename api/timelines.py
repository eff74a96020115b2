"""Timelines: spans of days laid on one axis of years; `templates/charts.html` prints them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date

from releasegraph.api.charts import Mark, percent

__all__ = ["Span", "SpanMark", "Timeline", "TimelineRow", "Track", "timeline"]

_FAR = 40
"""Years from the graph's own date after which a date is most likely misprinted."""
_LABELS = 16
"""The most years that carry a label."""
_NAMED = 12
"""The most spans of a row that the drawing itself names."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time; without a start it is only named, without an end it runs to the end of the chart."""

    name: str
    start: date | None
    end: date | None
    href: str | None = None
    kind: str = "term"
    """A class of its shape that the style sheet knows: `term`, or `active` for one in force."""


@dataclass(frozen=True, slots=True)
class Track:
    """A row to draw: a thing with its spans; rows without spans stay, since that a term has no dates is a fact."""

    name: str
    spans: tuple[Span, ...]
    href: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class SpanMark:
    """A span drawn: `open` has no end."""

    name: str
    when: str
    left: str
    width: str
    href: str | None
    kind: str
    open: bool


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """A row drawn: the spans that have a place, links to them all, and the row in words."""

    name: str
    href: str | None
    note: str
    spans: tuple[SpanMark, ...]
    links: tuple[tuple[str, str | None, str], ...]
    """Name, address and dates of each span."""
    summary: str
    crowded: bool = False
    """Whether the spans are too many to tell apart in the drawing: the links tell each."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Rows of spans under one axis of years."""

    key: str
    title: str
    head: str
    """What a row stands for: `Agreement`."""
    rows: tuple[TimelineRow, ...]
    years: tuple[Mark, ...]
    now: Mark | None
    """The date the graph speaks of, where it is on the axis."""


def timeline(key: str, title: str, head: str, tracks: Sequence[Track], now: date | None = None) -> Timeline:
    """Lay spans on one axis of whole years, from the first start to the last end or to `now`.

    A date more than 40 years from `now` is most likely misprinted, and does not stretch the axis.
    """
    days = [day for track in tracks for span in track.spans for day in (span.start, span.end) if day]
    near = [day for day in days if now is None or abs(day.year - now.year) <= _FAR]
    if not near:
        return Timeline(key, title, head, tuple(_row(one, ()) for one in tracks), (), None)
    axis = _Axis(date(min(near).year, 1, 1), date(min(max(*near, now or near[0]).year + 1, MAXYEAR), 1, 1))
    years = range(axis.first.year, axis.last.year)
    step = math.ceil(len(years) / _LABELS)
    return Timeline(
        key,
        title,
        head,
        tuple(_row(one, tuple(axis.mark(span, span.start) for span in one.spans if span.start)) for one in tracks),
        tuple(
            Mark(str(year), percent(axis.across(date(year, 1, 1))), place % (3 * step) != 0)
            for place, year in enumerate(years)
            if place % step == 0
        ),
        Mark(now.isoformat(), percent(axis.across(now))) if now and axis.first <= now < axis.last else None,
    )


@dataclass(frozen=True, slots=True)
class _Axis:
    """Time from left to right."""

    first: date
    last: date

    def across(self, day: date, after: int = 0) -> float:
        """Give where a day is, in percent, or the day some days after; one outside is at the edge."""
        return min(100, max(0, 100 * ((day - self.first).days + after) / (self.last - self.first).days))

    def mark(self, span: Span, start: date) -> SpanMark:
        """Draw a span; its last day is part of it, and one that ends before it starts has no width."""
        left = self.across(start)
        right = 100 if span.end is None else self.across(span.end, after=1)
        width = percent(max(0, right - left))
        return SpanMark(span.name, _span_in_words(span), percent(left), width, span.href, span.kind, span.end is None)


def _row(track: Track, marks: tuple[SpanMark, ...]) -> TimelineRow:
    spans = [(one.name, one.href, _span_in_words(one)) for one in track.spans]
    crowded = len(spans) > _NAMED
    summary = _in_all(track) if crowded else "; ".join(f"{name}, {when}" for name, _, when in spans)
    return TimelineRow(track.name, track.href, track.note, marks, tuple(spans), summary or "no dates stated", crowded)


def _in_all(track: Track) -> str:
    """Say how many terms a row has, and from when to when."""
    first = min((one.start for one in track.spans if one.start), default=None)
    last = max((one.end for one in track.spans if one.end), default=None)
    return f"{len(track.spans)} terms, {_span_in_words(Span('', first, last))}"


def _span_in_words(span: Span) -> str:
    if span.start is None and span.end is None:
        return "no dates stated"
    start, end = (day.isoformat() if day else None for day in (span.start, span.end))
    return f"{start or 'no stated start'} to {end or 'no stated end'}"
