"""What the handlers share: the open store, the settings, the threads for queries."""

from dataclasses import dataclass
from typing import Annotated, cast

import anyio
from fastapi import Depends, Request

from releasegraph.api.links import Links
from releasegraph.api.settings import Settings
from releasegraph.graph.generations import Manifest, OpenedStore
from releasegraph.graph.identifiers import Identifiers
from releasegraph.graph.store import GraphStore

__all__ = ["Here", "Served", "served"]


@dataclass(frozen=True, slots=True)
class Served:
    """A store being served."""

    opened: OpenedStore
    settings: Settings
    limiter: anyio.CapacityLimiter
    """Bounds the worker threads that run queries and dumps."""

    @property
    def store(self) -> GraphStore:
        """Give the store to ask."""
        return self.opened.store

    @property
    def manifest(self) -> Manifest:
        """Give what the store was built from."""
        return self.opened.manifest

    @property
    def base(self) -> str:
        """Give the base of the graph's IRIs."""
        return self.opened.base

    def graph(self, name: str) -> str:
        """Give the IRI of the `catalogue`, `validation` or `ontology` graph."""
        return Identifiers(self.base).graph(name)

    def links(self, request: Request) -> Links:
        """Give the links as this request's server spells them."""
        return Links.of(self.base, request.scope.get("root_path", ""))


def served(request: Request) -> Served:
    """Give the store the application serves."""
    return cast(Served, request.app.state.served)


Here = Annotated[Served, Depends(served)]
"""A handler's parameter for the store it serves."""
