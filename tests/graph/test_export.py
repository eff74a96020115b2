"""Exports: every format holds the graph, tables hold its rows, and pages come back as they were."""

import csv
import gzip
import io
import json
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.errors import StoreError
from releasegraph.graph.export import export_graph, export_sources, export_tables, opened, page_sources
from releasegraph.graph.formats import FORMATS, Format, Kind, format_named
from releasegraph.graph.json_ld.context import context
from releasegraph.graph.tables import TABLES
from releasegraph.graph.vocabulary import RG, XSD

from .sources.registers import BASE, agreement, as_lines, dataset, loaded, release, save_workbook

PAGES = Path(__file__).parent.parent / "cases" / "pages"
TITLE = 'tbc,\n"quoted" é'
TABLE = format_named("csv")
EDITION = f"<{BASE}graph/edition/2026-08>"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    """Give a store of two workbooks and two pages."""
    folder = tmp_path_factory.mktemp("sources")
    old = save_workbook(folder, name="register-2026-08.xlsx")
    new = save_workbook(
        folder,
        [agreement(title=TITLE), agreement(reference="NIC-5-EE-v1", start_date="x")],
        [dataset(), dataset(frequency="Ongoing")],
        [release(), release(file_reference="F2", dataset=None)],
        name="register-2026-09.xlsx",
    )
    return loaded(old, new, PAGES / "layout-a.txt", PAGES / "layout-c.txt")


def exported(store: EmbeddedStore, name: str) -> bytes:
    out = io.BytesIO()
    export_graph(store, BASE, format_named(name), out)
    return out.getvalue()


@pytest.mark.parametrize("form", [form for form in FORMATS if Kind.TRIPLES in form.kinds], ids=lambda form: form.name)
def test_every_format_reads_back(store: EmbeddedStore, form: Format) -> None:
    form_read = pyoxigraph.RdfFormat.from_media_type(form.media_type)
    assert form_read is not None
    found = {str(quad) for quad in pyoxigraph.parse(exported(store, form.name), form_read)}
    nquads = exported(store, "nquads" if Kind.QUADS in form.kinds else "ntriples")
    assert found == {str(quad) for quad in pyoxigraph.parse(nquads, pyoxigraph.RdfFormat.N_QUADS)}


@pytest.mark.parametrize("form", ["turtle", "ntriples", "rdfxml"])
def test_rdflib_reads_the_same(store: EmbeddedStore, form: str) -> None:
    parser = {"rdfxml": "xml", "ntriples": "nt"}.get(form, form)
    assert len(rdflib.Graph().parse(data=exported(store, form), format=parser)) == sum(1 for _ in store.quads())


def test_json_ld_a_line_holds_the_same_as_n_quads(tmp_path: Path) -> None:
    nasty = [r"\" \\ \n \r \t \b \f \u0000 \u001F \u007F", "\u2028 𝄞 é </script>", ""]
    lines = [
        *(
            f'<{BASE}s{number}> <{RG.text}> "{text}"@en{graph} .\n'
            for number, text in enumerate(nasty)
            for graph in ("", f" {EDITION}")
        ),
        f'<{BASE}s0> <{RG.row}> "12"^^<{XSD.integer}> .\n',
    ]
    store = EmbeddedStore.create(tmp_path / "engine")
    store.load("".join(lines).encode())
    for name in ("ndjsonld", "jsonld"):
        text = exported(store, name).decode()
        documents = (
            [json.loads(line) for line in text.rstrip("\n").split("\n")] if name == "ndjsonld" else [json.loads(text)]
        )
        found = set()
        for document in documents:
            document["@context"] = dict(context())
            found |= {str(quad) for quad in pyoxigraph.parse(json.dumps(document), pyoxigraph.RdfFormat.JSON_LD)}
        assert found == {str(quad) for quad in pyoxigraph.parse("".join(lines), pyoxigraph.RdfFormat.N_QUADS)}
        assert len(documents) == (len(lines) - 1 if name == "ndjsonld" else 1)


def test_n_quads_hold_the_default_and_the_edition_graphs(store: EmbeddedStore) -> None:
    lines = as_lines(exported(store, "nquads").decode())
    assert {
        line.rpartition(" ")[0].rpartition(" ")[2] for line in lines if line.endswith("graph/edition/2026-08> .")
    } == {EDITION}
    assert not any("graph/ontology" in line for line in lines)
    assert len(lines) == sum(1 for _ in store.quads()) + sum(1 for _ in store.quads(graph=EDITION.strip("<>")))


