"""Files released, by month or year and by whether opt-outs were applied: the chart of a body or a dataset."""

from collections import defaultdict
from dataclasses import dataclass

from releasegraph.api.charts import ColumnChart, by_period, column_chart
from releasegraph.api.things.asked import Asked
from releasegraph.api.things.tabled import Table, node, table

__all__ = ["Released", "released_of", "released_to"]

OPT_OUTS = {"yes": "Opt-outs applied", "no": "Not applied", "not-stated": "Not stated"}
"""Concept of the scheme `opt-outs` to the name of its series."""

_COUNTS = """
SELECT ?month ?optOuts (COUNT(?release) AS ?files)
WHERE {{
  {pattern}
  ?release rg:releaseMonth ?month ;
           rg:optOutsApplied ?optOuts .
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


def released_to(asked: Asked) -> Released:
    """Count the files released to a body as applicant."""
    pattern = f"?version rg:applicant {node(asked.iri)} ; rg:hasRelease ?release ."
    source = "role JOIN file ON file.version = role.version WHERE role.body = ? AND role.role = 'applicant'"
    return _read(asked, source, pattern, "Files released to it", with_undated=True)


def released_of(asked: Asked) -> Released:
    """Count the files of a dataset; those without a month are not told from other things that name the dataset."""
    return _read(
        asked,
        "file WHERE dataset = ?",
        f"?release rg:dataset {node(asked.iri)} .",
        "Files released",
        with_undated=False,
    )


def _read(asked: Asked, source: str, pattern: str, title: str, *, with_undated: bool) -> Released:
    found = asked.relations.rows(
        f"SELECT month, opt_outs, sum(number) FROM {source} GROUP BY month, opt_outs ORDER BY month, opt_outs",
        asked.relations.id(asked.iri),
    )
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0] * len(OPT_OUTS))
    places = list(OPT_OUTS)
    for month, opt_outs, files in found:
        if month and opt_outs:
            counts[month][places.index(opt_outs)] += files
    head, periods = by_period(counts)
    chart = column_chart("files", f"{title}, by {head.lower()}", head, list(OPT_OUTS.values()), periods)
    undated = sum(files for *_, files in found) - chart.total if with_undated else 0
    return Released(
        chart.total + undated,
        chart.totals,
        undated,
        min(counts, default=""),
        max(counts, default=""),
        chart,
        table(asked.links, _COUNTS.format(pattern=pattern)),
    )
