"""Parts of a SPARQL query as rdflib reads it, parsed or translated to its algebra."""

from collections.abc import Iterator

from pyparsing import ParseResults
from rdflib.plugins.sparql.parserutils import CompValue

__all__ = ["parts_of"]


def parts_of(node: object) -> Iterator[CompValue]:
    """Give a part of a query and all parts within it."""
    if isinstance(node, CompValue):
        yield node
        for value in dict.values(node):
            yield from parts_of(value)
    elif isinstance(node, ParseResults | list | tuple):
        for value in node:
            yield from parts_of(value)
