"""The catalogue in the words of schema.org: a table, as DCAT 3 aligns the two.

https://www.w3.org/TR/vocab-dcat-3/, appendix on schema.org. What has no counterpart there is left out; where a page
stands among pages is said as it is.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from rdflib import URIRef
from rdflib.term import Identifier

from releasegraph.graph.catalogue.terms import CATALOGUE_PREFIXES, TYPE
from releasegraph.graph.store import Triple

__all__ = ["schema_triples"]

_CLASSES: Mapping[str, str] = MappingProxyType(
    {
        "dcat:Catalog": "DataCatalog",
        "dcat:DataService": "WebAPI",
        "dcat:Dataset": "Dataset",
        "dcat:Distribution": "DataDownload",
        "dct:Location": "Place",
        "foaf:Agent": "Organization",
        "skos:Concept": "DefinedTerm",
    }
)
_PROPERTIES: Mapping[str, str] = MappingProxyType(
    {
        "dcat:byteSize": "contentSize",
        "dcat:dataset": "dataset",
        "dcat:distribution": "distribution",
        "dcat:downloadURL": "contentUrl",
        "dcat:endpointURL": "url",
        "dcat:inSeries": "isPartOf",
        "dcat:keyword": "keywords",
        "dcat:landingPage": "url",
        "dcat:mediaType": "encodingFormat",
        "dcat:theme": "about",
        "dcat:version": "version",
        "dct:accessRights": "conditionsOfAccess",
        "dct:alternative": "alternateName",
        "dct:creator": "creator",
        "dct:description": "description",
        "dct:identifier": "identifier",
        "dct:issued": "datePublished",
        "dct:language": "inLanguage",
        "dct:license": "license",
        "dct:modified": "dateModified",
        "dct:publisher": "publisher",
        "dct:source": "isBasedOn",
        "dct:spatial": "spatialCoverage",
        "dct:title": "name",
        "foaf:homepage": "url",
        "foaf:name": "name",
        "skos:prefLabel": "name",
    }
)


def _whole(name: str) -> URIRef:
    prefix, _, rest = name.partition(":")
    return URIRef(CATALOGUE_PREFIXES[prefix] + rest)


def _table(names: Mapping[str, str]) -> Mapping[Identifier, URIRef]:
    return {_whole(name): _whole(f"schema:{counterpart}") for name, counterpart in names.items()}


_CLASS_OF, _PROPERTY_OF = _table(_CLASSES), _table(_PROPERTIES)
_RECORD = _whole("dcat:CatalogRecord")
_MEMBER, _INCLUDED = _whole("dcat:dataset"), _whole("schema:includedInDataCatalog")
_HYDRA = CATALOGUE_PREFIXES["hydra"]


def schema_triples(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Give a page of the catalogue in schema.org's terms; of a record nothing, since it has none for one."""
    page = list(triples)
    records = {subject for subject, predicate, value in page if predicate == TYPE and value == _RECORD}
    for subject, predicate, value in page:
        if subject in records:
            continue
        if predicate == TYPE:
            found = _CLASS_OF.get(value, value if str(value).startswith(_HYDRA) else None)
            if found is not None:
                yield subject, TYPE, found
        elif str(predicate).startswith(_HYDRA):
            yield subject, predicate, value
        elif (counterpart := _PROPERTY_OF.get(predicate)) is not None:
            yield subject, counterpart, value
            if predicate == _MEMBER:
                yield value, _INCLUDED, subject
