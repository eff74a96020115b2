"""The build from sources to quads: sound whatever is printed, the same whatever the order, each fact at its cell."""

import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from releasegraph.graph.assembly import Assembly
from releasegraph.graph.editions import Plan
from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.export import page_sources
from releasegraph.graph.fields import columns
from releasegraph.graph.formats import format_named
from releasegraph.graph.identifiers import Identifiers
from releasegraph.graph.records import Register
from releasegraph.graph.sources.discovery import Source
from releasegraph.graph.sources.page import read_page
from releasegraph.graph.sources.sheets import Sheet, read_register
from releasegraph.graph.vocabulary import PREFIXES, RG

from .sources.page_strategies import GeneratedPage, generated_pages
from .sources.registers import (
    BASE,
    agreement,
    as_lines,
    assembled,
    dataset,
    fill,
    loaded,
    release,
    save_csv,
    save_workbook,
)

PAGES = Path(__file__).parent.parent / "cases" / "pages"
IDS = Identifiers(BASE)


def assemble(*sources: tuple[str, Register | Any]) -> str:
    """Assemble sources already read."""
    found = [
        Source(one.edition.source_file, kind, one.edition.name, one.edition.sha256, lambda _name, one=one: one)
        for kind, one in sources
    ]
    registers = tuple(source for source in found if source.kind != "page")
    plan = Plan(registers, tuple(source for source in found if source.kind == "page"), None, ())
    return "".join(Assembly(plan, IDS, lambda _doing, _done, _total: None).lines())


def register_of(agreements: Iterable[Any], datasets: Iterable[Any], releases: Iterable[Any]) -> Register:
    sheets = {"Agreements": agreements, "Datasets": datasets, "DataReleases": releases}
    return read_register(
        {name: Sheet(name, fill(name, rows)) for name, rows in sheets.items()},
        source_file="register.xlsx",
        sha256="0" * 64,
        edition_name="2026-09",
    )


EMPTY = frozenset(assemble().split("\n"))
"""What every build holds: the ontology and the concept schemes."""


def own_lines(nquads: str) -> list[str]:
    return [line for line in as_lines(nquads) if line not in EMPTY]


def check_sound(nquads: str) -> None:
    """Assert that strict parsers take the quads, and that no node is blank; as RDF/XML too."""
    lines = own_lines(nquads)
    quads = list(pyoxigraph.parse("\n".join(lines), pyoxigraph.RdfFormat.N_QUADS, lenient=False))
    assert len(quads) == len(lines)
    for quad in quads:
        assert isinstance(quad.subject, pyoxigraph.NamedNode)
        assert not isinstance(quad.object, pyoxigraph.BlankNode)
    assert len(rdflib.Graph().parse(data="\n".join(lines), format="nt")) == len(lines)
    store = EmbeddedStore.temporary()
    store.load("\n".join(lines).encode())
    out = io.BytesIO()
    store.dump(out, format_named("rdfxml"), "", PREFIXES)
    assert len(rdflib.Graph().parse(data=out.getvalue(), format="xml")) == sum(1 for _ in store.quads())


# ---- whatever is printed ----

HOSTILE = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            *("", " ", "NIC-1-AA-v1", "NIC-1-AA-v1/../x", "<script>", "a b", "../../etc", "a>b <c", 'q"uote', "b\\ack"),
            *("{x}|^`", "%zz", "#", "?", "\u0000", "\ufffe", "_x0001_", "..", ".", "é̂\U000e0100", "=1+1", "~ bullet"),
            *("s261(2)(a) of HSCA 2012", "Y, N", "Jul-19", "2023-03-13", "Identifiable", "Yes", "A COUNCIL; B, C"),
        ]
    ),
)


def rows(sheet: str, most: int) -> st.SearchStrategy[list[Mapping[str, str]]]:
    names = [*columns(sheet), "Extra", "extra!", "?"]
    return st.lists(st.fixed_dictionaries(dict.fromkeys(names, HOSTILE)), max_size=most)


@given(rows("Agreements", 2), rows("Datasets", 2), rows("DataReleases", 2))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_register_makes_sound_quads(agreements: Any, datasets: Any, releases: Any) -> None:
    register = register_of(agreements, datasets, releases)
    nquads = assemble(("workbook", register))
    check_sound(nquads)
    # every row has its record, with its extra cells
    records = set(re.findall(r"<http://localhost:8000/id/record/2026-09/(\w+/\d+)>", nquads))
    found = {"Agreements": register.agreements, "Datasets": register.datasets, "DataReleases": register.releases}
    assert {f"{sheet}/{row.row}" for sheet, those in found.items() for row in those} <= records
    assert nquads.count(RG.cellText) - "".join(EMPTY).count(RG.cellText) == sum(
        len(row.extra) for those in found.values() for row in those
    )


