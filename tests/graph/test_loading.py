"""Loading in blocks: all lines arrive, an error of the writer passes, one of the disk is a StoreError."""

from collections.abc import Iterator

import pytest

from releasegraph.graph import loading
from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.errors import SourceError, StoreError
from releasegraph.graph.loading import load_blocks


def lines(count: int) -> Iterator[str]:
    for number in range(count):
        yield f'<http://x/{number}> <http://x/p> "{"é" * (number % 50)}" .\n' + (
            f"<http://x/{number}> <http://x/q> <http://x/{number}> <http://x/g> .\n" if number % 3 == 0 else ""
        )


@pytest.mark.parametrize("size", [1, 100, 5_000, 10**9])
def test_every_line_is_loaded_whatever_the_blocks(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(loading, "_BLOCK", size)
    store = EmbeddedStore.temporary()
    load_blocks(lines(300), store)
    assert len(store) == 400
    assert store.named_graphs() == ["http://x/g"]


def test_nothing_to_load() -> None:
    store = EmbeddedStore.temporary()
    load_blocks(iter(()), store)
    load_blocks(iter(("", "")), store)
    assert len(store) == 0


def test_runs_of_several_lines_and_of_none() -> None:
    store = EmbeddedStore.temporary()
    load_blocks(["", "".join(lines(4)), "", "".join(lines(2))], store)
    assert len(store) == 6


def test_an_error_of_the_writer_passes() -> None:
    def broken() -> Iterator[str]:
        yield from lines(10)
        raise SourceError("book.xlsx", "sheet Datasets", "the sheet is missing")

    with pytest.raises(SourceError, match="sheet Datasets"):
        load_blocks(broken(), EmbeddedStore.temporary())


def test_an_error_of_the_disk_says_that_nothing_was_swapped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "_BLOCK", 100)

    class Full(EmbeddedStore):
        def load(self, nquads: bytes) -> None:
            raise OSError(28, "No space left on device", len(nquads))

    with pytest.raises(StoreError, match=r"No space left on device: \d+; nothing was swapped"):
        load_blocks(lines(500), Full.temporary())
