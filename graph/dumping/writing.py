"""Writing a build's dumps: its lines are kept while they load, then parted, written and packed on two processors."""

import os
import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from releasegraph.graph.dumping.part import ENDS, STARTS
from releasegraph.graph.dumping.parting import choose_bounds, ranges_of
from releasegraph.graph.dumping.pieces import Piece, join_pieces, pack_piece
from releasegraph.graph.dumping.process import Order, Processes, carry_out
from releasegraph.graph.dumps import BUILT_DUMPS, FOLDER, DumpFile
from releasegraph.graph.errors import StoreError

__all__ = ["Dumps", "dumping"]

_ALONE = 8 * 1024 * 1024
"""Bytes of lines below which processes cost more than they save."""


class Dumps:
    """A build's dumps in the making: it keeps lines, and once begun writes beside what else is done."""

    def __init__(self, workplace: Path, base: str) -> None:
        self._base = base
        self._target = workplace / FOLDER
        self._folder = workplace / ".dumping"
        self._folder.mkdir()
        self._spool = self._folder / "lines.nq"
        self._lines = self._spool.open("wb")
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="dump")
        self._processes = Processes()
        self._written: Future[tuple[DumpFile, ...]] | None = None

    def keep(self, block: bytes) -> None:
        """Keep whole lines of N-Quads."""
        self._lines.write(block)

    def begin(self) -> None:
        """Begin to write the dumps of the lines that were kept."""
        self._written = self._thread.submit(self._write)

    def written(self) -> tuple[DumpFile, ...]:
        """Give the dumps once they are whole; raise StoreError where the disk does not take them."""
        assert self._written is not None, "not begun"
        try:
            return self._written.result()
        except OSError as error:
            raise StoreError(f"the dumps cannot be written: {error}; nothing was swapped") from None

    def _write(self) -> tuple[DumpFile, ...]:
        self._lines.close()
        self._target.mkdir()
        pieces = _pieces(self._spool, self._base, self._folder, self._processes)
        written = tuple(
            DumpFile(dump.file, dump.form.name, dump.form.media_type, dump.compression, *joined)
            for dump in BUILT_DUMPS
            for joined in [join_pieces(pieces[dump.form.name], self._target / dump.file)]
        )
        # before the swap renames the workplace
        shutil.rmtree(self._folder)
        return written

    def close(self) -> None:
        """Stop what is not done, and remove all but the dumps."""
        self._processes.stop()
        self._thread.shutdown()
        self._lines.close()
        shutil.rmtree(self._folder, ignore_errors=True)


@contextmanager
def dumping(workplace: Path, base: str) -> Iterator[Dumps]:
    """Give the dumps to be made in a workplace; at the end what is not done is stopped."""
    dumps = Dumps(workplace, base)
    try:
        yield dumps
    finally:
        dumps.close()


def _pieces(spool: Path, base: str, folder: Path, processes: Processes) -> dict[str, list[Piece]]:
    """Give the pieces of each format in their order."""
    workers = min(2, os.cpu_count() or 1) if spool.stat().st_size > _ALONE else 1
    shared: Order = {"folder": str(folder), "base": base, "spool": str(spool)}
    bounds = choose_bounds(spool, base)
    parted = _done(
        [
            shared | {"range": edges, "bounds": bounds, "worker": number}
            for number, edges in enumerate(ranges_of(spool, workers))
        ],
        processes,
    )
    spool.unlink()
    parts: dict[int, list[tuple[str, str]]] = {}
    for number, graph, file in sorted(parted):
        parts.setdefault(number, []).append((graph, file))
    numbered = list(enumerate(parts.values()))
    written = _done([shared | {"parts": numbered[worker::workers]} for worker in range(workers)], processes)
    found = {form: [pack_piece(text.encode(), folder / f"start.{form}")] for form, text in STARTS.items()}
    for _, made in sorted(written, key=lambda one: int(one[0])):
        for form, piece in made.items():
            found[form].append(Piece(**piece))
    for form, text in ENDS.items():
        found[form].append(pack_piece(text.encode(), folder / f"end.{form}"))
    return found


def _done(orders: Iterable[Order], processes: Processes) -> list[Any]:
    """Carry out orders: one here, several by processes."""
    given = list(orders)
    made = [carry_out(given[0])] if len(given) == 1 else processes.carry_out(given)
    return [one for some in made for one in some]
