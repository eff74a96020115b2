"""What a page is asked to show: a thing, and the parameters of its address."""

from collections.abc import Mapping
from dataclasses import dataclass

from releasegraph.api.labels import Labels, labels_of
from releasegraph.api.links import Links
from releasegraph.api.state import Served
from releasegraph.graph.relations import Relations, relations_of
from releasegraph.graph.store import GraphStore

__all__ = ["Asked"]


@dataclass(frozen=True, slots=True)
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

    @property
    def labels(self) -> Labels:
        """Give labels, each looked up once."""
        return labels_of(self.store, self.here.base)

    @property
    def relations(self) -> Relations:
        """Give the relations to count by."""
        return relations_of(self.here.generation.folder, self.store)

    @property
    def page_number(self) -> int:
        """Give the `page` parameter, from 1; 1 where it is no such number."""
        printed = self.parameters.get("page", "1")
        return max(1, int(printed)) if printed.isascii() and printed.isdigit() and len(printed) < 7 else 1
