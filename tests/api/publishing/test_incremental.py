"""A site made again after its sources were edited is, byte for byte, the site made of them from nothing."""

import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from releasegraph.api.publishing.files import PRIVATE
from releasegraph.api.publishing.publish import Published, publish
from releasegraph.graph.build import build

from .conftest import SOURCES

WORKBOOK = "datausesregister_september2026"
START = datetime(2026, 10, 1, tzinfo=UTC)


def _replaced(file: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(sources: Path) -> None:
        place = sources / file
        text = place.read_text(encoding="utf-8")
        assert old in text, old
        place.write_text(text.replace(old, new), encoding="utf-8")

    return edit


def _without_rows(file: str, start: str) -> Callable[[Path], None]:
    def edit(sources: Path) -> None:
        place = sources / file
        lines = place.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(start)]
        assert len(kept) < len(lines), start
        place.write_text("".join(kept), encoding="utf-8")

    return edit


def _page_gone(sources: Path) -> None:
    (sources / "pages" / "small-hearts-trust-c.txt").unlink()


EDITS: dict[str, Sequence[Callable[[Path], None]]] = {
    "nothing": (),
    "names": (
        _replaced(f"{WORKBOOK}/Agreements.csv", "Heart failure cohort", "Cohort of heart failure"),
        _replaced(f"{WORKBOOK}/Agreements.csv", "EASTPORT BOROUGH COUNCIL", "Eastport Borough council"),
    ),
    "rows": (
        _without_rows(f"{WORKBOOK}/DataReleases.csv", "FILE099000"),
        _without_rows(f"{WORKBOOK}/Datasets.csv", "DARS-NIC-990104-K7L8M"),
        _replaced(f"{WORKBOOK}/Datasets.csv", "s261(2)(a)", "s261(2)(b)(ii)"),
    ),
    "pages": (_replaced("pages/university-of-northmere-a.txt", "heart", "lung"), _page_gone),
}
"""Edits, each on top of those before it."""


class Written(NamedTuple):
    """When a file was written, and what."""

    time: int
    body: bytes


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Give sources to edit, the store built of them, and the site published of that, each edit after the other."""
    folder = tmp_path_factory.mktemp("edited")
    shutil.copytree(SOURCES, folder / "sources")
    build([folder / "sources"], folder / "store", now=START)
    publish(folder / "store", folder / "site", processes=1)
    return folder / "sources", folder / "store", folder / "site"


@pytest.mark.parametrize("name", EDITS)
def test_incremental_is_full(name: str, places: tuple[Path, Path, Path], tmp_path: Path) -> None:
    sources, store, site = places
    before = _stats(site)
    for edit in EDITS[name]:
        edit(sources)
    build([sources], store, now=START + timedelta(days=1 + list(EDITS).index(name)))
    said = publish(store, site, processes=1)
    publish(store, tmp_path / "full", processes=1)
    made, full = _tree(site), _tree(tmp_path / "full")
    assert sorted(made.keys() ^ full.keys()) == []
    assert [file for file in full if made[file] != full[file]] == []
    _expect_untouched(before, _stats(site), said)


def _expect_untouched(before: dict[str, Written], after: dict[str, Written], said: Published) -> None:
    """A file whose bytes are the same was not written, and not everything was made."""
    same = [file for file in after if file in before and before[file].body == after[file].body]
    assert same
    assert [file for file in same if before[file].time != after[file].time] == []
    assert said.made < said.units


def _tree(root: Path) -> dict[str, bytes]:
    files = (path for path in root.rglob("*") if path.is_file() and PRIVATE not in path.parts)
    return {str(path.relative_to(root)): path.read_bytes() for path in files}


def _stats(root: Path) -> dict[str, Written]:
    return {file: Written((root / file).stat().st_mtime_ns, body) for file, body in _tree(root).items()}
