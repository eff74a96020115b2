"""The agreements of a body on a timeline: as what each version names it, and how its newest one stands."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from releasegraph.api.things.asked import Asked
from releasegraph.api.things.paging import Paging, paging
from releasegraph.api.things.provenance import read_records
from releasegraph.api.things.standing import EditionMonth, Standing, State, standing_of
from releasegraph.api.things.tabled import Table, node, table
from releasegraph.api.timelines import Span, Timeline, Track, timeline
from releasegraph.api.view import Value
from releasegraph.graph.vocabulary import RG

__all__ = ["Held", "HeldTerms", "read_terms"]

_SHOWN = 15
"""Agreements on one page of the timeline."""

_VERSIONS = """
SELECT ?reference ?roles ?start ?end ?order ?version ?agreement
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
           rg:versionOrder ?order ;
           rg:versionOf ?agreement .
  OPTIONAL {{ ?version rg:startDate ?start }}
  OPTIONAL {{ ?version rg:endDate ?end }}
}}
"""
_NAMING = """
SELECT agreements.iri, versions.iri, title, first_day, last_day, place, role
FROM role JOIN version ON version.id = role.version
  JOIN thing AS versions ON versions.id = version.id JOIN thing AS agreements ON agreements.id = version.agreement
WHERE body = ? AND NOT listing AND reference NOT NULL
ORDER BY version.id, role
"""
_ALL_BUT_ROLE = itemgetter(0, 1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Held:
    """An agreement shown: the newest version that names the body, its standing and place in the source."""

    newest: Value
    roles: str
    """What any of the versions names it as."""
    standing: Standing
    also_in_force: tuple[Value, ...]
    """Older versions that are in force."""
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
    title: str
    roles: tuple[str, ...]
    start: date | None
    end: date | None
    order: int
    standing: Standing

    @property
    def in_force(self) -> bool:
        return self.standing.state is State.CURRENT


def read_terms(asked: Asked, month: EditionMonth | None) -> HeldTerms:
    """Read every version that names a body, and show one page of its agreements."""
    terms: defaultdict[str, list[_Term]] = defaultdict(list)
    found = asked.relations.rows(_NAMING, asked.relations.id(asked.iri))
    for (agreement, version, title, first_day, last_day, order), named in groupby(found, key=_ALL_BUT_ROLE):
        start, end = _day(first_day), _day(last_day)
        roles = tuple(role for *_, role in named)
        terms[agreement].append(_Term(version, title or "", roles, start, end, order, standing_of(start, end, month)))
    for versions in terms.values():
        versions.sort(key=lambda one: (one.order, one.version))

    def place(agreement: str) -> tuple[bool, int, str]:
        last = max(one.end or one.start or date.min for one in terms[agreement])
        return not any(one.in_force for one in terms[agreement]), -last.toordinal(), agreement

    pages = paging(asked, len(terms), _SHOWN)
    shown = sorted(terms, key=place)[pages.offset : pages.last]
    by_role = Counter(role for versions in terms.values() for role in {role for one in versions for role in one.roles})
    return HeldTerms(
        len(terms),
        sum(map(len, terms.values())),
        sum(any(one.in_force for one in versions) for versions in terms.values()),
        month,
        tuple(sorted(by_role.items(), key=lambda one: (-one[1], one[0]))),
        timeline(
            "agreements",
            "Terms of its agreements",
            "Agreement",
            [_track(asked, agreement, terms[agreement]) for agreement in shown],
            month.first if month else None,
        ),
        tuple(_held(asked, agreement, terms[agreement]) for agreement in shown),
        pages,
        table(asked.links, _VERSIONS.format(body=node(asked.iri))),
    )


def _track(asked: Asked, agreement: str, terms: Sequence[_Term]) -> Track:
    return Track(
        _agreement_name(agreement),
        tuple(
            Span(
                _version_name(one.version),
                one.start,
                one.end,
                asked.links.href(one.version),
                "active" if one.in_force else "term",
            )
            for one in terms
        ),
        asked.links.href(agreement),
        terms[-1].title,
    )


def _held(asked: Asked, agreement: str, terms: Sequence[_Term]) -> Held:
    newest = terms[-1].version
    latest = asked.about(agreement).one(RG.latestVersion)
    named = {one.version for one in terms}
    records = [str(quad[2]) for quad in asked.store.quads(subject=newest, predicate=RG.recordedIn)]
    return Held(
        _version(asked, newest),
        ", ".join(dict.fromkeys(role for one in reversed(terms) for role in one.roles)),
        terms[-1].standing,
        tuple(_version(asked, one.version) for one in terms[:-1] if one.in_force),
        tuple(Value(one.words, asked.links.href(one.iri), one.iri) for one in read_records(asked, records)),
        _version(asked, latest) if latest and latest not in named else None,
    )


def _version(asked: Asked, iri: str) -> Value:
    return Value(_version_name(iri), asked.links.href(iri), iri)


def _agreement_name(iri: str) -> str:
    return iri.rpartition("/id/agreement/")[2]


def _version_name(iri: str) -> str:
    """Give `v4.2` of `…/DARS-NIC-1-A/v4.2`, and `v4.2/2` of a second row of the same reference."""
    return _agreement_name(iri).partition("/")[2].replace("v-unnumbered", "unnumbered")


def _day(printed: str) -> date | None:
    return date.fromisoformat(printed) if printed else None
