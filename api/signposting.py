"""Typed links that lead programs from a page to its identifier, its data and its licence.

Web Linking (RFC 8288) in headers and in the head of pages, sets of links (RFC 9264) as documents, by the FAIR
Signposting Profile (https://signposting.org/FAIR/).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import quote

from releasegraph.api.negotiation import DOCUMENTS, HTML
from releasegraph.api.rights import licence_of_thing, licence_of_whole
from releasegraph.api.schema_org import CONTEXT
from releasegraph.api.state import Described
from releasegraph.graph.identifiers import LAW
from releasegraph.graph.vocabulary import RG

__all__ = ["LINKSET", "WebLink", "home_links", "link_header", "linkset", "linkset_path", "thing_links", "thing_linkset"]

LINKSET = "application/linkset+json"
_ASCII = "".join(map(chr, range(0x21, 0x7F)))
_PAGE = f"{CONTEXT}AboutPage"
_RDF = tuple((form.extension, form.media_type) for form in DOCUMENTS if form is not HTML and form.name != "csv")
"""Extension and media type of each document that describes a thing."""
_TYPES: Mapping[str, str] = MappingProxyType(
    {
        RG.Dataset: "Dataset",
        RG.RegisterEdition: "Dataset",
        RG.Organisation: "Organization",
        RG.LegalInstrument: "Legislation",
        RG.StatutoryProvision: "Legislation",
    }
)
"""Class to schema.org's; things of others are described by a page, and no more is said."""
_CATALOGUED = frozenset({RG.Dataset, RG.RegisterEdition})


@dataclass(frozen=True, slots=True)
class WebLink:
    """A link from the page: what the target is to it, where it is, and its media type."""

    rel: str
    target: str
    type: str = ""

    @property
    def href(self) -> str:
        """Give the target as a URI: headers hold no other letters than ASCII's (RFC 3987, section 3.1)."""
        return self.target if self.target.isascii() else quote(self.target, safe=_ASCII)

    def __str__(self) -> str:
        """Give it as one value of a Link header."""
        kind = f'; type="{self.type}"' if self.type else ""
        return f'<{self.href}>; rel="{self.rel}"{kind}'


def linkset_path(path: str) -> str:
    """Give the path of the set of links of a thing whose document is at `path`."""
    return f"linkset/{path.removeprefix('doc/')}"


def link_header(links: Iterable[WebLink]) -> str:
    """Give links as the value of a Link header."""
    return ", ".join(map(str, links))


def thing_links(
    here: Described, iri: str, path: str, classes: Collection[str], stated: Mapping[str, str]
) -> Sequence[WebLink]:
    """Give the links of the page about a thing; `stated` has its `license`, `author` and `collection` where it has any.

    The IRI of a law is legislation.gov.uk's and identifies the law, not what this site says of it: it is not cited.
    """
    base = here.base
    licence = licence_of_thing(here.manifest, classes, stated.get("license"))
    collection = f"{base}catalog" if _CATALOGUED.intersection(classes) else stated.get("collection")
    kind = next((name for term, name in _TYPES.items() if term in classes), None)
    return (
        *(() if iri.startswith(LAW) else (WebLink("cite-as", iri),)),
        WebLink("type", _PAGE),
        *((WebLink("type", CONTEXT + kind),) if kind else ()),
        *(WebLink("describedby", f"{base}{path}.{extension}", media_type) for extension, media_type in _RDF),
        *((WebLink("license", licence),) if licence else ()),
        *((WebLink("author", stated["author"]),) if "author" in stated else ()),
        *((WebLink("collection", collection),) if collection else ()),
        WebLink("linkset", base + linkset_path(path), LINKSET),
    )


def home_links(here: Described) -> Sequence[WebLink]:
    """Give the links of the home page, on which the graph as a whole lands: its catalogue, files and interfaces."""
    base, manifest = here.base, here.manifest
    licence = licence_of_whole(manifest)
    return (
        WebLink("cite-as", f"{base}catalog/graph"),
        WebLink("type", _PAGE),
        WebLink("type", f"{CONTEXT}Dataset"),
        WebLink("describedby", f"{base}catalog.ttl", "text/turtle"),
        WebLink("describedby", f"{base}catalog.jsonld", "application/ld+json"),
        WebLink("describedby", f"{base}.well-known/void", "text/turtle"),
        *((WebLink("license", licence),) if licence else ()),
        *(WebLink("item", f"{base}dump/{one.file}", one.media_type) for one in manifest.dumps),
        WebLink("collection", f"{base}catalog"),
        WebLink("api-catalog", f"{base}.well-known/api-catalog", LINKSET),
        WebLink("service-desc", f"{base}openapi.json", "application/json"),
        WebLink("service-doc", f"{base}about", "text/html"),
    )


def linkset(contexts: Iterable[tuple[str, Iterable[WebLink]]]) -> dict[str, object]:
    """Give links as a set of links in JSON (RFC 9264, section 4.2): pairs of context and links."""
    return {"linkset": [{"anchor": anchor, **_by_relation(links)} for anchor, links in contexts]}


def thing_linkset(base: str, path: str, links: Iterable[WebLink]) -> dict[str, object]:
    """Give the links of a thing's page, and of each document those that lead back to it."""
    back = (WebLink("describes", base + path, HTML.media_type),)
    documents = ((f"{base}{path}.{extension}", back) for extension, _ in _RDF)
    return linkset(((base + path, (link for link in links if link.rel != "linkset")), *documents))


def _by_relation(links: Iterable[WebLink]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for link in links:
        target = {"href": link.href} | ({"type": link.type} if link.type else {})
        found.setdefault(link.rel, []).append(target)
    return found
