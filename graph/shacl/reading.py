"""A shape of a shapes graph, and the values of its parameters, each of the kind it must be."""

from collections.abc import Callable
from dataclasses import dataclass

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import SH
from rdflib.term import Identifier

from releasegraph.graph.shacl.datatypes import is_well_formed
from releasegraph.graph.shacl.errors import ShapesError
from releasegraph.graph.shacl.paths import PathError, members
from releasegraph.graph.shacl.plan import Shape
from releasegraph.graph.shacl.terms import XSD, literal_parts, text_of

__all__ = ["Reading", "short_name"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A shape being read."""

    graph: Graph
    node: Identifier
    shape_at: Callable[[Identifier], Shape]
    """Gives the shape another node stands for."""
    named: Identifier
    """What to call the shape by: itself, or if it is a blank node a shape around it that has a name."""

    @property
    def is_property_shape(self) -> bool:
        """Tell whether the shape has a path."""
        return (self.node, SH.path, None) in self.graph

    def refuse(self, reason: str) -> ShapesError:
        """Give an error about this shape."""
        return ShapesError(self.named.n3(), reason)

    def part(self, node: Identifier) -> "Reading":
        """Give a constraint or validator of this shape to read."""
        return Reading(self.graph, node, self.shape_at, node if isinstance(node, URIRef) else self.named)

    def values(self, predicate: URIRef) -> list[Identifier]:
        """Give the values of a parameter in a fixed order."""
        found: list[Identifier] = list(self.graph.objects(self.node, predicate))  # type: ignore[arg-type]
        return sorted(found, key=text_of)

    def single(self, predicate: URIRef) -> Identifier | None:
        """Give the one value of a parameter, or None; refuse several."""
        found = self.values(predicate)
        if len(found) > 1:
            raise self.refuse(f"{short_name(predicate)} has {len(found)} values; it may have one")
        return found[0] if found else None

    def listed(self, predicate: URIRef, value: Identifier) -> list[Identifier]:
        """Give the members of a parameter's list; refuse what is no well-formed list."""
        try:
            return members(self.graph, value)
        except PathError as error:
            raise self.refuse(f"{short_name(predicate)}: {error}") from None

    def integer(self, predicate: URIRef, value: Identifier) -> int:
        """Give a parameter's whole number; refuse another literal."""
        lexical, datatype, _ = literal_parts(text_of(value)) if isinstance(value, Literal) else ("", "", "")
        if datatype != f"{XSD}integer" or not is_well_formed(lexical, datatype):
            raise self.refuse(f"{short_name(predicate)} is {value.n3()}; it takes an xsd:integer")
        return int(lexical)

    def flag(self, predicate: URIRef, value: Identifier | None) -> bool:
        """Give whether a parameter is true, written so and in no other way; refuse what is no xsd:boolean."""
        if value is None:
            return False
        lexical, datatype, _ = literal_parts(text_of(value)) if isinstance(value, Literal) else ("", "", "")
        if datatype != f"{XSD}boolean" or not is_well_formed(lexical, datatype):
            raise self.refuse(f"{short_name(predicate)} is {value.n3()}; it takes an xsd:boolean")
        return lexical == "true"

    def iri(self, predicate: URIRef, value: Identifier) -> URIRef:
        """Give a parameter's IRI; refuse another term."""
        if not isinstance(value, URIRef):
            raise self.refuse(f"{short_name(predicate)} is {value.n3()}; it takes an IRI")
        return value


def short_name(predicate: Identifier) -> str:
    """Give a property of SHACL's as Turtle writes it."""
    return f"sh:{str(predicate).removeprefix(str(SH))}"
