"""Files released, by month or year and by whether opt-outs were applied: the chart of a body or a dataset."""

from collections import defaultdict
from dataclasses import dataclass

from releasegraph.api.charts import ColumnChart, by_period, column_chart
from releasegraph.api.things.asked import Asked
from releasegraph.api.things.tabled import Table, table

__all__ = ["Released", "read_released"]

OPT_OUTS = {"yes": "Opt-outs applied", "no": "Not applied", "not-stated": "Not stated"}
"""Concept of the scheme `opt-outs` to the name of its series."""
_MANY = 6000
"""Files from which on two scans of all releases cost less than looking up each of these."""

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
    """Files whose month cannot be read: in no column, and in no count by opt-outs."""
    first: str
    last: str
    """The first and the last month, `2019-04`; empty without any."""
    chart: ColumnChart
    table: Table

    @property
    def without(self) -> int:
        """Give the files without opt-outs applied."""
        return self.by_opt_outs[1]


def read_released(asked: Asked, pattern: str, title: str) -> Released:
    """Count the files a pattern binds to `?release`."""
    ((found,),) = table(asked.links, f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}").rows(asked.store)
    total = int(found)
    scan = total > _MANY
    asking = table(
        asked.links,
        _COUNTS.format(
            chosen=_part("?release", pattern, scan=scan),
            months=_part("?release ?month", "?release rg:releaseMonth ?month .", scan=scan),
            opt_outs=_part("?release ?optOuts", "?release rg:optOutsApplied ?optOuts .", scan=scan),
        ),
    )
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0] * len(OPT_OUTS))
    places = list(OPT_OUTS)
    for month, opt_outs, files in asking.rows(asked.store):
        counts[month[:7]][places.index(opt_outs.rpartition("/")[2])] += int(files)
    head, periods = by_period(counts)
    chart = column_chart("files", f"{title}, by {head.lower()}", head, list(OPT_OUTS.values()), periods)
    return Released(
        total, chart.totals, total - chart.total, min(counts, default=""), max(counts, default=""), chart, asking
    )


def _part(variables: str, pattern: str, *, scan: bool) -> str:
    """Write a pattern as it is, joined by looking up, or as a sub-select, which the engine joins by hash."""
    return f"{{ SELECT {variables} WHERE {{ {pattern} }} }}" if scan else pattern
