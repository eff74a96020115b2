"""Files released, by month or year and by whether opt-outs were applied: the chart of a body or a dataset."""

from collections import defaultdict
from dataclasses import dataclass

from releasegraph.api.charts import ColumnChart, by_period, column_chart
from releasegraph.api.things.asked import Asked
from releasegraph.api.things.tabled import MANY, Table, count, part, table

__all__ = ["Released", "read_released"]

OPT_OUTS = {"yes": "Opt-outs applied", "no": "Not applied", "not-stated": "Not stated"}
"""Concept of the scheme `opt-outs` to the name of its series."""

_COUNTS = """
SELECT ?month ?optOuts (COUNT(?release) AS ?files)
WHERE {{
  {chosen}
  {months}
  {opt_outs}
}}
GROUP BY ?month ?optOuts
ORDER BY ?month ?optOuts
"""


@dataclass(frozen=True, slots=True)
class Released:
    """How many files, in all and by opt-outs in the order of `OPT_OUTS`, and the chart of them."""

    total: int
    by_opt_outs: tuple[int, ...]
    undated: int
    """Files whose month cannot be read, where they are known: in no column, and in no count by opt-outs."""
    first: str
    last: str
    """The first and the last month, `2019-04`; empty without any."""
    chart: ColumnChart
    table: Table

    @property
    def without(self) -> int:
        """Give the files without opt-outs applied."""
        return self.by_opt_outs[1]


def read_released(asked: Asked, pattern: str, title: str, *, only_releases: bool) -> Released:
    """Count the files a pattern binds to `?release`; where it binds other things too, those without a month count not.

    `rg:dataset` leads to a dataset from versions and provisions as well as from files.
    """
    found = count(asked, pattern)
    scan = found > MANY
    asking = table(
        asked.links,
        _COUNTS.format(
            chosen=part("?release", pattern, scan=scan),
            months=part("?release ?month", "?release rg:releaseMonth ?month .", scan=scan),
            opt_outs=part("?release ?optOuts", "?release rg:optOutsApplied ?optOuts .", scan=scan),
        ),
    )
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0] * len(OPT_OUTS))
    places = list(OPT_OUTS)
    for month, opt_outs, files in asking.rows(asked.store):
        counts[month[:7]][places.index(opt_outs.rpartition("/")[2])] += int(files)
    head, periods = by_period(counts)
    chart = column_chart("files", f"{title}, by {head.lower()}", head, list(OPT_OUTS.values()), periods)
    undated = found - chart.total if only_releases else 0
    return Released(
        chart.total + undated, chart.totals, undated, min(counts, default=""), max(counts, default=""), chart, asking
    )
