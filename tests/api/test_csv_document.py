"""A document as CSV: each statement a row, with its source, and no cell that a spreadsheet runs."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib.term import Literal, URIRef

from releasegraph.api.csv_document import COLUMNS, description_csv, guarded
from releasegraph.api.description import Description, Incoming, Statement
from releasegraph.api.labels import Labels
from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.vocabulary import RDFS, RG, XSD

BASE = "http://data.example.org/"
THING = f"{BASE}id/release/FILE1"
RECORD = f"{BASE}id/record/2026-09/DataReleases/7"
EDITION = f"{BASE}id/edition/2026-09"
OLDER = f"{BASE}graph/edition/2026-08"


@pytest.fixture(scope="module")
def labels() -> Labels:
    """Give labels of a store that knows a dataset and a record."""
    store = EmbeddedStore.temporary()
    store.load(
        f'<{BASE}id/dataset/hes> <{RDFS.label}> "Hospital Episode Statistics" .\n'
        f'<{RG.dataset}> <{RDFS.label}> "dataset"@en <{BASE}graph/ontology> .\n'
        f"<{RECORD}> <{RG.inEdition}> <{EDITION}> .\n"
        f'<{RECORD}> <{RG.sheet}> "DataReleases" .\n'
        f'<{RECORD}> <{RG.row}> "7"^^<{XSD.integer}> .\n'
        f'<{EDITION}> <{RG.sourceFile}> "register9.xlsx" .\n'.encode()
    )
    return Labels(store, BASE)


def read(written: bytes) -> list[dict[str, str]]:
    """Read what was written back, as a program would."""
    return list(csv.DictReader(io.StringIO(written.decode("utf-8"), newline="")))


def described(*statements: Statement, incoming: tuple[Incoming, ...] = ()) -> Description:
    """Describe the thing by some statements."""
    return Description(THING, statements, incoming)


def test_a_statement_is_a_row_that_tells_its_source(labels: Labels) -> None:
    rows = read(
        description_csv(
            described(
                Statement(RG.dataset, URIRef(f"{BASE}id/dataset/hes"), None),
                Statement(RG.recordedIn, URIRef(RECORD), None),
            ),
            labels,
        )
    )
    assert tuple(rows[0]) == COLUMNS
    assert rows[0] == {
        "subject": THING,
        "predicate": RG.dataset,
        "predicate_label": "dataset",
        "object": f"{BASE}id/dataset/hes",
        "object_label": "Hospital Episode Statistics",
        "datatype_or_language": "",
        "graph": "",
        "source_records": RECORD,
        "source_places": "register9.xlsx, sheet DataReleases, row 7",
    }
    assert rows[1]["object"] == RECORD
    assert rows[1]["source_records"] == ""


def test_a_statement_tells_only_the_records_of_its_own_graph(labels: Labels) -> None:
    rows = read(
        description_csv(
            described(
                Statement(RG.fileReference, Literal("FILE1"), None),
                Statement(RG.fileReference, Literal("FILE1"), OLDER),
                Statement(RG.recordedIn, URIRef(RECORD), None),
            ),
            labels,
        )
    )
    assert [(row["graph"], row["source_records"]) for row in rows[:2]] == [("", RECORD), (OLDER, "")]


@pytest.mark.parametrize(
    ("literal", "kind"),
    [
        (Literal("plain"), ""),
        (Literal("words", lang="en"), "en"),
        (Literal("2026-09", datatype=URIRef(XSD.gYearMonth)), XSD.gYearMonth),
    ],
)
def test_a_literal_has_its_language_or_datatype(labels: Labels, literal: Literal, kind: str) -> None:
    (row,) = read(description_csv(described(Statement(RG.text, literal, None)), labels))
    assert (row["object"], row["datatype_or_language"]) == (str(literal), kind)


def test_what_points_here_follows_and_what_is_left_out_is_counted(labels: Labels) -> None:
    subject = URIRef(f"{BASE}id/agreement/DARS-NIC-1-A/v1.0")
    rows = read(description_csv(described(incoming=(Incoming(RG.hasRelease, None, 3, (subject,)),)), labels))
    assert [(row["subject"], row["object"]) for row in rows] == [
        (str(subject), THING),
        ("", f"3 statements point here by <{RG.hasRelease}>; 1 are given."),
    ]


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+44 20 7946 0000", "'+44 20 7946 0000"),
        ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("'quoted'", "''quoted'"),
        ("-12", "-12"),
        ("+1.5e3", "+1.5e3"),
        ("-1+1", "'-1+1"),
        ("safe = yes", "safe = yes"),
        ("", ""),
    ],
)
def test_a_cell_that_may_run_is_guarded(cell: str, safe: str) -> None:
    assert guarded(cell) == safe


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_comes_back_once_its_guard_is_dropped(text: str) -> None:
    labels = Labels(EmbeddedStore.temporary(), BASE)
    (row,) = read(description_csv(described(Statement(RG.text, Literal(text), None)), labels))
    cell = row["object"]
    assert cell == guarded(text)
    assert (cell.removeprefix("'") if cell.startswith("'") else cell) == text
