"""Which view and template show a thing of each class."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from releasegraph.api.things.asked import Asked
from releasegraph.api.things.law import view_law
from releasegraph.graph.vocabulary import RG

__all__ = ["KINDS", "Kind", "kind_of"]


@dataclass(frozen=True, slots=True)
class Kind:
    """How things of a class are shown: `view(asked)` gives the template its `view`."""

    template: str
    view: Callable[[Asked], object]


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        RG.LegalInstrument: Kind("things/law.html", view_law),
        RG.StatutoryProvision: Kind("things/law.html", view_law),
    }
)
"""Class IRI to its page; a thing of another class has the general page, `thing.html`."""


def kind_of(classes: Iterable[str]) -> Kind | None:
    """Give how a thing of these classes is shown; of several with a page, the first of our table."""
    own = set(classes)
    return next((kind for term, kind in KINDS.items() if term in own), None)
