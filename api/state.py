"""What the handlers share: the store served, the settings, and how this deployment spells its addresses."""

from dataclasses import dataclass
from typing import cast

from fastapi import Request

from releasegraph.api.links import Links
from releasegraph.api.settings import Settings
from releasegraph.graph.generations import Generation, Manifest, OpenedStore
from releasegraph.graph.identifiers import Identifiers
from releasegraph.graph.store import GraphStore

__all__ = ["Described", "Served", "described"]


@dataclass(frozen=True, slots=True)
class Described:
    """What is known of a generation without asking its graph."""

    generation: Generation
    settings: Settings

    @property
    def manifest(self) -> Manifest:
        """Give what the graph was built from."""
        return self.generation.manifest

    @property
    def base(self) -> str:
        """Give the base of the graph's IRIs."""
        return self.generation.base

    def graph(self, name: str) -> str:
        """Give the IRI of the `catalogue`, `validation` or `ontology` graph."""
        return Identifiers(self.base).graph(name)

    def links(self, request: Request) -> Links:
        """Give the links as this request's server spells them."""
        return Links.of(self.base, request.scope.get("root_path", ""))


@dataclass(frozen=True, slots=True)
class Served(Described):
    """A generation whose graph can be asked, in the process that asks it."""

    store: GraphStore

    @classmethod
    def of(cls, opened: OpenedStore, settings: Settings) -> "Served":
        """Give an opened store as what is served."""
        return cls(opened.generation, settings, opened.store)


def described(request: Request) -> Described:
    """Give what the application serves; a page needs no more of it than that."""
    return cast(Described, request.app.state.front.described)
