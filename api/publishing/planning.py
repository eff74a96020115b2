"""What there is to publish, and what of it differs from what was published before."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

import orjson
from rdflib import URIRef

from releasegraph.api.front import software
from releasegraph.api.labels import labels_of
from releasegraph.api.links import Links
from releasegraph.api.publishing.addresses import is_writable, unit_of
from releasegraph.api.publishing.catalogue_files import catalogue_paths
from releasegraph.api.publishing.feed_files import feed_states
from releasegraph.api.publishing.findings_files import rule_units
from releasegraph.api.publishing.question_reads import question_states
from releasegraph.api.publishing.record import Made, SiteRecord, digest_of_lines
from releasegraph.api.publishing.site_pages import (
    CATALOGUE,
    FEED,
    FINDINGS,
    KEPT_WHILE,
    QUESTIONS,
    SITE_UNITS,
    is_of_site,
)
from releasegraph.api.rendering import latest_edition
from releasegraph.api.sitemaps import site_entries
from releasegraph.api.state import Served
from releasegraph.graph.history import history_of
from releasegraph.graph.term_digests import read_term_digests
from releasegraph.graph.validating.kept import kept_report
from releasegraph.graph.vocabulary import DCT, RDF, RG, SKOS

__all__ = [
    "Plan",
    "affected_by",
    "changed_site",
    "changed_units",
    "plan_site",
    "shown_of",
    "site_key",
    "with_questions",
]

_ALWAYS = ("doc/concept/", "doc/edition/")
"""Things whose pages count what points to them, and are few: made wherever anything has changed."""
_HOME = "site/home"
"""A unit that differs wherever anything does."""
_EDITION, _LAW = "doc/edition/", "doc/law/"
_SHOWN_BY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"doc/agreement/": ("doc/",), "doc/organisation/": ("doc/organisation/",)}
)
"""Starts of units, and of those they link to that show more of them than their names."""
_ASIDE = (RG.Issue, RG.OrganisationChange, RG.NameMerge, RG.Claim)
"""Classes whose things are shown on the pages of what they are about, and have no digest of their own."""
_NAMES = (RDF.type, DCT.title, RG.reference, RG.sourceFile, SKOS.prefLabel, SKOS.altLabel, SKOS.definition)
"""What pages of other things show of a thing, beside its label."""
_SETTINGS = {"contact", "incoming_limit", "page_incoming", "page_solutions", "page_rows", "page_results"}


@dataclass(frozen=True, slots=True)
class Plan:
    """The things to publish, by unit: what of them there is, and the digest of what the graph says of each unit."""

    key: str
    units: Mapping[str, tuple[str, ...]]
    """Unit to the paths of its things."""
    states: Mapping[str, str]
    left_out: tuple[str, ...]
    """Paths that no disk takes as the name of a file."""
    validated: bool
    """Whether there is a validation report."""
    catalogue: tuple[str, ...]
    """Paths of the catalogue's pages and nodes."""
    feed: tuple[str, ...]
    """Paths of the feed's documents."""

    @property
    def things(self) -> frozenset[str]:
        """Give the paths of all things."""
        return frozenset(path for paths in self.units.values() for path in paths)

    @property
    def site(self) -> tuple[str, ...]:
        """Give the units that are about no one thing."""
        return tuple(filter(is_of_site, self.states))


def plan_site(here: Served) -> Plan:
    """Find what is to be published, and the state each unit of it is in."""
    units: defaultdict[str, list[str]] = defaultdict(list)
    left_out = []
    for entry in site_entries(here):
        if entry.path.startswith("doc/"):
            if is_writable(entry.path):
                units[unit_of(entry.path)].append(entry.path)
            else:
                left_out.append(entry.path)
    states = _with_paths(_states(here), units)
    whole = _whole(here)
    states |= {unit: f"{states.get(unit, '')} {whole}" for unit in units if unit.startswith(_ALWAYS)}
    catalogue, feed = catalogue_paths(here), dict(feed_states(here))
    states |= {unit: "software" if unit in KEPT_WHILE else whole for unit in SITE_UNITS}
    states |= {f"{CATALOGUE}{path}": whole for path in catalogue}
    states |= {f"{FINDINGS}{unit}": whole for unit in rule_units(here)}
    # links lead only to things there are
    there = digest_of_lines(path for paths in units.values() for path in paths)
    states |= {f"{FEED}{path}": said + there for path, said in feed.items()}
    return Plan(
        site_key(here),
        {name: tuple(paths) for name, paths in sorted(units.items())},
        states,
        tuple(left_out),
        kept_report(here.generation.folder) is not None,
        catalogue,
        tuple(feed),
    )


def with_questions(plan: Plan, folder: Path, before: SiteRecord) -> Plan:
    """Have the plan for a generation's folder tell which state each question is in, by what it reads."""
    known, digests = before.units, read_term_digests(folder)
    if digests is None:
        return plan
    if before.key == plan.key and _HOME in known and known[_HOME].state == plan.states[_HOME]:  # saves reading queries
        said = {unit: known[unit].state for unit in plan.site if unit.startswith(QUESTIONS) and unit in known}
    else:
        there = digest_of_lines(sorted(plan.things))
        said = {f"{QUESTIONS}{slug}": state + there for slug, state in question_states(digests)}
    return replace(plan, states={**plan.states, **said})


def _whole(here: Served) -> str:
    """Give what differs wherever a graph, its report, its dumps or its feed do: dumps have checksums of all of it."""
    facts = (here.generation.stamp(), history_of(here.generation).published.isoformat())
    return digest_of_lines(facts) if here.manifest.dumps else here.generation.name


