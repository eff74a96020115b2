"""A query asked for all focus nodes at once, so that the engine reads each property once and joins what it read.

Triples that stand bare are looked up one by one, from whatever was found before: some microseconds each, and for a
hundred thousand focus nodes seconds. Within a query of its own (a sub-SELECT) a triple pattern is read whole.
"""

from collections.abc import Callable

from releasegraph.graph.shacl.groups import Body, Existence, Group, Kept, Optionally, Pattern
from releasegraph.graph.shacl.paths import Path, Sequence, sparql_path

__all__ = ["joined", "path_group"]


def joined(body: Body, focus: str, first: str = "this") -> str:
    """Write a query that is joined to a group of SPARQL which binds the focus nodes to the variable `first`."""
    certain = body.group.certain | {first}
    tests = [part for part in body.group.parts if isinstance(part, Existence)]
    others = Group(tuple(part for part in body.group.parts if not isinstance(part, Existence)))
    lines = [f"{{ {focus} }}", _written(others, _read_whole), *(_tested(one, body.group, certain) for one in tests)]
    return f"{body.before}{{ {' '.join(lines)} }}{body.after}"


def _written(group: Group, write: Callable[[Pattern], str]) -> str:
    """Write what stands in a group, its own triples and those of its optional parts in one way."""
    return " ".join(_part(part, write) for part in group.parts)


def _part(part: Pattern | Kept | Optionally | Existence, write: Callable[[Pattern], str]) -> str:
    match part:
        case Pattern():
            return write(part)
        case Optionally():
            return f"OPTIONAL {{ {_written(part.group, write)} }}"
        case Existence():
            return _asked(part)
        case Kept():
            return part.text


def _read_whole(pattern: Pattern) -> str:
    """Write a pattern of two variables as a query of its own; one that a constant narrows stays as it is."""
    bare = _bare(pattern)
    ends = (pattern.subject, pattern.object_)
    if pattern.verb[0] in "?$" or any(end[0] not in "?$" for end in ends) or not _MARKS.isdisjoint(pattern.verb):
        return bare
    return f"{{ SELECT {' '.join(dict.fromkeys(ends))} WHERE {{ {bare} }} }}"


_MARKS = frozenset("*+?!")
"""In a path: what reaches much that no property leads to."""


def _bare(pattern: Pattern) -> str:
    return f"{pattern.subject} {pattern.verb} {pattern.object_} ."


def _tested(part: Existence, around: Group, certain: frozenset[str]) -> str:
    """Write a test of existence as a join with what exists, if nothing but their common variables ties the two.

    To join with each binding of these once, or to take such bindings away by MINUS, is the same as to ask of each
    solution (SPARQL 1.1, section 8.3), where both sides are certain to bind them all.
    """
    outside = frozenset[str]().union(
        certain,
        *(one.variables for one in around.parts if isinstance(one, Pattern | Kept)),
        *(one.group.variables for one in around.parts if isinstance(one, Optionally)),
    )
    common = part.group.variables & outside
    if not common or not common <= part.group.certain & certain or not _is_whole(part.group):
        return _asked(part)
    inner = _written(part.group, _read_whole)
    if part.wanted:
        return f"{{ SELECT DISTINCT {' '.join(f'?{name}' for name in sorted(common))} WHERE {{ {inner} }} }}"
    return f"MINUS {{ {inner} }}"


def _is_whole(group: Group) -> bool:
    """Tell whether a group has no test of existence, at any depth."""
    return all(
        _is_whole(part.group) if isinstance(part, Optionally) else not isinstance(part, Existence)
        for part in group.parts
    )


def _asked(part: Existence) -> str:
    """Write a test of existence as it was: it is asked of each solution, so that its triples are best looked up."""
    return f"FILTER {'EXISTS' if part.wanted else 'NOT EXISTS'} {{ {_written(part.group, _bare)} }}"


def path_group(path: Path, start: str, end: str) -> str:
    """Write a group that binds two variables to the ends of a path; where it has several steps, perhaps repeatedly."""
    parts = path.parts if isinstance(path, Sequence) else (path,)
    places = [start, *(f"{end}_{number}" for number in range(1, len(parts))), end]
    steps = zip(places, parts, places[1:], strict=False)
    return " ".join(_read_whole(Pattern(one, sparql_path(part), other)) for one, part, other in steps)
