"""Which example questions have a chart, and of what."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from releasegraph.api.answers import Solution
from releasegraph.api.charts import BarChart, ColumnChart, Entry, bar_chart, by_period, column_chart

__all__ = ["ANSWER_CHARTS"]

_KEY = "answer"
_BARS = 15
"""The most bars of a chart; the table below it has the rest."""
_YES_NO = ("yes", "no", "not stated")

Chart = BarChart | ColumnChart


def _text(solution: Solution, variable: str) -> str:
    return str(solution.get(variable, ""))


def _count(solution: Solution, variable: str | None) -> int:
    return 1 if variable is None else int(_text(solution, variable) or 0)


def _summed(rows: Iterable[Solution], name: Callable[[Solution], str], counted: str | None) -> Counter[str]:
    sums: Counter[str] = Counter()
    for row in rows:
        sums[name(row)] += _count(row, counted)
    return sums


def _bars(
    title: str, head: str, unit: str, name: str | Callable[[Solution], str], counted: str | None
) -> Callable[[Sequence[Solution]], Chart]:
    """Chart the largest sums of `counted` (of rows where it is None) by name."""

    def chart(rows: Sequence[Solution]) -> Chart:
        sums = _summed(rows, (lambda row: _text(row, name)) if isinstance(name, str) else name, counted)
        largest = sorted(((one, number) for one, number in sums.items() if number), key=lambda one: (-one[1], one[0]))
        left_out = len(largest) - _BARS
        whole = f"{title}: the {_BARS} with the most of {len(largest):,}" if left_out > 0 else title
        return bar_chart(_KEY, whole, head, [Entry(one, (number,)) for one, number in largest[:_BARS]], unit)

    return chart


def _months(
    title: str, day: str, counted: str | None = None, unit: str = "files"
) -> Callable[[Sequence[Solution]], Chart]:
    """Chart sums over time by the month (or the year) of a variable that starts with one."""

    def chart(rows: Sequence[Solution]) -> Chart:
        sums = _summed(rows, lambda row: _text(row, day)[:7], counted)
        whole = {(month if len(month) == 7 else f"{month}-01"): (number,) for month, number in sums.items() if month}
        head, periods = by_period(whole)
        return column_chart(_KEY, title, head, ("",), periods, unit)

    return chart


def _commercial(rows: Sequence[Solution]) -> Chart:
    kinds: dict[str, Counter[str]] = {}
    for row in rows:
        kinds.setdefault(_text(row, "type"), Counter())[_text(row, "commercial")] += _count(row, "versions")
    ordered = sorted(kinds.items(), key=lambda one: (-one[1].total(), one[0]))
    entries = [Entry(kind, tuple(counts[answer] for answer in _YES_NO)) for kind, counts in ordered]
    series = ("Commercial purpose", "No commercial purpose", "Not stated")
    return bar_chart(_KEY, "Agreement versions by type of body", "Type of body", entries, "agreement versions", series)


ANSWER_CHARTS: Mapping[str, Callable[[Sequence[Solution]], Chart]] = MappingProxyType(
    {
        "who-holds-what": _bars("Datasets named on the agreement versions of a body", "Body", "datasets", "body", None),
        "files-released-by-body-and-year": _months("Files released to all of these bodies", "year", "files"),
        "expiries-in-a-quarter": _months("Agreement versions that ended", "end", unit="agreement versions"),
        "everything-under-section-261": _bars(
            "Agreement versions with a dataset under each part", "Provision", "agreement versions", "law", "versions"
        ),
        "releases-without-opt-outs-by-dataset": _bars(
            "Files released without opt-outs applied", "Dataset", "files", "dataset", "files"
        ),
        "released-with-and-without-opt-outs": _bars(
            "Datasets and months with both kinds of file", "Body", "datasets and months", "body", None
        ),
        "joint-controller-pairs": _bars(
            "Agreement versions with both as controllers",
            "Pair of bodies",
            "agreement versions",
            lambda row: f"{_text(row, 'body')} and {_text(row, 'other')}",
            "versions",
        ),
        "releases-after-every-term": _months("Files released after every term had ended", "month"),
        "relies-on-or-only-cites": _bars(
            "Agreement versions and listings that rely on each law", "Law", "versions and listings", "law", "relyOnIt"
        ),
        "commercial-purpose-by-organisation-type": _commercial,
        "issues-by-kind": _bars("Issues by kind", "Kind of issue", "issues", "kind", "issues"),
    }
)
"""Slug of a question to the chart of its whole answer."""
