"""What a context makes of names and values: short names, IRIs it would misread, values that are JSON's own."""

import re
from functools import cache

from releasegraph.graph.json_ld.context import classes, context, prefixes, terms
from releasegraph.graph.vocabulary import XSD

__all__ = ["is_misread", "is_native", "native", "shortened"]

_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")
"""Canonical (JSON-LD 1.1 API, section 8.6), and exact in a double, as which many programs read JSON's numbers."""


@cache
def shortened(iri: str) -> str:
    """Give the IRI of a class, property or datatype as the context has it, whole where it has none."""
    term = terms().get(iri)
    name = classes().get(iri) if term is None else term.name
    if name is not None:
        return name
    for prefix, namespace in prefixes().items():
        if iri.startswith(namespace) and iri != namespace and not iri.startswith("//", len(namespace)):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def is_misread(iri: str) -> bool:
    """Tell whether the context takes an IRI for a name with one of its prefixes (JSON-LD 1.1 API, section 5.2.2)."""
    scheme, _, rest = iri.partition(":")
    return scheme in context() and not rest.startswith("//")


def is_native(text: str, datatype: str) -> bool:
    """Tell whether a literal is JSON's own number or truth value."""
    if datatype == XSD.integer:
        return _INTEGER.fullmatch(text) is not None
    return datatype == XSD.boolean and text in ("true", "false")


def native(text: str, datatype: str) -> int | bool | None:
    """Give a literal as JSON's own number or truth value, None where it is neither."""
    if not is_native(text, datatype):
        return None
    return int(text) if datatype == XSD.integer else text == "true"
