"""Values as a page of a thing shows them."""

from releasegraph.api.things.asked import Asked
from releasegraph.api.things.statements import Thing
from releasegraph.api.view import Value, view_value

__all__ = ["bare", "link", "values"]


def values(asked: Asked, own: Thing, predicate: str) -> tuple[Value, ...]:
    """Show every object of a property."""
    return tuple(view_value(term, asked.labels, asked.links) for term in own.objects(predicate))


def link(asked: Asked, iri: str) -> Value:
    """Show a thing as a link under its own label."""
    return Value(asked.labels.of(iri), asked.links.href(iri), iri)


def bare(value: Value) -> Value:
    """Leave out a value's small print, where what it stands beside says what kind of value it is."""
    return Value(value.text, value.href, value.iri)
