"""SPARQL 1.1 Protocol, query operation (https://www.w3.org/TR/sparql11-protocol/), without HTTP's own machinery."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException

from releasegraph.api.federation import check_federation
from releasegraph.api.negotiation import GRAPHS, SOLUTIONS, Choice, format_for, negotiate, remembering
from releasegraph.api.state import Served
from releasegraph.api.workers.jobs import Head, Opening, Sent
from releasegraph.graph.formats import Format, Kind
from releasegraph.graph.store import Answer
from releasegraph.graph.vocabulary import PREFIXES

__all__ = [
    "Operation",
    "SparqlJob",
    "answer_headers",
    "ask_store",
    "asking_others",
    "read_form",
    "read_operation",
]

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"

_IRI = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|\\^`]*')
_SECONDS = re.compile(r"\d{1,6}(?:\.\d{1,6})?")
_CHARSET = re.compile(r';\s*charset\s*=\s*"?([^\s";]+)', re.IGNORECASE)

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Operation(Sent):
    """A query, the RDF dataset asked for in the request, if one is, and our own parameters `format` and `timeout`."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str | None = None
    timeout: float | None = None
    """Seconds."""


def read_form(text: str | bytes) -> Pairs:
    """Read URL-encoded pairs; raise HTTPException 400 where they are not UTF-8."""
    try:
        encoded = text.decode("ascii") if isinstance(text, bytes) else text
        return parse_qsl(encoded, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise HTTPException(400, "The request is not percent-encoded UTF-8.") from None


def read_operation(parameters: Pairs, content_type: str | None = None, body: bytes = b"") -> Operation:
    """Read a query operation from the URL's parameters and, for POST, the body of that content type.

    Raises HTTPException: 400 for a query that is missing, repeated or not UTF-8, for an update, and for graphs that are
    not absolute IRIs; 415 for another content type or charset.
    """
    pairs = list(parameters)
    if content_type is not None:
        kind = content_type.partition(";")[0].strip().lower()
        charset = _CHARSET.search(content_type)
        if charset and charset[1].lower() not in ("utf-8", "utf8"):
            raise HTTPException(415, f"Send the query in UTF-8, not {charset[1]}.")
        match kind:
            case "application/x-www-form-urlencoded":
                pairs += read_form(body)
            case "application/sparql-query":
                pairs.append(("query", _decoded(body)))
            case "application/sparql-update":
                raise HTTPException(415, "This endpoint answers queries; it takes no updates.")
            case _:
                raise HTTPException(415, f"POST a query as {DIRECT} or {FORM}, not {kind or 'without a content type'}.")
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    if "update" in given:
        raise HTTPException(400, "This endpoint answers queries; it takes no updates.")
    queries = given.get("query", [])
    if len(queries) != 1:
        raise HTTPException(400, f"Give one `query` parameter; the request has {len(queries)}.")
    return Operation(
        queries[0],
        _graphs("default-graph-uri", given),
        _graphs("named-graph-uri", given),
        given.get("format", [""])[0] or None,
        _seconds(*given.get("timeout", [])[:1]),
    )


def _seconds(printed: str | None = None) -> float | None:
    if printed is None:
        return None
    if not _SECONDS.fullmatch(printed) or float(printed) == 0:
        raise HTTPException(400, f"`timeout` must be a number of seconds above 0, not {printed!r}.")
    return float(printed)


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise HTTPException(400, "The query is not UTF-8.") from None


def _graphs(name: str, given: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    graphs = tuple(given.get(name, ()))
    for iri in graphs:
        if not _IRI.fullmatch(iri):
            raise HTTPException(400, f"`{name}` must be an absolute IRI, not {iri!r}.")
    return graphs


def ask_store(here: Served, operation: Operation) -> Answer:
    """Answer an operation; raise QueryError where the query is refused."""
    check_federation(operation.query, here.settings.service_hosts)
    return here.store.query(
        operation.query,
        base=here.base,
        default_graphs=operation.default_graphs,
        named_graphs=operation.named_graphs or None,
    )


@dataclass(frozen=True, slots=True)
class SparqlJob(Sent):
    """Answers an operation in a format the client accepts, or in the one its `format` names."""

    operation: Operation
    accept: str | None

    def __call__(self, here: Served, opening: Opening) -> None:
        """Answer in a worker."""
        headers = answer_headers(self.operation)
        with asking_others(here, self.operation):
            answer = ask_store(here, self.operation)
            choice = _chosen(self.operation.format, self.accept, answer.kind)
            out = opening(Head.of(choice.media_type, headers))
            if answer.kind is Kind.SOLUTIONS:
                answer.write(out, choice.form)
            else:
                answer.write(out, choice.form, PREFIXES)


@contextmanager
def asking_others(here: Served, operation: Operation) -> Iterator[None]:
    """Raise HTTPException 502 where a host that is asked by SERVICE fails: the fault is not the store's."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        if not here.settings.service_hosts or "service" not in operation.query.lower():
            raise
        said = str(error).partition("\n")[0]
        raise HTTPException(502, f"An endpoint that the query asks by SERVICE gave no answer: {said}") from None


def answer_headers(operation: Operation) -> Mapping[str, str]:
    """Give the headers of a query's answer: it is not to be kept where another asking may give another one."""
    return _FRESH if _UNREPEATABLE.search(operation.query) else _VARY


_VARY = {"Vary": "Accept"}
_FRESH = {**_VARY, "Cache-Control": "no-store"}
_UNREPEATABLE = re.compile(r"\b(?:rand|now|uuid|struuid|bnode|service)\b", re.IGNORECASE)
"""Words of functions that give another answer each time; the word may stand elsewhere, then an answer is not kept."""


_OFFERS: Mapping[Kind, Sequence[Format]] = {Kind.SOLUTIONS: SOLUTIONS, Kind.TRIPLES: GRAPHS}
_NEGOTIATE = {kind: remembering(negotiate, offers) for kind, offers in _OFFERS.items()}


def _chosen(name: str | None, accept: str | None, kind: Kind) -> Choice:
    if name is None:
        return _NEGOTIATE[kind](accept)
    offers = _OFFERS[kind]
    form = format_for(name, offers)
    if form is None:
        raise HTTPException(400, f"`format` must be one of {', '.join(one.name for one in offers)}, not {name!r}.")
    return Choice(form, form.media_type)
