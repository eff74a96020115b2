"""The table of field mappings: which column or label of a source says which property."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

__all__ = ["FieldMapping", "columns", "field_mappings", "label_fields"]


@dataclass(frozen=True, slots=True)
class FieldMapping:
    """One row of `ontology/fields.csv`: a column of a sheet or a label of a page layout."""

    source: str
    """A sheet (`Agreements`, `Datasets`, `DataReleases`) or a layout (`page A`, `page B`, `page C`)."""
    field: str
    """The name the records give it."""
    label: str
    """The column or label as printed."""
    class_name: str
    properties: tuple[str, ...]


@cache
def field_mappings() -> tuple[FieldMapping, ...]:
    """Give every row of `ontology/fields.csv`, in its order."""
    table = (files("releasegraph.ontology") / "fields.csv").read_text(encoding="utf-8")
    return tuple(
        FieldMapping(
            source=row["source"],
            field=row["field"],
            label=row["label"],
            class_name=row["class"],
            properties=tuple(row["property"].split()),
        )
        for row in csv.DictReader(table.splitlines())
    )


@cache
def label_fields(source: str) -> Mapping[str, str]:
    """Map each printed column or label of a source to its field; raise KeyError for a source the table lacks."""
    return MappingProxyType({row.label: row.field for row in _rows(source)})


@cache
def columns(source: str) -> Mapping[str, str]:
    """Map each field of a source to its printed column or label; raise KeyError for a source the table lacks."""
    return MappingProxyType({row.field: row.label for row in _rows(source)})


def _rows(source: str) -> list[FieldMapping]:
    rows = [row for row in field_mappings() if row.source == source]
    if not rows:
        raise KeyError(source)
    return rows
