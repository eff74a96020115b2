"""Entities as compact JSON-LD, one a line, written from the terms of N-Triples without reading them.

An entity is what one graph says of one subject. Terms are those of our writer and of the engine's: a literal's escapes
are JSON's too, and an IRI has none (N-Triples 1.1, section 2; RFC 8259, section 7), so both pass as they are. What the
context gives a bare value is bare; canonical integers and truth values are JSON's own. An entity with an IRI that the
context could misread is written expanded, under a null context.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import orjson

from releasegraph.graph.json_ld.context import Term, context, terms
from releasegraph.graph.json_ld.values import is_misread, is_native, shortened
from releasegraph.graph.vocabulary import RDF, RDFS, XSD

__all__ = ["DOCUMENT_END", "Statements", "document_start", "entity_json", "graph_json", "json_line", "split_literal"]

Statements = Sequence[tuple[str, str]]
"""Predicate and object of each thing said of one subject, sorted, none twice: terms as N-Triples writes them."""

_TYPE = f"<{RDF.type}>"
_LEADING = frozenset({_TYPE, f"<{RDFS.label}>"})
"""Properties written before others."""
DOCUMENT_END: Final = "\n]}\n"
_OWN_CONTEXT = '{"@context":'


class _Way(NamedTuple):
    """How values of one property are written."""

    key: str
    """With the comma before it."""
    opening: str
    closing: str
    """Around an IRI; empty where it is a class."""
    begin: str
    """How an IRI begins that is written as it is; never met where each is looked at."""
    bare: str
    """How a literal ends that is written bare; never met where each is looked at."""
    cut: int | None
    """Where its text ends then."""
    coerced: str | None
    leads: bool


_NEVER = "\n"
"""Within no term: N-Triples escapes it."""


class _MisreadError(Exception):
    """The compact form would mean something else."""


def entity_json(subject: str, statements: Statements) -> str:
    """Give an entity as a JSON object, for a place where our context holds: id, type and label first."""
    leading: list[str] = []
    members: list[str] = []
    target = members
    last = ""
    is_list = False
    try:
        own = subject[1:-1] if subject.startswith("<http") else _id(subject)
        for predicate, object_ in statements:
            if predicate != last:
                if is_list:
                    target.append("]")
                    is_list = False
                last = predicate
                way = _WAYS.get(predicate) or _way(predicate)
                key, opening, closing, begin, bare, cut, _, leads = way
                target = leading if leads else members
                target.append(key)
            elif is_list:
                target.append(",")
            else:
                # the value before was the first of several
                target[-1:] = "[", target[-1], ","
                is_list = True
            if object_.startswith(begin):
                target.append(f"{opening}{object_[1:-1]}{closing}")
            elif object_.endswith(bare) and object_[0] == '"':
                target.append(object_[:cut])
            else:
                target.append(_value(way, object_))
    except _MisreadError:
        return _expanded(subject, statements)
    if is_list:
        target.append("]")
    return f'{{"id":"{own}"{"".join(leading)}{"".join(members)}}}'


def graph_json(graph: str, entity: str) -> str:
    """Give an entity's JSON as what the named graph of that IRI says."""
    return f'{{"id":"{graph}","@graph":{entity}}}'


def json_line(entity: str, context: str) -> str:
    """Give an entity's JSON as a line that can be read by itself: it names its context."""
    return f'{{"@context":"{context}",{entity[1:]}\n' if not entity.startswith(_OWN_CONTEXT) else f"{entity}\n"


def document_start() -> str:
    """Give what stands before entities, each but the last with a comma, in one document with our context in it."""
    return orjson.dumps({"@context": dict(context())}).decode()[:-1] + ',"@graph":[\n'


def _plain(iri: str) -> str:
    """Give an IRI that the context leaves as it is; raise _MisreadError otherwise."""
    if is_misread(iri):
        raise _MisreadError
    return iri


def _id(term: str) -> str:
    """Give a node's name: an IRI, or the label of a blank node, which JSON-LD writes alike."""
    return term if term.startswith("_:") else _plain(term[1:-1])


def _short(iri: str) -> str:
    """Give the short form of an IRI; raise _MisreadError where it has none and would be misread."""
    short = shortened(iri)
    return _plain(iri) if short == iri else short


_WAYS: dict[str, _Way] = {}
"""Made as properties are met: a graph has few."""


def _way(predicate: str) -> _Way:
    if predicate == _TYPE:
        way = _Way(',"type":', "", "", _NEVER, _NEVER, None, None, leads=True)
    else:
        iri = predicate[1:-1]
        term = terms().get(iri) or Term(_short(iri))
        opening, closing = ('"', '"') if term.coerced == "@id" else ('{"id":"', '"}')
        bare, cut = _bare(term)
        way = _Way(f',"{term.name}":', opening, closing, "<http", bare, cut, term.coerced, predicate in _LEADING)
    _WAYS[predicate] = way
    return way


def _bare(term: Term) -> tuple[str, int | None]:
    if term.language:
        return f'"@{term.language}', -1 - len(term.language)
    if term.coerced is None:
        return '"', None
    if term.coerced in ("@id", XSD.integer, XSD.boolean):
        return _NEVER, None
    return f'"^^<{term.coerced}>', -4 - len(term.coerced)


def _value(way: _Way, object_: str) -> str:
    """Give an object that is not bare under its term."""
    if object_[0] != '"':
        name = _id(object_)
        return f"{way.opening}{name}{way.closing}" if way.opening else f'"{_short(name)}"'
    if not way.opening:
        # a literal is no class, and `@type` holds nothing else
        raise _MisreadError
    text, tag, datatype = split_literal(object_)
    if way.coerced in (None, datatype) and is_native(text[1:-1], datatype):
        return text[1:-1]
    if tag:
        return f'{{"@value":{text},"@language":"{tag}"}}'
    return f'{{"@value":{text},"@type":"{_short(datatype)}"}}' if datatype else f'{{"@value":{text}}}'


def split_literal(literal: str) -> tuple[str, str, str]:
    """Take a literal apart: its text in quotation marks, its language tag, its datatype, each empty without one."""
    end = literal.rindex('"') + 1
    rest = literal[end:]
    return literal[:end], rest[1:] if rest.startswith("@") else "", rest[3:-1] if rest.startswith("^^") else ""


def _expanded(subject: str, statements: Statements) -> str:
    """Give an entity in expanded form (JSON-LD 1.1 API, section 5), which no context can change."""
    members: dict[str, list[str]] = {}
    for predicate, object_ in statements:
        if object_[0] == '"':
            text, tag, datatype = split_literal(object_)
            more = f',"@language":"{tag}"' if tag else f',"@type":"{datatype}"' if datatype else ""
            key, value = predicate[1:-1], f'{{"@value":{text}{more}}}'
        elif predicate == _TYPE:
            key, value = "@type", f'"{_name(object_)}"'
        else:
            key, value = predicate[1:-1], f'{{"@id":"{_name(object_)}"}}'
        members.setdefault(key, []).append(value)
    written = "".join(f',"{key}":[{",".join(values)}]' for key, values in members.items())
    return f'{_OWN_CONTEXT}null,"@id":"{_name(subject)}"{written}}}'


def _name(term: str) -> str:
    return term if term.startswith("_:") else term[1:-1]
