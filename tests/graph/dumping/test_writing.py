"""The dumps of a build hold what its store holds, in every format, however many processes write them."""

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox
import pytest

from releasegraph.graph.build import build
from releasegraph.graph.dumping import parting, writing
from releasegraph.graph.dumping.writing import dumping
from releasegraph.graph.dumps import BUILT_DUMPS, DumpFile
from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.errors import StoreError
from releasegraph.graph.export import copy_dump, dump_of, export_graph
from releasegraph.graph.formats import format_named
from releasegraph.graph.generations import OpenedStore, open_store
from releasegraph.graph.json_ld.context import context, context_iri
from releasegraph.graph.store import Solutions
from releasegraph.graph.tables import TABLES, table_query

SOURCES = Path(__file__).resolve().parents[3] / "examples" / "sources"
BASE = "http://data.example.org/"
Quads = set[str]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> OpenedStore:
    """Give the store of the example sources, which has editions in graphs of their own."""
    store = tmp_path_factory.mktemp("built") / "store"
    build([SOURCES], store, base=BASE)
    return open_store(store)


def dump(built: OpenedStore, form: str) -> bytes:
    """Give what a dump holds, unpacked."""
    (made,) = (one for one in built.manifest.dumps if one.format == form)
    return gzip.decompress((built.generation.dumps / made.file).read_bytes())


def quads(text: bytes | str, form: ox.RdfFormat) -> Quads:
    return {str(quad) for quad in ox.parse(text, form)}


def exported(store: EmbeddedStore, form: str) -> Quads:
    out = io.BytesIO()
    export_graph(store, BASE, format_named(form), out)
    return quads(out.getvalue(), ox.RdfFormat.N_QUADS)


def of_lines(text: bytes) -> Quads:
    """Read each line by itself, with the context it names."""
    found: Quads = set()
    for line in text.splitlines():
        document = json.loads(line)
        if document["@context"] is not None:
            assert document["@context"] == context_iri(BASE)
            document["@context"] = dict(context())
        found |= quads(json.dumps(document), ox.RdfFormat.JSON_LD)
    return found


def test_the_manifest_says_what_each_dump_is(built: OpenedStore) -> None:
    assert [one.file for one in built.manifest.dumps] == [one.file for one in BUILT_DUMPS]
    assert sorted(path.name for path in built.generation.dumps.iterdir()) == sorted(one.file for one in BUILT_DUMPS)
    for one in built.manifest.dumps:
        content = (built.generation.dumps / one.file).read_bytes()
        assert (one.bytes, one.sha256) == (len(content), sha256(content).hexdigest())
    assert not list(built.generation.folder.glob(".dump*"))


def test_every_format_holds_what_the_store_does(built: OpenedStore) -> None:
    whole = exported(built.store, "nquads")
    assert any(f"<{BASE}graph/edition/" in quad for quad in whole)
    assert quads(dump(built, "nquads"), ox.RdfFormat.N_QUADS) == whole
    assert quads(dump(built, "jsonld"), ox.RdfFormat.JSON_LD) == whole
    assert of_lines(dump(built, "ndjsonld")) == whole
    assert quads(dump(built, "turtle"), ox.RdfFormat.TURTLE) == exported(built.store, "ntriples")


@pytest.mark.parametrize("form", [one.form.name for one in BUILT_DUMPS if one.compression == "gzip"])
def test_a_dump_is_copied_packed_or_not(built: OpenedStore, form: str) -> None:
    path = dump_of(built.generation, form)
    assert path is not None
    plain, packed = io.BytesIO(), io.BytesIO()
    copy_dump(path, plain, packed=False)
    copy_dump(path, packed, packed=True)
    assert plain.getvalue() == dump(built, form)
    assert packed.getvalue() == path.read_bytes()
    assert dump_of(built.generation, "rdfxml") is None


def test_a_line_is_an_entity_of_one_graph_and_json_ld_is_the_same_lines(built: OpenedStore) -> None:
    lines = dump(built, "ndjsonld").decode().splitlines()
    places = [(line.get("id"), line["@graph"]["id"] if "@graph" in line else None) for line in map(json.loads, lines)]
    assert len(places) == len(set(places))
    own = [line.removesuffix(",") for line in dump(built, "jsonld").decode().splitlines()[1:-1]]
    assert own == ["{" + line.split(",", 1)[1] for line in lines]


