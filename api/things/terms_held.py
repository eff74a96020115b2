"""The agreements of a body on a timeline: as what each version names it, and how its newest one stands."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from releasegraph.api.charts import Span, Timeline, Track, timeline
from releasegraph.api.things.asked import Asked
from releasegraph.api.things.facts import first, node
from releasegraph.api.things.paging import Paging, paging
from releasegraph.api.things.provenance import read_records
from releasegraph.api.things.standing import EditionMonth, Standing, State, standing_of
from releasegraph.api.things.tabled import Table, table
from releasegraph.api.view import Value
from releasegraph.graph.vocabulary import DCT, RG

__all__ = ["Held", "HeldTerms", "read_terms"]

_SHOWN = 20
"""Agreements on one page of the timeline."""

_VERSIONS = """
SELECT ?reference ?roles ?start ?end ?version ?agreement
WHERE {{
  {{ SELECT ?version (GROUP_CONCAT(?role; SEPARATOR=", ") AS ?roles)
    WHERE {{
      {{ ?version rg:applicant {body} BIND("applicant" AS ?role) }}
      UNION {{ ?version rg:dataController {body} BIND("data controller" AS ?role) }}
      UNION {{ ?version rg:dataProcessor {body} BIND("data processor" AS ?role) }}
    }}
    GROUP BY ?version }}
  ?version a rg:AgreementVersion ;
           rg:reference ?reference ;
           rg:versionOf ?agreement .
  OPTIONAL {{ ?version rg:startDate ?start }}
  OPTIONAL {{ ?version rg:endDate ?end }}
}}
"""


@dataclass(frozen=True, slots=True)
class Held:
    """An agreement shown: the newest version that names the body, its standing and place in the source."""

    newest: Value
    roles: str
    """What any of the versions names it as."""
    standing: Standing
    records: tuple[Value, ...]
    dropped: Value | None
    """A newer version of the agreement, where that one does not name the body."""


@dataclass(frozen=True, slots=True)
class HeldTerms:
    """The agreements of a body, those in force first, a page at a time."""

    agreements: int
    versions: int
    in_force: int
    month: EditionMonth | None
    by_role: tuple[tuple[str, int], ...]
    """Role to the number of agreements with a version that names the body so."""
    chart: Timeline
    held: tuple[Held, ...]
    """What to say of each row of the chart."""
    pages: Paging
    table: Table


@dataclass(frozen=True, slots=True)
class _Term:
    version: str
    reference: str
    roles: tuple[str, ...]
    start: date | None
    end: date | None

    @property
    def place(self) -> tuple[date, date, int, str]:
        """Give what versions are sorted by: their term, then their number as a number."""
        start = self.start or self.end or date.min
        return start, self.end or start, len(self.reference), self.reference


def read_terms(asked: Asked, month: EditionMonth | None) -> HeldTerms:
    """Read every version that names a body, and show one page of its agreements."""
    asking = table(asked.links, _VERSIONS.format(body=node(asked.iri)))
    terms: defaultdict[str, list[_Term]] = defaultdict(list)
    for reference, roles, start, end, version, agreement in asking.rows(asked.store):
        terms[agreement].append(_Term(version, reference, tuple(roles.split(", ")), _day(start), _day(end)))
    for versions in terms.values():
        versions.sort(key=lambda one: one.place)
    standings = {
        agreement: [standing_of(one.start, one.end, month) for one in versions] for agreement, versions in terms.items()
    }
    in_force = {name for name, found in standings.items() if any(one.state is State.CURRENT for one in found)}

    def order(agreement: str) -> tuple[bool, int, str]:
        last = terms[agreement][-1]
        return agreement not in in_force, -(last.end or last.start or date.min).toordinal(), agreement

    pages = paging(asked, len(terms), _SHOWN)
    shown = sorted(terms, key=order)[pages.offset : pages.last]
    by_role = Counter(role for versions in terms.values() for role in {role for one in versions for role in one.roles})
    return HeldTerms(
        len(terms),
        sum(map(len, terms.values())),
        len(in_force),
        month,
        tuple(sorted(by_role.items(), key=lambda one: (-one[1], one[0]))),
        timeline(
            "agreements",
            "Terms of its agreements",
            "Agreement",
            [_track(asked, agreement, terms[agreement], standings[agreement]) for agreement in shown],
            month.first if month else None,
        ),
        tuple(_held(asked, agreement, terms[agreement], standings[agreement][-1]) for agreement in shown),
        pages,
        asking,
    )


def _track(asked: Asked, agreement: str, terms: Sequence[_Term], standings: Sequence[Standing]) -> Track:
    return Track(
        _agreement_name(agreement),
        tuple(
            Span(
                _version_name(one.version),
                one.start,
                one.end,
                asked.links.href(one.version),
                "active" if standing.state is State.CURRENT else "term",
            )
            for one, standing in zip(terms, standings, strict=True)
        ),
        asked.links.href(agreement),
        first(asked.store, terms[-1].version, DCT.title) or "",
    )


def _held(asked: Asked, agreement: str, terms: Sequence[_Term], standing: Standing) -> Held:
    newest = terms[-1].version
    latest = first(asked.store, agreement, RG.latestVersion)
    named = {one.version for one in terms}
    records = [str(quad[2]) for quad in asked.store.quads(subject=newest, predicate=RG.recordedIn)]
    return Held(
        Value(_version_name(newest), asked.links.href(newest), newest),
        ", ".join(dict.fromkeys(role for one in reversed(terms) for role in one.roles)),
        standing,
        tuple(Value(one.words, asked.links.href(one.iri), one.iri) for one in read_records(asked, records)),
        Value(_version_name(latest), asked.links.href(latest), latest) if latest and latest not in named else None,
    )


def _agreement_name(iri: str) -> str:
    return iri.rpartition("/id/agreement/")[2]


def _version_name(iri: str) -> str:
    """Give `v4.2` of `…/DARS-NIC-1-A/v4.2`, and `v4.2/2` of a second row of the same reference."""
    return _agreement_name(iri).partition("/")[2].replace("v-unnumbered", "unnumbered")


def _day(printed: str) -> date | None:
    return date.fromisoformat(printed) if printed else None
