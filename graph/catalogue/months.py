"""Of which months the catalogue speaks: that of an edition, and those in which the files it names were released."""

import calendar
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from rdflib import Literal, URIRef

from releasegraph.graph.catalogue.terms import TYPE, Triple, catalogue_node, term
from releasegraph.graph.generations import Manifest
from releasegraph.graph.identifiers import Identifiers
from releasegraph.graph.store import GraphStore
from releasegraph.graph.vocabulary import RG, XSD

__all__ = [
    "Months",
    "edition_month",
    "is_month",
    "month_in_words",
    "month_literal",
    "period_triples",
    "released_months",
    "workbook_names",
]

_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII)

Months = Mapping[str, tuple[date, date]]
"""Edition to the first day of the first month and the last day of the last in which it says a file was released."""


def released_months(store: GraphStore, manifest: Manifest) -> Months:
    """Read from a store which months the files that each workbook names were released in."""
    ids, names = Identifiers(manifest.base), workbook_names(manifest)
    graphs = {name: f"GRAPH <{ids.edition_graph(name)}>" if name != names[-1] else "" for name in names}
    found: dict[str, tuple[date, date]] = {}
    for name, graph in graphs.items():
        pattern = f"{{ ?file <{RG.releaseMonthStart}> ?day }}"
        asked = f"SELECT (MIN(?day) AS ?first) (MAX(?day) AS ?last) WHERE {{ {graph} {pattern} }}"
        for row in store.select(asked):
            if "first" in row and "last" in row:
                first, last = (date.fromisoformat(str(row[end])) for end in ("first", "last"))
                found[name] = first, last.replace(day=calendar.monthrange(last.year, last.month)[1])
    return found


def workbook_names(manifest: Manifest) -> Sequence[str]:
    """Give the names of the workbooks' editions, the oldest first: the last is current."""
    return sorted(one["name"] for one in manifest.editions if one.get("kind") == "workbook")


def edition_month(manifest: Manifest) -> str | None:
    """Give the month the graph speaks of, that of its newest workbook: `2026-09`; None where none has one."""
    return max((name for name in workbook_names(manifest) if is_month(name)), default=None)


def is_month(name: str) -> bool:
    """Tell whether an edition is named by its month."""
    return _MONTH.fullmatch(name) is not None


def month_in_words(month: str) -> str:
    """Give `September 2026` for `2026-09`."""
    return f"{calendar.month_name[int(month[5:])]} {month[:4]}"


def month_literal(month: str) -> Literal:
    """Give a month as a literal."""
    return Literal(month, datatype=URIRef(XSD.gYearMonth))


def period_triples(base: str, node: URIRef, periods: Iterable[tuple[date, date]]) -> Iterable[Triple]:
    """Say from when to when files were released that a dataset names; nothing where it names none."""
    known = tuple(periods)
    if known:
        first, last = min(start for start, _ in known), max(end for _, end in known)
        period = catalogue_node(base, f"period/{first}/{last}")
        yield node, term("dct", "temporal"), period
        yield period, TYPE, term("dct", "PeriodOfTime")
        yield period, term("dcat", "startDate"), Literal(first.isoformat(), datatype=URIRef(XSD.date))
        yield period, term("dcat", "endDate"), Literal(last.isoformat(), datatype=URIRef(XSD.date))
