"""What is supplied under a version: its datasets with their attributes, and the files released."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rdflib import URIRef

from releasegraph.api.things.asked import Asked
from releasegraph.api.things.paging import Paging, paging
from releasegraph.api.things.prose import Piece, mark_text
from releasegraph.api.things.provenance import Record, read_records
from releasegraph.api.things.showing import link
from releasegraph.api.things.statements import Statements
from releasegraph.api.things.telling import CitedIn, field_marks, read_citations_in
from releasegraph.api.things.wording import month_in_words
from releasegraph.api.view import Value
from releasegraph.graph.law.citations import Field
from releasegraph.graph.vocabulary import RG, XSD

__all__ = [
    "FileCounts",
    "Provision",
    "ReleaseRow",
    "Releases",
    "count_files",
    "provision_of",
    "read_provisions",
    "read_releases",
    "sum_by_opt_outs",
]

FileCounts = Mapping[tuple[str, str], int]
"""Files by dataset and opt-outs, IRIs both; what a file does not say is empty."""

_FEW = 300
"""Releases under one version up to which each is read to sort them; more are found month by month."""


@dataclass(frozen=True, slots=True)
class Provision:
    """A dataset on a version: its attributes, and its legal basis as read and as printed."""

    iri: str
    href: str | None
    dataset: Value | None
    printed_name: str | None
    type_of_data: tuple[Value, ...]
    sensitivity: tuple[Value, ...]
    frequency: tuple[Value, ...]
    confidentiality: tuple[Value, ...]
    confidentiality_printed: tuple[Piece, ...]
    legal_bases: tuple[Value, ...]
    printed: tuple[Piece, ...]
    """The legal basis as printed, the words that cite law as links."""
    records: tuple[Value, ...]
    files: int = 0
    opt_outs: tuple[tuple[str, int], ...] = ()
    """Files released of the dataset under the version, by whether opt-outs were applied."""


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A file released."""

    file: Value
    month: str | None
    dataset: Value | None
    opt_outs: Value | None


@dataclass(frozen=True, slots=True)
class Releases:
    """The files released under a version: how many, by opt-outs, and one page of them."""

    total: int
    opt_outs: tuple[tuple[str, int], ...]
    rows: tuple[ReleaseRow, ...]
    paging: Paging


def read_provisions(asked: Asked, statements: Statements, version: str) -> tuple[Provision, ...]:
    """Read the datasets of a version with their attributes, by name."""
    stated = {one: statements.about(one) for one in statements.all(version, RG.hasProvision)}
    if not stated:
        return ()
    citations: dict[str, list[CitedIn]] = {}
    for one in read_citations_in(asked, statements, stated):
        citations.setdefault(one.text, []).append(one)
    counts = count_files(asked, statements, version)
    named = [one for own in stated.values() for one in own.get(RG.recordedIn, ())]
    records = {one.iri: one for one in read_records(asked, named)}
    provisions = (
        provision_of(
            asked,
            iri,
            own,
            citations.get(iri, ()),
            [records[one] for one in own.get(RG.recordedIn, ())],
            counts,
        )
        for iri, own in stated.items()
    )
    return tuple(sorted(provisions, key=lambda one: (one.dataset.text.casefold() if one.dataset else "", one.iri)))


def provision_of(
    asked: Asked,
    iri: str,
    stated: Mapping[str, tuple[str, ...]],
    citations: Sequence[CitedIn],
    records: Sequence[Record],
    counts: FileCounts,
) -> Provision:
    """Show what is stated of a provision; `counts` are those of its version's files."""

    def links(predicate: str) -> tuple[Value, ...]:
        return tuple(link(asked, one) for one in stated.get(predicate, ()))

    def printed(predicate: str, field: Field) -> tuple[Piece, ...]:
        words = next(iter(stated.get(predicate, ())), "")
        return mark_text(words, field_marks(citations, words, field))

    dataset = next(iter(links(RG.dataset)), None)
    names = tuple(one for one in stated.get(RG.datasetText, ()) if dataset is None or one != dataset.text)
    opt_outs = sum_by_opt_outs(counts, dataset.iri or "") if dataset else {}
    return Provision(
        iri,
        asked.links.href(iri),
        dataset,
        " / ".join(names) or None,
        links(RG.typeOfData),
        links(RG.sensitivity),
        links(RG.frequency),
        links(RG.confidentialityBasis),
        printed(RG.confidentialityText, Field.CONFIDENTIALITY),
        links(RG.legalBasis),
        printed(RG.legalBasisText, Field.LEGAL_BASIS),
        tuple(Value(one.words, asked.links.href(one.iri), one.iri) for one in records),
        sum(opt_outs.values()),
        tuple((asked.labels.of(one), number) for one, number in opt_outs.items()),
    )


