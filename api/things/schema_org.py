"""The thing of a page as schema.org, described in sentences of what the page's view counts."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from releasegraph.api.schema_org import (
    Node,
    breadcrumbs,
    catalogue_reference,
    counted,
    distributions,
    document,
    filled,
    organisation,
    prose,
)
from releasegraph.api.things.agreement import AgreementView
from releasegraph.api.things.asked import Asked
from releasegraph.api.things.crumbs import Crumb
from releasegraph.api.things.dataset import DatasetView
from releasegraph.api.things.edition import EditionView
from releasegraph.api.things.files_released import Released
from releasegraph.api.things.law import LawView
from releasegraph.api.things.organisation import OrganisationView
from releasegraph.api.things.spellings import Spellings
from releasegraph.api.things.version import VersionView
from releasegraph.api.things.wording import month_in_words
from releasegraph.graph.authorship import PUBLISHER, RIGHTS
from releasegraph.graph.history import history_of
from releasegraph.graph.search.words import distinct_names

__all__ = ["described_thing"]

_REGISTER = "NHS England’s register of data sharing agreements"


def described_thing(asked: Asked, view: object, title: str, crumbs: Sequence[Crumb]) -> Node | None:
    """Give the thing of a page, where schema.org has a class for it, and the way to the page; None without either."""
    describe = _DESCRIBED.get(type(view))
    nodes = [] if describe is None else [describe(asked, view, title)]
    prefix = f"{asked.links.prefix}/"
    way = [(text, href.removeprefix(prefix)) for text, href in crumbs if href and href.startswith(prefix)]
    trail = breadcrumbs(asked.here.base, [*way, (title, asked.path)])
    return document([*nodes, *([trail] if trail else [])])


def _page(asked: Asked) -> str:
    return f"{asked.here.base}{asked.path}"


def _modified(asked: Asked) -> str | None:
    times = history_of(asked.here.generation).times(asked.iri)
    return times.modified.isoformat() if times else None


def _other_names(names: Spellings, title: str) -> tuple[str, ...]:
    return distinct_names(title, (one.text for one in names.rows))


def _years(files: Released) -> str:
    first, last = files.first[:4], files.last[:4]
    return "" if not first else f" in {first}" if first == last else f" from {first} to {last}"


def _dataset(asked: Asked, view: DatasetView, title: str) -> Node:
    """Describe an NHS dataset, of which this site has no data: no licence, no download, and no word that it is free."""
    held = None
    if view.month and view.bodies_now:
        held = (
            f"In {view.month}, {counted(view.bodies_now, 'organisation', 'organisations')} had it under "
            f"{counted(view.versions_now, 'agreement version', 'agreement versions')} in force."
        )
    elif view.bodies:
        held = (
            f"{counted(view.bodies, 'organisation has', 'organisations have')} had it under "
            f"{counted(view.versions, 'agreement version', 'agreement versions')}."
        )
    files = view.files
    return filled(
        type="Dataset",
        id=asked.iri,
        name=title,
        alternateName=_other_names(view.names, title),
        description=prose(
            f"{title}: a dataset named in {_REGISTER}.",
            held,
            f"{counted(files.total, 'file', 'files')} of it released{_years(files)}." if files.total else None,
            "Who may receive it, as what type of data and under which law; the data themselves are not public.",
        ),
        url=_page(asked),
        identifier=asked.iri,
        dateModified=_modified(asked),
        conditionsOfAccess="Not public: supplied to organisations under a data sharing agreement.",
        includedInDataCatalog=catalogue_reference(asked.here.base),
    )


def _edition(asked: Asked, view: EditionView, title: str) -> Node:
    return _captured_page(asked, view, title) if view.is_page else _workbook(asked, view)


def _workbook(asked: Asked, view: EditionView) -> Node:
    base, month = asked.here.base, month_in_words(view.name)
    held = [f"{one.number:,} {one.name}" for one in view.held if one.number]
    maker = view.made_by[0] if view.made_by else None
    return filled(
        type="Dataset",
        id=asked.iri,
        name=f"{_REGISTER}, edition {view.name}",
        description=prose(
            f"The edition of {month} of the register of agreements under which NHS England shares health data, a "
            f"workbook published by {PUBLISHER}, read row by row.",
            f"In it: {', '.join(held)}." if held else None,
            "The current state of the graph is drawn from it." if view.current else "A newer edition supersedes it.",
        ),
        url=_page(asked),
        identifier=asked.iri,
        version=view.name,
        license=view.licence,
        isAccessibleForFree=True,
        creator=organisation(PUBLISHER, maker.iri if maker else None),
        publisher=organisation(PUBLISHER, maker.iri if maker else None),
        dateModified=_modified(asked),
        spatialCoverage=filled(type="Place", name="England"),
        isPartOf=filled(type="Dataset", id=f"{base}catalog/register", name=_REGISTER, url=f"{base}catalog/register"),
        includedInDataCatalog=catalogue_reference(base),
        distribution=distributions(base, asked.here.manifest) if view.current else (),
    )


def _captured_page(asked: Asked, view: EditionView, title: str) -> Node:
    """Describe a third party's page: a work of its author, under no licence of ours."""
    return filled(
        type="WebPage",
        id=asked.iri,
        name=title,
        description=prose(
            "A third party’s page about agreements to share health data, as captured, with what is read in it line by "
            f"line: {counted(len(view.listings), 'agreement', 'agreements')} listed and "
            f"{counted(len(view.claims), 'claim', 'claims')} of its author."
        ),
        url=_page(asked),
        identifier=asked.iri,
        author=tuple(organisation(one.text, one.iri) for one in view.made_by),
        copyrightNotice=RIGHTS,
    )


