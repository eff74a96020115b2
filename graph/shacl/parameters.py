"""The parameters of SHACL Core: what values each may have, and the constraint it makes (SHACL, section 4)."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from elementpath.regex import RegexError, translate_pattern
from rdflib import Literal, URIRef
from rdflib.namespace import SH
from rdflib.term import Identifier, Node

from releasegraph.graph.shacl.focus_tests import (
    AtLeast,
    AtMost,
    ClosedTo,
    DifferentFrom,
    HavingValue,
    OrderedBefore,
    SameAs,
    UniqueLanguages,
)
from releasegraph.graph.shacl.plan import Constraint, Shape
from releasegraph.graph.shacl.reading import Reading, short_name
from releasegraph.graph.shacl.shape_tests import (
    AllOf,
    AnyOf,
    ConformingTo,
    ExactlyOneOf,
    Having,
    NotConformingTo,
    Qualified,
)
from releasegraph.graph.shacl.terms import iri_text, text_of
from releasegraph.graph.shacl.value_tests import (
    InstanceOf,
    LanguageIn,
    LengthWithin,
    Matching,
    OfDatatype,
    OfNodeKind,
    OneOf,
    OrderedFrom,
)

__all__ = ["core_constraints"]


_Maker = Callable[[Reading, URIRef, Identifier], Constraint | None]


@dataclass(frozen=True, slots=True)
class _Parameter:
    make: _Maker
    several: bool = False
    """Whether each of several values is a constraint of its own."""
    of_properties: bool = False
    """Whether only property shapes may have it."""


def _range(name: str) -> _Maker:
    def make(reading: Reading, by: URIRef, value: Identifier) -> Constraint:
        if not isinstance(value, Literal):
            raise reading.refuse(f"{short_name(by)} is {value.n3()}; it takes a literal")
        return OrderedFrom(name, text_of(value))

    return make


def _pattern(reading: Reading, _by: URIRef, value: Identifier) -> Constraint:
    flags = reading.single(SH.flags)
    text = str(value)
    if not isinstance(value, Literal) or (flags is not None and not isinstance(flags, Literal)):
        raise reading.refuse("sh:pattern and sh:flags take strings")
    return Matching(text, str(flags or ""), _compiled(reading, text, str(flags or "")))


_FLAGS = {"i": re.IGNORECASE, "s": re.DOTALL, "m": re.MULTILINE, "x": re.VERBOSE, "q": 0}


def _compiled(reading: Reading, pattern: str, flags: str) -> re.Pattern[str]:
    """Compile a regular expression of XPath (XPath and XQuery Functions 3.1, section 5.6)."""
    if unknown := set(flags) - _FLAGS.keys():
        raise reading.refuse(f'sh:flags has "{min(unknown)}", which is no flag of regular expressions')
    switched = 0
    for flag in flags:
        switched |= _FLAGS[flag]
    if "q" in flags:
        return re.compile(re.escape(pattern), switched & re.IGNORECASE)
    if "x" in flags:
        pattern, switched = re.sub(r"[\t\n\r ]+", "", pattern), switched & ~re.VERBOSE
    try:
        return re.compile(translate_pattern(_subtracting(pattern), switched, xsd_version="1.1"), switched)
    except (RegexError, re.error) as error:
        raise reading.refuse(f'sh:pattern "{pattern}" is no regular expression: {error}') from None


_NEGATED_CLASS = re.compile(r"\\.|\[\^((?:\\.|[^\\\[\]])+)\]", re.DOTALL)
_MEMBER = re.compile(r"\\.|.", re.DOTALL)
_COMPLEMENTS = {"\\W": "\\w", "\\D": "\\d", "\\S": "\\s", "\\I": "\\i", "\\C": "\\c"}


def _subtracting(pattern: str) -> str:
    """Write `[^\\W_]` as `[\\w-[_]]`, which is the same: elementpath takes the first for what is in either."""

    def written(found: re.Match[str]) -> str:
        members = _MEMBER.findall(found[1] or "")
        first = next((member for member in members if member in _COMPLEMENTS), None)
        if first is None:
            return found[0]
        members.remove(first)
        return f"[{_COMPLEMENTS[first]}-[{''.join(members)}]]" if members else f"[{_COMPLEMENTS[first]}]"

    return _NEGATED_CLASS.sub(written, pattern)


def _languages(reading: Reading, by: URIRef, value: Identifier) -> Constraint:
    ranges = reading.listed(by, value)
    if not all(isinstance(one, Literal) for one in ranges):
        raise reading.refuse("sh:languageIn takes a list of strings")
    return LanguageIn(tuple(str(one).lower() for one in ranges))


def _one_of(reading: Reading, by: URIRef, value: Identifier) -> Constraint:
    terms = tuple(map(text_of, reading.listed(by, value)))
    return OneOf(frozenset(terms), terms)


def _node_kind(reading: Reading, _by: URIRef, value: Identifier) -> Constraint:
    kind = str(value).removeprefix(str(SH))
    if value not in _NODE_KINDS:
        raise reading.refuse(f"sh:nodeKind is {value.n3()}, which is no kind of node")
    return OfNodeKind(kind)


_NODE_KINDS = (SH.IRI, SH.BlankNode, SH.Literal, SH.BlankNodeOrIRI, SH.BlankNodeOrLiteral, SH.IRIOrLiteral)


def _unique(reading: Reading, by: URIRef, value: Identifier) -> Constraint | None:
    return UniqueLanguages() if reading.flag(by, value) else None


def _closed(reading: Reading, by: URIRef, value: Identifier) -> Constraint | None:
    if not reading.flag(by, value):
        return None
    ignored = reading.single(SH.ignoredProperties)
    allowed = [] if ignored is None else reading.listed(SH.ignoredProperties, ignored)
    for property_shape in reading.values(SH.property):
        allowed += [path for path in reading.graph.objects(property_shape, SH.path) if isinstance(path, URIRef)]
    return ClosedTo(frozenset(text_of(reading.iri(SH.ignoredProperties, one)) for one in allowed))


def _shape_list(reading: Reading, by: URIRef, value: Identifier) -> tuple[Shape, ...]:
    """Read a list of shapes."""
    return tuple(reading.shape_at(one) for one in reading.listed(by, value))


def _qualified(name: str, count: URIRef) -> _Maker:
    def make(reading: Reading, _by: URIRef, value: Identifier) -> Constraint | None:
        bound = reading.single(count)
        if bound is None:
            return None
        disjoint = reading.flag(SH.qualifiedValueShapesDisjoint, reading.single(SH.qualifiedValueShapesDisjoint))
        siblings = _siblings(reading, value) if disjoint else ()
        return Qualified(name, reading.shape_at(value), reading.integer(count, bound), siblings)

    return make


def _siblings(reading: Reading, own: Identifier) -> tuple[Shape, ...]:
    """Give the qualified value shapes of the other property shapes beside this one (SHACL, section 4.7.3)."""
    graph = reading.graph
    found: set[Node] = set()
    for parent in graph.subjects(SH.property, reading.node):
        for property_shape in graph.objects(parent, SH.property):
            found.update(graph.objects(property_shape, SH.qualifiedValueShape))
    return tuple(reading.shape_at(node) for node in sorted(found - {own}, key=text_of))  # type: ignore[arg-type]


def _property(reading: Reading, _by: URIRef, value: Identifier) -> Constraint:
    shape = reading.shape_at(value)
    if shape.path is None:
        raise reading.refuse(f"sh:property leads to {value.n3()}, which has no sh:path")
    return Having(shape)


def _node(reading: Reading, _by: URIRef, value: Identifier) -> Constraint:
    shape = reading.shape_at(value)
    if shape.path is not None:
        raise reading.refuse(f"sh:node leads to {value.n3()}, which is a property shape")
    return ConformingTo(shape)


def _integer(make: Callable[[int], Constraint]) -> _Maker:
    return lambda reading, by, value: make(reading.integer(by, value))


def _iri(make: Callable[[str], Constraint]) -> _Maker:
    return lambda reading, by, value: make(iri_text(reading.iri(by, value)))


_PARAMETERS: Mapping[URIRef, Sequence[_Parameter]] = {
    SH["class"]: (_Parameter(_iri(InstanceOf), several=True),),
    SH.datatype: (_Parameter(lambda reading, by, value: OfDatatype(str(reading.iri(by, value)))),),
    SH.nodeKind: (_Parameter(_node_kind),),
    SH.minCount: (_Parameter(_integer(AtLeast), of_properties=True),),
    SH.maxCount: (_Parameter(_integer(AtMost), of_properties=True),),
    SH.minExclusive: (_Parameter(_range("MinExclusive")),),
    SH.minInclusive: (_Parameter(_range("MinInclusive")),),
    SH.maxExclusive: (_Parameter(_range("MaxExclusive")),),
    SH.maxInclusive: (_Parameter(_range("MaxInclusive")),),
    SH.minLength: (_Parameter(_integer(lambda bound: LengthWithin("MinLength", bound))),),
    SH.maxLength: (_Parameter(_integer(lambda bound: LengthWithin("MaxLength", bound))),),
    SH.pattern: (_Parameter(_pattern, several=True),),
    SH.languageIn: (_Parameter(_languages),),
    SH.uniqueLang: (_Parameter(_unique, of_properties=True),),
    SH.equals: (_Parameter(_iri(SameAs), several=True),),
    SH.disjoint: (_Parameter(_iri(DifferentFrom), several=True),),
    SH.lessThan: (_Parameter(_iri(lambda one: OrderedBefore(one, False)), several=True, of_properties=True),),
    SH.lessThanOrEquals: (_Parameter(_iri(lambda one: OrderedBefore(one, True)), several=True, of_properties=True),),
    SH["not"]: (_Parameter(lambda reading, _by, value: NotConformingTo(reading.shape_at(value)), several=True),),
    SH["and"]: (_Parameter(lambda reading, by, value: AllOf(_shape_list(reading, by, value)), several=True),),
    SH["or"]: (_Parameter(lambda reading, by, value: AnyOf(_shape_list(reading, by, value)), several=True),),
    SH.xone: (_Parameter(lambda reading, by, value: ExactlyOneOf(_shape_list(reading, by, value)), several=True),),
    SH.node: (_Parameter(_node, several=True),),
    SH.property: (_Parameter(_property, several=True),),
    SH.qualifiedValueShape: (
        _Parameter(_qualified("QualifiedMinCount", SH.qualifiedMinCount), of_properties=True),
        _Parameter(_qualified("QualifiedMaxCount", SH.qualifiedMaxCount), of_properties=True),
    ),
    SH.closed: (_Parameter(_closed),),
    SH.hasValue: (_Parameter(lambda _reading, _by, value: HavingValue(text_of(value)), several=True),),
    SH["in"]: (_Parameter(_one_of),),
}
"""Parameter to how its values are read."""


def core_constraints(reading: Reading) -> list[Constraint]:
    """Read every constraint of SHACL Core that a shape has; raise ShapesError for one that is ill-formed."""
    found: list[Constraint] = []
    for predicate, parameters in _PARAMETERS.items():
        for parameter in parameters:
            values = reading.values(predicate) if parameter.several else [reading.single(predicate)]
            for value in values:
                if value is None:
                    continue
                if parameter.of_properties and not reading.is_property_shape:
                    raise reading.refuse(f"{short_name(predicate)} is for property shapes, and this has no sh:path")
                constraint = parameter.make(reading, predicate, value)
                if constraint is not None:
                    found.append(constraint)
    return found
