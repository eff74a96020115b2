"""What the home page charts: a few rows worked out once from the finished graph, and kept beside it.

At the register's size these take half a second to ask, which a build can spare and a page cannot.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path

from releasegraph.graph.errors import StoreError
from releasegraph.graph.store import GraphStore
from releasegraph.graph.vocabulary import RDFS, RG, XSD

__all__ = ["Ranked", "Summaries", "read_summaries", "summarise", "write_summaries"]

_FILE = "summaries.json"
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_TOP = 10
"""The most things of one ranking."""

_RELEASES = f"""
SELECT ?day ?applied (COUNT(*) AS ?n) WHERE {{
  {{ SELECT ?release ?day WHERE {{ ?release <{RG.releaseMonthStart}> ?day }} }}
  {{ SELECT ?release ?applied WHERE {{ ?release <{RG.optOutsApplied}> ?applied }} }}
}}
GROUP BY ?day ?applied"""
"""Two sub-selects, which the engine joins by hash: one pattern would look up each release's second triple by itself."""
_IN_FORCE = f"""
SELECT ?thing (COUNT(DISTINCT ?agreement) AS ?n) WHERE {{{{
  ?version <{RG.startDate}> ?start ; <{RG.endDate}> ?end ; <{RG.versionOf}> ?agreement ; <{RG.applicant}> ?thing .
  FILTER(?start <= "{{last}}"^^<{XSD.date}> && ?end >= "{{first}}"^^<{XSD.date}> && ?end >= ?start)
}}}}
GROUP BY ?thing
ORDER BY DESC(?n) ?thing
LIMIT {_TOP}"""
"""A version counts as the pages of versions have it: in force on some day of the month, both days of its term known."""
_RELIED_ON = f"""
SELECT ?thing (COUNT(DISTINCT ?version) AS ?n) WHERE {{
  ?version <{RG.reliesOn}> ?thing ; a <{RG.AgreementVersion}> .
}}
GROUP BY ?thing
ORDER BY DESC(?n) ?thing
LIMIT {_TOP}"""
_OPT_OUTS = ("yes", "no", "not-stated")
"""The concepts of opt-outs, in the order of a month's counts."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A thing and how many of something it has."""

    iri: str
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Summaries:
    """The rows of the home page's charts."""

    month: str | None = None
    """The month the graph speaks of, that of its latest workbook: `2026-09`."""
    releases: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Month of release to files with opt-outs applied, without, and not stated; files of no known month are in none."""
    in_force: tuple[Ranked, ...] = ()
    """Bodies by the agreements with a version in force on some day of `month`, which they applied for."""
    relied_on: tuple[Ranked, ...] = ()
    """Law by the agreement versions that rely on it, to the very provision."""


def summarise(store: GraphStore, editions: Iterable[str]) -> Summaries:
    """Work out the summaries of a store whose workbooks are of these editions."""
    month = max((name for name in editions if _MONTH.fullmatch(name)), default=None)
    return Summaries(month, _releases(store), _in_force(store, month), _ranked(store, _RELIED_ON))


def _releases(store: GraphStore) -> Mapping[str, tuple[int, ...]]:
    counts: dict[str, list[int]] = {}
    for row in store.select(_RELEASES):
        applied = str(row["applied"]).rpartition("/")[2]
        counts.setdefault(str(row["day"])[:7], [0] * len(_OPT_OUTS))[_OPT_OUTS.index(applied)] += int(row["n"])
    return {month: tuple(counts[month]) for month in sorted(counts)}


def _in_force(store: GraphStore, month: str | None) -> tuple[Ranked, ...]:
    if month is None:
        return ()
    year, number = int(month[:4]), int(month[5:])
    first = date(year, number, 1)
    last = date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)
    return _ranked(store, _IN_FORCE.format(first=first, last=last))


def _ranked(store: GraphStore, query: str) -> tuple[Ranked, ...]:
    rows = ((str(row["thing"]), int(row["n"])) for row in store.select(query))
    return tuple(Ranked(iri, _label(store, iri), number) for iri, number in rows)


def _label(store: GraphStore, iri: str) -> str:
    return next((str(quad[2]) for quad in store.quads(iri, RDFS.label)), iri)


def write_summaries(summaries: Summaries, folder: Path) -> None:
    """Write summaries into a generation's folder."""
    (folder / _FILE).write_text(json.dumps(asdict(summaries), indent=1), encoding="utf-8")


def read_summaries(folder: Path) -> Summaries | None:
    """Read the summaries of a generation; None where it was built without.

    Raises StoreError where they are there and cannot be read.
    """
    try:
        printed = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        return Summaries(
            printed["month"],
            {month: tuple(counts) for month, counts in printed["releases"].items()},
            tuple(Ranked(**one) for one in printed["in_force"]),
            tuple(Ranked(**one) for one in printed["relied_on"]),
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise StoreError(f"{folder}: the summaries cannot be read: {error}") from None
