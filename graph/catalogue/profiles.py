"""The profiles the catalogue is offered in: which application profile or vocabulary a page of it keeps to.

Content Negotiation by Profile (https://www.w3.org/TR/dx-prof-conneg/) names a profile by its IRI, or by a token of the
server's own.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from releasegraph.graph.catalogue.schema_org import schema_triples
from releasegraph.graph.catalogue.terms import CATALOGUE_PREFIXES, DCAT_AP, SD, STORED_OTHERWISE, VOID_EXT
from releasegraph.graph.store import Bounds, Triple
from releasegraph.graph.vocabulary import PREFIXES, RDF, RG

__all__ = ["PROFILES", "Profile"]

_DCAT, _FOAF = PREFIXES["dcat"], PREFIXES["foaf"]

_OF_THE_ENDPOINT = (SD, VOID_EXT, PREFIXES["sh"], PREFIXES["void"])
"""How the same graph tells editors about the endpoint: no matter of a catalogue's."""
_OF_DCAT = (
    *(
        CATALOGUE_PREFIXES[prefix]
        for prefix in (
            *("adms", "dcat", "dct", "foaf", "hydra", "odrl", "owl"),
            *("prov", "rdf", "rdfs", "skos", "spdx", "vcard"),
        )
    ),
    "http://www.w3.org/ns/locn#",
    "http://www.w3.org/2006/time#",
)
"""The vocabularies that DCAT 3 uses (https://www.w3.org/TR/vocab-dcat-3/, section 3), and that of the pages."""

_TOLD_BY_THE_PAGE = frozenset({f"{_DCAT}dataset", f"{_DCAT}record"})
"""What a catalogue says of everything in it, a page only of what it has."""
_TO_OTHER_DOCUMENTS = frozenset(
    {
        RDF.type,
        RG.releasedUnder,
        *(f"{PREFIXES['dct']}{name}" for name in ("hasVersion", "isVersionOf", "source")),
        *(
            f"{_DCAT}{name}"
            for name in (
                *("accessURL", "downloadURL", "endpointDescription", "endpointURL", "hasVersion", "inSeries"),
                *("previousVersion", "servesDataset"),
            )
        ),
        *(f"{_FOAF}{name}" for name in ("isPrimaryTopicOf", "page", "primaryTopic")),
    }
)
"""Properties whose values are not described beside what has them; DCAT-AP's shapes want the class of all others."""
_APART = frozenset(f"{_DCAT}{name}" for name in ("Catalog", "CatalogRecord", "Dataset", "DatasetSeries"))


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile: our token for it, its IRI, other IRIs it is asked for by, what it is called, what a page holds."""

    token: str
    iri: str
    others: frozenset[str]
    name: str
    bounds: Bounds
    translated: Callable[[Iterable[Triple]], Iterable[Triple]] | None = None
    """What makes a page in the profile's own vocabulary of one in ours."""


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
        DCAT_AP,
        frozenset({"http://data.europa.eu/r5r/", DCAT_AP.rstrip("/")}),
        "DCAT-AP 3.0.1",
        Bounds(
            _kept(lambda property_: not property_.startswith(_OF_THE_ENDPOINT)), _followed, _APART, STORED_OTHERWISE
        ),
    ),
    Profile(
        "dcat",
        "http://www.w3.org/ns/dcat#",
        frozenset({"http://www.w3.org/ns/dcat", "https://www.w3.org/TR/vocab-dcat-3/"}),
        "DCAT 3",
        Bounds(_kept(lambda property_: property_.startswith(_OF_DCAT)), _followed, _APART, STORED_OTHERWISE),
    ),
    Profile(
        "schema",
        PREFIXES["schema"],
        frozenset({"http://schema.org/", "https://schema.org", "http://schema.org"}),
        "schema.org",
        Bounds(_kept(lambda property_: property_.startswith(_OF_DCAT)), _followed, _APART, STORED_OTHERWISE),
        schema_triples,
    ),
)
"""The one for who asks for none first."""
