"""The workbook made from the CSV sheets is the same source: same graph, same bytes every time."""

from pathlib import Path

import openpyxl
import pytest
from make_workbook import make_workbook

from releasegraph.graph.build import build
from releasegraph.graph.generations import open_store

NAME = "datausesregister_september2026"
OF_THE_FILE = {"<https://w3id.org/releasegraph#sourceFile>", "<https://w3id.org/releasegraph#sha256>"}
"""What is said of an edition's file."""


@pytest.fixture(scope="module")
def workbook(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("workbook") / f"{NAME}.xlsx"
    make_workbook(examples / "sources" / NAME, path)
    return path


def test_bytes_do_not_change(examples: Path, workbook: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.xlsx"
    make_workbook(examples / "sources" / NAME, again)
    assert again.read_bytes() == workbook.read_bytes()


def test_dates_are_dates_of_excel(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    assert book.sheetnames == ["Agreements", "Datasets", "DataReleases"]
    ends = [cell.value for cell in book["Agreements"]["H"][1:]]
    assert [value for value in ends if isinstance(value, str)] == ["to be agreed"]
    assert ends.count(None) == 2
    months = book["DataReleases"]["D"][1:]
    assert [cell.value for cell in months if isinstance(cell.value, str)] == ["soon"]
    assert {cell.number_format for cell in months if cell.is_date} == {"mmm-yy"}


def test_workbook_and_csv_give_one_graph(examples: Path, workbook: Path, tmp_path: Path) -> None:
    from_csv = statements(examples / "sources" / NAME, tmp_path / "csv")
    from_xlsx = statements(workbook, tmp_path / "xlsx")
    assert len(from_csv) == len(from_xlsx)
    assert {line.split(" ")[1] for line in from_csv ^ from_xlsx} == OF_THE_FILE


def statements(source: Path, folder: Path) -> set[str]:
    """Give every quad of a source's graph as a line, but the catalogue's: it knows the time, and the sizes of dumps."""
    build([source], folder)
    store = open_store(folder).store
    lines = {
        " ".join(term.n3() for term in quad if term is not None)
        for quad in store.quads(graph=None)
        if not str(quad[3]).endswith("graph/catalogue")
    }
    store.close()
    return lines
