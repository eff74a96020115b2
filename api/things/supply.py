"""What is supplied under a version: its datasets with their attributes, and the files released."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rdflib import URIRef

from releasegraph.api.things.asked import Asked
from releasegraph.api.things.facts import link
from releasegraph.api.things.paging import Paging, paging
from releasegraph.api.things.prose import Piece, mark_text
from releasegraph.api.things.provenance import Record, read_records
from releasegraph.api.things.statements import Statements, statements_about
from releasegraph.api.things.telling import CitedIn, field_marks, read_citations_in
from releasegraph.api.things.wording import month_in_words
from releasegraph.api.view import Value
from releasegraph.graph.law.citations import Field
from releasegraph.graph.vocabulary import RG

__all__ = [
    "Provision",
    "ReleaseRow",
    "Releases",
    "count_by_dataset",
    "count_opt_outs",
    "provision_of",
    "read_provisions",
    "read_releases",
]

_MOST_COUNTED = 2000
"""Releases under one version that are counted by dataset and sorted within a month."""


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
    """The files released under a version: how many, by opt-outs where they were counted, and one page of them."""

    total: int
    opt_outs: tuple[tuple[str, int], ...]
    rows: tuple[ReleaseRow, ...]
    paging: Paging


def read_provisions(asked: Asked, statements: Statements, version: str) -> tuple[Provision, ...]:
    """Read the datasets of a version with their attributes, by name."""
    stated = statements_about(statements, f"?version <{RG.hasProvision}> ?thing .", version=URIRef(version))
    if not stated:
        return ()
    citations: dict[str, list[CitedIn]] = {}
    for one in read_citations_in(asked, statements, version, RG.hasProvision):
        citations.setdefault(one.text, []).append(one)
    counts = count_by_dataset(statements, version) or {}
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
    counts: Mapping[str, Mapping[str, int]],
) -> Provision:
    """Show what is stated of a provision; `counts` are files by dataset and opt-outs."""

    def links(predicate: str) -> tuple[Value, ...]:
        return tuple(link(asked, one) for one in stated.get(predicate, ()))

    def printed(predicate: str, field: Field) -> tuple[Piece, ...]:
        words = next(iter(stated.get(predicate, ())), "")
        return mark_text(words, field_marks(citations, words, field))

    dataset = next(iter(links(RG.dataset)), None)
    names = tuple(one for one in stated.get(RG.datasetText, ()) if dataset is None or one != dataset.text)
    opt_outs = counts.get(dataset.iri, {}) if dataset is not None and dataset.iri is not None else {}
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
        tuple((asked.labels.of(iri), number) for iri, number in sorted(opt_outs.items())),
    )


def read_releases(asked: Asked, statements: Statements, version: str) -> Releases:
    """Read a page of the files released under a version, the latest month first and those without one last."""
    total = _count(statements, version)
    pages = paging(asked, total, asked.here.settings.page_rows)
    rows = () if not total else tuple(_row(asked, statements, iri) for iri in _page_of(statements, version, pages))
    counts = count_opt_outs(statements, version) or {}
    by_label = tuple((asked.labels.of(iri), number) for iri, number in sorted(counts.items()))
    return Releases(total, by_label, rows, pages)


def count_opt_outs(statements: Statements, version: str) -> Mapping[str, int] | None:
    """Count the files released under a version by whether opt-outs were applied; None where there are too many."""
    if _count(statements, version) > _MOST_COUNTED:
        return None
    where = statements.where(f"?version <{RG.hasRelease}> ?release . ?release <{RG.optOutsApplied}> ?applied .")
    rows = statements.store.select(
        f"SELECT ?version ?applied (COUNT(?release) AS ?n) WHERE {{ {where} }} GROUP BY ?version ?applied",
        version=URIRef(version),
    )
    return {str(row["applied"]): int(str(row["n"])) for row in rows if "applied" in row}


def _count(statements: Statements, version: str) -> int:
    where = statements.where(f"?version <{RG.hasRelease}> ?release")
    rows = statements.store.select(
        f"SELECT ?version (COUNT(?release) AS ?n) WHERE {{ {where} }} GROUP BY ?version", version=URIRef(version)
    )
    return int(str(rows[0]["n"])) if rows else 0


def _page_of(statements: Statements, version: str, pages: Paging) -> tuple[str, ...]:
    """Give the releases of a page; a second key would sort every label of a busy version, and cost a second."""
    order = "?release" if pages.total <= _MOST_COUNTED else ""
    dated = statements.where(f"?version <{RG.hasRelease}> ?release . ?release <{RG.releaseMonthStart}> ?first .")
    rows = statements.store.select(
        f"SELECT ?version ?release ?first WHERE {{ {dated} }} ORDER BY DESC(?first) {order} "
        f"LIMIT {pages.size} OFFSET {pages.offset}",
        version=URIRef(version),
    )
    found = [str(row["release"]) for row in rows]
    if len(found) < pages.last - pages.offset:
        undated = statements.where(
            f"?version <{RG.hasRelease}> ?release FILTER NOT EXISTS {{ ?release <{RG.releaseMonthStart}> ?first }}"
        )
        others = statements.store.select(
            f"SELECT ?version ?release WHERE {{ {undated} }} ORDER BY ?release", version=URIRef(version)
        )
        start = max(0, pages.offset - (pages.total - len(others)))
        found += [str(row["release"]) for row in others[start : start + pages.size - len(found)]]
    return tuple(found)


def _row(asked: Asked, statements: Statements, iri: str) -> ReleaseRow:
    month = statements.one(iri, RG.releaseMonth)
    dataset, opt_outs = statements.one(iri, RG.dataset), statements.one(iri, RG.optOutsApplied)
    return ReleaseRow(
        Value(statements.one(iri, RG.fileReference) or asked.labels.of(iri), asked.links.href(iri), iri),
        None if month is None else month_in_words(month),
        None if dataset is None else link(asked, dataset),
        None if opt_outs is None else link(asked, opt_outs),
    )


def count_by_dataset(statements: Statements, version: str) -> Mapping[str, Mapping[str, int]] | None:
    """Count the files released under a version by dataset and opt-outs; None where there are too many."""
    if _count(statements, version) > _MOST_COUNTED:
        return None
    where = statements.where(
        f"?version <{RG.hasRelease}> ?release . ?release <{RG.optOutsApplied}> ?applied . "
        f"?release <{RG.dataset}> ?dataset ."
    )
    rows = statements.store.select(
        f"SELECT ?version ?dataset ?applied (COUNT(?release) AS ?n) WHERE {{ {where} }} "
        "GROUP BY ?version ?dataset ?applied",
        version=URIRef(version),
    )
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        if "dataset" in row:
            found.setdefault(str(row["dataset"]), {})[str(row["applied"])] = int(str(row["n"]))
    return found
