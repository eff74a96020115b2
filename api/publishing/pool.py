"""Desks in processes of their own, forked before any has a store open: the engine's threads do not survive a fork."""

import gc
import multiprocessing
import os
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from types import TracebackType

from releasegraph.api.publishing.addresses import Addresses
from releasegraph.api.publishing.desk import Desk, Order, opened
from releasegraph.api.publishing.planning import Plan, plan_site
from releasegraph.api.publishing.record import Made
from releasegraph.api.rendering import compile_templates
from releasegraph.api.settings import Settings
from releasegraph.graph.errors import StoreError
from releasegraph.graph.generations import Generation

__all__ = ["Desks", "planned"]

_AT_ONCE = 4
"""Units given to a process at a time: neighbours, which read much the same."""
_SELDOM = (100_000, 50, 1_000)
"""When cycles are looked for (gc.set_threshold): pages leave few, and all that is kept of a store is looked through."""
_LOOK = 0.5
"""Seconds between looks for the process that gives us work."""

Batch = Sequence[Order]


def planned(generation: Generation, settings: Settings, processes: int) -> Plan:
    """Plan a site; in a process of its own, unless all is done in this one."""
    if processes == 1:
        return plan_site(opened(generation, settings))
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(1, context, initializer=_watch, initargs=(os.getpid(),)) as one:
        return one.submit(_plan, generation, settings).result()


def _plan(generation: Generation, settings: Settings) -> Plan:
    return plan_site(opened(generation, settings))


class Desks:
    """As many desks as there are processes: of one, this process."""

    def __init__(
        self, generation: Generation, settings: Settings, addresses: Addresses, root: Path, processes: int
    ) -> None:
        given = (generation, settings, addresses, root)
        self._own = _opened_desk(*given) if processes == 1 else None
        self._pool: ProcessPoolExecutor | None = None
        if self._own is None:
            compile_templates()
            self._pool = ProcessPoolExecutor(
                processes, multiprocessing.get_context("fork"), initializer=_begin, initargs=(os.getpid(), *given)
            )

    def __enter__(self) -> "Desks":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _where: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def make(self, orders: Sequence[Order]) -> Iterator[tuple[str, Made]]:
        """Make units, in any order; raise StoreError where a process was ended."""
        if self._own is not None:
            yield from self._own.make(orders)
            return
        assert self._pool is not None
        batches = [orders[start : start + _AT_ONCE] for start in range(0, len(orders), _AT_ONCE)]
        try:
            for made in self._pool.map(_make, batches):
                yield from made
        except BrokenProcessPool:
            raise StoreError("a process that made pages was ended from outside; run it again to go on") from None


_DESK: list[Desk] = []
"""The desk of this process, where it is one of a pool's."""


def _opened_desk(generation: Generation, settings: Settings, addresses: Addresses, root: Path) -> Desk:
    return Desk(opened(generation, settings), addresses, root)


def _begin(parent: int, generation: Generation, settings: Settings, addresses: Addresses, root: Path) -> None:
    _watch(parent)
    _DESK.append(_opened_desk(generation, settings, addresses, root))
    gc.freeze()
    gc.set_threshold(*_SELDOM)


def _watch(parent: int) -> None:
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    """End this process once its parent has gone: nobody would give it anything to do, and it holds the site's lock."""
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os._exit(1)


def _make(batch: Batch) -> list[tuple[str, Made]]:
    return list(_DESK[0].make(batch))
