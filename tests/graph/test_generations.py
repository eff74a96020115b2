"""Generations: a build swaps in whole or not at all, whatever kills it."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from releasegraph.graph.build import build
from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.errors import IssuesFoundError, SourceError, StoreError
from releasegraph.graph.generations import (
    FORMAT,
    REPORT,
    Manifest,
    building,
    current_generation,
    open_store,
    swap,
)

from .sources.registers import agreement, save_workbook

TITLE = "SELECT ?t WHERE { ?v a rg:AgreementVersion ; dct:title ?t }"


def titles(folder: Path) -> set[str]:
    """Ask the current generation for the titles of its versions."""
    store = open_store(folder).store
    return titles_in(store)


def titles_in(store: EmbeddedStore) -> set[str]:
    prefixes = "PREFIX rg: <https://w3id.org/releasegraph#> PREFIX dct: <http://purl.org/dc/terms/> "
    return {str(solution["t"]) for solution in store.select(prefixes + TITLE)}


def source(folder: Path, title: str, versions: int = 1) -> Path:
    """Save a workbook whose versions all have one title."""
    folder.mkdir(exist_ok=True)
    rows = [agreement(reference=f"NIC-{n}-AA-v1", title=title, objective=f"To count {n}.") for n in range(versions)]
    return save_workbook(folder, rows, [], [])


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """Give a store that holds one generation."""
    store = tmp_path / "store"
    build([source(tmp_path / "old", "old")], store)
    return store


def names(store: Path) -> set[str]:
    return {path.name for path in store.iterdir()}


def test_a_build_swaps_and_keeps_the_one_before(built: Path, tmp_path: Path) -> None:
    assert names(built) == {".lock", "CURRENT", "generation-1"}
    for number, title in ((2, "two"), (3, "three"), (4, "four")):
        outcome = build([source(tmp_path / title, title)], built)
        assert outcome.generation == f"generation-{number}"
        assert titles(built) == {title}
        assert names(built) == {".lock", "CURRENT", f"generation-{number - 1}", f"generation-{number}"}


def test_a_reader_of_the_old_generation_answers_during_and_after_a_swap(built: Path, tmp_path: Path) -> None:
    reader = open_store(built).store
    path = source(tmp_path / "new", "new", 300)
    answers: list[set[str]] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            answers.append(titles_in(reader))

    thread = threading.Thread(target=read)
    thread.start()
    try:
        build([path], built)
    finally:
        stop.set()
        thread.join()
    assert answers
    assert all(answer == {"old"} for answer in answers)
    assert titles_in(reader) == {"old"}
    assert titles(built) == {"new"}


def test_two_builds_at_once(built: Path, tmp_path: Path) -> None:
    path = source(tmp_path / "new", "new")
    with building(built), pytest.raises(StoreError, match="another build of this store is running"):
        build([path], built)
    assert titles(built) == {"old"}
    build([path], built)
    assert titles(built) == {"new"}


@pytest.mark.parametrize("strict", [False, True])
def test_a_failed_build_leaves_the_old_store(built: Path, tmp_path: Path, strict: bool) -> None:
    before = {path: path.read_bytes() for path in built.rglob("*") if path.is_file() and path.name != ".lock"}
    if strict:
        (tmp_path / "bad").mkdir()
        bad = save_workbook(tmp_path / "bad", [agreement(start_date="tbc")])
    else:
        bad = tmp_path / "bad.xlsx"
        bad.write_bytes(b"no workbook")
    with pytest.raises(IssuesFoundError if strict else SourceError):
        build([bad], built, strict=strict)
    assert {path: path.read_bytes() for path in built.rglob("*") if path.is_file() and path.name != ".lock"} == before
    assert titles(built) == {"old"}


def test_a_failed_first_build_leaves_no_store(tmp_path: Path) -> None:
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"no workbook")
    with pytest.raises(SourceError):
        build([bad], tmp_path / "store")
    with pytest.raises(StoreError, match="no store here"):
        open_store(tmp_path / "store")
    build([source(tmp_path / "new", "new")], tmp_path / "store")
    assert titles(tmp_path / "store") == {"new"}


# ---- killed ----

KILL = """
    import os, signal, sys
    from pathlib import Path
    import releasegraph.graph.build as building
    import releasegraph.graph.generations as generations

    moment, source, store = sys.argv[1:]

    def die(*_):
        os.kill(os.getpid(), signal.SIGKILL)

    def progress(doing, done, total):
        if doing.startswith(moment):
            die()

    if moment == "Loading":
        load = building.EmbeddedStore.load
        building.EmbeddedStore.load = lambda self, block: (load(self, block), die())
    elif moment == "Counting":
        building.count_graph = die
    elif moment == "Manifest":
        building.swap = die
    elif moment == "Syncing":
        generations._sync = die
    elif moment == "Renamed":
        rename = Path.rename
        Path.rename = lambda self, other: (rename(self, other), die())
    elif moment == "Replacing":
        Path.replace = die
    elif moment == "Replaced":
        replace = Path.replace
        Path.replace = lambda self, other: (replace(self, other), die())
    building.build([Path(source)], Path(store), progress=progress)
