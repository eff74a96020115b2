"""Files of a site: replaced whole, untouched where they say the same, removed only where they are ours."""

import os
from pathlib import Path

import pytest

from releasegraph.api.publishing.files import (
    PRIVATE,
    clear_journal,
    digest_of,
    journalled,
    remove_files,
    remove_unfinished,
    write_file,
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / PRIVATE).mkdir()
    return tmp_path


def _age(place: Path) -> None:
    os.utime(place, (1, 1))


@pytest.mark.parametrize("known", [{}, {"doc/x.ttl": digest_of(b"same")}])
def test_a_file_that_says_the_same_is_left_alone(root: Path, known: dict[str, str]) -> None:
    write_file(root, "doc/x.ttl", b"same", {})
    _age(root / "doc/x.ttl")
    assert write_file(root, "doc/x.ttl", b"same", known) == digest_of(b"same")
    assert (root / "doc/x.ttl").stat().st_mtime == 1


def test_another_content_replaces_a_file(root: Path) -> None:
    digest = write_file(root, "doc/x.ttl", b"same", {})
    write_file(root, "doc/x.ttl", b"new!", {"doc/x.ttl": digest})
    assert (root / "doc/x.ttl").read_bytes() == b"new!"
    assert sorted(path.name for path in (root / "doc").iterdir()) == ["x.ttl"]


def test_a_file_that_somebody_removed_is_written_again(root: Path) -> None:
    digest = write_file(root, "doc/x.ttl", b"same", {})
    (root / "doc/x.ttl").unlink()
    write_file(root, "doc/x.ttl", b"same", {"doc/x.ttl": digest})
    assert (root / "doc/x.ttl").read_bytes() == b"same"


def test_what_is_written_is_noted_until_the_end(root: Path) -> None:
    assert journalled(root) == set()
    write_file(root, "a/index.html", b"a", {})
    write_file(root, "söhne.ttl", b"b", {})
    assert journalled(root) == {"a/index.html", "söhne.ttl"}
    clear_journal(root)
    assert journalled(root) == set()


def test_removing_leaves_what_others_put_there(root: Path) -> None:
    for file in ("doc/a/index.html", "doc/b/index.html"):
        write_file(root, file, b"", {})
    (root / "doc/b/CNAME").write_text("mine")
    assert remove_files(root, ["doc/a/index.html", "doc/b/index.html", "doc/never/there"]) == 2
    assert sorted(str(path.relative_to(root / "doc")) for path in (root / "doc").rglob("*")) == ["b", "b/CNAME"]


def test_what_a_killed_run_had_begun_is_cleared(root: Path) -> None:
    write_file(root, "doc/index.html", b"", {})
    (root / "doc/.7.new").write_bytes(b"half")
    remove_unfinished(root, journalled(root))
    assert [path.name for path in (root / "doc").iterdir()] == ["index.html"]
