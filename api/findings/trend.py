"""How the findings of each rule changed from one edition of the register to the next."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from releasegraph.api.charts import ColumnChart, Period, column_chart
from releasegraph.graph.validating.report import SEVERITIES
from releasegraph.graph.validating.tallies import WORDS, Tally

__all__ = ["Trend", "TrendRow", "trend_of"]

_MOST = 12
"""Editions shown, the newest: a year of them."""


@dataclass(frozen=True, slots=True)
class TrendRow:
    """A rule: its findings in each edition, oldest first; None where it was not tried."""

    rule: str
    name: str
    severity: str
    numbers: tuple[int | None, ...]

    @property
    def change(self) -> int | None:
        """Give how many findings more the newest edition has than the one before; None where that is not known."""
        *_, before, now = (None, *self.numbers)
        return None if before is None or now is None else now - before


@dataclass(frozen=True, slots=True)
class Trend:
    """The editions, oldest first, and what was found in each."""

    editions: tuple[str, ...]
    rows: tuple[TrendRow, ...]
    chart: ColumnChart


def trend_of(tallies: Iterable[Tally], workbooks: Collection[str], rules: Collection[str] = ()) -> Trend | None:
    """Draw the trend of some rules, or of all, over workbooks' editions; None where fewer than two were validated."""
    own = [one for one in tallies if one.edition in workbooks and (not rules or one.rule in rules)]
    editions = tuple(sorted({one.edition for one in own})[-_MOST:])
    if len(editions) < 2:
        return None
    numbers = {(one.rule, one.edition): one.number for one in own}
    newest = {one.rule: one for one in sorted(own)}
    rows = (
        TrendRow(rule, one.name, one.severity, tuple(numbers.get((rule, edition)) for edition in editions))
        for rule, one in newest.items()
    )
    return Trend(
        editions,
        tuple(sorted((row for row in rows if any(row.numbers)), key=_order)),
        _chart(own, editions),
    )


def _chart(tallies: Iterable[Tally], editions: Collection[str]) -> ColumnChart:
    """Stack the findings of each edition by severity; a severity of which none was ever found has no part in it."""
    counts: Counter[tuple[str, str]] = Counter()
    for one in tallies:
        counts[one.edition, one.severity] += one.number
    found = [name for name in SEVERITIES if any(counts[edition, name] for edition in editions)] or [SEVERITIES[0]]
    periods = [Period(one, one, tuple(counts[one, severity] for severity in found)) for one in editions]
    series = [WORDS[severity][1].capitalize() for severity in found]
    return column_chart("trend", "Findings by edition", "Edition", series, periods, "findings")


def _order(row: TrendRow) -> tuple[int, int, str]:
    rank = SEVERITIES.index(row.severity) if row.severity in SEVERITIES else len(SEVERITIES)
    return rank, -(row.numbers[-1] or 0), row.name