def _with_paths(states: Mapping[str, str], units: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Have a state tell too which things a unit has: listings come and go with editions that no digest speaks of."""
    return {name: state + digest_of_lines(units.get(name, ())) for name, state in states.items()}


def site_key(here: Served) -> str:
    """Give what tells apart two states of what every page depends on: the software, its settings, the editions."""
    latest = latest_edition(here.manifest)
    older = [dict(one) for one in here.manifest.editions if one["kind"] == "workbook" and one["name"] != latest]
    facts = (
        software(),
        here.base,
        latest,
        older,
        any(one["kind"] == "page" for one in here.manifest.editions),
        here.settings.model_dump(include=_SETTINGS),
    )
    return sha256(orjson.dumps(facts, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _states(here: Served) -> dict[str, str]:
    links = Links(here.base)
    states: dict[str, str] = {}
    for entity in history_of(here.generation).entities():
        path = links.document_path(entity.iri)
        if path is not None:
            states[path] = f"{entity.digest.said}{entity.digest.recorded}"
    aside: defaultdict[str, list[str]] = defaultdict(list)
    for unit, fact in _facts_aside(here, links):
        aside[unit].append(fact)
    for unit, facts in aside.items():
        if unit in states:
            states[unit] += digest_of_lines(sorted(facts))
    return states


def _facts_aside(here: Served, links: Links) -> Iterator[tuple[str, str]]:
    """Give what things of their own say of units: each unit, and the fact in a line."""
    for term in _ASIDE:
        things = {str(quad[0]) for quad in here.store.quads(predicate=RDF.type, object_=URIRef(term), graph=None)}
        for thing in sorted(things):
            quads = list(here.store.quads(subject=thing, graph=None))
            fact = "\n".join(sorted(f"{predicate} {object_} {graph}" for _, predicate, object_, graph in quads))
            about = {str(quad[2]) for quad in quads if isinstance(quad[2], URIRef)}
            for record in sorted(iri for iri in about if iri.startswith(f"{here.base}id/record/")):
                recorded = here.store.quads(predicate=RG.recordedIn, object_=URIRef(record), graph=None)
                about |= {str(quad[0]) for quad in recorded}
            for unit in sorted({unit_of(path) for path in map(links.document_path, about) if path is not None}):
                yield unit, f"{thing}\n{fact}"


def shown_of(here: Served, unit: str) -> str:
    """Give the digest of what pages of other things show of a unit's thing."""
    iri = _iri_of(here, unit)
    names = sorted(
        f"{predicate} {object_}"
        for _, predicate, object_, _ in here.store.quads(subject=iri, graph=None)
        if str(predicate) in _NAMES
    )
    return digest_of_lines((labels_of(here.store, here.base).of(iri), *names))


def _iri_of(here: Served, path: str) -> str:
    return next(Links(here.base).things(path.removeprefix("doc/")))


def changed_units(plan: Plan, before: SiteRecord) -> set[str]:
    """Give the units to make anew for what is said of themselves; new ones, and those of unknown state, too."""
    if before.key != plan.key:
        return set(plan.units)
    known = before.units
    own = {unit for unit in plan.units if _differs(plan, known, unit)}
    # the listings of a page stand in the graph of its edition, which agreements' digests leave out
    captures = {unit for unit in own if unit.startswith(_EDITION) and not _says_the_same(plan, known, unit)}
    ends = tuple(f"/page/{unit.removeprefix(_EDITION)}" for unit in captures)
    listed = {unit for unit, paths in plan.units.items() if any(path.endswith(ends) for path in paths)}
    return own | listed


def changed_site(plan: Plan, before: SiteRecord) -> list[str]:
    """Give the units about no one thing that are to be made anew, in their order."""
    return [unit for unit in plan.site if before.key != plan.key or _differs(plan, before.units, unit)]


def _differs(plan: Plan, known: Mapping[str, Made], unit: str) -> bool:
    return unit not in known or known[unit].state != plan.states.get(unit, "?")


def _says_the_same(plan: Plan, known: Mapping[str, Made], unit: str) -> bool:
    """Tell whether the same is said of a thing itself, whatever is said of others."""
    return unit in known and known[unit].state.partition(" ")[0] == plan.states[unit].partition(" ")[0]


def affected_by(
    changed: Iterable[str], before: Mapping[str, Made], after: Mapping[str, Made], relabelled: Collection[str]
) -> set[str]:
    """Give the units whose pages show something of changed ones.

    Agreements are shown, with what they say, by all that they name or named; a body by bodies; law by the law it is
    part of; and whatever has another name now, by all that link to it.
    """
    affected: set[str] = set()
    for unit in changed:
        links = {link for units in (before, after) if unit in units for link in units[unit].links}
        kinds = next((kinds for start, kinds in _SHOWN_BY.items() if unit.startswith(start)), ())
        affected |= {link for link in links if link.startswith(kinds)}
    law = {unit for unit in {*affected, *changed} if unit.startswith(_LAW)}
    affected |= {whole for part in law for whole in _wholes(part)}
    if relabelled:
        affected |= {unit for unit, made in after.items() if not made.links.isdisjoint(relabelled)}
    return affected


def _wholes(law: str) -> Iterator[str]:
    """Give the paths of what a provision may be part of, by its own."""
    parts = law.split("/")
    return ("/".join(parts[:count]) for count in range(3, len(parts)))
