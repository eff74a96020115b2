"""The JSON-LD context: one document a version, and what its terms make of values.

A published version never changes, so that a document written with it means the same for ever: another meaning, or a
term that leaves, is a new version beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

import orjson

__all__ = [
    "VERSION",
    "VERSIONS",
    "Term",
    "classes",
    "context",
    "context_bytes",
    "context_iri",
    "prefixes",
    "reverse_terms",
    "terms",
]

VERSIONS: Final = (1,)
"""Of the contexts published, oldest first."""
VERSION: Final = VERSIONS[-1]
"""Of the context we write with."""


def context_iri(base: str, version: int = VERSION) -> str:
    """Give the address of a version of the context."""
    return f"{base}context/v{version}.jsonld"


@cache
def context_bytes(version: int = VERSION) -> bytes:
    """Give the document of a version of the context, as it is published."""
    return files("releasegraph.ontology").joinpath(f"context-v{version}.jsonld").read_bytes()


@cache
def context() -> Mapping[str, Any]:
    """Give the context we write with: the terms, not the document around them."""
    return MappingProxyType(orjson.loads(context_bytes())["@context"])


@dataclass(frozen=True, slots=True)
class Term:
    """A term for a property: what a bare value under it is (JSON-LD 1.1, section 4.2.3)."""

    name: str
    coerced: str | None = None
    """`@id`, or the IRI of a datatype; None for text."""
    language: str | None = None
    """Of bare text."""


@cache
def prefixes() -> Mapping[str, str]:
    """Give the context's prefixes: terms that end as a namespace does (JSON-LD 1.1 API, section 4.1)."""
    return MappingProxyType(
        {
            name: meaning
            for name, meaning in context().items()
            if isinstance(meaning, str) and meaning.endswith(("#", "/"))
        }
    )


@cache
def terms() -> Mapping[str, Term]:
    """Give the term of each property, by the property's IRI."""
    found = {}
    for name, meaning in _meanings():
        if _is_reverse(meaning):
            continue
        parts = meaning if isinstance(meaning, dict) else {"@id": meaning}
        coerced = parts.get("@type")
        if coerced is not None and coerced != "@id":
            coerced = _whole(coerced)
        found[_whole(parts["@id"])] = Term(name, coerced, parts.get("@language"))
    return MappingProxyType(found)


@cache
def classes() -> Mapping[str, str]:
    """Give the term of each class, by the class's IRI."""
    return MappingProxyType({_whole(meaning): name for name, meaning in _meanings() if isinstance(meaning, str)})


@cache
def reverse_terms() -> Mapping[str, str]:
    """Give the term that leads from an object to its subjects, by the property's IRI (JSON-LD 1.1, section 4.8)."""
    return MappingProxyType(
        {_whole(meaning["@reverse"]): name for name, meaning in _meanings() if _is_reverse(meaning)}
    )


def _is_reverse(meaning: object) -> bool:
    return isinstance(meaning, dict) and "@reverse" in meaning


def _meanings() -> list[tuple[str, Any]]:
    keywords = {name for name, meaning in context().items() if isinstance(meaning, str) and meaning.startswith("@")}
    return [
        (name, meaning)
        for name, meaning in context().items()
        if not name.startswith("@") and name not in prefixes() and name not in keywords
    ]


def _whole(name: str) -> str:
    prefix, _, rest = name.partition(":")
    return prefixes()[prefix] + rest if prefix in prefixes() else name
