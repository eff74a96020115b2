"""What is known of a dataset beyond the register: the law that sets up its collection, its legal basis, its purpose.

Only from a reviewed row of `ontology/collections.csv`, each with the official page that says so. A power to release
data (`rg:releasedUnder`) is no law that mandates the dataset, so the register says none of this.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rdflib import Literal, URIRef

from releasegraph.graph.catalogue.terms import ENGLISH, TYPE, Triple, term
from releasegraph.graph.identifiers import Identifiers
from releasegraph.graph.vocabulary import DCT, RDFS

__all__ = ["PROPERTIES", "Collection", "collection_triples", "reviewed_collections"]

PROPERTIES = ("dcatap:applicableLegislation", "dpv:hasLegalBasis", "dpv:hasPurpose")
"""What a row may say."""
_LAW = PROPERTIES[:1]


@dataclass(frozen=True, slots=True)
class Collection:
    """A reviewed row: a dataset, what is said of it, and who says so where."""

    dataset: str
    """Its slug."""
    property: str
    """One of `PROPERTIES`."""
    value: str
    """An IRI, or a law as in the table of instruments: `ukpga/2012/7/section/254`, `instrument/{slug}`."""
    title: str
    """What the value is called."""
    source: str
    """The address of the official page that says so."""
    says: str
    """What it says, in a few words of ours."""
    reviewer: str
    reviewed: str
    """The day."""


@cache
def reviewed_collections() -> tuple[Collection, ...]:
    """Read the reviewed rows shipped with the project."""
    table = (files("releasegraph.ontology") / "collections.csv").read_text(encoding="utf-8")
    return tuple(Collection(**row) for row in csv.DictReader(table.splitlines()))


def collection_triples(base: str, datasets: Iterable[str], rows: Sequence[Collection]) -> Iterable[Triple]:
    """State the rows about these datasets (IRIs); a law is typed as one, and leads to the page that says so."""
    ids, described = Identifiers(base), set(datasets)
    for row in rows:
        dataset = ids.named("dataset", row.dataset)
        if dataset not in described:
            continue
        value = URIRef(row.value if "://" in row.value else ids.law(row.value))
        yield URIRef(dataset), term(*row.property.split(":")), value
        yield value, URIRef(DCT.title), Literal(row.title, ENGLISH)
        yield value, URIRef(RDFS.seeAlso), URIRef(row.source)
        if row.property in _LAW:
            yield value, TYPE, term("eli", "LegalResource")
