"""Entities as Turtle, written from the terms of N-Triples (RDF 1.1 Turtle, section 2)."""

import re
from collections.abc import Sequence
from functools import cache

from releasegraph.graph.vocabulary import PREFIXES, RDF

__all__ = ["entity_turtle", "turtle_start"]

_TYPE = f"<{RDF.type}>"
_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
"""Local names that need no escape (section 6.5, PN_LOCAL): our terms have no others."""


def turtle_start() -> str:
    """Give the prefixes that entities are written with."""
    return "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())


def entity_turtle(subject: str, statements: Sequence[tuple[str, str]]) -> str:
    """Give an entity, a line a property: predicate and object of each statement sorted by predicate."""
    parts = [f"\n{subject}"]
    last = ""
    for predicate, object_ in statements:
        if predicate == last:
            parts.append(" , ")
        else:
            parts.append(f" ;\n  {_short(predicate)} " if last else f" {_short(predicate)} ")
            last = predicate
        if object_[0] == "<":
            parts.append(_short(object_) if predicate == _TYPE else object_)
        elif object_[-1] == ">":
            end = object_.rindex("<")
            parts.append(f"{object_[:end]}{_short(object_[end:])}")
        else:
            parts.append(object_)
    parts.append(" .\n")
    return "".join(parts)


@cache
def _short(term: str) -> str:
    if term == _TYPE:
        return "a"
    for prefix, namespace in PREFIXES.items():
        local = term[1:-1].removeprefix(namespace)
        if term.startswith(f"<{namespace}") and _LOCAL.fullmatch(local):
            return f"{prefix}:{local}"
    return term
