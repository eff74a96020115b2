"""SPARQL-based constraints and constraint components, read from a shapes graph (SHACL, sections 5 and 6)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SH
from rdflib.term import Identifier

from releasegraph.graph.shacl.errors import ShapesError
from releasegraph.graph.shacl.paths import read_path, sparql_path
from releasegraph.graph.shacl.plan import Constraint
from releasegraph.graph.shacl.prebinding import Query, QueryRefusedError, read_query, renamed
from releasegraph.graph.shacl.reading import Reading
from releasegraph.graph.shacl.sparql_tests import Asking, Selecting
from releasegraph.graph.shacl.terms import text_of
from releasegraph.graph.shacl.value_tests import component_iri

__all__ = ["Component", "component_constraints", "messages_of", "read_components", "sparql_constraints"]


@dataclass(frozen=True, slots=True)
class Component:
    """A constraint component that a shapes graph declares."""

    node: Identifier
    required: tuple[URIRef, ...]
    optional: tuple[URIRef, ...]


_LOCAL_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*$")
_VARIABLES = ("this", "shapesGraph", "currentShape", "path", "PATH", "value")


def messages_of(graph: Graph, node: Identifier) -> tuple[Literal, ...]:
    """Give the messages of a shape or constraint; raise ShapesError for one that is no text."""
    found = sorted(graph.objects(node, SH.message), key=text_of)  # type: ignore[arg-type]
    for message in found:
        if not isinstance(message, Literal):
            raise ShapesError(node.n3(), f"sh:message is {message.n3()}; it takes a text")
    return tuple(one for one in found if isinstance(one, Literal))


def sparql_constraints(reading: Reading) -> Iterator[Constraint]:
    """Give the constraints that sh:sparql names; raise ShapesError for one that is ill-formed."""
    for node in reading.values(SH.sparql):
        part = reading.part(node)
        if not part.flag(SH.deactivated, part.single(SH.deactivated)):
            query = _query(part, SH.select, "SELECT", ("this", "shapesGraph", "currentShape"), reading)
            messages = messages_of(reading.graph, node)
            yield Selecting(component_iri("SPARQL"), node, query, {}, messages, text_of(reading.node), False)


def _query(part: Reading, by: URIRef, form: str, prebound: tuple[str, ...], shape: Reading) -> Query:
    value = part.single(by)
    if not isinstance(value, Literal):
        raise part.refuse(f"a query is wanted as the value of sh:{by.removeprefix(str(SH))}")
    text = _prologue(part) + str(value)
    if re.search(r"[?$]PATH\b", text):
        if not shape.is_property_shape:
            raise shape.refuse("$PATH has no meaning without a sh:path")
        path = shape.single(SH.path)
        text = renamed(text, sparql_path(read_path(shape.graph, path)))  # type: ignore[arg-type]
    try:
        return read_query(text, form, prebound)
    except QueryRefusedError as error:
        raise part.refuse(str(error)) from None


def _prologue(part: Reading) -> str:
    prefixes: dict[str, str] = {}
    waiting, seen = part.values(SH.prefixes), set()
    while waiting:
        ontology = waiting.pop()
        if ontology in seen:
            continue
        seen.add(ontology)
        waiting += part.graph.objects(ontology, OWL.imports)  # type: ignore[arg-type]
        for declaration in part.graph.objects(ontology, SH.declare):
            prefix, namespace = (part.graph.value(declaration, one) for one in (SH.prefix, SH.namespace))
            if prefix is None or namespace is None:
                raise part.refuse("a prefix declaration wants sh:prefix and sh:namespace")
            if prefixes.setdefault(str(prefix), str(namespace)) != str(namespace):
                raise part.refuse(f'the prefix "{prefix}" has two namespaces')
    return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in sorted(prefixes.items()))


def read_components(graph: Graph) -> tuple[Component, ...]:
    """Read the constraint components a shapes graph declares; raise ShapesError for one that is ill-formed."""
    nodes = {
        node
        for of_class in graph.transitive_subjects(RDFS.subClassOf, SH.ConstraintComponent)
        for node in graph.subjects(RDF.type, of_class)
    }
    return tuple(_read_component(graph, node) for node in sorted(nodes, key=text_of))  # type: ignore[arg-type]


def _read_component(graph: Graph, node: Identifier) -> Component:
    required: list[URIRef] = []
    optional: list[URIRef] = []
    for parameter in sorted(graph.objects(node, SH.parameter), key=text_of):  # type: ignore[arg-type]
        path = graph.value(parameter, SH.path)
        name = _LOCAL_NAME.search(str(path)) if isinstance(path, URIRef) else None
        if name is None or not isinstance(path, URIRef):
            raise ShapesError(node.n3(), "a parameter wants a sh:path that is an IRI with a local name")
        if name[0] in _VARIABLES:
            raise ShapesError(node.n3(), f"a parameter may not be named {name[0]}, which SHACL binds itself")
        is_optional = str(graph.value(parameter, SH.optional)) in ("true", "1")
        (optional if is_optional else required).append(path)
    if not required:
        raise ShapesError(node.n3(), "a constraint component wants a parameter that is not optional")
    return Component(node, tuple(required), tuple(optional))


def component_constraints(reading: Reading, components: tuple[Component, ...]) -> Iterator[Constraint]:
    """Give the constraints by which a shape uses declared components; raise ShapesError for one that is ill-formed."""
    for component in components:
        if not all(reading.values(parameter) for parameter in component.required):
            continue
        parameters = (*component.required, *component.optional)
        if len(parameters) == 1:
            choices = [{parameters[0]: value} for value in reading.values(parameters[0])]
        else:
            values = {parameter: reading.single(parameter) for parameter in parameters}
            choices = [{parameter: value for parameter, value in values.items() if value is not None}]
        for chosen in choices:
            constraint = _constraint(reading, component, chosen)
            if constraint is not None:
                yield constraint


def _constraint(reading: Reading, component: Component, chosen: dict[URIRef, Identifier]) -> Constraint | None:
    own = SH.propertyValidator if reading.is_property_shape else SH.nodeValidator
    validators = sorted(reading.graph.objects(component.node, own), key=text_of)  # type: ignore[arg-type]
    by_select = bool(validators)
    validators = validators or sorted(reading.graph.objects(component.node, SH.validator), key=text_of)  # type: ignore[arg-type]
    if not validators:
        return None  # SHACL, section 6.2.3: without a validator that suits, the constraint is ignored
    validator: Identifier = validators[0]  # type: ignore[assignment]
    part = reading.part(validator)
    names = {_name(parameter): text_of(value) for parameter, value in chosen.items()}
    declared = tuple(map(_name, (*component.required, *component.optional)))
    messages = messages_of(reading.graph, validator) or messages_of(reading.graph, component.node)
    term, shape = text_of(component.node), text_of(reading.node)
    if by_select:
        query = _query(part, SH.select, "SELECT", ("this", "shapesGraph", "currentShape", *declared), reading)
        return Selecting(term, validator, query, names, messages, shape, True)
    query = _query(part, SH.ask, "ASK", ("value", "this", "shapesGraph", "currentShape", *declared), reading)
    return Asking(term, validator, query, names, messages, shape)


def _name(parameter: URIRef) -> str:
    found = _LOCAL_NAME.search(parameter)
    if found is None:
        raise ValueError(parameter)
    return found[0]
