"""What the home page shows beside the manifest: its figures, its charts, and what the last validation found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from releasegraph.api.charts import BarChart, ColumnChart, Entry, bar_chart, by_period, column_chart
from releasegraph.api.links import Links
from releasegraph.graph.generations import Manifest
from releasegraph.graph.summaries import Ranked, Summaries

__all__ = ["Figure", "HomeCharts", "figures", "home_charts", "severities"]

_FIGURES = {
    "agreements": "agreements",
    "agreement_versions": "agreement versions",
    "organisations": "bodies",
    "datasets": "datasets",
    "releases": "files released",
    "statutory_provisions": "provisions of law",
    "citations": "citations of law in prose",
    "page_listings": "listings on third parties’ pages",
}
"""The counts of the manifest that the home page shows, in order, and what to call each."""
_OPT_OUTS = ("Opt-outs applied", "Not applied", "Not stated")
_SEVERITIES = {"Violation": "violation", "Warning": "warning", "Info": "note"}
"""SHACL's severities, the worst first, and what a result of each is called, as in the report for terminals."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the graph and what it counts."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class HomeCharts:
    """The charts of the home page; one without rows is None."""

    releases: ColumnChart | None
    in_force: BarChart | None
    relied_on: BarChart | None


def figures(manifest: Manifest) -> tuple[Figure, ...]:
    """Give the counts there are, in order."""
    return tuple(Figure(manifest.counts[key], name) for key, name in _FIGURES.items() if manifest.counts.get(key))


def home_charts(summaries: Summaries | None, links: Links) -> HomeCharts:
    """Draw the charts of a generation's summaries; none for a generation that was built without."""
    if summaries is None:
        return HomeCharts(None, None, None)
    return HomeCharts(
        _releases(summaries),
        _ranking(
            "in-force", "Bodies with the most agreements in force", "Body", "agreements", summaries.in_force, links
        ),
        _ranking("relied-on", "Law most relied on", "Provision", "agreement versions", summaries.relied_on, links),
    )


def _releases(summaries: Summaries) -> ColumnChart | None:
    if not summaries.releases:
        return None
    head, periods = by_period(summaries.releases)
    title = f"Files released each {head.lower()}, and whether patients’ opt-outs were applied"
    return column_chart("releases", title, head, _OPT_OUTS, periods)


def _ranking(key: str, title: str, head: str, unit: str, ranked: Sequence[Ranked], links: Links) -> BarChart | None:
    entries = [Entry(one.label, (one.number,), links.href(one.iri)) for one in ranked]
    return bar_chart(key, title, head, entries, unit) if entries else None


def severities(counts: Mapping[str, int]) -> tuple[Figure, ...]:
    """Give the findings of a validation by severity, the worst first; none of a severity without any."""
    return tuple(
        Figure(counts[name], word if counts[name] == 1 else f"{word}s")
        for name, word in _SEVERITIES.items()
        if counts.get(name)
    )
