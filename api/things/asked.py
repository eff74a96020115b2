"""What a page is asked to show: a thing, and the parameters of its address."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from releasegraph.api.labels import Labels, labels_of
from releasegraph.api.links import Links
from releasegraph.api.reading import Reading
from releasegraph.api.state import Served
from releasegraph.api.things.statements import Statements, Thing
from releasegraph.graph.relations import Relations, relations_of
from releasegraph.graph.store import GraphStore

__all__ = ["Asked"]


@dataclass(frozen=True)
class Asked:
    """A thing to show: where to look it up, how to link, and the address's own parameters (`page`, filters)."""

    here: Served
    links: Links
    iri: str
    path: str
    """The path of its document, such as `doc/organisation/x`."""
    parameters: Mapping[str, str]

    @property
    def store(self) -> GraphStore:
        """Give the store to ask."""
        return self.here.store

    @cached_property
    def labels(self) -> Labels:
        """Give labels, each looked up once."""
        return labels_of(self.store, self.here.base)

    @cached_property
    def reading(self) -> Reading:
        """Give the graphs' statements, each thing's read once for the page."""
        return Reading(self.store)

    def statements(self, graph: str | None = "") -> Statements:
        """Give the statements of one graph, of the default graph unless another is named, or with None of any."""
        return Statements(self.reading, graph)

    def about(self, iri: str) -> Thing:
        """Give what the graphs say of a thing, the current state before superseded editions."""
        return self.statements(None).thing(iri)

    @cached_property
    def relations(self) -> Relations:
        """Give the relations to count by."""
        return relations_of(self.here.generation.folder, self.store)
