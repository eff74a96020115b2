"""The page of an agreement: who holds it, its versions in order, what changed between them, third parties' views."""

from collections.abc import Sequence
from dataclasses import dataclass

from releasegraph.api.things.asked import Asked
from releasegraph.api.things.comparison import Comparison, Step, compare_versions, take_steps
from releasegraph.api.things.paging import Paging, paging
from releasegraph.api.things.showing import link
from releasegraph.api.things.siblings import Sibling, read_siblings
from releasegraph.api.things.standing import EditionMonth, State, edition_month
from releasegraph.api.timelines import Span, Timeline, Track, timeline
from releasegraph.api.view import Value
from releasegraph.graph.vocabulary import RG

__all__ = ["AgreementView", "Listing", "view_agreement"]

_STEPS = 8
"""Steps from a version to the next shown at a time."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a third party's page states of the agreement as a whole."""

    listing: Sibling
    stated_by: Value | None
    page_of: Value | None


@dataclass(frozen=True, slots=True)
class AgreementView:
    """The page of an agreement."""

    reference: str
    latest: Sibling | None
    title: str | None
    titles: tuple[str, ...]
    """Other titles it had, the newest first."""
    applicant: Value | None
    controllers: tuple[Value, ...]
    month: EditionMonth | None
    standing: Sibling | None
    """The version in force in that month, else the latest."""
    versions: tuple[Sibling, ...]
    superseded: tuple[Sibling, ...]
    listings: tuple[Listing, ...]
    timeline: Timeline | None
    datasets: int
    files: int
    steps: tuple[Step, ...]
    steps_paging: Paging
    comparison: Comparison | None
    asked_for: str | None
    """A version the address names and the agreement does not have."""
    chosen: bool
    """Whether the address names the versions compared."""


def view_agreement(asked: Asked) -> AgreementView:
    """Show an agreement; `from` and `to` in the address choose the versions compared, else the last two."""
    siblings = read_siblings(asked, asked.iri)
    versions, every = siblings.versions, (*siblings.versions, *siblings.superseded)
    own = asked.statements()
    latest_iri = own.one(asked.iri, RG.latestVersion)
    latest = next((one for one in every if one.iri == latest_iri), versions[-1] if versions else None)
    statements = own if latest is None else asked.statements(latest.graph)
    subject = asked.iri if latest is None else latest.iri
    applicant = statements.one(subject, RG.applicant)
    current = [one for one in versions if one.standing.state is State.CURRENT]
    pages = paging(asked, max(0, len(versions) - 1), _STEPS, "changes")
    newest = len(versions) - pages.offset
    shown = versions[max(0, newest - pages.size - 1) : newest]
    comparison, missing, chosen = _compared(asked, versions or every)
    return AgreementView(
        reference=asked.about(asked.iri).one(RG.reference) or asked.labels.of(asked.iri),
        latest=latest,
        title=latest.title if latest else next((one.title for one in siblings.listings if one.title), None),
        titles=tuple(
            dict.fromkeys(
                one.title for one in reversed(every) if one.title and (not latest or one.title != latest.title)
            )
        ),
        applicant=None if applicant is None else link(asked, applicant),
        controllers=tuple(link(asked, one) for one in statements.all(subject, RG.dataController)),
        month=edition_month(asked.here.manifest),
        standing=current[-1] if current else latest,
        versions=versions,
        superseded=siblings.superseded,
        listings=tuple(_listing(asked, one) for one in siblings.listings),
        timeline=_timeline(asked, every),
        datasets=len(statements.all(subject, RG.dataset)) if latest else 0,
        files=_files(asked),
        steps=take_steps(asked, asked.iri, shown),
        steps_paging=pages,
        comparison=comparison,
        asked_for=missing,
        chosen=chosen,
    )


def _compared(asked: Asked, versions: Sequence[Sibling]) -> tuple[Comparison | None, str | None, bool]:
    """Give the comparison asked for, a version asked for that is not there, and whether any was asked for."""
    by_key = {one.key: one for one in versions}
    names = [asked.parameters.get(name, "") for name in ("from", "to")]
    missing = next((name for name in names if name and name not in by_key), None)
    chosen = any(names) and missing is None
    if len(versions) < 2:
        return None, missing, False
    first = by_key.get(names[0]) if chosen else None
    second = by_key.get(names[1]) if chosen else None
    second = second or versions[-1]
    place = versions.index(second)
    first = first or versions[place - 1 if place else 1]
    return compare_versions(asked, first, second), missing, chosen


def _listing(asked: Asked, sibling: Sibling) -> Listing:
    statements = asked.statements(sibling.graph)
    stated_by, page_of = statements.one(sibling.iri, RG.statedBy), statements.one(sibling.iri, RG.pageOrganisation)
    return Listing(
        sibling,
        None if stated_by is None else link(asked, stated_by),
        None if page_of is None else link(asked, page_of),
    )


def _timeline(asked: Asked, versions: Sequence[Sibling]) -> Timeline | None:
    """Draw the terms of the versions, each a row; None where none has a start."""
    tracks = [
        Track(
            one.name,
            (Span(one.name, one.start, one.end, one.href, "latest" if one is versions[-1] else "term"),)
            if one.start
            else (),
            one.href,
        )
        for one in versions
    ]
    month = edition_month(asked.here.manifest)
    if not any(track.spans for track in tracks):
        return None
    return timeline("terms", "Terms of the versions", "Version", tracks, month.first if month else None)


def _files(asked: Asked) -> int:
    return asked.relations.number(
        "SELECT sum(number) FROM file JOIN version ON version.id = file.version WHERE agreement = ?",
        asked.relations.id(asked.iri),
    )
