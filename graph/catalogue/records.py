"""The catalogue's records: when each dataset was first described here, and when that last changed.

Times are those of publication, kept by the history of the store and of the catalogue's entries. A store without history
has no records.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from rdflib import Literal, URIRef

from releasegraph.graph.catalogue.authorities import authority
from releasegraph.graph.catalogue.terms import DCAT_AP, ENGLISH, TYPE, Triple, catalogue_iri, record_iri, term
from releasegraph.graph.history import History, Times
from releasegraph.graph.vocabulary import DCT

__all__ = ["moment", "record_triples"]

_STANDARD_TITLE = "DCAT-AP 3.0.1"


def record_triples(
    base: str, topics: Iterable[str], history: History, entries: Mapping[str, datetime]
) -> Iterable[Triple]:
    """Give a record for each dataset; one that is no entity of the history is as old and as new as all of it.

    It changed when the dataset did, or the catalogue's entry of it (`entries`), whichever was later.
    """
    whole, standard = Times(history.started, history.published), URIRef(DCAT_AP)
    for topic in topics:
        times = history.times(topic) or whole
        changed = max(times.modified, entries.get(topic, times.modified))
        yield from _record(base, topic, Times(times.issued, changed))
    yield standard, TYPE, term("dct", "Standard")
    yield standard, URIRef(DCT.title), Literal(_STANDARD_TITLE, ENGLISH)


def _record(base: str, topic: str, times: Times) -> Iterable[Triple]:
    node = record_iri(base, topic)
    status = "created" if times.issued == times.modified else "updated"
    yield catalogue_iri(base), term("dcat", "record"), node
    yield node, TYPE, term("dcat", "CatalogRecord")
    yield node, term("foaf", "primaryTopic"), URIRef(topic)
    yield node, URIRef(DCT.issued), moment(times.issued)
    yield node, URIRef(DCT.modified), moment(times.modified)
    yield node, term("dct", "language"), authority("language/ENG")
    yield node, term("dct", "conformsTo"), URIRef(DCAT_AP)
    yield node, term("adms", "status"), authority(f"changetype/{status}")


def moment(time: datetime) -> Literal:
    """Give a time in UTC as a literal."""
    return Literal(time.isoformat().replace("+00:00", "Z"), datatype=term("xsd", "dateTime"), normalize=False)
