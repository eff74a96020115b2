"""The members of the feed: what became of an entity at a time, with enough of its state to see what it is.

A member is a version of its entity (`dct:isVersionOf`), named by the entity and the time. It says whether the entity
was added, changed or withdrawn, what it is called, and where its document is; the prose stays there.
"""

from collections.abc import Iterator
from datetime import datetime

from rdflib.term import Identifier, Literal, URIRef

from releasegraph.graph.feed.terms import ACTIVITIES, CREATED, DATE_TIME, DCAT, VERSION_OF
from releasegraph.graph.history import Entity, Times
from releasegraph.graph.store import GraphStore, Triple
from releasegraph.graph.vocabulary import DCT, RDF, RDFS, RG

__all__ = ["ADDED", "CHANGED", "WITHDRAWN", "member_iri", "member_triples", "printed", "stamp"]

ADDED, CHANGED, WITHDRAWN = (ACTIVITIES + name for name in ("Create", "Update", "Delete"))
_PAGE = f"{DCAT}landingPage"

_CLASSES = {
    "agreement": (RG.Agreement,),
    "dataset": (f"{DCAT}Dataset", RG.Dataset),
    "edition": (f"{DCAT}Dataset", RG.RegisterEdition),
}
"""Members are described as in a catalogue, so that a portal can take datasets from the feed."""
_OWN = {
    "agreement": (RG.reference, RG.latestVersion),
    "dataset": (RG.releasedUnder,),
    "edition": (RG.editionKind, RG.sourceFile, RG.sha256, DCT.license, DCT.publisher, DCT.creator),
}
"""Properties of an entity that its members have too."""
_OF_LATEST = (RG.applicant, RG.startDate, RG.endDate)
"""Properties of its latest version that an agreement's members have."""


def printed(moment: datetime) -> str:
    """Give a moment as an `xsd:dateTime` in UTC."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def stamp(moment: datetime) -> str:
    """Give a moment as it stands in addresses: `20260601T120000Z`."""
    return f"{moment:%Y%m%dT%H%M%SZ}"


def member_iri(entity: Entity) -> str:
    """Give the IRI of the latest member of an entity."""
    return f"{entity.iri}#{stamp(entity.times.modified)}"


def member_triples(store: GraphStore, entity: Entity, base: str) -> Iterator[Triple]:
    """Give the triples of the latest member of an entity of the current state or withdrawn from it."""
    member, times = URIRef(member_iri(entity)), entity.times
    for one in (_event(times), *(() if times.deleted else _CLASSES[entity.kind])):
        yield member, URIRef(RDF.type), URIRef(one)
    yield member, URIRef(VERSION_OF), URIRef(entity.iri)
    # as printed: rdflib would write the zone another way
    created = Literal(printed(times.modified), datatype=URIRef(DATE_TIME), normalize=False)
    yield member, URIRef(CREATED), created
    if times.deleted:
        return
    graph = None if entity.kind == "edition" else ""
    latest = next((str(quad[2]) for quad in store.quads(entity.iri, RG.latestVersion)), None)
    title = _values(store, latest, DCT.title) if latest else []
    for value in title or _values(store, entity.iri, RDFS.label, graph):
        yield member, URIRef(DCT.title), value
    for term in _OWN[entity.kind]:
        for value in _values(store, entity.iri, term, graph):
            yield member, URIRef(term), value
    for term in _OF_LATEST if latest else ():
        for value in _values(store, latest, term):
            yield member, URIRef(term), value
    yield member, URIRef(_PAGE), URIRef(f"{base}doc/{entity.iri.removeprefix(f'{base}id/')}")


def _event(times: Times) -> str:
    if times.deleted:
        return WITHDRAWN
    return ADDED if times.issued == times.modified else CHANGED


def _values(store: GraphStore, subject: str | None, predicate: str, graph: str | None = "") -> list[Identifier]:
    """Give the values of a property, each once and sorted; None for the graph where it may be any: an edition's."""
    return sorted({quad[2] for quad in store.quads(subject, predicate, graph=graph)}, key=lambda term: term.n3())