@given(generated_pages())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_page_reads_back_from_its_graph(page: GeneratedPage) -> None:
    nquads = assemble(("page", read_page(page.text, source_file="page.txt", sha256="0" * 64)))
    lines = own_lines(nquads)
    assert len(list(pyoxigraph.parse("\n".join(lines), pyoxigraph.RdfFormat.N_QUADS))) == len(lines)
    store = EmbeddedStore.temporary()
    store.load("\n".join(lines).encode())
    assert list(page_sources(store)) == [("page.txt", page.text)]


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.txt")), ids=lambda page: page.stem)
def test_a_page_reads_back_beside_a_workbook_that_has_its_agreements(page: Path, tmp_path: Path) -> None:
    text = page.read_bytes().decode()
    named = sorted(set(re.findall(r"(?:DARS-)?NIC-\d+-\w+", text)))
    book = save_workbook(tmp_path, [agreement(reference=f"{name}-v1") for name in named])
    store = loaded(page, book)
    assert list(page_sources(store)) == [(page.name, text)]


def record_lines(store: EmbeddedStore) -> Mapping[str, list[int]]:
    """Give the lines that the records of each page edition hold."""
    found: dict[str, list[int]] = {}
    for record, _, first, graph in store.quads(None, RG.firstLine, None, None):
        (last,) = store.quads(str(record), RG.lastLine, None, str(graph or ""))
        (edition,) = store.quads(str(record), RG.inEdition, None, str(graph or ""))
        found.setdefault(str(edition[2]), []).extend(range(int(str(first)), int(str(last[2])) + 1))
    return found


def test_the_real_page_reads_back_and_has_each_line_once(shared: Path) -> None:
    store = loaded(shared / "seed")
    for path in (shared / "seed").iterdir():
        text = path.read_bytes().decode()
        assert list(page_sources(store)) == [(f"seed/{path.name}", text)]
        (lines,) = record_lines(store).values()
        assert sorted(lines) == list(range(1, len(text.splitlines()) + 1))


def test_the_sample_pages_read_back_and_have_each_line_once(shared: Path) -> None:
    store = loaded(shared / "pages")
    found = dict(page_sources(store))
    texts = {f"pages/{path.name}": path.read_bytes().decode() for path in (shared / "pages").glob("*.txt")}
    assert found == texts
    ends = sorted(max(lines) for lines in record_lines(store).values())
    assert all(sorted(lines) == list(range(1, max(lines) + 1)) for lines in record_lines(store).values())
    assert ends == sorted(len(re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text)) for text in texts.values())


# ---- the same sources, the same graph ----


def test_sources_in_any_order_and_layout_give_the_same_graph(tmp_path: Path) -> None:
    pages = sorted(PAGES.glob("*.txt"))
    books = [
        save_workbook(tmp_path, [agreement(Notes="x")], name="register-2026-08.xlsx"),
        save_workbook(tmp_path, [agreement(frequency="odd"), agreement(reference="NIC-2-BB")], name="r-2026-09.xlsx"),
    ]
    plain = as_lines(assembled(*books, *pages)[1])
    assert as_lines(assembled(*reversed(pages), *reversed(books))[1]) == plain
    assert as_lines(assembled(*pages, *books, *pages)[1]) == plain


def test_a_workbook_and_its_sheets_as_csv_say_the_same(tmp_path: Path) -> None:
    given_rows = ([agreement(Notes="n"), agreement(reference="NIC-2-BB")], [dataset()], [release()])

    def said(path: Path) -> list[str]:
        skip = (RG.sha256, RG.sourceFile, RG.printedValue)
        lines = as_lines(assembled(path, edition="2026-09")[1])
        return [line for line in lines if not any(f"<{term}>" in line for term in skip)]

    assert said(save_csv(tmp_path, *given_rows)) == said(save_workbook(tmp_path, *given_rows))


def test_the_order_of_rows_moves_only_records(tmp_path: Path) -> None:
    first = [agreement(), agreement(reference="NIC-2-BB-v1"), agreement(reference="NIC-2-BB-v2")]
    second = [dataset(frequency=value) for value in ("One-Off", "Ongoing", "Monthly")]
    third = [release(file_reference=f"F{number}") for number in range(3)]

    def said(folder: str, *sheets: list[Any]) -> list[str]:
        (tmp_path / folder).mkdir()
        lines = as_lines(assembled(save_workbook(tmp_path / folder, *sheets))[1])
        return [line for line in lines if not re.search("/id/(record|issue)/|sha256", line)]

    assert said("a", first, second, third) == said("b", first[::-1], second[::-1], third[::-1])
