"""The command line: one clear line for each error, the exit codes promised, and the old store untouched."""

import io
import json
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import xlsxwriter

from releasegraph.graph.export import export_graph
from releasegraph.graph.fields import columns
from releasegraph.graph.formats import format_named
from releasegraph.graph.generations import open_store
from releasegraph.graph.identifiers import DEFAULT_BASE

PAGES = Path(__file__).parent.parent / "cases" / "pages"
MAIN = "from releasegraph.api.command_line import main; main()"
ROW = {
    "Agreements": [
        *("NIC-1-AA-v1", "Knees", "Acme Ltd", "Commercial", "Acme Ltd", "Sole Data Controller", "2023-03-13"),
        *("2026-03-12", "No", "No", "Why", "", "", "", ""),
    ],
    "Datasets": ["NIC-1-AA-v1", "HES", "Identifiable", "Sensitive", "One-Off", "", ""],
    "DataReleases": ["F1", "NIC-1-AA-v1", "HES", "Jul-23", "N"],
}


def workbook(leave_out: str = "", **cells: str) -> bytes:
    """Write a register of one agreement, without one sheet or column."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for sheet, row in ROW.items():
            if sheet == leave_out:
                continue
            page = book.add_worksheet(sheet)
            labels = list(columns(sheet).values())
            for column, (label, cell) in enumerate(zip(labels, row, strict=True)):
                if label != leave_out:
                    page.write_string(0, column, label)
                page.write_string(1, column, cells.get(label.split()[-1].lower(), cell))
    return out.getvalue()


def packed(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def declaring(content: bytes, size: int) -> bytes:
    """Declare a size, and its zeros' checksum, for an archive's one member."""
    words = bytearray(content)
    directory = words.index(b"PK\x01\x02")
    for header in (14, directory + 16):
        struct.pack_into("<I", words, header, zlib.crc32(bytes(min(size, 1000))))
        struct.pack_into("<I", words, header + 8, size)
    return bytes(words)


Run = Callable[..., tuple[int, str, list[str]]]


@pytest.fixture
def store(tmp_path: Path, run: Run) -> Path:
    """Give a store built from a page."""
    folder = tmp_path / "store"
    assert run("build", PAGES / "layout-b.txt", "--store", folder)[0] == 0
    return folder


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != ".lock"}


# ---- unusable input ----

PAGE_HEAD = b"NHS Digital Data Release Register - reformatted\n"
GOOD_PAGE = (PAGES / "layout-b.txt").read_bytes()
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOMB = declaring(packed({"a.txt": bytes(9999)}), 2**32 - 2)
CSV = {f"{sheet}.csv": ",".join(columns(sheet).values()).encode() for sheet in ROW}

UNUSABLE: Mapping[str, tuple[str, bytes, str]] = {
    "renamed text": ("a.xlsx", b"Reference Number,Title\n", "a.xlsx: byte 0: the file is not a zip archive"),
    "renamed zip": ("a.xlsx", packed({"a.txt": b"x"}), "a.xlsx: the workbook cannot be read"),
    "old excel or encrypted": ("a.xlsx", COMPOUND + bytes(99), "a.xlsx: the file is encrypted"),
    "empty workbook": ("a.xlsx", b"", "a.xlsx: the file is empty"),
    **{
        f"truncated at {share}%": ("a.xlsx", workbook()[: len(workbook()) * share // 100], "a.xlsx: the archive is tr")
        for share in (1, 10, 50, 90, 99)
    },
    "missing sheet": ("a.xlsx", workbook("Datasets"), "a.xlsx: sheet Datasets: the sheet is missing; expected sheets"),
    "missing column": ("a.xlsx", workbook("Frequency"), "a.xlsx: sheet Datasets: column 'Frequency' is missing"),
    "no edition": ("a.xlsx", workbook(released="?"), "a.xlsx: sheet DataReleases: no month"),
    "declared bomb": ("a.zip", BOMB, "a.zip: the archive expands to 4,294,967,294"),
    "lying bomb": ("a.zip", declaring(packed({"a.txt": bytes(10**7)}), 10), "a.zip: member a.txt: the member "),
    "lying workbook": ("a.xlsx", declaring(packed({"a.xml": bytes(10**7)}), 10), "a.xlsx: member a.xml: the member "),
    "parent path": ("a.zip", packed({"../a.txt": GOOD_PAGE}), "a.zip: member ../a.txt: the path leaves the archive"),
    "absolute path": ("a.zip", packed({"/a.txt": GOOD_PAGE}), "a.zip: member /a.txt: the path leaves the archive"),
    "backslashes": ("a.zip", packed({"b\\..\\..\\a.txt": GOOD_PAGE}), "the path leaves the archive"),
    "drive letter": ("a.zip", packed({"C:\\a.txt": GOOD_PAGE}), "a.zip: member C:\\a.txt: the path leaves the archive"),
    "line end in a name": ("a.zip", packed({"../a\nb.txt": GOOD_PAGE}), "a.zip: member ../a b.txt: the path leaves"),
    "nested zip": ("a.zip", packed({"b.zip": packed({"a.txt": GOOD_PAGE})}), "a.zip: member b.zip: a zip inside a zip"),
    "workbook in a zip": ("a.zip", packed({"b.xlsx": b"x"}), "a.zip!b.xlsx: byte 0: the file is not a zip archive"),
    "empty zip": ("a.zip", packed({}), "a.zip: no source here"),
    "latin-1 page": ("a.txt", PAGE_HEAD + b"Caf\xe9 projects\n", "a.txt: line 2, byte 52: byte 0xe9 is no utf-8 text"),
    "UTF-16 page": ("a.txt", "x".encode("utf-16"), "a.txt: line 1, byte 1: the file is encoded as UTF-16"),
    "NUL in a page": ("a.txt", PAGE_HEAD + b"a\0b", "a.txt: line 2, byte 50: the file is binary"),
    "empty page": ("a.txt", b" \n", "a.txt: line 1: the file is empty"),
    "no page": ("a.txt", b"A shopping list\n- milk\n", "a.txt: line 1: not a page of the register"),
    "empty html": ("a.html", b"<html></html>", "a.html: line 1: the page holds no words"),
    "unknown kind": ("a.pdf", b"%PDF", "a.pdf: no source here; expected a workbook"),
    "one csv": ("Datasets.csv", CSV["Datasets.csv"], "Datasets.csv: sheet Agreements: the sheet is missing"),
}  # fmt: skip


@pytest.mark.parametrize("case", UNUSABLE)
def test_unusable_input_is_one_line_and_exit_code_2(tmp_path: Path, store: Path, run: Run, case: str) -> None:
    name, content, line = UNUSABLE[case]
    (tmp_path / name).write_bytes(content)
    before = snapshot(store)
    code, out, errors = run("build", tmp_path / name, "--store", store)
    assert (code, out, len(errors)) == (2, "", 1), errors
    assert line in errors[0].removeprefix(f"{tmp_path}/")
    assert "; expected " in errors[0]
    assert snapshot(store) == before


@pytest.mark.parametrize(
    ("member", "content", "line"),
    [
        ("Datasets.csv", None, "sheet Datasets: the sheet is missing"),
        ("Datasets.csv", b"", "/Datasets.csv: line 1: the file is empty"),
        ("Datasets.csv", "x".encode("utf-16"), "/Datasets.csv: line 1, byte 1: the file is encoded as UTF-16"),
        ("Datasets.csv", b"a,b\nc,\0", "/Datasets.csv: line 2, byte 7: the file is binary"),
        ("Datasets.csv", CSV["Datasets.csv"] + b"\ncaf\xe9,,,,,,\n", "line 2, byte "),
        ("Datasets.csv", CSV["Datasets.csv"] + b'\n"open\n', "line 2: not CSV"),
        ("Datasets.csv", b"Dataset\nx\n", "sheet Datasets: column 'Reference Number' is missing"),
        ("datasets.CSV", CSV["Datasets.csv"], "the sheet stands twice"),
    ],
)
def test_unusable_csv(tmp_path: Path, store: Path, run: Run, member: str, content: bytes | None, line: str) -> None:
    folder = tmp_path / "register-2026-09"
    folder.mkdir()
    for name, good in CSV.items():
        (folder / name).write_bytes(good)
    if content is None:
        (folder / member).unlink()
    else:
        (folder / member).write_bytes(content)
    before = snapshot(store)
    code, _, errors = run("build", folder, "--store", store)
    assert (code, len(errors)) == (2, 1), errors
    assert line in errors[0]
    assert snapshot(store) == before


def test_one_edition_twice_with_different_content(tmp_path: Path, store: Path, run: Run) -> None:
    (tmp_path / "register-2026-09.xlsx").write_bytes(workbook())
    (tmp_path / "september2026.xlsx").write_bytes(workbook(title="Other"))
    before = snapshot(store)
    code, _, errors = run(
        "build", tmp_path / "register-2026-09.xlsx", tmp_path / "september2026.xlsx", "--store", store
    )
    assert (code, len(errors)) == (2, 1)
    assert errors[0].startswith(
        "september2026.xlsx: edition 2026-09 again, with other content than register-2026-09.xlsx"
    )
    assert snapshot(store) == before


def test_the_same_content_twice_is_read_once_and_said(tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.txt").write_bytes(GOOD_PAGE)
    (tmp_path / "b.txt").write_bytes(GOOD_PAGE)
    sources = tmp_path / "b.txt", tmp_path / "a.txt"
    code, _, lines = run("build", *sources, "--store", tmp_path / "s", "--base", "http://x/", "--publisher", "X")
    assert code == 0
    assert lines[0] == "b.txt: the same content as a.txt, read once"
    assert len(lines) == 3
    assert json.loads(run("stats", "--store", tmp_path / "s", "--format", "json")[1])["editions"] == 1


def test_missing_sources_and_an_edition_for_two(tmp_path: Path, store: Path, run: Run) -> None:
    (tmp_path / "empty").mkdir()
    a, b = PAGES / "layout-a.txt", PAGES / "layout-b.txt"
    for words, line in (
        ((tmp_path / "missing",), "missing: no such file or folder; expected"),
        ((tmp_path / "empty",), "empty: no source here; expected"),
        (
            (a, b, "--edition", "2026-09"),
            "--edition: one name for 2 editions (layout-a.txt, layout-b.txt); expected one source",
        ),
        ((a, "--edition", "a/b"), "--edition: 'a/b' is no edition name; expected letters"),
        ((a, "--edition", ""), "--edition: '' is no edition name; expected letters"),
    ):
        code, _, errors = run("build", *words, "--store", store)
        assert (code, len(errors)) == (2, 1), errors
        assert line in errors[0]


def test_an_edition_can_be_named(tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.xlsx").write_bytes(workbook())
    assert run("build", tmp_path / "a.xlsx", "--store", tmp_path / "s", "--edition", "2026-10")[0] == 0
    (edition,) = json.loads(run("stats", "--store", tmp_path / "s", "--format", "json")[1])["edition_list"]
    assert edition["name"] == "2026-10"


# ---- what is no store, and what cannot be written ----


@pytest.mark.parametrize(
    "words",
    [["stats"], ["query", "ASK {}"], ["export", "--format", "nquads"], ["serve"], ["validate"]],
    ids=lambda w: w[0],
)
def test_no_store(tmp_path: Path, run: Run, store: Path, words: list[str]) -> None:
    (tmp_path / "file").write_text("x")
    manifest = store / "generation-1" / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"format": 1', '"format": 99'))
    for folder, line in (
        (tmp_path / "missing", "no store here; build one with: releasegraph build SOURCE --store"),
        (tmp_path, "no store here"),
        (tmp_path / "file", "no store here"),
        (store, "another releasegraph (format 99); build it again"),
    ):
        code, out, errors = run(*words, "--store", folder)
        assert (code, out, len(errors)) == (2, "", 1)
        assert line in errors[0]


def test_a_folder_of_other_things_is_no_store_to_build(tmp_path: Path, run: Run) -> None:
    (tmp_path / "thesis.doc").write_text("x")
    code, _, errors = run("build", PAGES / "layout-a.txt", "--store", tmp_path)
    assert (code, len(errors)) == (2, 1)
    assert "not a store: it holds 'thesis.doc'" in errors[0]
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.doc"]


def test_output_that_cannot_be_written(tmp_path: Path, run: Run, store: Path) -> None:
    for words in (
        ["export", "--format", "turtle", "--output", tmp_path / "missing" / "x.ttl"],
        ["export", "--format", "turtle", "--output", tmp_path],
        ["export", "--format", "csv", "--output", store / "CURRENT"],
        ["export", "--format", "csv"],
        ["export", "--format", "source", "--gzip"],
        ["query", "ASK {}", "--format", "json", "--output", tmp_path / "missing" / "x.json"],
        ["query", "--file", tmp_path / "missing.rq"],
        ["query", "ASK {", "--format", "json"],
        ["query", "ASK {}", "--format", "turtle"],
        ["query", "SELECT ?x WHERE { ?x ?y ?z } LIMIT 1", "--format", "nquads"],
        ["query", "DELETE WHERE { ?x ?y ?z }"],
    ):
        code, out, errors = run(*words, "--store", store)
        assert (code, out, len(errors)) == (2, "", 1), (words, errors)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["store"]


def test_a_build_where_nothing_can_be_written(tmp_path: Path, run: Run) -> None:
    (tmp_path / "file").write_text("x")
    code, _, errors = run("build", PAGES / "layout-a.txt", "--store", tmp_path / "file" / "store")
    assert (code, len(errors)) == (2, 1)
    assert "the store cannot be written: Not a directory" in errors[0]


# ---- strict ----


def test_strict_fails_where_there_is_an_issue_and_swaps_nothing(tmp_path: Path, run: Run, store: Path) -> None:
    (tmp_path / "register-2026-09.xlsx").write_bytes(workbook(date="tbc"))
    before = snapshot(store)
    code, _, errors = run("build", tmp_path / "register-2026-09.xlsx", "--store", store, "--strict")
    assert (code, len(errors)) == (1, 1)
    assert errors[0].startswith("releasegraph: --strict: ")
    assert "the first: register-2026-09.xlsx: sheet Agreements row 2, DSA Start Date: unreadable-date" in errors[0]
    assert errors[0].endswith("nothing was swapped")
    assert snapshot(store) == before
    code, _, errors = run("build", tmp_path / "register-2026-09.xlsx", "--store", store)
    assert code == 0
    assert " issues (releasegraph stats --store" in errors[-2]
    assert errors[-1].startswith("validation: ")


def test_strict_builds_what_has_no_issue(tmp_path: Path, run: Run) -> None:
    content = workbook()
    path = tmp_path / "register-2026-09.xlsx"
    path.write_bytes(content)
    code, _, errors = run("build", path, "--store", tmp_path / "s", "--strict")
    assert code == 0, errors
    assert " 0 issues " in errors[-2]


# ---- answers ----


def test_stats(run: Run, store: Path) -> None:
    code, out, errors = run("stats", "--store", store)
    assert (code, errors) == (0, [])
    assert "page listings" in out
    found = json.loads(run("stats", "--store", store, "--format", "json")[1])
    keys = "triples agreements agreement_versions page_listings organisations datasets dataset_provisions releases"
    keys += " legal_instruments statutory_provisions citations narratives issues name_merges editions"
    assert set(keys.split()) <= set(found)
    assert found["page_listings"] > 0
    assert found["editions"] == 1


def test_stats_count_issues_by_kind(run: Run, tmp_path: Path) -> None:
    (tmp_path / "register-2026-09.xlsx").write_bytes(workbook(date="tbc"))
    run("build", tmp_path / "register-2026-09.xlsx", "--store", tmp_path / "s")
    found = json.loads(run("stats", "--store", tmp_path / "s", "--format", "json")[1])
    assert found["issues"] == sum(found["issues_by_kind"].values()) > 0
    assert found["issues_by_kind"]["unreadable-date"] == 2


def test_query(run: Run, store: Path, tmp_path: Path) -> None:
    query = "SELECT ?r WHERE { ?a a rg:Agreement ; rg:reference ?r } ORDER BY ?r"
    code, out, errors = run("query", query, "--store", store)
    assert (code, errors) == (0, [])
    assert out.splitlines()[0].split() == ["r"]
    assert out.splitlines()[-1].endswith("solutions") or out.splitlines()[-1] == "1 solution"
    (tmp_path / "q.rq").write_text(query)
    code, out, _ = run("query", "--file", tmp_path / "q.rq", "--store", store, "--format", "csv")
    assert out.splitlines()[0] == "r"
    assert run("query", "ASK {}", "--store", store)[1].strip() == "true"
    assert "rg:" in run("query", "CONSTRUCT { ?s a rg:Agreement } WHERE { ?s a rg:Agreement }", "--store", store)[1]


def test_source_comes_back(run: Run, store: Path, tmp_path: Path) -> None:
    code, _, errors = run("export", "--store", store, "--format", "source", "--output", tmp_path / "page.txt")
    assert (code, errors) == (0, [])
    assert (tmp_path / "page.txt").read_bytes() == GOOD_PAGE


# ---- as a process ----


def process(*words: object, hash_seed: str = "0", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    command = [sys.executable, "-c", MAIN, *map(str, words)]
    return subprocess.run(command, capture_output=True, check=False, env=environment, cwd=cwd)


def test_the_same_sources_give_the_same_bytes(tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    (sources / "pages").mkdir(parents=True)
    for page in PAGES.glob("layout-*.txt"):
        (sources / "pages" / page.name).write_bytes(page.read_bytes())
    (sources / "register-2026-08.xlsx").write_bytes(workbook(title="Older"))
    (sources / "register-2026-09.xlsx").write_bytes(workbook())
    names = ["pages", "register-2026-08.xlsx", "register-2026-09.xlsx"]
    dumps = []
    for seed, cwd, paths in (
        ("1", None, [sources / name for name in names]),
        ("2", sources, names[::-1]),
        ("3", sources / "pages", [".", "../register-2026-09.xlsx", "../register-2026-08.xlsx"]),
    ):
        store = tmp_path / f"store-{seed}"
        built = process("build", *paths, "--store", store, hash_seed=seed, cwd=cwd)
        assert built.returncode == 0, built.stderr.decode()
        out = io.BytesIO()
        export_graph(open_store(store).store, DEFAULT_BASE, format_named("nquads"), out)
        dumps.append(sorted(out.getvalue().split(b"\n")))
    assert len(dumps[0]) > 1000
    assert dumps[0] == dumps[1] == dumps[2]


def test_no_progress_and_no_colour_in_a_pipe(tmp_path: Path) -> None:
    named = "--base", "http://x/", "--publisher", "X"
    done = process("build", PAGES / "layout-a.txt", "--store", tmp_path / "s", *named)
    assert done.returncode == 0
    assert done.stdout == b""
    assert b"\x1b" not in done.stderr
    assert len(done.stderr.splitlines()) == 2
    assert b"\r" not in done.stderr


def test_a_reader_that_goes_away_is_no_failure(tmp_path: Path, store: Path) -> None:
    script = f'"{sys.executable}" -c "{MAIN}" export --store "{store}" --format ntriples 2>{tmp_path}/err | head -n 1'
    done = subprocess.run(
        ["bash", "-c", f"{script}; echo ${{PIPESTATUS[0]}}"], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "0"
    assert (tmp_path / "err").read_text() == ""
