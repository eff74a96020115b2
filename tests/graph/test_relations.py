"""The relations pages count by say what the graph says, whichever way they were made."""

import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from releasegraph.graph.build import build
from releasegraph.graph.errors import StoreError
from releasegraph.graph.generations import OpenedStore, open_store
from releasegraph.graph.relating import StatedInStore
from releasegraph.graph.relations import Relations, relations_of, write_relations
from releasegraph.graph.vocabulary import DCT, RG

SOURCES = Path(__file__).resolve().parents[2] / "examples" / "sources"
FILE = "relations.sqlite"


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> OpenedStore:
    folder = tmp_path_factory.mktemp("relations") / "store"
    build([SOURCES], folder)
    return open_store(folder)


@pytest.fixture(scope="module")
def kept(examples: OpenedStore) -> Relations:
    return relations_of(examples.generation.folder, examples.store)


def tables(relations: Relations) -> dict[str, list[tuple[object, ...]]]:
    names = [name for (name,) in relations.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: relations.rows(f"SELECT * FROM {name}") for name in names}


def test_what_a_build_notes_is_what_its_store_holds(examples: OpenedStore, kept: Relations, tmp_path: Path) -> None:
    made = tables(relations_of(tmp_path, examples.store))
    assert made == tables(kept)
    assert all(made.values()), [name for name, rows in made.items() if not rows]


def test_the_same_graph_gives_the_same_file(examples: OpenedStore, tmp_path: Path) -> None:
    write_relations(StatedInStore(examples.store), examples.store, tmp_path)
    assert (tmp_path / FILE).read_bytes() == (examples.generation.folder / FILE).read_bytes()


def test_files_are_those_of_the_graph(examples: OpenedStore, kept: Relations) -> None:
    store = examples.store

    def one(release: str, predicate: str) -> str:
        return next((str(quad[2]) for quad in store.quads(release, predicate)), "")

    expected = Counter(
        (
            str(version),
            one(str(release), RG.dataset),
            one(str(release), RG.releaseMonth)[:7],
            one(str(release), RG.optOutsApplied).rpartition("/")[2],
            one(str(release), RG.datasetText),
        )
        for version, _, release, _ in store.quads(predicate=RG.hasRelease)
    )
    rows = kept.rows(
        "SELECT v.iri, coalesce(d.iri, ''), month, opt_outs, printed, number FROM file "
        "JOIN thing AS v ON v.id = version LEFT JOIN thing AS d ON d.id = dataset"
    )
    assert {tuple(row[:5]): row[5] for row in rows} == expected


@pytest.mark.parametrize(("table", "predicate"), [("relied", RG.reliesOn), ("cited", RG.cites)])
def test_versions_and_their_law_are_those_of_the_graph(
    examples: OpenedStore, kept: Relations, table: str, predicate: str
) -> None:
    rows = kept.rows(
        f"SELECT v.iri, l.iri FROM {table} JOIN thing AS v ON v.id = version JOIN thing AS l ON l.id = law"
    )
    assert sorted(rows) == sorted((str(one), str(law)) for one, _, law, _ in examples.store.quads(predicate=predicate))


def test_parts_of_law_go_all_the_way_down(examples: OpenedStore, kept: Relations) -> None:
    above: dict[str, set[str]] = {}
    for part, _, whole, _ in examples.store.quads(predicate=DCT.isPartOf):
        above.setdefault(str(part), set()).add(str(whole))
    rows = {
        (part, whole)
        for part, whole in kept.rows(
            "SELECT p.iri, w.iri FROM part JOIN thing AS p ON p.id = law JOIN thing AS w ON w.id = whole"
        )
        if part != whole
    }
    assert {(part, whole) for part, wholes in above.items() for whole in wholes} <= rows
    assert all(part == middle or (part, whole) in rows for part, middle in rows for whole in above.get(middle, ()))


def test_a_file_of_another_version_is_made_anew(examples: OpenedStore, kept: Relations, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE) as other:
        other.execute("PRAGMA user_version = 999")
    other.close()
    assert tables(relations_of(tmp_path, examples.store)) == tables(kept)


def test_a_file_that_is_none_is_an_error(examples: OpenedStore, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError, match=FILE):
        relations_of(tmp_path, examples.store)


def test_relations_that_cannot_be_written_are_an_error(examples: OpenedStore, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        write_relations(StatedInStore(examples.store), examples.store, tmp_path / "missing")


def test_numbers_are_those_of_the_rows(kept: Relations) -> None:
    rows = kept.rows("SELECT version FROM relied")
    assert len(rows) > len(kept.numbers("version", "relied")) > 1
    assert kept.numbers("version", "relied") == {version for (version,) in rows}
    assert kept.numbers("version", "relied WHERE law = -1") == frozenset()
