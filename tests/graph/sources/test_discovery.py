"""What paths, folders and zips hold: every source once, each with its name, and clear words for what is none."""

import io
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from releasegraph.graph.errors import SourceError
from releasegraph.graph.records import Page, Register
from releasegraph.graph.sources.discovery import discover

from .registers import save_csv, save_workbook

PAGE = """NHS Digital Data Release Register - reformatted
Wessex University projects
A study — DARS-NIC-22222-B2B2B
Type of data: information not disclosed for TRE projects
Opt outs honoured: N
Access method: One-Off
Datasets:
- Hospital Episode Statistics Outpatients (HES OP)
"""


def packed(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def found(*paths: Path) -> list[tuple[str, str, str | None]]:
    return [(source.name, source.kind, source.edition) for source in discover(paths)]


def test_single_files(tmp_path: Path) -> None:
    book = save_workbook(tmp_path)
    page = tmp_path / "page.TXT"
    page.write_text(PAGE)
    saved = tmp_path / "page.htm"
    saved.write_text("<p>x")
    assert found(book, page, saved) == [
        ("datausesregister_september2026.xlsx", "workbook", "2026-09"),
        ("page.TXT", "page", None),
        ("page.htm", "page", None),
    ]
    read = [source.read(None) for source in discover([book, page])]
    assert [type(one) for one in read] == [Register, Page]


def test_a_folder_of_everything(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    save_workbook(folder)
    save_csv(folder)
    (folder / "b.txt").write_text(PAGE)
    (folder / "sub").mkdir()
    (folder / "sub" / "a.html").write_text("<p>x")
    for beside in ("notes.pdf", ".hidden.txt", "~$datausesregister_september2026.xlsx", "other.csv", "LICENSE"):
        (folder / beside).write_text("x")
    (folder / ".git").mkdir()
    (folder / ".git" / "c.txt").write_text("x")
    assert found(folder) == [
        ("sources/b.txt", "page", None),
        ("sources/datausesregister_september2026.xlsx", "workbook", "2026-09"),
        ("sources/sub/a.html", "page", None),
        ("sources/register-2026-09", "csv", "2026-09"),
    ]


def test_a_zip_of_everything(tmp_path: Path) -> None:
    sheets = {f"csv/{path.name}": path.read_bytes() for path in save_csv(tmp_path).iterdir()}
    path = tmp_path / "all-2026-08.zip"
    book = save_workbook(tmp_path).read_bytes()
    path.write_bytes(
        packed(
            {
                "pages/b.txt": PAGE.encode(),
                "pages/": b"",
                "__MACOSX/pages/._b.txt": b"x",
                "september 2026.xlsx": book,
                "~$september 2026.xlsx": b"x",
                **sheets,
            }
        )
    )
    assert found(path) == [
        ("all-2026-08.zip!pages/b.txt", "page", None),
        ("all-2026-08.zip!september 2026.xlsx", "workbook", "2026-09"),
        ("all-2026-08.zip!csv", "csv", "2026-08"),
    ]
    assert {type(source.read("2026-07")) for source in discover([path])} == {Register, Page}


def test_sheets_at_the_root_of_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "register-2026-09.zip"
    path.write_bytes(packed({file.name: file.read_bytes() for file in save_csv(tmp_path, name="x").iterdir()}))
    assert found(path) == [("register-2026-09.zip", "csv", "2026-09")]


def test_a_folder_has_one_name_from_wherever_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "pages"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text(PAGE)
    monkeypatch.chdir(folder)
    names = [found(path) for path in (folder, Path(), Path(), Path("../pages"), Path("sub/.."), Path("./"))]
    assert names == [[("pages/a.txt", "page", None)]] * len(names)


def test_content_names_a_source_whatever_its_path(tmp_path: Path) -> None:
    first, second = save_csv(tmp_path, name="a"), save_csv(tmp_path, name="b")
    (one,), (two,) = list(discover([first])), list(discover([second]))
    assert one.sha256 == two.sha256
    (second / "Datasets.csv").write_text("x")
    assert next(iter(discover([second]))).sha256 != one.sha256


@pytest.mark.parametrize("name", ["notes.pdf", "register.xls", "data.json", "noname"])
def test_a_file_that_is_no_source(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x")
    with pytest.raises(SourceError, match="no source here; expected a workbook"):
        found(tmp_path / name)


def test_no_source_at_all(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty.zip").write_bytes(packed({}))
    for name, wrong in (
        ("missing", "no such file or folder"),
        ("empty", "no source here"),
        ("empty.zip", "no source here"),
    ):
        with pytest.raises(SourceError, match=wrong):
            found(tmp_path / name)


def test_a_zip_inside_a_zip_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "outer.zip"
    path.write_bytes(packed({"a.txt": PAGE.encode(), "inner.ZIP": packed({"b.txt": b"x"})}))
    with pytest.raises(SourceError) as raised:
        found(path)
    assert str(raised.value).startswith("outer.zip: member inner.ZIP: a zip inside a zip is not opened; expected")


def test_a_broken_source_in_a_zip_names_both(tmp_path: Path) -> None:
    path = tmp_path / "outer.zip"
    path.write_bytes(packed({"in/book.xlsx": b"no zip"}))
    (source,) = discover([path])
    with pytest.raises(SourceError) as raised:
        source.read(None)
    assert raised.value.file == "outer.zip!in/book.xlsx"


def test_one_sheet_alone_lacks_the_others(tmp_path: Path) -> None:
    (source,) = discover([save_csv(tmp_path) / "Agreements.csv"])
    with pytest.raises(SourceError, match=r"Agreements\.csv: sheet Datasets: the sheet is missing"):
        source.read("2026-09")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(PAGE)
    path.chmod(0)
    with pytest.raises(SourceError, match="cannot be read"):
        found(path)
