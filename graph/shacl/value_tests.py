"""Constraints on a value node by itself (SHACL, sections 4.1, 4.2 except counts, 4.4 and sh:in of 4.8)."""

import re
from collections.abc import Set
from dataclasses import dataclass

from releasegraph.graph.shacl.data import Data, Nodes
from releasegraph.graph.shacl.datatypes import is_well_formed
from releasegraph.graph.shacl.ordering import compare
from releasegraph.graph.shacl.plan import ValueTest
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
class OfDatatype(ValueTest):
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
        return {term for term in values.terms if not self._passes(term)}

    def _passes(self, term: Term) -> bool:
        if not is_literal(term):
            return False
        lexical, datatype, language = literal_parts(term)
        if datatype != self.datatype or (datatype == LANG_STRING and not language):
            return False
        return is_well_formed(lexical, datatype)

    def expected(self) -> str:
        """Say what passes."""
        return f"a well-formed literal of datatype <{self.datatype}>"


_KINDS = {"IRI": "<", "BlankNode": "_", "Literal": '"'}


@dataclass(frozen=True, slots=True)
class OfNodeKind(ValueTest):
    """sh:nodeKind."""

    kind: str
    """As SHACL names it: `IRI`, `BlankNodeOrLiteral` and so on."""

    @property
    def component(self) -> Term:
        """Name the constraint component."""
        return component_iri("NodeKind")

    def failing(self, values: Nodes, data: Data) -> Set[Term]:
        """Give nodes of other kinds."""
        firsts = {_KINDS[kind] for kind in self.kind.split("Or")}
        return {term for term in values.terms if term[0] not in firsts}

    def expected(self) -> str:
        """Say what passes."""
        return {"IRI": "an IRI"}.get(self.kind, f"of kind {self.kind}")


@dataclass(frozen=True, slots=True)
class OrderedFrom(ValueTest):
    """sh:minInclusive, sh:minExclusive, sh:maxInclusive, sh:maxExclusive."""

    name: str
    """As its component is named, `MinInclusive` and so on."""
    bound: Term

    @property
    def component(self) -> Term:
        """Name the constraint component."""
        return component_iri(self.name)

    def failing(self, values: Nodes, data: Data) -> Set[Term]:
        """Give what is beyond the bound, or not comparable with it."""
        wanted = _ORDERS[self.name]
        return {term for term in values.terms if compare(term, self.bound) not in wanted}

    def expected(self) -> str:
        """Say what passes."""
        return f"{_SIGNS[self.name]} {self.bound}"


_ORDERS = {"MinInclusive": (0, 1), "MinExclusive": (1,), "MaxInclusive": (0, -1), "MaxExclusive": (-1,)}
_SIGNS = {"MinInclusive": ">=", "MinExclusive": ">", "MaxInclusive": "<=", "MaxExclusive": "<"}


@dataclass(frozen=True, slots=True)
class LengthWithin(ValueTest):
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
        return {term for term in values.terms if not self._passes(string_of(term))}

    def _passes(self, text: str | None) -> bool:
        if text is None:
            return False
        return len(text) >= self.bound if self.name == "MinLength" else len(text) <= self.bound

    def expected(self) -> str:
        """Say what passes."""
        return f"{'at least' if self.name == 'MinLength' else 'at most'} {self.bound} characters"


@dataclass(frozen=True, slots=True)
class Matching(ValueTest):
    """sh:pattern with sh:flags."""

    pattern: str
    flags: str
    compiled: re.Pattern[str]

    @property
    def component(self) -> Term:
        """Name the constraint component."""
        return component_iri("Pattern")

    def failing(self, values: Nodes, data: Data) -> Set[Term]:
        """Give blank nodes, and what holds no match."""
        search = self.compiled.search
        failing = set()
        for term in values.terms:
            text = string_of(term)
            if text is None or search(text) is None:
                failing.add(term)
        return failing

    def expected(self) -> str:
        """Say what passes."""
        return f'text that matches "{self.pattern}"' + (f' with the flags "{self.flags}"' if self.flags else "")


@dataclass(frozen=True, slots=True)
class LanguageIn(ValueTest):
    """sh:languageIn."""

    ranges: tuple[str, ...]
    """Language ranges, in lower case."""

    @property
    def component(self) -> Term:
        """Name the constraint component."""
        return component_iri("LanguageIn")

    def failing(self, values: Nodes, data: Data) -> Set[Term]:
        """Give what has no language tag that a range matches, as langMatches does."""
        return {term for term in values.terms if not self._passes(term)}

    def _passes(self, term: Term) -> bool:
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
        return values.terms - self.terms

    def expected(self) -> str:
        """Say what passes."""
        return f"one of {', '.join(self.listed)}"
