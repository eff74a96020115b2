"""Writing a build's dumps: its lines are kept while they load, then parted, written and packed on two processors."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
_MOST = 2
"""Processes: each takes a hundred MB, and the build goes on beside them."""

(_TABLES,) = (dump for dump in BUILT_DUMPS if dump.compression == "zip")


class Dumps:
    """A build's dumps in the making: it keeps lines, and once begun writes beside what else is done."""

    def __init__(self, workplace: Path, base: str) -> None:
        self._base = base
        self._target = workplace / FOLDER
        self._folder = workplace / ".dumping"
        self._folder.mkdir()
        self._spool = self._folder / "lines.nq"
        self._lines = self._spool.open("wb")
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="dump")
        self._processes = Processes()
        self._written: Future[tuple[DumpFile, ...]] | None = None
        self._workers = 0
        """Processes, none where the calling thread does all."""

    def keep(self, block: bytes) -> None:
        """Keep whole lines of N-Quads."""
        self._lines.write(block)

    def begin(self) -> None:
        """Begin to write the dumps of the lines that were kept, where processes do that."""
        self._lines.close()
        if self._spool.stat().st_size > _ALONE:
            self._workers = min(_MOST, os.cpu_count() or 1)
            self._written = self._threads.submit(self._write)

    def written(self) -> tuple[DumpFile, ...]:
        """Give the dumps once they are whole; raise StoreError where the disk does not take them."""
        try:
            # few lines are written here, and by no other thread: it might collect what the engine's may not
            return self._write() if self._written is None else self._written.result()
        except OSError as error:
            raise StoreError(f"the dumps cannot be written: {error}; nothing was swapped") from None

    def _write(self) -> tuple[DumpFile, ...]:
        self._target.mkdir()
        parts = self._part()
        workers = max(1, self._workers)
        written = self._done([{"parts": parts[number::workers]} for number in range(workers)])
        package = self._target / _TABLES.file
        packaged = self._beside({"tables": len(parts), "target": str(package)})
        pieces = self._pieces(written)
        sums = {
            dump.file: join_pieces(pieces[dump.form.name], self._target / dump.file)
            for dump in BUILT_DUMPS
            if dump.compression == "gzip"
        }
        ((size, checksum),) = packaged()
        sums[package.name] = (size, checksum)
        # before the swap renames the workplace
        shutil.rmtree(self._folder)
        return tuple(
            DumpFile(dump.file, dump.form.name, dump.form.media_type, dump.compression, *sums[dump.file])
            for dump in BUILT_DUMPS
        )

    def _part(self) -> list[tuple[int, list[tuple[str, str]]]]:
        """Part the lines; give each part's number, and its graphs with their files."""
        bounds = choose_bounds(self._spool, self._base)
        parted = self._done(
            [
                {"range": edges, "bounds": bounds, "worker": number}
                for number, edges in enumerate(ranges_of(self._spool, max(1, self._workers)))
            ]
        )
        self._spool.unlink()
        parts: dict[int, list[tuple[str, str]]] = {}
        for number, graph, file in sorted(parted):
            parts.setdefault(number, []).append((graph, file))
        return list(enumerate(parts.values()))

    def _pieces(self, written: Iterable[tuple[int, Mapping[str, Any]]]) -> Mapping[str, list[Piece]]:
        """Give the pieces of each format in their order, with its start and end."""
        found = {form: [pack_piece(text.encode(), self._folder / f"start.{form}")] for form, text in STARTS.items()}
        for _, made in sorted(written, key=lambda one: one[0]):
            for form, piece in made.items():
                found[form].append(Piece(**piece))
        for form, text in ENDS.items():
            found[form].append(pack_piece(text.encode(), self._folder / f"end.{form}"))
        return found

    def _beside(self, order: Order) -> Callable[[], list[Any]]:
        """Carry out an order, by a process while this one goes on; give what waits for what it made."""
        if self._workers:
            return self._threads.submit(self._done, [order]).result
        made = self._done([order])
        return lambda: made

    def _done(self, orders: Sequence[Order]) -> list[Any]:
        """Carry out orders: by processes where any were begun, else here."""
        whole = [{"folder": str(self._folder), "base": self._base, "spool": str(self._spool)} | one for one in orders]
        made = [carry_out(one) for one in whole] if not self._workers else self._processes.carry_out(whole)
        return [one for some in made for one in some]

    def close(self) -> None:
        """Stop what is not done, and remove all but the dumps."""
        self._processes.stop()
        self._threads.shutdown()
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
