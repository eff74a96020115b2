"""Where a property path leads from a set of nodes (SPARQL 1.1, section 18.4; value nodes are a set)."""

from collections.abc import Iterable, Mapping
from collections.abc import Sequence as Run

from releasegraph.graph.shacl.data import Data, Nodes, Relation, known
from releasegraph.graph.shacl.paths import Alternative, Inverse, Path, Repeat, Sequence, Step, inverse_of
from releasegraph.graph.shacl.terms import Term

__all__ = ["walk"]


def walk(data: Data, path: Path, starts: Nodes) -> Relation:
    """Give what a path leads to from these nodes, and perhaps from others; each value once."""
    match path:
        case Step():
            return data.relation(path, starts)
        case Inverse():
            return walk(data, inverse_of(path.part), starts)
        case Sequence():
            return _in_turn(data, path.parts, starts)
        case Alternative():
            relations = [walk(data, part, starts) for part in path.parts]
            return {node: _once(end for each in relations for end in each.get(node, ())) for node in starts.terms}
        case Repeat():
            return _repeated(data, path, starts)


def _in_turn(data: Data, parts: Run[Path], starts: Nodes) -> Relation:
    reached: Mapping[Term, Run[Term]] = {node: (node,) for node in starts.terms}
    for part in parts:
        between = known(frozenset(end for ends in reached.values() for end in ends))
        step = walk(data, part, between)
        reached = {
            node: _once(end for middle in middles for end in step.get(middle, ())) for node, middles in reached.items()
        }
    return reached


def _repeated(data: Data, path: Repeat, starts: Nodes) -> Relation:
    if path.mark == "?":
        once = walk(data, path.part, starts)
        return {node: _once((node, *once.get(node, ()))) for node in starts.terms}
    steps: dict[Term, Run[Term]] = {}
    fresh = set(starts.terms)
    while fresh:
        found = walk(data, path.part, known(frozenset(fresh)))
        steps |= {node: found.get(node, ()) for node in fresh}
        fresh = {end for node in fresh for end in steps[node]} - steps.keys()
    return {node: tuple(_reached(node, steps, with_itself=path.mark == "*")) for node in starts.terms}


def _reached(start: Term, steps: Relation, *, with_itself: bool) -> Iterable[Term]:
    seen: dict[Term, None] = {start: None} if with_itself else {}
    waiting = [start]
    while waiting:
        for end in steps[waiting.pop()]:
            if end not in seen:
                seen[end] = None
                waiting.append(end)
    return seen


def _once(ends: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(ends))
