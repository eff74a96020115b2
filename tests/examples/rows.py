"""The rows of the examples' workbook, read with nothing but `csv`, names and law put in by hand."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

__all__ = ["AGREEMENTS", "PROVISIONS", "RELEASES", "Agreement", "Provision", "Release", "applicant_of", "section_261"]

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "sources" / "datausesregister_september2026"

BODIES: Mapping[str, str] = {
    "HEDGEFORD ANALYTICS LTD": "Hedgeford Analytics Limited",
    "HEDGEFORD ANALYTICS LIMITED": "Hedgeford Analytics Limited",
    "National Care Evidence Institute": "NATIONAL CARE EVIDENCE INSTITUTE (NCEI)",
    "CARE QUALITY COMMISSION": "CARE QUALITY COMMISSION (CQC)",
    "University of Northmere": "UNIVERSITY OF NORTHMERE",
    "Westmarsh University Hospitals NHS Foundation Trust": "WESTMARSH UNIVERSITY HOSPITALS NHS FOUNDATION TRUST",
}
"""Spelling to the body's name: a reviewed one, else the spelling used most, of equals the first in order."""
DATASETS: Mapping[str, str] = {
    "Hospital Episode Statistics Admitted Patient Care": "Hospital Episode Statistics Admitted Patient Care (HES APC)",
    "Hospital Episode Statistics Outpatients": "Hospital Episode Statistics Outpatients (HES OP)",
    "Hospital Episode Statistics Accident and Emergency": (
        "Hospital Episode Statistics Accident and Emergency (HES A and E)"
    ),
    "Emergency Care Data Set": "Emergency Care Data Set (ECDS)",
    "Civil Registration - Deaths": "Civil Registrations of Death",
    "Mental Health Minimum Data Set": "Mental Health Minimum Data Set (MHMDS)",
    "NDRS Cancer Registry": "NDRS Cancer Registrations",
    "GPES Data for Pandemic Planning and Research (COVID-19)": (
        "COVID-19 General Practice Extraction Service (GPES) Data for Pandemic Planning and Research (GDPPR)"
    ),
}
CONTROLLERS: Mapping[str, tuple[str, ...]] = {
    "UNIVERSITY OF NORTHMERE; THE FENLAND INSTITUTE OF PUBLIC HEALTH": (
        "UNIVERSITY OF NORTHMERE",
        "THE FENLAND INSTITUTE OF PUBLIC HEALTH",
    ),
    "WESTMARSH UNIVERSITY HOSPITALS NHS FOUNDATION TRUST; UNIVERSITY OF NORTHMERE": (
        "WESTMARSH UNIVERSITY HOSPITALS NHS FOUNDATION TRUST",
        "UNIVERSITY OF NORTHMERE",
    ),
    "WESTMARSH UNIVERSITY HOSPITALS NHS FOUNDATION TRUST, UNIVERSITY OF NORTHMERE": (
        "WESTMARSH UNIVERSITY HOSPITALS NHS FOUNDATION TRUST",
        "UNIVERSITY OF NORTHMERE",
    ),
    "EASTPORT BOROUGH COUNCIL; QUAYSIDE AND HARBOUR COUNTY COUNCIL": (
        "EASTPORT BOROUGH COUNCIL",
        "QUAYSIDE AND HARBOUR COUNTY COUNCIL",
    ),
    "EASTPORT BOROUGH COUNCIL, QUAYSIDE AND HARBOUR COUNTY COUNCIL": (
        "EASTPORT BOROUGH COUNCIL",
        "QUAYSIDE AND HARBOUR COUNTY COUNCIL",
    ),
}
"""The lists that hold several bodies; every other one is one body, with its commas."""
SECTION = "Health and Social Care Act 2012, section 261"
SECTION_261: Mapping[str, tuple[str, ...]] = {
    "Health and Social Care Act 2012 – s261(1) and s261(2)(b)(ii)": ("(1)", "(2)(b)(ii)"),
    "Health and Social Care Act 2012 - s261(1) and s261(2)(b)(ii)": ("(1)", "(2)(b)(ii)"),
    "Health and Social Care Act 2012 – s261(2)(a)": ("(2)(a)",),
    "Health and Social Care Act 2012 s261(2)(a)": ("(2)(a)",),
    "Health and Social Care Act 2012 - s261(2)(c)": ("(2)(c)",),
    "Health and Social Care Act 2012 - s261(5)(d)": ("(5)(d)",),
    "Health and Social Care Act 2012 - s261(5)(d); Health and Social Care Act 2012 – s261(2)(a)": ("(5)(d)", "(2)(a)"),
    "Health and Social Care Act 2012 – s261(7)": ("(7)",),
    "Health and Social Care Act 2012 – s261(7); National Health Service Act 2006 - s251 - 'Control of patient "
    "information'.": ("(7)",),
    "Health and Social Care Act 2012 - s261 - 'Other dissemination of information'": ("",),
}
"""Printed legal basis to the parts of section 261 of the Health and Social Care Act 2012 that it names."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """A row of `Agreements`."""

    agreement: str
    number: str
    row: int
    applicant: str
    organisation_type: str
    controllers: tuple[str, ...]
    start: date | None
    end: date | None
    sublicensing: str
    commercial: str
    printed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Provision:
    """A row of `Datasets`."""

    agreement: str
    number: str
    dataset: str
    type_of_data: str
    legal_basis: str
    confidentiality: str


@dataclass(frozen=True, slots=True)
class Release:
    """A row of `DataReleases`."""

    file: str
    agreement: str
    number: str
    dataset: str
    printed: str
    month: date | None
    """Its first day."""
    opt_outs: str


def read_rows(sheet: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Give each row with its number in Excel, of rows that are the same only the first."""
    seen = set()
    with (FOLDER / f"{sheet}.csv").open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            said = tuple(row.values())
            if said not in seen:
                seen.add(said)
                yield number, row


