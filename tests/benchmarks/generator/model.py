"""What the generator knows to be true of its workbook: things by identity, not as printed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

__all__ = ["Cell", "Expected", "Planned", "Sheet", "TrueProvision", "TrueRelease", "TrueVersion", "Truth"]

Cell = str | date | None


@dataclass(frozen=True, slots=True)
class TrueVersion:
    """One agreement version; `listed` is false for a stub that only other sheets name."""

    agreement: str
    """Base reference: always with `DARS-`, without version."""
    number: str
    """As `4.10`, or `unnumbered`."""
    listed: bool
    applicant: str = ""
    controllers: tuple[str, ...] = ()
    organisation_type: str = ""
    start: date | None = None
    """None where blank or unreadable."""
    end: date | None = None
    commercial: str = "not stated"
    """`yes`, `no` or `not stated`."""
    narratives: tuple[str | None, ...] = ()
    """Objective, processing, expected output, expected benefits, yielded benefits; trimmed, None where blank."""


@dataclass(frozen=True, slots=True)
class TrueProvision:
    """A dataset on a version with its own attributes; identical rows are one."""

    agreement: str
    number: str
    dataset: str
    type_of_data: str
    sensitivity: str
    frequency: str
    legal_basis: str
    """As printed; empty where blank."""
    confidentiality: str
    law: tuple[str, ...]
    """Paths under `http://www.legislation.gov.uk/id/`: bases only, no amending provisions."""


@dataclass(frozen=True, slots=True)
class TrueRelease:
    """A file released."""

    file_reference: str
    agreement: str
    number: str
    dataset: str
    month: str
    """`YYYY-MM`, empty where blank or unreadable."""
    opt_outs: str
    """`yes`, `no` or `not stated`."""
    unlisted: bool
    """The version is in `Agreements`, and no row of `Datasets` gives it this dataset."""


@dataclass(frozen=True, slots=True)
class Truth:
    """Everything the workbook says, resolved."""

    versions: tuple[TrueVersion, ...]
    provisions: tuple[TrueProvision, ...]
    releases: tuple[TrueRelease, ...]
    bodies: Mapping[str, str]
    """Each spelling used, trimmed, to the body's one name here."""
    datasets: Mapping[str, str]
    """Each spelling used, trimmed, to the dataset's one name here."""


@dataclass(frozen=True, slots=True)
class Expected:
    """The counts a graph of the workbook must have, exactly."""

    scale: float
    seed: int
    agreements: int
    agreement_versions: int
    stub_versions: int
    """Of which only `Datasets` or `DataReleases` name them."""
    organisations: int
    datasets: int
    dataset_provisions: int
    releases: int
    narratives: int
    narrative_uses: int
    editions: int
    records: Mapping[str, int]
    """Data rows per sheet: one source record each."""
    issues: Mapping[str, int]
    """Issues per kind, one per row, where the register's rules leave one reading.

    `unreadable-date` and `unreadable-month` count cells that print something; blank ones are under `traps`.
    """
    issues_by_sheet: Mapping[str, int]
    """The same as `kind/sheet`."""
    traps: Mapping[str, int]
    """What was put in on purpose: cells or rows per trap, for reading, not all of them issues."""
    legal_bases: Mapping[str, int]
    """Provisions per legislation path: resolved, by convention or instrument only; amending provisions not counted."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet ready to write: its header and rows."""

    name: str
    header: tuple[str, ...]
    rows: list[tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Planned:
    """A workbook before it is written, with what is true of it."""

    sheets: tuple[Sheet, ...]
    truth: Truth
    expected: Expected
