"""The typed links of a thing's page, of what the graphs state of the thing."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from releasegraph.api.signposting import WebLink, thing_links
from releasegraph.api.things.asked import Asked
from releasegraph.graph.vocabulary import DCT, RG

__all__ = ["signposts_of"]

_STATED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "license": (DCT.license,),
        "author": (DCT.publisher, DCT.creator, RG.statedBy),
        "collection": (RG.provisionOf, RG.underVersion, RG.versionOf),
    }
)
"""Relation to the properties that say it, the first that does."""


def signposts_of(asked: Asked, classes: Collection[str]) -> Sequence[WebLink]:
    """Give the links of the page about a thing of some classes."""
    own = asked.about(asked.iri)
    stated = {
        relation: value
        for relation, properties in _STATED.items()
        if (value := next(filter(None, map(own.one, properties)), None))
    }
    return thing_links(asked.here, asked.iri, asked.path, classes, stated)
