"""The profiles the catalogue is offered in: which application profile or vocabulary a page of it keeps to.

Content Negotiation by Profile (https://www.w3.org/TR/dx-prof-conneg/) names a profile by its IRI, or by a token of the
server's own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from releasegraph.graph.catalogue.terms import SD, VOID_EXT
from releasegraph.graph.store import Bounds
from releasegraph.graph.vocabulary import PREFIXES, RDF, RG

__all__ = ["PROFILES", "VOCABULARIES", "Profile"]

_DCAT, _FOAF = PREFIXES["dcat"], PREFIXES["foaf"]

VOCABULARIES: Mapping[str, str] = MappingProxyType(
    {
        "adms": "http://www.w3.org/ns/adms#",
        "dcatap": "http://data.europa.eu/r5r/",
        "healthdcatap": "http://healthdataportal.eu/ns/health#",
        "hydra": "http://www.w3.org/ns/hydra/core#",
        "locn": "http://www.w3.org/ns/locn#",
        "spdx": "http://spdx.org/rdf/terms#",
        "time": "http://www.w3.org/2006/time#",
        "vcard": "http://www.w3.org/2006/vcard/ns#",
    }
)
"""Prefix to namespace of what catalogues are written in beside the vocabularies of the graph."""

_OF_THE_ENDPOINT = (SD, VOID_EXT, PREFIXES["sh"], PREFIXES["void"])
"""How the same graph tells editors about the endpoint: no matter of a catalogue's."""
_OF_DCAT = tuple(
    {**PREFIXES, **VOCABULARIES}[prefix]
    for prefix in (
        *("adms", "dcat", "dct", "foaf", "hydra", "locn", "odrl", "owl"),
        *("prov", "rdf", "rdfs", "skos", "spdx", "time", "vcard"),
    )
)
"""The vocabularies that DCAT 3 uses (https://www.w3.org/TR/vocab-dcat-3/, section 3), and that of the pages."""

_TOLD_BY_THE_PAGE = frozenset({f"{_DCAT}dataset", f"{_DCAT}record"})
"""What a catalogue says of everything in it, a page only of what it has."""
_TO_OTHER_DOCUMENTS = frozenset(
    {
        RDF.type,
        RG.releasedUnder,
        *(f"{PREFIXES['dct']}{name}" for name in ("conformsTo", "hasVersion", "isVersionOf", "source")),
        *(
            f"{_DCAT}{name}"
            for name in (
                *("accessURL", "downloadURL", "endpointDescription", "endpointURL", "hasVersion", "inSeries"),
                *("landingPage", "previousVersion", "servesDataset"),
            )
        ),
        *(f"{_FOAF}{name}" for name in ("homepage", "isPrimaryTopicOf", "page", "primaryTopic")),
    }
)
"""Properties whose values are not described beside what has them."""
_APART = frozenset(f"{_DCAT}{name}" for name in ("Catalog", "CatalogRecord", "Dataset", "DatasetSeries"))


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile: our token for it, its IRI, other IRIs it is asked for by, what it is called, what a page holds."""

    token: str
    iri: str
    others: frozenset[str]
    name: str
    bounds: Bounds


def _kept(allowed: Callable[[str], bool]) -> Callable[[str], bool]:
    """Give whether a property is kept: catalogues use a few dozen, pages ask thousands of times."""

    @cache
    def kept(property_: str) -> bool:
        return property_ not in _TOLD_BY_THE_PAGE and allowed(property_)

    return kept


def _followed(property_: str) -> bool:
    return property_ not in _TO_OTHER_DOCUMENTS


PROFILES = (
    Profile(
        "dcat-ap",
        "https://semiceu.github.io/DCAT-AP/releases/3.0.1/",
        frozenset({"http://data.europa.eu/r5r/", "https://semiceu.github.io/DCAT-AP/releases/3.0.1"}),
        "DCAT-AP 3.0.1",
        Bounds(_kept(lambda property_: not property_.startswith(_OF_THE_ENDPOINT)), _followed, _APART),
    ),
    Profile(
        "dcat",
        "http://www.w3.org/ns/dcat#",
        frozenset({"http://www.w3.org/ns/dcat", "https://www.w3.org/TR/vocab-dcat-3/"}),
        "DCAT 3",
        Bounds(_kept(lambda property_: property_.startswith(_OF_DCAT)), _followed, _APART),
    ),
)
"""The one for who asks for none first."""
