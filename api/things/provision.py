"""The page of a dataset provision: a dataset on a version, under which law, and how that changed over the versions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from releasegraph.api.things.asked import Asked
from releasegraph.api.things.faults import Fault, find_faults
from releasegraph.api.things.provenance import Place, Record, find_places, read_records
from releasegraph.api.things.showing import link
from releasegraph.api.things.siblings import Sibling, read_siblings
from releasegraph.api.things.statements import Statements, edition_name, home_of
from releasegraph.api.things.supply import Provision, count_files, provision_of
from releasegraph.api.things.telling import CitedIn, read_citations_in
from releasegraph.api.view import Value
from releasegraph.graph.vocabulary import RG

__all__ = ["OtherTerm", "ProvisionView", "view_provision"]

_PLACED = (
    RG.dataset,
    RG.typeOfData,
    RG.sensitivity,
    RG.frequency,
    RG.legalBasis,
    RG.legalBasisText,
    RG.confidentialityBasis,
)


@dataclass(frozen=True, slots=True)
class OtherTerm:
    """The dataset on a version of the same agreement."""

    version: Sibling
    own: Provision
    here: bool


@dataclass(frozen=True, slots=True)
class ProvisionView:
    """The page of a provision."""

    agreement: Value | None
    version: Sibling | None
    title: str | None
    own: Provision
    edition: str | None
    """The superseded edition the page speaks from, where the latest does not have the provision."""
    places: Mapping[str, tuple[Place, ...]]
    """Property to where it is printed."""
    records: tuple[Record, ...]
    citations: tuple[CitedIn, ...]
    laws: Mapping[str, Value]
    """The law each citation cites."""
    line: tuple[OtherTerm, ...]
    faults: tuple[Fault, ...]


def view_provision(asked: Asked) -> ProvisionView:
    """Show a provision, beside the rows of the same dataset on the agreement's other versions."""
    home = home_of(asked.reading, asked.here.base, asked.iri)
    statements = asked.statements(home)
    stated = {
        predicate: statements.all(asked.iri, predicate)
        for predicate in (*_PLACED, RG.datasetText, RG.confidentialityText, RG.recordedIn)
    }
    version = statements.one(asked.iri, RG.provisionOf)
    agreement = None if version is None else statements.one(version, RG.versionOf)
    citations = read_citations_in(asked, statements, (asked.iri,))
    records = read_records(asked, stated[RG.recordedIn])
    siblings = () if agreement is None else _versions(asked, agreement)
    dataset = next(iter(stated[RG.dataset]), None)
    counts = {} if version is None else count_files(asked, statements, version)
    own = provision_of(asked, asked.iri, stated, citations, records, counts)
    return ProvisionView(
        agreement=None if agreement is None else link(asked, agreement),
        version=next((one for one in siblings if one.iri == version), None),
        title=next((one.title for one in siblings if one.iri == version), None),
        own=own,
        edition=edition_name(asked.here.base, home) if home else None,
        places={one: find_places(asked, records, "DatasetProvision", one) for one in _PLACED},
        records=records,
        citations=citations,
        laws={one.law: link(asked, one.law) for one in citations if one.law},
        line=() if agreement is None or dataset is None else _line(asked, statements, agreement, dataset, siblings),
        faults=find_faults(asked, stated[RG.recordedIn]),
    )


def _versions(asked: Asked, agreement: str) -> tuple[Sibling, ...]:
    siblings = read_siblings(asked, agreement)
    return (*siblings.versions, *siblings.superseded)


def _line(
    asked: Asked, statements: Statements, agreement: str, dataset: str, versions: Sequence[Sibling]
) -> tuple[OtherTerm, ...]:
    stated = {one: statements.about(one) for one in _of_dataset(asked, statements, agreement, dataset)}
    places = {one.iri: place for place, one in enumerate(versions)}
    found = []
    for iri, own in stated.items():
        place = places.get(next(iter(own.get(RG.provisionOf, ())), ""))
        if place is not None:
            found.append(
                (place, iri, OtherTerm(versions[place], provision_of(asked, iri, own, (), (), {}), iri == asked.iri))
            )
    return tuple(one for _, _, one in sorted(found, key=lambda item: item[:2]))


def _of_dataset(asked: Asked, statements: Statements, agreement: str, dataset: str) -> Iterator[str]:
    """Give the provisions of a dataset on the versions of an agreement, in the graph of some statements."""
    if not statements.graph:
        rows = asked.relations.rows(
            "SELECT iri FROM provision JOIN version ON version.id = provision.version "
            "JOIN thing ON thing.id = provision.id WHERE dataset = ? AND agreement = ?",
            asked.relations.id(dataset),
            asked.relations.id(agreement),
        )
        yield from (iri for (iri,) in rows)
        return
    for version in statements.all(agreement, RG.hasVersion):
        for provision in statements.all(version, RG.hasProvision):
            if dataset in statements.all(provision, RG.dataset):
                yield provision
