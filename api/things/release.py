"""A release's page: one file, with the agreement version it went out under and the rows that say so."""

from dataclasses import dataclass
from datetime import date

from rdflib.term import Literal

from releasegraph.api.things.asked import Asked
from releasegraph.api.things.showing import link, values
from releasegraph.api.view import Value
from releasegraph.graph.vocabulary import DCT, RG, SKOS

__all__ = ["ReleaseView", "view_release"]


_UNDER = (DCT.title, RG.versionOf, RG.applicant, RG.dataController, RG.startDate, RG.endDate)
"""What is shown of the version."""


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """The page of a file released."""

    file: str
    month: str | None
    """The month in words, such as `January 2022`."""
    dataset: Value | None
    dataset_printed: tuple[str, ...]
    opt_outs: Value | None
    opt_outs_meaning: str | None
    version: Value | None
    title: str | None
    agreement: Value | None
    applicant: tuple[Value, ...]
    controllers: tuple[Value, ...]
    starts: str | None
    ends: str | None
    after_term: bool
    """Whether the month begins after the last day printed for the version's term."""
    provisions: tuple[Value, ...]
    """The provisions of the version that list the dataset."""
    bases: tuple[Value, ...]
    """The legal basis those provisions print."""
    listed: bool
    """Whether the version lists the dataset at all."""
    same_reference: tuple[Value, ...]
    """Other releases under the same file reference."""
    records: tuple[Value, ...]
    files_of_version: int


def view_release(asked: Asked) -> ReleaseView:
    """Show a file released."""
    own = asked.about(asked.iri)
    version = own.one(RG.underVersion)
    under = asked.about(version) if version else None
    dataset, opt_outs, month = own.one(RG.dataset), own.one(RG.optOutsApplied), own.one(RG.releaseMonth)
    listed = _listed(asked, version, dataset) if version and dataset else []
    provisions = dict.fromkeys(provision for provision, _ in listed)
    bases = dict.fromkeys(law for _, law in listed if law)
    starts, ends = own.one(RG.releaseMonthStart), under.one(RG.endDate) if under else None
    agreement = under.one(RG.versionOf) if under else None
    file = own.one(RG.fileReference) or asked.labels.of(asked.iri)
    return ReleaseView(
        file=file,
        month=_month_in_words(month),
        dataset=None if dataset is None else link(asked, dataset),
        dataset_printed=own.all(RG.datasetText),
        opt_outs=None if opt_outs is None else link(asked, opt_outs),
        opt_outs_meaning=None if opt_outs is None else asked.about(opt_outs).one(SKOS.definition),
        version=None if version is None else link(asked, version),
        title=under.one(DCT.title) if under else None,
        agreement=None if agreement is None else link(asked, agreement),
        applicant=values(asked, under, RG.applicant) if under else (),
        controllers=values(asked, under, RG.dataController) if under else (),
        starts=under.one(RG.startDate) if under else None,
        ends=ends,
        after_term=starts is not None and ends is not None and starts > ends,
        provisions=tuple(link(asked, one) for one in provisions),
        bases=tuple(link(asked, one) for one in bases),
        listed=bool(provisions),
        same_reference=_same_reference(asked, file),
        records=values(asked, own, RG.recordedIn),
        files_of_version=_files(asked, version) if version else 0,
    )


def _listed(asked: Asked, version: str, dataset: str) -> list[tuple[str, str]]:
    """Give the version's provisions of the dataset, each with one law it names, empty where it names none."""
    anywhere = asked.statements(None)
    return [
        (provision, law)
        for provision in anywhere.all(version, RG.hasProvision)
        if dataset in anywhere.all(provision, RG.dataset)
        for law in anywhere.all(provision, RG.legalBasis) or ("",)
    ]


def _files(asked: Asked, version: str) -> int:
    """Count the files of a version, in the current state or else in superseded editions."""
    counted = asked.relations.number("SELECT sum(number) FROM file WHERE version = ?", asked.relations.id(version))
    return counted or len(asked.statements(None).all(version, RG.hasRelease))


def _month_in_words(printed: str | None) -> str | None:
    """Write `2022-01` as `January 2022`."""
    try:
        return None if printed is None else f"{date.fromisoformat(f'{printed[:7]}-01'):%B %Y}"
    except ValueError:
        return printed


def _same_reference(asked: Asked, file: str) -> tuple[Value, ...]:
    quads = asked.store.quads(predicate=RG.fileReference, object_=Literal(file), graph=None)
    others = sorted({str(subject) for subject, *_ in quads} - {asked.iri})
    return tuple(
        Value(
            f"{file}, {_month_in_words(asked.about(one).one(RG.releaseMonth)) or 'no month'}",
            asked.links.href(one),
            one,
        )
        for one in others[:20]
    )
