"""Terms of the engine as rdflib's, and back."""

from typing import cast

import pyoxigraph as ox
import rdflib
from rdflib.term import Identifier

from releasegraph.graph.store import Triple
from releasegraph.graph.vocabulary import XSD

__all__ = ["Term", "iri", "term_of", "text_of", "to_oxigraph", "to_rdflib", "to_triple"]


Named = ox.NamedNode | ox.BlankNode | ox.Literal
Term = Named | ox.Triple


def iri(value: str) -> rdflib.URIRef:
    """Give a stored IRI as rdflib's, without looking through its characters again: pages make thousands."""
    return str.__new__(rdflib.URIRef, value)


def to_rdflib(term: Term) -> Identifier:
    """Give a term of the engine as rdflib's; raise TypeError for a triple, which has none."""
    match term:
        case ox.NamedNode():
            return iri(term.value)
        case ox.Literal():
            if term.language:
                return rdflib.Literal(term.value, lang=term.language)
            datatype = term.datatype.value
            return rdflib.Literal(
                term.value, datatype=None if datatype == XSD.string else iri(datatype), normalize=False
            )
        case ox.BlankNode():
            return rdflib.BNode(term.value)
        case _:
            raise TypeError(f"no rdflib term for {term!r}")


def term_of(object_: object) -> Identifier:
    """Give an object that `about` gave as a term."""
    return to_rdflib(cast(Term, object_))


def text_of(object_: object) -> str:
    """Give the text of an object that `about` gave, as of its term: most of a page wants no more of it."""
    return cast(Named, object_).value


def to_oxigraph(term: Identifier) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Give a term of rdflib's as the engine's; raise TypeError for a variable, which has none."""
    match term:
        case rdflib.URIRef():
            return ox.NamedNode(str(term))
        case rdflib.BNode():
            return ox.BlankNode(str(term))
        case rdflib.Literal():
            if term.language:
                return ox.Literal(str(term), language=term.language)
            return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype or XSD.string)))
        case _:
            raise TypeError(f"no oxigraph term for {term!r}")


def to_triple(triple: Triple) -> ox.Triple:
    """Give a triple as the engine's; raise ValueError for a term that RDF does not have there."""
    subject, predicate, object_ = map(to_oxigraph, triple)
    return ox.Triple(subject, predicate, object_)  # type: ignore[arg-type]