def _organisation(asked: Asked, view: OrganisationView, title: str) -> Node:
    terms, files = view.terms, view.files
    named = None
    if terms.agreements:
        now = f", {terms.in_force:,} of them in force in {terms.month}" if terms.month else ""
        named = f"Named on {counted(terms.agreements, 'agreement', 'agreements')} in {_REGISTER}{now}."
    return filled(
        type="Organization",
        id=asked.iri,
        name=title,
        alternateName=_other_names(view.names, title),
        description=prose(
            f"{title}: its agreements to receive health data, by {_REGISTER}.",
            named,
            f"{counted(files.total, 'file', 'files')} released to it as applicant{_years(files)}."
            if files.total
            else None,
        ),
        url=_page(asked),
        identifier=asked.iri,
        parentOrganization=tuple(organisation(one.text, one.iri) for one in view.wholes),
        subOrganization=tuple(organisation(one.text, one.iri) for one in view.parts),
    )


def _law(asked: Asked, view: LawView, title: str) -> Node:
    relying = view.relying.use
    uses = counted(relying.versions, "agreement version relies", "agreement versions rely")
    return filled(
        type="Legislation",
        id=asked.iri,
        name=title,
        alternateName=view.also_called,
        description=prose(f"{title}, as a legal basis for sharing health data: {uses} on it in {_REGISTER}."),
        url=_page(asked),
        identifier=asked.iri,
        legislationIdentifier=asked.iri,
        isPartOf=None if view.instrument is None else {"@id": view.instrument.iri, "@type": "Legislation"},
    )


def _agreement(asked: Asked, view: AgreementView, _title: str) -> Node:
    applicant = f" with {view.applicant.text}" if view.applicant else ""
    return _about(
        asked,
        f"Data sharing agreement {view.reference}",
        f"Data sharing agreement {view.reference}{applicant}{f': {view.title}' if view.title else ''}.",
        f"{counted(len(view.versions), 'version', 'versions')}, {counted(view.datasets, 'dataset', 'datasets')} on the "
        f"latest, {counted(view.files, 'file', 'files')} released, each with its source in {_REGISTER}.",
    )


def _version(asked: Asked, view: VersionView, title: str) -> Node:
    applicant = f" with {view.applicant.text}" if view.applicant else ""
    return _about(
        asked,
        f"Data sharing agreement {title}",
        f"Version {view.own.name} of data sharing agreement {view.agreement.text}{applicant}"
        f"{f': {view.title}' if view.title else ''}.",
        f"Its {counted(len(view.provisions), 'dataset', 'datasets')}, their legal bases and the files released, each "
        f"with its source in {_REGISTER}.",
    )


def _about(asked: Asked, name: str, *sentences: str) -> Node:
    """Describe the page, not the thing: schema.org has no class for a contract, and a contract is no permit."""
    return filled(
        type="WebPage",
        id=_page(asked),
        name=name,
        description=prose(*sentences),
        url=_page(asked),
        about=filled(type="Thing", id=asked.iri, name=name, identifier=asked.iri),
        dateModified=_modified(asked),
        isPartOf={"@id": f"{asked.here.base}#site"},
    )


_DESCRIBED: Mapping[type, Callable[[Asked, Any, str], Node]] = MappingProxyType(
    {
        DatasetView: _dataset,
        EditionView: _edition,
        OrganisationView: _organisation,
        LawView: _law,
        AgreementView: _agreement,
        VersionView: _version,
    }
)
"""Class of a view to how its thing is described."""
