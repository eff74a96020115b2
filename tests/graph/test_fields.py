"""The table of field mappings agrees with the records and gives each layout its own meaning of a label."""

from dataclasses import fields

import pytest

from releasegraph.graph.fields import columns, field_mappings, label_fields
from releasegraph.graph.records import AgreementRow, DatasetRow, ReleaseRow


@pytest.mark.parametrize(
    ("sheet", "record"), [("Agreements", AgreementRow), ("Datasets", DatasetRow), ("DataReleases", ReleaseRow)]
)
def test_a_sheet_has_the_fields_of_its_record(sheet: str, record: type) -> None:
    names = [field.name for field in fields(record) if field.name not in ("row", "extra")]
    assert list(columns(sheet)) == names


def test_labels_mean_what_their_layout_says() -> None:
    assert label_fields("page A")["Categories"] == "type_of_data"
    assert label_fields("page B")["Type of data"] == "boilerplate"
    assert label_fields("page C")["Type of data"] == "type_of_data"
    assert columns("Agreements")["data_controllers"] == "Data Controller(s)"


def test_no_source_repeats_a_label_or_a_field() -> None:
    for source in {row.source for row in field_mappings()}:
        rows = [row for row in field_mappings() if row.source == source]
        assert len(label_fields(source)) == len(columns(source)) == len(rows)


def test_an_unknown_source() -> None:
    with pytest.raises(KeyError):
        columns("page D")