def test_tables(store: EmbeddedStore, tmp_path: Path) -> None:
    written = export_tables(store, TABLE, tmp_path / "tables", compressed=False)
    assert [path.stem for path in written] == list(TABLES)
    texts = {path.stem: path.read_bytes().decode() for path in written}
    found = {name: list(csv.DictReader(io.StringIO(text, newline=""))) for name, text in texts.items()}
    assert [row["title"] for row in found["agreement_versions"]] == [TITLE, "A study of knees"]
    assert {row["file_reference"] for row in found["releases"]} == {"FILE0000001", "F2"}
    assert [row["frequency"] for row in found["dataset_provisions"]] == ["One-Off", "Ongoing"]
    kinds = {(row["kind"], row["sheet"], row["row"], row["column"]) for row in found["issues"] if row["sheet"]}
    assert kinds == {
        ("Unreadable date", "Agreements", "3", "DSA Start Date"),
        ("Blank name", "DataReleases", "3", "Dataset"),
    }
    assert all(found.values())
    assert {name: len({tuple(row.values()) for row in rows}) for name, rows in found.items()} == {
        name: len(rows) for name, rows in found.items()
    }


def test_compressed_tables_are_the_same_every_time(store: EmbeddedStore, tmp_path: Path) -> None:
    one, two = (
        {
            path.name: path.read_bytes()
            for path in export_tables(store, format_named("csv"), tmp_path / name, compressed=True)
        }
        for name in ("one", "two")
    )
    assert one == two
    assert gzip.decompress(one["issues.csv.gz"]).startswith(b"issue,")


def test_pages_come_back(store: EmbeddedStore, tmp_path: Path) -> None:
    texts = {name: (PAGES / name).read_bytes().decode() for name in ("layout-a.txt", "layout-c.txt")}
    assert dict(page_sources(store)) == texts
    written = export_sources(store, tmp_path / "pages", io.BytesIO())
    assert {path.name: path.read_bytes().decode() for path in written} == texts
    with pytest.raises(StoreError, match="holds 2 pages: name a folder with --output"):
        export_sources(store, None, io.BytesIO())


def test_one_page_comes_back_to_a_file_a_folder_or_standard_output(tmp_path: Path) -> None:
    store = loaded(PAGES / "layout-b.txt")
    text = (PAGES / "layout-b.txt").read_bytes()
    out = io.BytesIO()
    assert export_sources(store, None, out) == []
    assert export_sources(store, tmp_path / "page.txt", out) == [tmp_path / "page.txt"]
    assert export_sources(store, tmp_path, out) == [tmp_path / "layout-b.txt"]
    assert [out.getvalue(), (tmp_path / "page.txt").read_bytes(), (tmp_path / "layout-b.txt").read_bytes()] == [
        text
    ] * 3


def test_pages_of_one_name_are_numbered(tmp_path: Path) -> None:
    for folder, name in (("a", "layout-a.txt"), ("b", "layout-b.txt"), ("c", "layout-c.txt")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "page.txt").write_bytes((PAGES / name).read_bytes())
    written = export_sources(loaded(*(tmp_path / name for name in "abc")), tmp_path / "out", io.BytesIO())
    assert sorted(path.name for path in written) == ["page-2.txt", "page-3.txt", "page.txt"]
    assert {path.read_bytes() for path in written} == {(PAGES / f"layout-{name}.txt").read_bytes() for name in "abc"}


def test_a_workbook_is_no_page(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="holds no page"):
        export_sources(loaded(save_workbook(tmp_path)), None, io.BytesIO())


@pytest.mark.parametrize("compressed", [False, True])
def test_a_file_appears_only_when_it_is_whole(tmp_path: Path, compressed: bool) -> None:
    path = tmp_path / "graph.nt"
    path.write_bytes(b"before")

    def fail() -> None:
        with opened(path, io.BytesIO(), compressed=compressed) as out:
            out.write(b"half")
            raise OSError("broken")

    with pytest.raises(OSError, match="broken"):
        fail()
    assert path.read_bytes() == b"before"
    with opened(path, io.BytesIO(), compressed=compressed) as out:
        out.write(b"whole")
        assert path.read_bytes() == b"before"
    content = path.read_bytes()
    assert (gzip.decompress(content) if compressed else content) == b"whole"
    assert [one.name for one in tmp_path.iterdir()] == ["graph.nt"]


def test_a_folder_is_no_file_to_write(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "x").write_text("x")

    def write() -> None:
        with opened(tmp_path / "folder", io.BytesIO(), compressed=False) as out:
            out.write(b"x")

    with pytest.raises(OSError, match="directory"):
        write()
    assert [one.name for one in tmp_path.iterdir()] == ["folder"]
