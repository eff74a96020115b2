"""Refuse federated queries: the engine would follow SERVICE to any address its machine can reach."""

import re

from releasegraph.graph.errors import QueryError
from releasegraph.graph.store import EmbeddedStore

__all__ = ["refuse_federation"]

_SERVICE = re.compile("service", re.IGNORECASE)
_STAND_INS = ("serviqe", "servixe", "servize", "servike", "servije")
_AFTER = re.compile(r"\s*(?:#[^\n]*\n\s*)*(?::[\w.:%-]*\s*)?")


def refuse_federation(query: str) -> None:
    """Raise QueryError where SERVICE stands as a keyword, or the query with it does not parse.

    The word may stand in strings, comments, IRIs and names, and only a full parser can tell. So the engine's own reads
    the query with another word, in none of its keywords, in every such place: names, strings and IRIs keep their form,
    and a keyword no longer parses. The query itself does not reach the engine before that.
    """
    places = [found.start() for found in _SERVICE.finditer(query)]
    if not places:
        return
    lowered = query.lower()
    stand_in = next((word for word in _STAND_INS if word not in lowered), None)
    if stand_in is None:
        raise QueryError("the query cannot be checked for SERVICE, which is not offered here")
    try:
        EmbeddedStore.temporary().query(_SERVICE.sub(stand_in, query), base="http://example.org/")
    except QueryError as error:
        raise _explained(query, places, error) from None


def _explained(query: str, places: list[int], error: QueryError) -> QueryError:
    """Tell SERVICE from a plain mistake by the place where the parser stopped."""
    if error.line is None or error.column is None:
        return error
    lines = query.split("\n")
    stopped = sum(len(line) + 1 for line in lines[: error.line - 1]) + error.column - 1
    before = [place for place in places if place <= stopped]
    if not before:
        return error
    end = before[-1] + len("service")
    if stopped > end and not _AFTER.fullmatch(query, end, stopped):
        return error
    line = query.count("\n", 0, before[-1]) + 1
    column = before[-1] - query.rfind("\n", 0, before[-1])
    return QueryError("SERVICE is not offered here: a query reads this graph only", line, column)