def read_releases(asked: Asked, statements: Statements, version: str) -> Releases:
    """Read a page of the files released under a version, the latest month first and those without one last."""
    counts = count_files(asked, statements, version)
    total = sum(counts.values())
    pages = paging(asked, total, asked.here.settings.page_rows)
    rows = (
        () if not total else tuple(_row(asked, statements, iri) for iri in _page_of(asked, statements, version, pages))
    )
    opt_outs = sum_by_opt_outs(counts)
    return Releases(total, tuple((asked.labels.of(one), number) for one, number in opt_outs.items()), rows, pages)


def count_files(asked: Asked, statements: Statements, version: str) -> FileCounts:
    """Count the files released under a version by dataset and opt-outs, those it does not say empty."""
    concept = f"{asked.here.base}id/concept/opt-outs/"
    if not statements.graph:
        rows = asked.relations.rows(
            "SELECT coalesce(iri, ''), opt_outs, sum(number) FROM file LEFT JOIN thing ON thing.id = dataset "
            "WHERE version = ? GROUP BY dataset, opt_outs",
            asked.relations.id(version),
        )
        return {(dataset, code and concept + code): number for dataset, code, number in rows}
    releases = statements.all(version, RG.hasRelease)
    said = ((statements.one(one, RG.dataset), statements.one(one, RG.optOutsApplied)) for one in releases)
    return Counter((dataset or "", opt_outs or "") for dataset, opt_outs in said)


def sum_by_opt_outs(counts: FileCounts, dataset: str | None = None) -> Mapping[str, int]:
    """Add up counts of files, of all or of one dataset, by whether opt-outs were applied, where that is said."""
    found: Counter[str] = Counter()
    for (one, opt_outs), number in sorted(counts.items()):
        if opt_outs and dataset in (None, one):
            found[opt_outs] += number
    return dict(sorted(found.items()))


def _page_of(asked: Asked, statements: Statements, version: str, pages: Paging) -> Sequence[str]:
    """Give the releases of a page: by month, the latest first and those without one last, then by address."""
    if statements.graph or pages.total <= _FEW:
        releases = statements.all(version, RG.hasRelease)
        months = {one: statements.one(one, RG.releaseMonthStart) or "" for one in releases}
        return sorted(releases, key=months.__getitem__, reverse=True)[pages.offset : pages.last]
    found: list[str] = []
    before = 0
    for month, number in asked.relations.rows(
        "SELECT month, sum(number) FROM file WHERE version = ? GROUP BY month ORDER BY month DESC",
        asked.relations.id(version),
    ):
        if before < pages.last and before + number > pages.offset:
            same = _released_in(statements, version, month)
            found += same[max(0, pages.offset - before) : pages.last - before]
        before += number
    return found


def _released_in(statements: Statements, version: str, month: str) -> Sequence[str]:
    """Give the releases of a version in a month, `2024-07`, or with "" in none that is known, by address."""
    released = f"?release <{RG.underVersion}> ?version"
    if month:
        # the month before the version: of two long lists the engine walks the first
        pattern = f'?release <{RG.releaseMonthStart}> "{month}-01"^^<{XSD.date}> . {released}'
    else:
        pattern = f"{released} FILTER NOT EXISTS {{ ?release <{RG.releaseMonthStart}> ?first }}"
    rows = statements.reading.store.select(f"SELECT ?version ?release WHERE {{ {pattern} }}", version=URIRef(version))
    return sorted(str(row["release"]) for row in rows)


def _row(asked: Asked, statements: Statements, iri: str) -> ReleaseRow:
    month = statements.one(iri, RG.releaseMonth)
    dataset, opt_outs = statements.one(iri, RG.dataset), statements.one(iri, RG.optOutsApplied)
    return ReleaseRow(
        Value(statements.one(iri, RG.fileReference) or asked.labels.of(iri), asked.links.href(iri), iri),
        None if month is None else month_in_words(month),
        None if dataset is None else link(asked, dataset),
        None if opt_outs is None else link(asked, opt_outs),
    )
