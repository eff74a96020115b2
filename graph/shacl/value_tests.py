"""Constraints on a value node by itself (SHACL, sections 4.1, 4.2 except counts, 4.4 and sh:in of 4.8)."""

import re
from collections.abc import Set
from dataclasses import dataclass

from releasegraph.graph.shacl.data import Data, Nodes
from releasegraph.graph.shacl.datatypes import is_well_formed
from releasegraph.graph.shacl.ordering import compare
from releasegraph.graph.shacl.plan import TermTest, ValueTest
from releasegraph.graph.shacl.terms import LANG_STRING, XSD_STRING, Term, is_literal, literal_parts, string_of

__all__ = [
    "InstanceOf",
    "LanguageIn",
    "LengthWithin",
    "Matching",
    "OfDatatype",
    "OfNodeKind",
    "OneOf",
    "OrderedFrom",
    "component_iri",
]

_SH = "http://www.w3.org/ns/shacl#"


def component_iri(name: str) -> Term:
    """Name a constraint component of SHACL's own."""
    return f"<{_SH}{name}ConstraintComponent>"


@dataclass(frozen=True, slots=True)
class InstanceOf(ValueTest):
    """sh:class."""

    of_class: Term

    @property
    def component(self) -> Term:
        """Name the constraint component."""
        return component_iri("Class")

    def failing(self, values: Nodes, data: Data) -> Set[Term]:
        """Give what is no SHACL instance of the class."""
        return data.outside(values, self.of_class)

    def expected(self) -> str:
        """Say what passes."""
        return f"an instance of {self.of_class}"


@dataclass(frozen=True, slots=True)
class OfDatatype(TermTest):
    """sh:datatype."""

    datatype: str

    @property
    def component(self) -> Term:
        """Name the constraint component."""
        return component_iri("Datatype")

    def failing(self, values: Nodes, data: Data) -> Set[Term]:
        """Give what has another datatype, or a lexical form the datatype does not have."""
        if self.datatype in (XSD_STRING, LANG_STRING):  # whatever its characters, it is well-formed: it is not read
            failing = data.violating(values, f"isLiteral(?this) && datatype(?this) = <{self.datatype}>")
            if failing is not None:
                return failing
        return TermTest.failing(self, values, data)

    def passes(self, term: Term) -> bool:
        """Tell whether a value passes."""
        if not is_literal(term):
            return False
        lexical, datatype, language = literal_parts(term)
        if datatype != self.datatype or (datatype == LANG_STRING and not language):
            return False
        return is_well_formed(lexical, datatype)

    def expected(self) -> str:
        """Say what passes."""
        return f"a well-formed literal of datatype <{self.datatype}>"


_FIRSTS = {
    "IRI": "<",
    "BlankNode": "_",
    "Literal": '"',
    "BlankNodeOrIRI": "_<",
    "BlankNodeOrLiteral": '_"',
    "IRIOrLiteral": '<"',
}
"""A kind of node to the characters with which terms of it begin."""


@dataclass(frozen=True, slots=True)
class OfNodeKind(TermTest):
    """sh:nodeKind."""

    kind: str
    """As SHACL names it: `IRI`, `BlankNodeOrLiteral` and so on."""

    @property
    def component(self) -> Term:
        """Name the constraint component."""
        return component_iri("NodeKind")

    def passes(self, term: Term) -> bool:
        """Tell whether a value is of one of the kinds."""
        return term[0] in _FIRSTS[self.kind]

    def expected(self) -> str:
        """Say what passes."""
        return {"IRI": "an IRI"}.get(self.kind, f"of kind {self.kind}")


@dataclass(frozen=True, slots=True)
class OrderedFrom(TermTest):
    """sh:minInclusive, sh:minExclusive, sh:maxInclusive, sh:maxExclusive."""

    name: str
    """As its component is named, `MinInclusive` and so on."""
    bound: Term

    @property
    def component(self) -> Term:
        """Name the constraint component."""
        return component_iri(self.name)

    def passes(self, term: Term) -> bool:
        """Tell whether a value is within the bound, and comparable with it."""
        return compare(term, self.bound) in _ORDERS[self.name]

    def expected(self) -> str:
        """Say what passes."""
        return f"{_SIGNS[self.name]} {self.bound}"


_ORDERS = {"MinInclusive": (0, 1), "MinExclusive": (1,), "MaxInclusive": (0, -1), "MaxExclusive": (-1,)}
_SIGNS = {"MinInclusive": ">=", "MinExclusive": ">", "MaxInclusive": "<=", "MaxExclusive": "<"}


@dataclass(frozen=True, slots=True)
class LengthWithin(TermTest):
    """sh:minLength or sh:maxLength."""

    name: str
    """As its component is named, `MinLength` or `MaxLength`."""
    bound: int

    @property
    def component(self) -> Term:
        """Name the constraint component."""
        return component_iri(self.name)

    def failing(self, values: Nodes, data: Data) -> Set[Term]:
        """Give blank nodes, and what is longer or shorter, in characters."""
        sign = ">=" if self.name == "MinLength" else "<="
        failing = data.violating(values, f"!isBlank(?this) && STRLEN(STR(?this)) {sign} {self.bound}")
        if failing is not None:
            return failing
        return TermTest.failing(self, values, data)

    def passes(self, term: Term) -> bool:
        """Tell whether a value passes."""
        text = string_of(term)
        if text is None:
            return False
        return len(text) >= self.bound if self.name == "MinLength" else len(text) <= self.bound

    def expected(self) -> str:
        """Say what passes."""
        return f"{'at least' if self.name == 'MinLength' else 'at most'} {self.bound} characters"


@dataclass(frozen=True, slots=True)
class Matching(TermTest):
    """sh:pattern with sh:flags."""

    pattern: str
    flags: str
    compiled: re.Pattern[str]

    @property
    def component(self) -> Term:
        """Name the constraint component."""
        return component_iri("Pattern")

    def passes(self, term: Term) -> bool:
        """Tell whether a value holds a match; a blank node does not."""
        text = string_of(term)
        return text is not None and self.compiled.search(text) is not None

    def expected(self) -> str:
        """Say what passes."""
        return f'text that matches "{self.pattern}"' + (f' with the flags "{self.flags}"' if self.flags else "")


@dataclass(frozen=True, slots=True)
class LanguageIn(TermTest):
    """sh:languageIn."""

    ranges: tuple[str, ...]
    """Language ranges, in lower case."""

    @property
    def component(self) -> Term:
        """Name the constraint component."""
        return component_iri("LanguageIn")

    def passes(self, term: Term) -> bool:
        """Tell whether a value has a language tag that a range matches, as langMatches does."""
        language = literal_parts(term)[2] if is_literal(term) else ""
        if not language:
            return False
        return any(one in ("*", language) or language.startswith(f"{one}-") for one in self.ranges)

    def expected(self) -> str:
        """Say what passes."""
        return f"text in one of the languages {', '.join(self.ranges)}"


@dataclass(frozen=True, slots=True)
class OneOf(ValueTest):
    """sh:in."""

    terms: frozenset[Term]
    listed: tuple[Term, ...]

    @property
    def component(self) -> Term:
        """Name the constraint component."""
        return component_iri("In")

    def failing(self, values: Nodes, data: Data) -> Set[Term]:
        """Give what is not listed."""
        return values.terms - data.as_held(self.terms)

    def expected(self) -> str:
        """Say what passes."""
        return f"one of {', '.join(self.listed)}"
