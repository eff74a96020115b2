"""What a source says: as printed and located, before any of it is interpreted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

__all__ = [
    "AgreementRow",
    "Block",
    "Cell",
    "DatasetRow",
    "Edition",
    "Issue",
    "Located",
    "Page",
    "Problem",
    "Project",
    "Register",
    "ReleaseRow",
    "Section",
]

Cell = str | date | None
"""A cell as printed, white space around it trimmed; a real Excel date as a date; None where blank."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One published workbook or one captured page."""

    name: str
    """`YYYY-MM` for a workbook, `page-{hash}` for a page."""
    kind: str
    """`workbook` or `page`."""
    source_file: str
    """The file's name as given, with the member's name after `!` inside a zip."""
    sha256: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one printed value."""

    kind: str
    """A code of the scheme `issue-kind`."""
    printed: str
    expected: str
    severity: str = "warning"
    """A code of the scheme `severity`: `violation`, `warning` or `info`."""


@dataclass(frozen=True, slots=True)
class Issue:
    """A problem at its place."""

    problem: Problem
    record: str
    """The path of its source record: `{edition}/{sheet}/{row}` or `{edition}/lines/{first}-{last}`."""
    column: str = ""
    """The column of the sheet, or the label on the page."""


# ---- the workbook: one record per row, fields named as in ontology/fields.csv ----


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """A row of `Agreements`: one version of one agreement."""

    row: int
    reference: Cell = None
    title: Cell = None
    applicant: Cell = None
    organisation_type: Cell = None
    data_controllers: Cell = None
    controllership: Cell = None
    start_date: Cell = None
    end_date: Cell = None
    sublicensing: Cell = None
    commercial: Cell = None
    objective: Cell = None
    processing_activities: Cell = None
    expected_output: Cell = None
    expected_benefits: Cell = None
    yielded_benefits: Cell = None
    extra: tuple[tuple[str, str], ...] = ()
    """Columns the register does not define, each with its text."""


@dataclass(frozen=True, slots=True)
class DatasetRow:
    """A row of `Datasets`: a dataset named on a version, with its own attributes."""

    row: int
    reference: Cell = None
    dataset: Cell = None
    type_of_data: Cell = None
    sensitivity: Cell = None
    frequency: Cell = None
    legal_basis: Cell = None
    confidentiality_basis: Cell = None
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A row of `DataReleases`: one file released."""

    row: int
    file_reference: Cell = None
    reference: Cell = None
    dataset: Cell = None
    release_month: Cell = None
    opt_outs: Cell = None
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """A whole workbook, row by row."""

    edition: Edition
    agreements: tuple[AgreementRow, ...]
    datasets: tuple[DatasetRow, ...]
    releases: tuple[ReleaseRow, ...]
    issues: tuple[Issue, ...] = ()


# ---- the page: every line in exactly one block ----


@dataclass(frozen=True, slots=True)
class Block:
    """A run of whole lines of a page, exact: the blocks of a page in order are its text."""

    first: int
    """First line, counted from 1."""
    last: int
    """Last line, blank lines after the block's words included."""
    text: str
    """The exact characters of those lines, line ends included."""


@dataclass(frozen=True, slots=True)
class Located:
    """A value of a page and the block that holds it."""

    value: str
    block: Block


@dataclass(frozen=True, slots=True)
class Section:
    """A prose section of a project: its label's block, then one located value per printed line."""

    kind: str
    """A code of the scheme `narrative-kind`: the field of fields.csv with `-` for `_`."""
    label: Block
    lines: tuple[Located, ...]
    """Non-blank lines in order, white space around each trimmed, list marks kept."""


@dataclass(frozen=True, slots=True)
class Project:
    """A project of a page: a third party's merged view of the versions of one agreement."""

    title: str
    """Empty where the page prints `Project N`, which is no title."""
    reference: str
    heading: Block
    fields: Mapping[str, Located]
    """Field name of ontology/fields.csv (`opt_outs`, `legal_basis`, `when`, …) to its value, as printed."""
    datasets: tuple[Located, ...] = ()
    """Names without their list marks."""
    datasets_label: Block | None = None
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A captured page: one organisation, its projects, and what its author claims of it."""

    edition: Edition
    layout: str
    """`A`, `B` or `C`."""
    organisation: Located
    projects: tuple[Project, ...]
    blocks: tuple[Block, ...]
    listed_titles: tuple[Located, ...] = ()
    unsafe_files: Located | None = None
    """The sentence that counts files `disseminated unsafely`."""
    flag: Located | None = None
    """The paragraph marked with a flag: same dataset, same month, with and without opt-outs."""
    issues: tuple[Issue, ...] = field(default=())
