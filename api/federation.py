"""Refuse federated queries but to hosts the operator allows: the engine follows SERVICE to any address it can reach."""

import ipaddress
import re
import socket
from collections.abc import Collection
from functools import partial
from urllib.parse import urlsplit

from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.errors import QueryError

__all__ = ["check_federation"]

_SERVICE = re.compile("service", re.IGNORECASE)
_ALLOWED = re.compile(
    r"""\bservice(?P<between>\s+(?:silent\s+)?)<(?P<iri>https?://[^\s<>"{}|\\^`@]+)>""",
    re.IGNORECASE,
)
_INK = re.compile(r"\S")
_STAND_INS = ("serviqe", "servixe", "servize", "servike", "servije")
_AFTER = re.compile(r"\s*(?:#[^\n]*\n\s*)*(?::[\w.:%-]*\s*)?")


def check_federation(query: str, hosts: Collection[str] = ()) -> None:
    """Raise QueryError where SERVICE asks another host than these, or the query with it does not parse.

    An allowed clause names its host in full, `SERVICE <https://host/…>`, and the host's addresses are public ones. It
    is read as a GRAPH clause, which may stand in the same places; any other SERVICE is then refused. The engine follows
    no redirect from there.
    """
    if "service" in query.lower():
        _refuse_federation(_ALLOWED.sub(partial(_as_graph, hosts), query))


def _as_graph(hosts: Collection[str], clause: re.Match[str]) -> str:
    """Give an allowed clause in as many characters and lines: what was in a comment, or not, stays so."""
    host = _host(clause["iri"])
    if not (host and host in hosts and _public(host)):
        return clause[0]
    return f"GRAPH  {_INK.sub(' ', clause['between'])}<{clause['iri']}>"


def _host(iri: str) -> str | None:
    """Give the host an IRI names; None where it is not one, as in `http://[].0.0.1/`."""
    try:
        return urlsplit(iri).hostname
    except ValueError:
        return None


def _public(host: str) -> bool:
    """Tell whether a name leads to public addresses only: an allowed one must not open the inside of a network."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return False
    return all(ipaddress.ip_address(address[4][0]).is_global for address in found)


def _refuse_federation(query: str) -> None:
    """Raise QueryError where SERVICE stands as a keyword, or the query with it does not parse.

    The word may stand in strings, comments, IRIs and names, and only a full parser can tell. So the engine's own reads
    the query with another word, in none of its keywords, in every such place: names, strings and IRIs keep their form,
    and a keyword no longer parses. The query itself does not reach the engine before that.
    """
    places = [found.start() for found in _SERVICE.finditer(query)]
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
    return QueryError("SERVICE is offered here only to hosts the operator allows", line, column)