def test_n_quads_are_sorted_and_none_is_twice(built: OpenedStore) -> None:
    lines = dump(built, "nquads").decode().splitlines()
    default = [line.split(" ", 1) for line in lines if f" <{BASE}graph/" not in line]
    assert default == sorted(default)
    assert len(lines) == len(set(lines))


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_what_the_store_answers(built: OpenedStore, name: str) -> None:
    answer = built.store.query(table_query(TABLES[name]))
    assert isinstance(answer, Solutions)
    out = io.BytesIO()
    answer.write(out, format_named("csv"))
    with zipfile.ZipFile(built.generation.dumps / "releasegraph.csv.zip") as package:
        assert package.namelist() == [f"{table}.csv" for table in TABLES]
        found = rows(package.read(f"{name}.csv"))
    expected = rows(out.getvalue())
    assert found[0] == expected[0]
    assert sorted(found) == sorted(expected)
    things = [f"<{row[0]}>" for row in found[1:]]
    assert things == sorted(things)
    assert len(found) > 1


def rows(text: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.decode(), newline="")))


def written(lines: Sequence[str], folder: Path) -> tuple[DumpFile, ...]:
    folder.mkdir()
    with dumping(folder, BASE) as dumps:
        for start in range(0, len(lines), 7):
            dumps.keep("".join(lines[start : start + 7]).encode())
        dumps.begin()
        return dumps.written()


@pytest.fixture
def lines(built: OpenedStore) -> list[str]:
    """Give lines as a build writes them: not sorted, some twice, and some of graphs that no dump holds."""
    whole = dump(built, "nquads").decode().splitlines(keepends=True)
    other = f'<{BASE}a> <{BASE}p> "x" <{BASE}graph/ontology> .\n'
    return [*whole[::3], other, *whole[1::3], *whole[::100], *whole[2::3], other]


def test_parts_and_processes_change_nothing_but_the_packing(
    built: OpenedStore, lines: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = written(lines, tmp_path / "alone")
    assert alone == built.manifest.dumps
    monkeypatch.setattr(parting, "_PART", 100_000)
    parts = written(lines, tmp_path / "parts")
    monkeypatch.setattr(writing, "_ALONE", 0)
    processes = written(lines, tmp_path / "processes")
    assert processes == parts
    for one in BUILT_DUMPS[:4]:
        assert gzip.decompress((tmp_path / "parts" / "dumps" / one.file).read_bytes()) == dump(built, one.form.name)
    assert parts[4] == alone[4]


def test_nothing_to_dump_is_a_dump_of_nothing(tmp_path: Path) -> None:
    made = written([], tmp_path / "empty")
    folder = tmp_path / "empty" / "dumps"
    assert gzip.decompress((folder / "releasegraph.nq.gz").read_bytes()) == b""
    assert quads(gzip.decompress((folder / "releasegraph.jsonld.gz").read_bytes()), ox.RdfFormat.JSON_LD) == set()
    assert len(made) == len(BUILT_DUMPS)


def test_a_process_that_fails_fails_the_dumps(
    lines: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_ALONE", 0)
    with pytest.raises(StoreError, match=r"the dumps cannot be written: ValueError"):
        written([*lines, "no line of N-Quads\n"[:8] + "\n"], tmp_path / "broken")
    assert [path.name for path in (tmp_path / "broken").iterdir()] == ["dumps"]


def test_dumps_that_are_given_up_leave_nothing(lines: list[str], tmp_path: Path) -> None:
    def give_up() -> None:
        with dumping(tmp_path, BASE) as dumps:
            dumps.keep("".join(lines).encode())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        give_up()
    assert list(tmp_path.iterdir()) == []


OBJECTS = {
    "a thing that is named like a graph": f"<{BASE}graph/edition/2026-09>",
    "text that ends like a line of a graph": f'" <{BASE}graph/edition/2026-09> ."',
    "text that holds a graph, with a datatype": f'"a <{BASE}graph/edition/2026-09> b"^^<{BASE}own>',
    "text with spaces": '"a b c d"@en',
}


@pytest.mark.parametrize("graph", ["", f"{BASE}graph/edition/2026-09"])
@pytest.mark.parametrize("name", OBJECTS)
def test_a_line_is_of_the_graph_it_says(name: str, graph: str, tmp_path: Path) -> None:
    end = f" <{graph}> .\n" if graph else " .\n"
    line = f"<{BASE}s> <{BASE}p> {OBJECTS[name]}{end}"
    written([line], tmp_path / "one")
    folder = tmp_path / "one" / "dumps"
    assert gzip.decompress((folder / "releasegraph.nq.gz").read_bytes()).decode() == line
    found = quads(gzip.decompress((folder / "releasegraph.jsonld.gz").read_bytes()), ox.RdfFormat.JSON_LD)
    assert found == quads(line, ox.RdfFormat.N_QUADS)
