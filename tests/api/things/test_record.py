"""The page of a source record: what was read from each column or label."""

from releasegraph.api.things.record import RecordView, view_record

from .conftest import BASE, Ask


def read(view: RecordView, label: str) -> dict[str, list[str]]:
    """Give what was read from a column: property to values."""
    (cell,) = (one for one in view.cells if one.label == label)
    return {one.property: [value.text for value in one.values] for one in cell.read}


def test_a_row_shows_what_each_column_became(ask: Ask) -> None:
    view = view_record(ask("record/2026-09/Agreements/6"))
    assert view.title == "Row 6 of Agreements"
    assert read(view, "Application Title") == {"title": ["Lung screening trial (s251)"]}
    assert read(view, "DSA End Date") == {"end date": ["2024-02-29"]}
    assert read(view, "Applicant Organisation") == {
        "applicant": ["WESTMARSH UNIVERSITY HOSPITALS NHS FOUNDATION TRUST"],
        "applicant, as printed": ["Westmarsh University Hospitals NHS Foundation Trust"],
    }
    assert read(view, "Yielded Benefits") == {}


def test_a_text_is_read_only_from_its_own_column(ask: Ask) -> None:
    view = view_record(ask("record/2026-09/Agreements/6"))
    (output,) = read(view, "Expected Output")["narrative"]
    (benefits,) = read(view, "Expected Measurable Benefits")["narrative"]
    assert output != benefits


def test_rows_lead_to_the_rows_beside_them(ask: Ask) -> None:
    first, inner = view_record(ask("record/2026-09/Agreements/2")), view_record(ask("record/2026-09/Agreements/6"))
    assert first.previous is None
    assert first.next is not None
    assert first.next.text == "Row 3"
    assert inner.previous is not None
    assert inner.previous.iri == f"{BASE}id/record/2026-09/Agreements/5"


def test_a_row_names_its_issues(ask: Ask) -> None:
    view = view_record(ask("record/2026-09/DataReleases/132"))
    assert [(one.issue.text, one.column, one.expected) for one in view.issues] == [
        ("Repeated row", "File Reference", "a row unlike row 2")
    ]


def test_lines_are_exact_and_read_by_their_label(ask: Ask) -> None:
    view = view_record(ask("record/page-a4fa358db786fb46/lines/8-8"))
    assert view.title == "Line 8"
    assert view.text is not None
    assert view.text.startswith("Legal basis: ")
    assert read(view, "Legal basis")["relies on"] == ["Statistics and Registration Service Act 2007, section 42(4)"]
    assert [cell.label for cell in view.cells] == ["Legal basis"]
    assert view.previous is not None
    assert view.previous.text == "Line 7"
    assert view.next is not None
    assert view.next.text == "Line 9"