def split_reference(printed: str) -> tuple[str, str]:
    """Give base reference, with `DARS-`, and version number."""
    base, _, number = printed.partition("-v")
    return f"DARS-{base.removeprefix('DARS-')}", number or "unnumbered"


def read_day(text: str, *forms: str) -> date | None:
    for form in forms:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def read_agreements() -> Iterator[Agreement]:
    for number, row in read_rows("Agreements"):
        controllers = row["Data Controller(s)"]
        yield Agreement(
            *split_reference(row["Reference Number"]),
            number,
            body(row["Applicant Organisation"]),
            row["Applicant Organisation Type"],
            CONTROLLERS.get(controllers, (body(controllers),)),
            read_day(row["DSA Start Date"], "%Y-%m-%d"),
            read_day(row["DSA End Date"], "%Y-%m-%d", "%d/%m/%Y"),
            row["Does Sublicensing Apply"],
            row["For Commercial Purposes"],
            row,
        )


def read_provisions() -> Iterator[Provision]:
    for _, row in read_rows("Datasets"):
        yield Provision(
            *split_reference(row["Reference Number"]),
            dataset(row["Dataset"]),
            row["Type of Data"],
            row["Legal Basis for Provision of Data"],
            row["Common Law Duty of Confidentiality"],
        )


def read_releases() -> Iterator[Release]:
    for _, row in read_rows("DataReleases"):
        yield Release(
            row["File Reference"],
            *split_reference(row["Reference Number"]),
            dataset(row["Dataset"]),
            row["Dataset"],
            read_day(row["Month File Released"], "%b-%y"),
            row["Patient Opt-Outs Applied"],
        )


def body(spelling: str) -> str:
    return BODIES.get(spelling, spelling)


def dataset(spelling: str) -> str:
    return DATASETS.get(spelling, spelling)


def section_261(legal_basis: str) -> tuple[str, ...]:
    """Give the labels of the parts of section 261 that a printed legal basis names."""
    return tuple(SECTION + part for part in SECTION_261.get(legal_basis, ()))


AGREEMENTS: Sequence[Agreement] = tuple(read_agreements())
PROVISIONS: Sequence[Provision] = tuple(read_provisions())
RELEASES: Sequence[Release] = tuple(read_releases())
APPLICANTS = {(version.agreement, version.number): version.applicant for version in AGREEMENTS}


def applicant_of(thing: Provision | Release) -> str | None:
    """Give the applicant of the version a provision or release is under; None where `Agreements` lacks it."""
    return APPLICANTS.get((thing.agreement, thing.number))
