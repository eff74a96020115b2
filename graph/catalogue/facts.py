"""What the catalogue says of every dataset that is served here: the graph, and the editions it is made of."""

from collections.abc import Iterable

from rdflib import Literal, URIRef

from releasegraph.graph.catalogue.agents import contact_of
from releasegraph.graph.catalogue.authorities import authority
from releasegraph.graph.catalogue.terms import ENGLISH, TYPE, Triple, term
from releasegraph.graph.generations import Manifest
from releasegraph.graph.vocabulary import DCT

__all__ = ["KEYWORDS", "dataset_facts"]

KEYWORDS = ("data sharing", "health data", "NHS England")


def dataset_facts(manifest: Manifest, node: URIRef, title: str, description: str) -> Iterable[Triple]:
    """Say what holds for every dataset that is made of the register: what it is called, of what, in which language."""
    for cls in ("Resource", "Dataset"):
        yield node, TYPE, term("dcat", cls)
    yield node, URIRef(DCT.title), Literal(title, ENGLISH)
    yield node, URIRef(DCT.description), Literal(description, ENGLISH)
    yield node, URIRef(DCT.identifier), Literal(str(node))
    yield node, term("dcat", "theme"), authority("data-theme/HEAL")
    yield node, term("dct", "accessRights"), authority("access-right/PUBLIC")
    yield node, term("dct", "language"), authority("language/ENG")
    yield node, term("dct", "spatial"), authority("country/GBR")
    for word in KEYWORDS:
        yield node, term("dcat", "keyword"), Literal(word, ENGLISH)
    yield from contact_of(manifest, node)
