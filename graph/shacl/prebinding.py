"""Queries of shapes graphs: what they must not hold, and how variables are bound before they run (SHACL, appendix A).

A variable is bound beforehand by a `VALUES` block at the head of every group, so that the deepest group sees it.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyparsing import ParseBaseException
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Variable

from releasegraph.graph.query_parts import parts_of
from releasegraph.graph.shacl.groups import Body, read_body
from releasegraph.graph.shacl.joining import joined
from releasegraph.graph.shacl.terms import Term

__all__ = ["Query", "QueryRefusedError", "bound", "bound_once", "read_query", "renamed"]


class QueryRefusedError(ValueError):
    """Say why a query cannot stand in a shapes graph."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query of a shapes graph."""

    text: str
    variables: frozenset[str]
    """Every variable the query names."""
    is_setwise: bool
    """Whether `$this` may be joined to the query once for all focus nodes, with the same answers."""
    body: Body | None = None
    """The query read, where it may be joined and is plain."""


_SKIPPED = (
    r"#[^\n]*",
    r"<[^<>\"{}|^`\\\x00-\x20]*>",
    r'"{3}(?:"{0,2}(?:[^"\\]|\\.))*"{3}',
    r"'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}",
    r'"(?:[^"\\\n]|\\.)*"',
    r"'(?:[^'\\\n]|\\.)*'",
)
"""Comments, IRIs and strings: what looks like a variable or a brace in them is none."""
_TOKEN = re.compile(
    rf"(?:{'|'.join(_SKIPPED)})|(?P<variable>[?$]\w+)|(?P<open>\{{(?!\s*(?:#[^\n]*\n\s*)*SELECT\b))",
    re.IGNORECASE | re.DOTALL,
)
_FORBIDDEN = {"MinusGraphPattern": "MINUS", "ServiceGraphPattern": "SERVICE", "InlineData": "VALUES"}


def read_query(text: str, form: str, prebound: Sequence[str]) -> Query:
    """Read a query of a form (`SELECT` or `ASK`); raise QueryRefusedError where it does not parse or SHACL forbids it.

    `prebound` names the variables it is given, the first of them that every query inside must pass on.
    """
    try:
        tree = parseQuery(text)[1]
    except ParseBaseException as error:
        raise QueryRefusedError(f"its query does not parse: {' '.join(str(error).split())}") from None
    if tree.name != f"{form.title() if form == 'SELECT' else 'Ask'}Query":
        raise QueryRefusedError(f"its query is not of the form {form}")
    for part in parts_of(tree):
        if part.name in _FORBIDDEN:
            raise QueryRefusedError(f"its query holds {_FORBIDDEN[part.name]}, which SHACL does not allow")
        for name in _assigned(part):
            if name in prebound:
                raise QueryRefusedError(f"its query assigns ?{name}, which is bound beforehand")
    _check_selection(tree, form, prebound[0])
    variables = frozenset(found[1:] for found in re.findall(r"[?$]\w+", text))
    is_setwise = form == "SELECT" and _is_setwise(tree, prebound[0])
    return Query(text, variables, is_setwise, read_body(text) if is_setwise else None)


def _check_selection(tree: CompValue, form: str, first: str) -> None:
    if form == "SELECT" and not _selects(tree, first):
        raise QueryRefusedError(f"its query does not select ?{first}")
    for part in parts_of(tree):
        if part.name == "SubSelect" and ("projection" not in part or not _selects(part, first)):
            raise QueryRefusedError(f"a query within its query does not select ?{first}")


def _selects(select: CompValue, name: str) -> bool:
    return "projection" not in select or any(
        "var" in one and one["var"] == Variable(name) for one in select["projection"]
    )


def _assigned(part: CompValue) -> Iterator[str]:
    if part.name in ("Bind", "GroupAs") and "var" in part:
        yield str(part["var"])
    if "evar" in part:
        yield str(part["evar"])


def _is_setwise(tree: CompValue, first: str) -> bool:
    if "limitoffset" in tree or "projection" not in tree:
        return False
    if "groupby" in tree:
        whole = Variable(first) in tree["groupby"]["condition"]  # then no group has solutions of two focus nodes
    else:
        whole = "having" not in tree and not any(part.name.startswith("Aggregate_") for part in parts_of(tree))
    return whole and _joins(tree["where"], outermost=True)


_PLAIN = ("TriplesBlock", "Filter", "OptionalGraphPattern")


def _joins(group: CompValue, *, outermost: bool = False) -> bool:
    """Tell whether what a group says of `$this` is the same when it is joined as when it is bound beforehand."""
    if group.name != "GroupGraphPatternSub":
        return False
    parts = list(group["part"]) if "part" in group else []
    within = [part["graph"] for part in parts if part.name == "OptionalGraphPattern"]
    within += [inner["graph"] for inner in parts_of(parts) if inner.name in ("Builtin_EXISTS", "Builtin_NOTEXISTS")]
    allowed = (*_PLAIN, "Bind") if outermost else _PLAIN
    return all(part.name in allowed for part in parts) and all(_joins(inner) for inner in within)


def renamed(text: str, path: str) -> str:
    """Write a property path for `$PATH`."""
    return _replaced(text, lambda found: path if found["variable"] and found[0][1:] == "PATH" else found[0])


def bound(query: Query, values: Mapping[str, Term]) -> str:
    """Give a query with terms, none of them a blank node, for some of its variables."""
    used = {name: term for name, term in values.items() if name in query.variables}
    if not used:
        return query.text
    block = f"{{ VALUES ({' '.join(f'?{name}' for name in used)}) {{ ({' '.join(used.values())}) }} "
    return _replaced(query.text, lambda found: block if found["open"] else found[0])


def bound_once(query: Query, group: str) -> str:
    """Give a query that is joined to a group which binds `$this`."""
    if query.body is not None:
        return joined(query.body, group)
    heads = iter((f"{{ {{ {group} }} ",))
    return _replaced(query.text, lambda found: next(heads, found[0]) if found["open"] else found[0])


def _replaced(text: str, by: Callable[[re.Match[str]], str]) -> str:
    return _TOKEN.sub(by, text)
