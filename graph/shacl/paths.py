"""Property paths: read from a shapes graph, written in SPARQL and in a report (SHACL, section 2.3.1)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rdflib import BNode, Graph, URIRef
from rdflib.namespace import RDF, SH
from rdflib.term import Identifier

from releasegraph.graph.shacl.terms import Term, identifier_of, text_of

__all__ = [
    "Alternative",
    "Inverse",
    "Path",
    "PathError",
    "Repeat",
    "Sequence",
    "Step",
    "inverse_of",
    "members",
    "read_path",
    "sparql_path",
    "write_path",
]


class PathError(ValueError):
    """Say why a node is no well-formed path or list."""


@dataclass(frozen=True, slots=True)
class Step:
    """One property, followed from subject to object or back."""

    predicate: Term
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """One path after another."""

    parts: "tuple[Path, ...]"


@dataclass(frozen=True, slots=True)
class Alternative:
    """Any of several paths."""

    parts: "tuple[Path, ...]"


@dataclass(frozen=True, slots=True)
class Repeat:
    """A path followed a number of times: `*`, `+` or `?` as SPARQL marks it."""

    part: "Path"
    mark: str


@dataclass(frozen=True, slots=True)
class Inverse:
    """A path of several steps followed back, kept as written for reports."""

    part: "Path"


Path = Step | Sequence | Alternative | Repeat | Inverse


def members(graph: Graph, node: Identifier) -> list[Identifier]:
    """Give the members of a well-formed list; raise PathError where it is none, also where it has no end."""
    found: list[Identifier] = []
    seen: set[Identifier] = set()
    while node != RDF.nil:
        firsts, rests = list(graph.objects(node, RDF.first)), list(graph.objects(node, RDF.rest))
        if node in seen:
            raise PathError("a list that has no end")
        if len(firsts) != 1 or len(rests) != 1:
            raise PathError("not a well-formed list")
        seen.add(node)
        found.append(firsts[0])  # type: ignore[arg-type]
        node = rests[0]  # type: ignore[assignment]
    return found


def read_path(graph: Graph, node: Identifier, above: frozenset[Identifier] = frozenset()) -> Path:
    """Read the path a node stands for; raise PathError for one that is ill-formed or leads back to itself.

    A list is a sequence whatever else is said of it (W3C test path-strange-001).
    """
    if isinstance(node, URIRef) and node != RDF.nil:
        return Step(text_of(node))
    if node in above:
        raise PathError("a path that leads back to itself")
    inner = above | {node}
    if (node, RDF.first, None) in graph:
        return Sequence(_parts(graph, members(graph, node), inner))
    said = [(by, value) for by, value in graph.predicate_objects(node) if by in _READERS]
    if len(said) != 1:
        raise PathError("not a well-formed path" if not said else "a path of more than one kind")
    by, value = said[0]
    return _READERS[by](graph, value, inner)  # type: ignore[arg-type, index]


def _parts(graph: Graph, nodes: list[Identifier], above: frozenset[Identifier]) -> tuple[Path, ...]:
    if len(nodes) < 2:
        raise PathError("a sequence or alternative of fewer than two paths")
    return tuple(read_path(graph, node, above) for node in nodes)


def _repeat(mark: str) -> "_Reader":
    return lambda graph, value, above: Repeat(read_path(graph, value, above), mark)


def _turned(path: Path) -> Path:
    return Step(path.predicate, True) if isinstance(path, Step) and not path.inverse else Inverse(path)


_Reader = Callable[[Graph, Identifier, frozenset[Identifier]], Path]
_READERS: Mapping[Identifier, _Reader] = {
    SH.inversePath: lambda graph, value, above: _turned(read_path(graph, value, above)),
    SH.alternativePath: lambda graph, value, above: Alternative(_parts(graph, members(graph, value), above)),
    SH.zeroOrMorePath: _repeat("*"),
    SH.oneOrMorePath: _repeat("+"),
    SH.zeroOrOnePath: _repeat("?"),
}
_MARKS = {"*": SH.zeroOrMorePath, "+": SH.oneOrMorePath, "?": SH.zeroOrOnePath}


def inverse_of(path: Path) -> Path:
    """Give the path that leads back, only its steps inverse."""
    match path:
        case Inverse():
            return path.part
        case Step():
            return Step(path.predicate, not path.inverse)
        case Sequence():
            return Sequence(tuple(inverse_of(part) for part in reversed(path.parts)))
        case Alternative():
            return Alternative(tuple(inverse_of(part) for part in path.parts))
        case Repeat():
            return Repeat(inverse_of(path.part), path.mark)


def sparql_path(path: Path) -> str:
    """Write a path as SPARQL has it (SPARQL 1.1, section 9.1)."""
    match path:
        case Step():
            return f"^{path.predicate}" if path.inverse else path.predicate
        case Sequence():
            return f"({'/'.join(map(sparql_path, path.parts))})"
        case Alternative():
            return f"({'|'.join(map(sparql_path, path.parts))})"
        case Repeat():
            return f"({sparql_path(path.part)}){path.mark}"
        case Inverse():
            return f"^({sparql_path(path.part)})"


def write_path(path: Path, graph: Graph) -> Identifier:
    """Write a path into a graph and give its node: an IRI, or a new blank node."""
    match path:
        case Step(predicate, False):
            return identifier_of(predicate)
        case Sequence():
            return _write_list([write_path(part, graph) for part in path.parts], graph)
    node = BNode()
    match path:
        case Step():
            graph.add((node, SH.inversePath, identifier_of(path.predicate)))
        case Inverse():
            graph.add((node, SH.inversePath, write_path(path.part, graph)))
        case Alternative():
            graph.add((node, SH.alternativePath, _write_list([write_path(part, graph) for part in path.parts], graph)))
        case Repeat():
            graph.add((node, _MARKS[path.mark], write_path(path.part, graph)))
    return node


def _write_list(nodes: list[Identifier], graph: Graph) -> Identifier:
    rest: Identifier = RDF.nil
    for node in reversed(nodes):
        cell = BNode()
        graph.add((cell, RDF.first, node))
        graph.add((cell, RDF.rest, rest))
        rest = cell
    return rest
