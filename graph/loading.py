"""Writing and loading overlap: lines are written on this thread while blocks of them load on others."""

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.errors import StoreError

__all__ = ["in_blocks", "load_blocks", "without_cycle_collection"]

_BLOCK = 8 * 1024 * 1024
"""Characters to a block: measured, smaller ones load faster and hold less memory, down to about here."""
_AHEAD = 4
"""Blocks that may wait to load, so that memory stays bounded."""
_LOADERS = 2
"""Loaders: the second earns its keep once all lines are written."""


def load_blocks(
    lines: Iterable[str], store: EmbeddedStore, keep: Callable[[bytes], object] = lambda _block: None
) -> None:
    """Load runs of whole lines of N-Quads, each block kept too; raise StoreError where the disk does not take them."""
    with without_cycle_collection(), ThreadPoolExecutor(max_workers=_LOADERS, thread_name_prefix="load") as loader:
        waiting: deque[Future[None]] = deque()
        try:
            for block in in_blocks(lines):
                keep(block)
                waiting.append(loader.submit(store.load, block))
                if len(waiting) > _AHEAD:
                    waiting.popleft().result()
            while waiting:
                waiting.popleft().result()
        except OSError as error:
            raise StoreError(f"the store cannot be written: {error}; nothing was swapped") from None
        finally:
            for later in waiting:
                later.cancel()


@contextmanager
def without_cycle_collection() -> Iterator[None]:
    """Pause the search for cycles: records and readings make none, and looking through millions of them takes time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def in_blocks(lines: Iterable[str]) -> Iterator[bytes]:
    """Give runs of whole lines as blocks of a size that loads well."""
    block: list[str] = []
    size = 0
    for run in lines:
        block.append(run)
        size += len(run)
        if size >= _BLOCK:
            yield "".join(block).encode()
            block, size = [], 0
    if block:
        yield "".join(block).encode()