"""
BEFORE_THE_SWAP = (
    "Reading",
    "Writing",
    "Loading",
    "Finishing",
    "Counting",
    "Manifest",
    "Syncing",
    "Renamed",
    "Replacing",
)


@pytest.mark.parametrize("moment", [*BEFORE_THE_SWAP, "Replaced"])
def test_a_killed_build_leaves_the_old_or_the_new_store(built: Path, tmp_path: Path, moment: str) -> None:
    path = source(tmp_path / "new", "new")
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILL), moment, str(path), str(built)], capture_output=True, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert titles(built) == ({"new"} if moment == "Replaced" else {"old"})
    build([source(tmp_path / "next", "next")], built)
    assert titles(built) == {"next"}
    assert not [name for name in names(built) if name.startswith(".building") or name == ".CURRENT.new"]
    assert len([name for name in names(built) if name.startswith("generation")]) == 2


# ---- a full disk ----


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """Mount a small file system, or skip where that is not allowed."""
    folder.mkdir()
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root may mount a small disk")
    options = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    done = subprocess.run(options, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"no small disk can be mounted here: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def run_build(path: Path, store: Path, file_limit: int | None = None) -> subprocess.CompletedProcess[str]:
    def limit() -> None:
        if file_limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, file_limit))

    script = "from releasegraph.api.command_line import main; main()"
    command = [sys.executable, "-c", script, "build", str(path), "--store", str(store)]
    return subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=limit)


def large_source(folder: Path) -> Path:
    """Save a workbook whose graph takes some megabytes that do not compress."""
    rows = [agreement(reference=f"NIC-{n}-AA-v1", objective=os.urandom(4000).hex(), title="large") for n in range(600)]
    folder.mkdir()
    return save_workbook(folder, rows, [], [])


def test_a_full_disk_leaves_the_old_store(tmp_path: Path) -> None:
    large = large_source(tmp_path / "large")
    with small_disk(tmp_path / "disk", "6m"):
        store = tmp_path / "disk" / "store"
        build([source(tmp_path / "old", "old")], store)
        done = run_build(large, store)
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1
        assert "No space left on device" in done.stderr
        assert titles(store) == {"old"}
        assert names(store) == {".lock", "CURRENT", "generation-1"}
        assert run_build(source(tmp_path / "new", "new"), store).returncode == 0
        assert titles(store) == {"new"}


def test_files_that_may_not_grow_leave_the_old_store(built: Path, tmp_path: Path) -> None:
    done = run_build(large_source(tmp_path / "large"), built, 2_000_000)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "File too large" in done.stderr
    assert titles(built) == {"old"}
    assert names(built) == {".lock", "CURRENT", "generation-1"}


# ---- what is no store ----


@pytest.mark.parametrize("folder", ["missing", "a-file", "empty"])
def test_no_store(tmp_path: Path, folder: str) -> None:
    (tmp_path / "a-file").write_text("x")
    (tmp_path / "empty").mkdir()
    with pytest.raises(StoreError, match="no store here; build one with: releasegraph build"):
        open_store(tmp_path / folder)


@pytest.mark.parametrize(
    ("file", "content", "wrong"),
    [
        ("manifest.json", b"{", "manifest cannot be read"),
        ("manifest.json", b"\xff\xfe", "manifest cannot be read"),
        ("manifest.json", b"[]", "another releasegraph"),
        ("manifest.json", b"{}", "another releasegraph"),
        ("manifest.json", json.dumps({"format": FORMAT + 1}).encode(), f"format {FORMAT + 1}"),
        ("manifest.json", json.dumps({"format": FORMAT}).encode(), "manifest cannot be read"),
        ("manifest.json", json.dumps({"format": FORMAT, "base": "x", "more": 1}).encode(), "manifest cannot be read"),
        ("../CURRENT", b"generation-99\n", "no store here"),
        ("../CURRENT", b"\xff", "manifest cannot be read"),
        ("../CURRENT", b"a\0b", "manifest cannot be read"),
        ("engine/CURRENT", b"MANIFEST-999999\n", "the store cannot be opened"),
    ],
)
def test_a_broken_store(built: Path, file: str, content: bytes, wrong: str) -> None:
    (built / "generation-1" / file).resolve().write_bytes(content)
    with pytest.raises(StoreError, match=wrong) as raised:
        open_store(built)
    assert len(str(raised.value).splitlines()) == 1


def test_a_store_is_not_built_among_other_files(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / ".DS_Store").write_text("x")
    (home / "lost+found").mkdir()
    for name in ("generation-of-34.txt", "notes"):
        (home / name).write_text("precious")
        with pytest.raises(StoreError, match="not a store: it holds"):
            build([source(tmp_path / "new", "new")], home)
        assert names(home) == {".DS_Store", "lost+found", name}
        (home / name).unlink()
    build([source(tmp_path / "new", "new")], home)
    assert titles(home) == {"new"}


def test_a_store_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for folder in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/store")):
        with pytest.raises(StoreError, match="the store cannot be written"):
            build([source(tmp_path / "new", "new")], folder)


def test_a_manifest_reads_back(built: Path) -> None:
    opened = open_store(built)
    (edition,) = opened.manifest.editions
    assert opened.generation.name == "generation-1"
    assert opened.base == "http://localhost:8000/"
    assert (edition["name"], edition["kind"], edition["file"]) == (
        "2026-09",
        "workbook",
        "datausesregister_september2026.xlsx",
    )
    assert opened.manifest.counts["agreement_versions"] == 1


def test_a_swap_by_hand(tmp_path: Path) -> None:
    store = tmp_path / "store"
    with building(store) as workplace:
        EmbeddedStore.create(workplace / "engine").close()
        assert swap(store, workplace, Manifest("http://localhost:8000/")) == "generation-1"
    assert titles(store) == set()


# ---- the validation report ----


def test_a_stamp_differs_by_the_report(built: Path) -> None:
    generation = current_generation(built)
    with_report = generation.stamp()
    assert generation.stamp() == with_report
    (generation.folder / REPORT).write_bytes(b"no database")
    broken = generation.stamp()
    (generation.folder / REPORT).unlink()
    assert with_report.startswith(f"{broken}-")
    assert generation.stamp() == broken
