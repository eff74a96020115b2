"""The process that makes pages: a generation opened, the site over it, and the units it is given one by one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from releasegraph.api.publishing.addresses import Addresses, Fate
from releasegraph.api.publishing.asking import LocalSite
from releasegraph.api.publishing.files import write_file
from releasegraph.api.publishing.kept_store import KeptStore
from releasegraph.api.publishing.making import Maker
from releasegraph.api.publishing.planning import shown_of
from releasegraph.api.publishing.record import Made
from releasegraph.api.publishing.site_pages import is_of_site, site_files
from releasegraph.api.settings import Settings
from releasegraph.api.state import Served
from releasegraph.graph.generations import Generation, open_generation

__all__ = ["Desk", "Order", "opened"]


@dataclass(frozen=True, slots=True)
class Order:
    """A unit to make: the paths of its things, the state it is in, and the digests of the files it had."""

    unit: str
    paths: tuple[str, ...]
    state: str
    known: Mapping[str, str]


def opened(generation: Generation, settings: Settings) -> Served:
    """Open a generation to be read again and again."""
    return Served(generation, settings, open_generation(generation, KeptStore.open(generation.engine)).store)


class Desk:
    """Makes units into files under a folder."""

    def __init__(self, here: Served, addresses: Addresses, root: Path) -> None:
        self._here = here
        self._site = LocalSite(here)
        self._addresses = addresses
        self._root = root
        self._leads: dict[str, tuple[str | Fate, str | None]] = {}

    def make(self, orders: Iterable[Order]) -> Iterator[tuple[str, Made]]:
        """Make units, and give what each has become."""
        for order in orders:
            maker = Maker(self._site, self._addresses, leads=self._leads)
            files = {file: write_file(self._root, file, body, order.known) for file, body in self._files(order, maker)}
            own = set(order.paths)
            shown = shown_of(self._here, order.unit) if order.paths else ""
            yield order.unit, Made(files, maker.units - own - {order.unit}, order.state, shown)

    def _files(self, order: Order, maker: Maker) -> Iterator[tuple[str, bytes]]:
        if is_of_site(order.unit):
            yield from site_files(order.unit, maker, self._here)
        for path in order.paths:
            yield from maker.thing(path)
