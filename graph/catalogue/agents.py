"""Who publishes what the catalogue names, whom to ask, and on which terms it may be used."""

from collections.abc import Iterable, Mapping

from rdflib import Literal, URIRef

from releasegraph.graph.authorship import OGL, OGL_TITLE, PAGE_AUTHOR, PUBLISHER, RIGHTS
from releasegraph.graph.catalogue.authorities import authority
from releasegraph.graph.catalogue.terms import ENGLISH, TYPE, Triple, catalogue_node, term
from releasegraph.graph.generations import Manifest
from releasegraph.graph.identifiers import Identifiers
from releasegraph.graph.names import resolve_name
from releasegraph.graph.vocabulary import DCT

__all__ = [
    "agent_triples",
    "contact_of",
    "kinds_of",
    "page_author_iri",
    "publisher_iri",
    "register_publisher_iri",
    "use_of_kind",
    "use_of_whole",
]

_DCT_PUBLISHER, _DCT_LICENSE = URIRef(DCT.publisher), URIRef(DCT.license)
_DCT_RIGHTS = term("dct", "rights")


def register_publisher_iri(base: str) -> URIRef:
    """Give the body that publishes the register's workbooks."""
    return _body(base, PUBLISHER)


def page_author_iri(base: str) -> URIRef:
    """Give the body that wrote the pages."""
    return _body(base, PAGE_AUTHOR)


def _body(base: str, name: str) -> URIRef:
    return URIRef(Identifiers(base).named("organisation", resolve_name("organisation", name).slug))


def publisher_iri(manifest: Manifest) -> URIRef:
    """Give who publishes the graph and its catalogue."""
    return URIRef(manifest.publisher.of(manifest.base).iri)


def contact_of(manifest: Manifest, thing: URIRef) -> Iterable[Triple]:
    """Say whom to ask about a thing that the publisher of the graph makes available, where they said."""
    if manifest.publisher.contact:
        yield thing, term("dcat", "contactPoint"), catalogue_node(manifest.base, "contact")


def kinds_of(manifest: Manifest) -> frozenset[str]:
    """Give the kinds of editions there are: `workbook`, `page`."""
    return frozenset(kind for edition in manifest.editions if (kind := edition.get("kind")))


def use_of_kind(base: str, kind: str) -> tuple[tuple[URIRef, URIRef], ...]:
    """Give by whom an edition of a kind is, and its licence or the rights in it."""
    facts: Mapping[str, tuple[tuple[URIRef, URIRef], ...]] = {
        "workbook": ((_DCT_PUBLISHER, register_publisher_iri(base)), (_DCT_LICENSE, URIRef(OGL))),
        "page": ((URIRef(DCT.creator), page_author_iri(base)), (_DCT_RIGHTS, _rights(base))),
    }
    return facts.get(kind, ())


def use_of_whole(manifest: Manifest, whole: URIRef) -> Iterable[Triple]:
    """Give the licence of something that holds every edition, where all of it has one; else what rights are known."""
    kinds = kinds_of(manifest)
    if kinds == {"workbook"}:
        yield whole, _DCT_LICENSE, URIRef(OGL)
    if "page" in kinds:
        yield whole, _DCT_RIGHTS, _rights(manifest.base)


def _rights(base: str) -> URIRef:
    return catalogue_node(base, "rights")


def agent_triples(manifest: Manifest) -> Iterable[Triple]:
    """Describe the publishers, the author, the contact, the licence and the rights."""
    base, kinds = manifest.base, kinds_of(manifest)
    publisher = manifest.publisher.of(base)
    yield from _agent(URIRef(publisher.iri), publisher.name)
    if publisher.contact:
        yield from _contact(base, publisher.name, publisher.contact)
    yield from _agent(register_publisher_iri(base), PUBLISHER)
    yield register_publisher_iri(base), term("dct", "type"), authority("publishertype/NationalAuthority")
    if "workbook" in kinds:
        yield from _licence()
    if "page" in kinds:
        yield from _agent(page_author_iri(base), PAGE_AUTHOR)
        yield _rights(base), TYPE, term("dct", "RightsStatement")
        yield _rights(base), term("rdfs", "label"), Literal(RIGHTS, ENGLISH)


def _agent(node: URIRef, name: str) -> Iterable[Triple]:
    yield node, TYPE, term("foaf", "Agent")
    yield node, term("foaf", "name"), Literal(name)


def _contact(base: str, name: str, contact: str) -> Iterable[Triple]:
    node = catalogue_node(base, "contact")
    how = "hasEmail" if contact.startswith("mailto:") else "hasURL"
    for cls in ("Kind", "Organization"):
        yield node, TYPE, term("vcard", cls)
    yield node, term("vcard", "fn"), Literal(name)
    yield node, term("vcard", how), URIRef(contact)


def _licence() -> Iterable[Triple]:
    licence = URIRef(OGL)
    yield licence, TYPE, term("dct", "LicenseDocument")
    yield licence, URIRef(DCT.title), Literal(OGL_TITLE, ENGLISH)
    yield licence, term("dct", "type"), authority("licencetype/Attribution")
